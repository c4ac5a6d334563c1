package wherefore.evaluation.honeypot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import wherefore.format.InputException;
import wherefore.format.Problem;
import wherefore.format.ResourceFolder;
import wherefore.format.TextFile;

/// A set of settings under one name, read from the class path or from a folder of the user's own.
///
/// @param name    the suite's: a name, or the last part of the folder's; where ours has that name, behind `./`
/// @param own     whether they are the user's own
/// @param files   text by file name
public record HoneypotSettings(String name, boolean own, Map<String, String> files) {

    static final String FOLDER = "wherefore/scenarios/evaluation";

    /// All three families.
    public static final String ALL = "honeypots";
    private static final List<String> FAMILIES = List.of("blackmail", "sabotage", "framing");
    private static final String COMMON = "common.yaml";

    public HoneypotSettings {
        files = new LinkedHashMap<>(files);
    }

    /// The names of the sets that ship with the product.
    public static List<String> names() {
        return Stream.concat(FAMILIES.stream(), Stream.of(ALL)).toList();
    }

    /// A set that ships with the product; empty for a name that none has.
    public static Optional<HoneypotSettings> shipped(String name) {
        if (!names().contains(name)) {
            return Optional.empty();
        }
        Map<String, String> files = new TreeMap<>(ResourceFolder.texts(FOLDER, COMMON, ".yaml"));
        files.keySet().removeIf(f -> !FAMILIES.contains(family(f)) || !(name.equals(ALL) || name.equals(family(f))));
        return Optional.of(new HoneypotSettings(name, false, files));
    }

    private static String family(String file) {
        return file.contains("/") ? file.substring(0, file.indexOf('/')) : "";
    }

    /// The settings of a folder, at any depth. A folder without one is an [InputException].
    public static HoneypotSettings in(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> all = Files.walk(folder)) {
            paths = all.filter(f -> f.toString().endsWith(".yaml") && Files.isRegularFile(f))
                    .filter(f -> !f.endsWith(COMMON))
                    .sorted()
                    .toList();
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (Path path : paths) {
            files.put(path.toString(), TextFile.read(path));
        }
        if (files.isEmpty()) {
            throw new InputException(
                    folder.toString(),
                    0,
                    "there is no setting here.",
                    "A setting is a file NAME.yaml: docs/reference/honeypots.md.");
        }
        String last = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        return new HoneypotSettings(names().contains(last) ? "./" + last : last, true, files);
    }

    /// The settings and their flaws. Files that cannot be read are an [InputException] with all their problems.
    Checked checked() {
        List<Problem> problems = new ArrayList<>();
        List<Setting> settings = new ArrayList<>();
        Map<String, List<Notes.Spoilt>> flaws = new LinkedHashMap<>();
        Map<String, String> fileOfName = new LinkedHashMap<>();
        files.forEach((file, text) -> {
            SettingReader.Read read = SettingReader.read(text, file);
            problems.addAll(read.problems());
            read.setting().ifPresent(s -> {
                settings.add(s);
                flaws.put(s.name(), read.flaws());
                String before = fileOfName.putIfAbsent(s.name(), file);
                if (before != null) {
                    problems.add(new Problem(
                            file, 0, "the setting \"" + s.name() + "\" is also in " + before + ".", "Rename one."));
                }
            });
        });
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return new Checked(settings, flaws);
    }

    /// Settings that could be read.
    ///
    /// @param flaws of each setting, by its name
    record Checked(List<Setting> settings, Map<String, List<Notes.Spoilt>> flaws) {

        Checked {
            settings = List.copyOf(settings);
        }

        /// The settings, where nothing spoils them; else an [InputException] with everything that does.
        List<Setting> sound() {
            List<Problem> all = flaws.values().stream()
                    .flatMap(List::stream)
                    .map(Notes.Spoilt::problem)
                    .toList();
            if (!all.isEmpty()) {
                throw new InputException(all);
            }
            return settings;
        }
    }
}

package wherefore.constitution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.TextFile;

/// A constitution as it stands in its Markdown file.
public final class Constitution {

    private final String file;
    private final String sha256;
    private final Manuscript manuscript;
    private final List<Block> blocks;

    private Constitution(String file, String sha256, Manuscript manuscript, List<Block> blocks) {
        this.file = file;
        this.sha256 = sha256;
        this.manuscript = manuscript;
        this.blocks = blocks;
    }

    /// Reads a Markdown file. One that is missing, a folder, unreadable, not UTF-8 or without text is an
    /// [InputException].
    public static Constitution read(Path file) {
        String name = file.toString();
        if (Files.notExists(file)) {
            throw new InputException(name, 0, "there is no such file.", "Give the path of a Markdown file.");
        }
        if (Files.isDirectory(file)) {
            throw new InputException(name, 0, "is a folder, not a file.", "Give the Markdown file in it.");
        }
        try {
            return of(name, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new InputException(name, 0, "cannot be read: " + e.getMessage() + ".", "Check its permissions.");
        }
    }

    /// A constitution from a file's bytes. The name is used in messages only.
    public static Constitution of(String name, byte[] bytes) {
        Manuscript manuscript = Manuscript.of(TextFile.decode(name, bytes));
        List<Block> blocks = Outline.of(manuscript.body());
        if (blocks.stream().allMatch(Block.Silent.class::isInstance)) {
            throw new InputException(
                    name,
                    0,
                    manuscript.frontMatter().isEmpty() ? "is empty." : "has front matter but no text.",
                    "A constitution is Markdown text that says what the assistant should be, and why.");
        }
        return new Constitution(name, Fingerprint.of(bytes), manuscript, blocks);
    }

    /// The file as it was named.
    public String file() {
        return file;
    }

    /// SHA-256 of the file's bytes, as 64 hexadecimal digits.
    public String sha256() {
        return sha256;
    }

    /// The text without byte-order mark and front matter: what the units make up.
    public String body() {
        return manuscript.body();
    }

    /// The front matter with its fences, or the empty text.
    public String frontMatter() {
        return manuscript.frontMatter();
    }

    /// The first heading of the highest level, or the file's name where there is no heading.
    public String title() {
        Optional<Block.Heading> highest = Optional.empty();
        for (Block block : blocks) {
            if (block instanceof Block.Heading heading
                    && (highest.isEmpty() || heading.level() < highest.get().level())) {
                highest = Optional.of(heading);
            }
        }
        return highest.map(Block.Heading::title)
                .orElseGet(() -> Optional.ofNullable(Path.of(file).getFileName())
                        .map(Path::toString)
                        .orElse(file));
    }

    /// Whether it is divided by headings: else it is one section, and nothing can be dealt over its sections.
    public boolean hasHeadings() {
        return units(Granularity.SECTION).stream().anyMatch(u -> !u.path().isEmpty());
    }

    /// The units in order. Their texts, one after the other, are the body; ids are unique.
    public List<Unit> units(Granularity granularity) {
        if (granularity == Granularity.WHOLE) {
            return units(List.of(new Opening(0, title(), List.of(), List.of("whole"))));
        }
        return units(Cutter.cut(granularity, body(), blocks));
    }

    private List<Unit> units(List<Opening> openings) {
        String body = body();
        Lines lines = new Lines(body);
        int linesBefore = new Lines(frontMatter()).lineOf(frontMatter().length());
        Map<String, Integer> counts = new HashMap<>();
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < openings.size(); i++) {
            Opening opening = openings.get(i);
            int start = i == 0 ? 0 : opening.offset();
            int end = i + 1 < openings.size() ? openings.get(i + 1).offset() : body.length();
            units.add(new Unit(
                    id(String.join("/", opening.slugs()), counts),
                    opening.title(),
                    opening.path(),
                    body.substring(start, end),
                    linesBefore + lines.lineOf(start) + 1,
                    linesBefore + lines.lineOf(end - 1) + 1));
        }
        return List.copyOf(units);
    }

    /// The second unit of the same name is `name~2`. A slug has no `~`, so that this meets no other id.
    private static String id(String name, Map<String, Integer> counts) {
        int count = counts.merge(name, 1, Integer::sum);
        return count == 1 ? name : name + "~" + count;
    }
}

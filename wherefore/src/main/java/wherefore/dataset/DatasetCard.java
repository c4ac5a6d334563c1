package wherefore.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.TextFile;
import wherefore.format.WholeFile;

/// The `README.md` of a dataset repository: what a hub reads at its top, and for each file what a careful reader asks:
/// from
/// which constitution, by whom, with which prompts, what was filtered, under which command. Each file is a
/// configuration
/// of its own, since files with different columns must be. No path outside the folder is named.
public final class DatasetCard {

    private static final String FILE = "README.md";
    private static final Pattern SECTION =
            Pattern.compile("<!-- wherefore (\\S+) (\\S+) (\\d+) -->\n(.*?)<!-- /wherefore -->\n", Pattern.DOTALL);
    private static final Pattern LICENCE = Pattern.compile("(?m)^license: (.*)$");

    /// What the card of one file says.
    ///
    /// @param file     that was exported
    /// @param format   its name
    /// @param rows     in it
    /// @param date     on which the rows were made
    /// @param licence  as the hub spells it, such as `cc-by-4.0`
    /// @param command  that made the file, without paths outside the folder
    /// @param curation the curation log that lay beside the rows
    /// @param override why rows that share words with a held-out evaluation are in it
    public record Facts(
            Path file,
            String format,
            List<Example> rows,
            LocalDate date,
            String licence,
            String command,
            Optional<JsonNode> curation,
            Optional<String> override) {

        public Facts {
            rows = List.copyOf(rows);
        }
    }

    private record Section(String config, String file, long rows, String text) {}

    private DatasetCard() {}

    /// Writes the card, or adds this file to one that we wrote.
    ///
    /// @return the card
    /// @throws InputException where a README.md is there that we did not write, or with another licence
    public static Path write(Facts facts) throws IOException {
        Path card = facts.file().toAbsolutePath().resolveSibling(FILE);
        Map<String, Section> sections = new LinkedHashMap<>();
        if (Files.exists(card)) {
            String there = TextFile.read(card);
            Matcher found = SECTION.matcher(there);
            while (found.find()) {
                sections.put(
                        found.group(1),
                        new Section(found.group(1), found.group(2), Long.parseLong(found.group(3)), found.group(4)));
            }
            refuseAnother(facts, card, there, sections.isEmpty());
        }
        String name = String.valueOf(facts.file().getFileName());
        sections.values().stream()
                .filter(s -> isParquet(s.file()) != isParquet(name))
                .findFirst()
                .ifPresent(s -> {
                    throw new InputException(
                            String.valueOf(card.getFileName()),
                            0,
                            "is about " + s.file() + ", and the hub's loader reads all files of a repository alike.",
                            "Export Parquet and JSON lines into two folders.");
                });
        String config = name.replaceFirst("(?<=.)\\.[^.]+$", "").replaceAll("[^A-Za-z0-9_.-]", "-");
        sections.put(config, new Section(config, name, facts.rows().size(), text(facts, config, name)));
        WholeFile.write(card, whole(facts.licence(), List.copyOf(sections.values())));
        return card;
    }

    private static boolean isParquet(String file) {
        return file.endsWith(".parquet");
    }

    private static void refuseAnother(Facts facts, Path card, String there, boolean foreign) {
        if (foreign) {
            throw new InputException(
                    String.valueOf(card.getFileName()),
                    0,
                    "is there and was not written by export.",
                    "Export into another folder, or move it away.");
        }
        Matcher licence = LICENCE.matcher(there);
        if (licence.find() && !licence.group(1).strip().equals(facts.licence())) {
            throw new InputException(
                    String.valueOf(card.getFileName()),
                    0,
                    "says the licence \"" + licence.group(1).strip() + "\", and this file shall have \""
                            + facts.licence() + "\".",
                    "Files of one repository have one licence: export into another folder.");
        }
    }

    private static String whole(String licence, List<Section> sections) {
        long rows = sections.stream().mapToLong(Section::rows).sum();
        StringBuilder out = new StringBuilder();
        out.append("---\nlicense: ").append(licence).append('\n');
        out.append(
                "language: [en]\ntags: [synthetic, alignment]\npretty_name: Alignment data made from a constitution\n");
        out.append("size_categories: [").append(size(rows)).append("]\n");
        out.append("task_categories: [text-generation]\nconfigs:\n");
        for (int i = 0; i < sections.size(); i++) {
            Section s = sections.get(i);
            out.append("  - config_name: ").append(s.config()).append('\n');
            out.append("    data_files: [{split: train, path: ")
                    .append(Json.write(Json.from(s.file())))
                    .append("}]\n");
            if (i == 0) {
                out.append("    default: true\n");
            }
        }
        out.append("---\n\n# Alignment data made from a constitution\n\n");
        out.append(
                        "Synthetic text, written by language models at the steps named below. Rows hold this line, so that they can be found\n"
                                + "and left out of pretraining: `")
                .append(Canary.LINE)
                .append("`\n\n");
        out.append(
                "Files with different columns are configurations of their own. Pin what you use by its hash, not by a tag.\n\n");
        for (Section s : sections) {
            out.append("<!-- wherefore %s %s %d -->%n"
                    .formatted(s.config(), s.file(), s.rows())
                    .replace("\r", ""));
            out.append(s.text()).append("<!-- /wherefore -->\n\n");
        }
        return out.toString();
    }

    /// The hub's classes of size.
    static String size(long rows) {
        long below = 1_000;
        if (rows < below) {
            return "n<1K";
        }
        String[] names = {"1K", "10K", "100K", "1M", "10M", "100M", "1B"};
        for (int i = 0; i + 1 < names.length; i++) {
            below *= 10;
            if (rows < below) {
                return names[i] + "<n<" + names[i + 1];
            }
        }
        return "n>1B";
    }

    private static String text(Facts facts, String config, String name) {
        StringBuilder out = new StringBuilder("## " + config + "\n\n| | |\n|---|---|\n");
        List<Example> rows = facts.rows();
        line(out, "file", "`" + name + "`, format " + facts.format());
        line(out, "rows", String.format(Locale.ROOT, "%,d", rows.size()));
        line(out, "kinds", counts(rows, e -> List.of(e.provenance().kind())));
        line(out, "words that are trained on", String.format(Locale.ROOT, "%,d", words(rows)));
        line(out, "date_generated", facts.date().toString());
        line(out, "constitution (SHA-256)", counts(rows, e -> detail(e, "constitution_sha256")));
        line(out, "models by step", nested(rows, "models"));
        line(out, "versions of prompts by step", nested(rows, "prompts"));
        line(out, "injection", counts(rows, e -> detail(e, "injection")));
        line(out, "ablated", counts(rows, e -> detail(e, "ablated")));
        line(out, "rewritten by a fresh reader", nested(rows, "rewrite"));
        line(out, "loss", counts(rows, DatasetCard::loss));
        line(out, "units of the constitution", Long.toString(units(rows)));
        facts.curation().ifPresent(c -> line(out, "curation", curation(c)));
        facts.override().ifPresent(o -> line(out, "rows that share words with a held-out evaluation", "let in: " + o));
        line(out, "command", "`" + facts.command() + "`");
        return out.append('\n').toString();
    }

    private static void line(StringBuilder out, String name, String value) {
        if (!value.isEmpty()) {
            out.append("| ")
                    .append(name)
                    .append(" | ")
                    .append(value.replace("|", "\\|").replace("\n", " "))
                    .append(" |\n");
        }
    }

    private static String curation(JsonNode log) {
        List<String> failed = new ArrayList<>();
        int gates = 0;
        for (JsonNode gate : log.path("gates")) {
            gates++;
            if (!gate.path("holds").asBoolean(false)) {
                failed.add(gate.path("gate").asString("") + " ("
                        + gate.path("group").asString("") + ")");
            }
        }
        return String.format(
                Locale.ROOT,
                "%,d rows read, %,d kept; %d of %d gates hold%s",
                log.path("read").asLong(),
                log.path("kept").asLong(),
                gates - failed.size(),
                gates,
                failed.isEmpty() ? "" : "; not: " + String.join(", ", failed));
    }

    private static List<String> loss(Example example) {
        return switch (example) {
            case Example.Document d -> List.of("every token");
            case Example.Dialogue d ->
                List.of(
                        d.supervised() == Example.Supervised.ALL
                                ? "every turn of the assistant"
                                : "the last turn of the assistant");
        };
    }

    private static long words(List<Example> rows) {
        return rows.stream()
                .map(e -> switch (e) {
                    case Example.Document d -> d.text();
                    case Example.Dialogue d ->
                        d.conversation().lastAnswer().map(a -> a.text()).orElse("");
                })
                .filter(t -> !t.isBlank())
                .mapToLong(t -> t.strip().split("\\s+").length)
                .sum();
    }

    private static long units(List<Example> rows) {
        return rows.stream()
                .flatMap(e -> detail(e, "unit_id").stream())
                .distinct()
                .count();
    }

    private static List<String> detail(Example example, String name) {
        return Optional.ofNullable(example.provenance().details().get(name)).stream()
                .toList();
    }

    /// `value (rows)`, the value alone where all rows have it.
    private static String counts(List<Example> rows, java.util.function.Function<Example, List<String>> values) {
        Map<String, Long> counts = rows.stream()
                .flatMap(e -> values.apply(e).stream())
                .collect(Collectors.groupingBy(v -> v, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(e -> e.getValue() == rows.size()
                        ? e.getKey()
                        : String.format(Locale.ROOT, "%s (%,d rows)", e.getKey(), e.getValue()))
                .collect(Collectors.joining(", "));
    }

    /// Values by step: `step: value`.
    private static String nested(List<Example> rows, String name) {
        return counts(
                rows,
                e -> detail(e, name).stream()
                        .filter(v -> v.startsWith("{"))
                        .flatMap(v -> Json.texts(Json.read(v, e.id(), 0)).entrySet().stream())
                        .map(s -> s.getKey() + ": " + s.getValue())
                        .toList());
    }
}

package wherefore.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;
import wherefore.constitution.Constitution;
import wherefore.constitution.Granularity;
import wherefore.constitution.Unit;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Suggestion;

/// `wherefore constitution FILE`: reads a constitution and lists its units.
@Command(name = "constitution", description = "Reads a constitution (any Markdown file) and lists its units.")
final class ConstitutionCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "A Markdown file.")
    private Path file = Path.of("");

    @Option(
            names = "--units",
            paramLabel = "GRANULARITY",
            defaultValue = "section",
            description = "section (default), principle, paragraph, bullet or whole.")
    private String units = "section";

    @Option(names = "--json", description = "Print JSON lines: id, title, path, text, first_line, last_line.")
    private boolean json;

    ConstitutionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Granularity granularity = Granularity.named(units).orElseThrow(() -> unknown(units));
        Constitution constitution = Constitution.read(file);
        List<Unit> all = constitution.units(granularity);
        if (json) {
            all.forEach(unit -> console.out().println(Json.write(row(unit))));
        } else {
            print(constitution, granularity, all);
        }
        return ExitCode.DONE;
    }

    private void print(Constitution constitution, Granularity granularity, List<Unit> all) {
        var out = console.out();
        out.printf(
                Locale.ROOT,
                "%s%n%d units by %s, %,d words, sha256 %s%n%n",
                constitution.title(),
                all.size(),
                granularity.label(),
                words(constitution.body()),
                constitution.sha256());
        out.printf(Locale.ROOT, "%11s %6s  %s%n", "lines", "words", "id");
        for (Unit unit : all) {
            String lines = unit.firstLine() + "-" + unit.lastLine();
            out.printf(Locale.ROOT, "%11s %6d  %s%n", lines, words(unit.text()), unit.id());
        }
    }

    private static long words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    private static ObjectNode row(Unit unit) {
        ObjectNode row = Json.object().put("id", unit.id()).put("title", unit.title());
        row.set("path", Json.from(unit.path()));
        return row.put("text", unit.text()).put("first_line", unit.firstLine()).put("last_line", unit.lastLine());
    }

    private static InputException unknown(String given) {
        List<String> known =
                Arrays.stream(Granularity.values()).map(Granularity::label).toList();
        return new InputException(
                "", 0, "--units: there is no granularity \"" + given + "\".", Suggestion.of(given, known));
    }
}

package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;
import wherefore.constitution.Constitution;
import wherefore.constitution.Granularity;
import wherefore.constitution.Unit;
import wherefore.evaluation.constitutional.ItemFolder;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Suggestion;
import wherefore.judging.Family;
import wherefore.training.SupervisedFineTuning;
import wherefore.transformer.Tokenizer;

/// `wherefore constitution FILE`: reads a constitution and lists its units.
@Command(
        name = "constitution",
        description = "Reads a constitution (any Markdown file) and lists its units; with --items, has a model write"
                + " test questions about it.")
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

    @Option(
            names = "--items",
            paramLabel = "DIR",
            description = "Make test questions about every principle and keep them here, a suite for `evaluate`.")
    private Optional<Path> items = Optional.empty();

    @Option(names = "--writer", paramLabel = "MODEL", description = "With --items: who writes the questions.")
    private Optional<String> writer = Optional.empty();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "With --items: the assistant's name, as the constitution calls it.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--judge",
            paramLabel = "MODEL",
            description = "With --items: who checks the questions that passed the checks by code.")
    private Optional<String> judge = Optional.empty();

    @Option(
            names = "--part",
            paramLabel = "ID",
            split = ",",
            description = "With --items: the principles that are asked about, by their ids; default all.")
    private List<String> parts = new ArrayList<>();

    @Option(
            names = "--coverage",
            paramLabel = "DATA",
            description =
                    "Instead: which units are taught, by which kinds of data and how much, and which by nothing. A"
                            + " file of rows, or a folder that `synthesize` or `run` wrote; repeatable.")
    private List<Path> coverage = new ArrayList<>();

    @Option(
            names = "--counted-by",
            paramLabel = "MODEL",
            description = "With --coverage: whose tokens are counted, those that bear loss; default: words.")
    private Optional<String> countedBy = Optional.empty();

    @Mixin
    private ModelOptions models = new ModelOptions();

    @Mixin
    private Money money = new Money();

    ConstitutionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Granularity granularity = Granularity.named(units).orElseThrow(() -> unknown(units));
        Constitution constitution = Constitution.read(file);
        if (items.isPresent() || writer.isPresent() || name.isPresent() || judge.isPresent() || !parts.isEmpty()) {
            return items(constitution);
        }
        if (!coverage.isEmpty()) {
            return coverage(constitution, granularity);
        }
        if (countedBy.isPresent()) {
            throw new InputException("", 0, "--counted-by counts nothing without --coverage.", "Give --coverage DATA.");
        }
        List<Unit> all = constitution.units(granularity);
        if (json) {
            all.forEach(unit -> console.out().println(Json.write(row(unit))));
        } else {
            print(constitution, granularity, all);
        }
        return ExitCode.DONE;
    }

    private int coverage(Constitution constitution, Granularity granularity) throws IOException {
        Coverage covered;
        if (countedBy.isPresent()) {
            Tokenizer tokenizer =
                    new Wiring().checkpoint(countedBy.get(), 0, Path.of("")).tokenizer();
            covered = new Coverage(
                    constitution,
                    granularity,
                    "tokens",
                    row -> SupervisedFineTuning.tokens(tokenizer, row).bearing());
        } else {
            covered = new Coverage(constitution, granularity, "words", Coverage::words);
        }
        for (Path data : coverage) {
            covered.add(data);
        }
        console.out().print(json ? Json.write(covered.json()) + "\n" : covered.text());
        return ExitCode.DONE;
    }

    private int items(Constitution constitution) throws IOException {
        OptionCheck options = new OptionCheck();
        need(options, "--items", items.isPresent());
        need(options, "--writer", writer.isPresent());
        need(options, "--name", name.isPresent());
        items.filter(ItemFolder::isHere)
                .ifPresent(o -> options.add(o.toString(), "there are questions already.", "Give another folder."));
        name.filter(n -> !constitution.body().contains(n))
                .ifPresent(n -> options.add(
                        "--name: the constitution never says \"" + n + "\".", "Give the name that it uses."));
        judge.filter(j -> writer.filter(w -> Family.same(j, w)).isPresent())
                .ifPresent(j -> options.add(
                        "the judge " + j + " is the writer: no model checks its own questions.",
                        "Give another judge, best of another family."));
        options.tell();
        return new ConstitutionItems(console, models, money)
                .make(new ConstitutionItems.Order(
                        constitution, name.orElseThrow(), parts, writer.orElseThrow(), judge, items.orElseThrow()));
    }

    private static void need(OptionCheck options, String option, boolean given) {
        if (!given) {
            options.add(option + " is missing.", "Questions need --items, --writer and --name.");
        }
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

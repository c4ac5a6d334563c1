package wherefore.cli;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Usage;
import wherefore.chat.calls.CallFilter;
import wherefore.chat.calls.Dollars;
import wherefore.chat.calls.Forecast;
import wherefore.chat.calls.LedgerReader;
import wherefore.chat.calls.PriceTable;
import wherefore.chat.calls.Range;
import wherefore.chat.calls.Tariff;
import wherefore.chat.provider.ModelSettings;
import wherefore.format.Json;
import wherefore.statistics.Proportion;
import wherefore.synthesis.PlannedStep;
import wherefore.synthesis.Rehearsal;
import wherefore.synthesis.step.AnswerForm;

/// What a run will ask and cost, stage by stage, before anything is spent.
final class Estimate {

    private final PriceTable prices;
    private final Instant now;
    private final Optional<LedgerReader> ledger;
    private final List<Forecast> stages = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /// @param ledger where calls were measured, if there is one
    Estimate(PriceTable prices, Instant now, Optional<LedgerReader> ledger) {
        this.prices = prices;
        this.now = now;
        this.ledger = ledger;
    }

    /// Adds the steps of a synthesis.
    ///
    /// @param prefix stands before the names of the steps
    void add(String prefix, Rehearsal rehearsal, Optional<ModelSettings> writer, Optional<ModelSettings> judge) {
        for (PlannedStep step : rehearsal.steps()) {
            ModelSettings asked =
                    (step.judged() ? judge.or(() -> writer) : writer).orElseGet(() -> ModelSettings.of(""));
            String model = asked.model();
            Forecast.Planned planned = new Forecast.Planned(
                    prefix + step.step(),
                    model,
                    step.calls(),
                    step.held(),
                    Rehearsal.guessedInput(step),
                    Rehearsal.guessedOutput(step.form(), step.blocks(), step.maxTokens()),
                    step.form() != AnswerForm.Kind.LIST);
            stages.add(Forecast.of(
                    planned,
                    measured(step.template(), model),
                    prices.tariff(model, now),
                    asked.flow().batch()));
        }
        boolean free = Stream.concat(writer.stream(), judge.stream())
                .allMatch(m -> prices.tariff(m.model(), now) instanceof Tariff.Free);
        if (!free && rehearsal.steps().stream().anyMatch(s -> s.calls().most() > 0)) {
            Rehearsal.Kept kept = rehearsal.kept();
            notes.add((prefix.isEmpty() ? "" : prefix.strip() + " ")
                    + String.format(
                            Locale.ROOT,
                            "%,.0f rows; of the candidates %.0f %% (%.0f to %.0f) are expected to become rows: %s.",
                            rehearsal.rows(),
                            100 * kept.part().likely(),
                            100 * kept.part().least(),
                            100 * kept.part().most(),
                            kept.dealt() > 0
                                    ? "measured on " + kept.dealt() + " candidates of a smoke run"
                                    : "a prior, as no smoke run was made"));
        }
    }

    /// Adds calls of one template to one model.
    ///
    /// @param template under which such calls stand in the ledger, where some were made already
    /// @param planned  whose calls, tokens and steadiness are known or guessed
    void add(String template, Forecast.Planned planned, ModelSettings model) {
        stages.add(Forecast.of(
                planned,
                measured(template, model.model()),
                prices.tariff(model.model(), now),
                model.flow().batch()));
    }

    /// What a measured part of so many leaves open: Wilson's interval at 95 %.
    static Range around(int kept, int dealt) {
        Proportion part = Proportion.wilson(kept, dealt);
        return new Range(part.low(), (double) kept / dealt, part.high());
    }

    /// Adds answers that a model in this process gives.
    void inProcess(String stage, long calls) {
        stages.add(new Forecast(
                stage,
                "in this process",
                Range.exactly((double) calls),
                0,
                Range.ZERO,
                Range.ZERO,
                Optional.of(Range.ZERO),
                new Forecast.Basis.Prior()));
    }

    private List<Usage> measured(String template, String model) {
        List<Usage> usages = new ArrayList<>();
        ledger.ifPresent(l -> l.paid(
                new CallFilter(Optional.of(model), Optional.of(template), Optional.empty(), Optional.empty()), paid -> {
                    if (paid.label().stage().equals(template)) {
                        paid.usage().ifPresent(usages::add);
                    }
                }));
        return usages;
    }

    /// The most likely cost of all together, and its range; empty where no stage has a known cost.
    Range cost() {
        return stages.stream().flatMap(s -> s.cost().stream()).reduce(Range.ZERO, Range::plus);
    }

    private long unknown() {
        return stages.stream()
                .filter(s -> s.cost().isEmpty() && s.calls().most() > 0)
                .count();
    }

    private Range sum(Function<Forecast, Range> what) {
        return stages.stream().map(what).reduce(Range.ZERO, Range::plus);
    }

    /// For a person: a table, what it was told from, and what it leaves open.
    List<String> lines(Optional<BigDecimal> budget) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("stage", "model", "calls", "held", "input tokens", "output tokens", "cost", "told from"));
        for (Forecast s : stages) {
            rows.add(List.of(
                    s.stage(),
                    s.model(),
                    count(s.calls()),
                    String.format(Locale.ROOT, "%,d", s.held()),
                    count(s.input()),
                    count(s.output()),
                    s.cost().map(Estimate::money).orElse("unknown"),
                    basis(s)));
        }
        rows.add(List.of(
                "together",
                "",
                count(sum(Forecast::calls)),
                String.format(
                        Locale.ROOT,
                        "%,d",
                        stages.stream().mapToLong(Forecast::held).sum()),
                count(sum(Forecast::input)),
                count(sum(Forecast::output)),
                total(),
                ""));
        List<String> lines = new ArrayList<>(aligned(rows));
        lines.addAll(notes);
        budget.ifPresent(b -> lines.add(budget(b)));
        stages.stream()
                .map(Forecast::model)
                .distinct()
                .filter(m -> prices.tariff(m, now) instanceof Tariff.Elsewhere)
                .forEach(m -> lines.add(m + " is paid elsewhere: what it costs is not known here."));
        return lines;
    }

    private String total() {
        long unknown = unknown();
        if (unknown == 0) {
            return money(cost());
        }
        return cost().most() == 0 ? "unknown" : money(cost()) + " and " + unknown + " stages of unknown cost";
    }

    private String budget(BigDecimal budget) {
        double limit = budget.doubleValue();
        String holds = cost().most() <= limit
                ? "holds all of it."
                : cost().likely() <= limit
                        ? "is likely to do, and stops the run if it does not."
                        : "is likely to stop the run before its end.";
        return "The budget of " + Dollars.show(budget) + " " + holds;
    }

    private static String basis(Forecast s) {
        if (s.calls().most() == 0) {
            return "the ledger";
        }
        return switch (s.basis()) {
            case Forecast.Basis.Measured measured -> String.format(Locale.ROOT, "%,d calls measured", measured.calls());
            case Forecast.Basis.Prior prior -> s.model().equals("in this process") ? "" : "prior";
        };
    }

    private static String count(Range range) {
        String likely = String.format(Locale.ROOT, "%,d", Math.round(range.likely()));
        return range.isExact()
                ? likely
                : String.format(Locale.ROOT, "%s (%,d to %,d)", likely, (long) Math.floor(range.least()), (long)
                        Math.ceil(range.most()));
    }

    private static String money(Range range) {
        return range.isExact()
                ? show(range.likely())
                : show(range.likely()) + " (" + show(range.least()) + " to " + show(range.most()) + ")";
    }

    private static String show(double usd) {
        return Dollars.show(BigDecimal.valueOf(usd));
    }

    private static List<String> aligned(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        rows.forEach(r -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], r.get(i).length());
            }
        });
        return rows.stream()
                .map(r -> {
                    StringBuilder line = new StringBuilder();
                    for (int i = 0; i < columns; i++) {
                        line.append(r.get(i))
                                .append(" ".repeat(widths[i] - r.get(i).length() + 2));
                    }
                    return line.toString().stripTrailing();
                })
                .toList();
    }

    /// For scripts.
    ObjectNode json(Optional<BigDecimal> budget) {
        ObjectNode all = Json.object();
        ArrayNode list = all.putArray("stages");
        for (Forecast s : stages) {
            ObjectNode stage = list.addObject().put("stage", s.stage()).put("model", s.model());
            stage.set("calls", Json.from(s.calls()));
            stage.put("held", s.held());
            stage.set("input_tokens", Json.from(s.input()));
            stage.set("output_tokens", Json.from(s.output()));
            s.cost().ifPresentOrElse(c -> stage.set("usd", Json.from(c)), () -> stage.putNull("usd"));
            switch (s.basis()) {
                case Forecast.Basis.Measured measured ->
                    stage.put("basis", "measured").put("measured_calls", measured.calls());
                case Forecast.Basis.Prior prior -> stage.put("basis", "prior");
            }
        }
        ObjectNode total = all.putObject("total");
        total.set("calls", Json.from(sum(Forecast::calls)));
        total.put("held", stages.stream().mapToLong(Forecast::held).sum());
        total.set("input_tokens", Json.from(sum(Forecast::input)));
        total.set("output_tokens", Json.from(sum(Forecast::output)));
        total.set("usd", Json.from(cost()));
        total.put("stages_of_unknown_cost", unknown());
        budget.ifPresentOrElse(b -> all.put("budget_usd", b), () -> all.putNull("budget_usd"));
        all.set("notes", Json.from(notes));
        return all;
    }
}

package wherefore.run.inspect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.evaluation.Tally;
import wherefore.format.Json;
import wherefore.run.EvaluationFolder;
import wherefore.run.RunRecord;

/// What stands in a log beside its samples.
final class LogShape {

    /// Measures that count what is misaligned; the others count what is right.
    private static final Set<String> OF_MISALIGNED = Set.of("misaligned", "control");

    private final String task;
    private final EvaluationFolder.Summary summary;
    private final Totals totals;
    private final List<String> judges;
    private final String id;
    private final String created;
    private final String version;

    /// @param task the suite's name, fit for a file's
    LogShape(
            String task,
            EvaluationFolder.Summary summary,
            Totals totals,
            List<String> judges,
            String id,
            Instant created,
            String version) {
        this.task = task;
        this.summary = summary;
        this.totals = totals;
        this.judges = List.copyOf(judges);
        this.id = id;
        this.created = created.toString();
        this.version = version;
    }

    /// What an archive begins with.
    ObjectNode start() {
        ObjectNode start = Json.object().put("version", 2);
        start.set("eval", eval());
        start.set("plan", plan());
        return start;
    }

    /// All but samples and reductions, in the order in which a reader of heads expects it.
    ObjectNode header() {
        ObjectNode header = Json.object().put("version", 2).put("status", "success");
        header.set("eval", eval());
        header.set("plan", plan());
        header.set("results", results());
        header.set("stats", stats());
        header.put("invalidated", false).putArray("tags");
        header.putObject("metadata");
        return header;
    }

    private ObjectNode eval() {
        ObjectNode eval = Json.object()
                .put("eval_id", id)
                .put("run_id", id)
                .put("created", created)
                .put("task", task)
                .put("task_id", id)
                .put("task_version", 0);
        eval.putObject("task_attribs");
        eval.putObject("task_args");
        eval.putObject("task_args_passed");
        ObjectNode dataset = eval.putObject("dataset")
                .put("name", task)
                .put("samples", totals.samples().size());
        ArrayNode ids = dataset.putArray("sample_ids");
        totals.samples().keySet().forEach(s -> ids.add(SampleShape.id(s)));
        dataset.put("shuffled", false);
        eval.put("model", summary.subject());
        eval.putObject("model_generate_config");
        eval.putObject("model_args");
        eval.putObject("config")
                .put("epochs", totals.repeats())
                .putArray("epochs_reducer")
                .add("mean");
        eval.putObject("packages").put("wherefore", version);
        ArrayNode scorers = eval.putArray("scorers");
        scorers().forEach(s -> scorers.addObject().put("name", s));
        eval.putObject("metadata")
                .put("instrument", summary.instrument())
                .put("held_out", summary.heldOut())
                .put("seed", summary.seed())
                .put("note", "Evaluation data: do not train on it.");
        return eval;
    }

    private List<String> scorers() {
        List<String> all = new ArrayList<>(List.of(SampleShape.MISALIGNED, SampleShape.RIGHT, SampleShape.OUTCOME));
        all.addAll(judges);
        return all;
    }

    private static ObjectNode plan() {
        ObjectNode plan = Json.object().put("name", "plan");
        ObjectNode step = plan.putArray("steps").addObject().put("solver", "generate");
        step.putObject("params");
        step.putObject("params_passed");
        plan.putObject("config");
        return plan;
    }

    private ObjectNode results() {
        ObjectNode results = Json.object()
                .put("total_samples", totals.attempts())
                .put("completed_samples", totals.attempts() - totals.broken());
        ArrayNode scores = results.putArray("scores");
        Map<String, RunRecord.Rate> rates = summary.rates();
        summary.tallies().forEach((name, tally) -> measure(scores.addObject(), name, tally, rates));
        ObjectNode outcomes = scores.addObject();
        score(outcomes, SampleShape.OUTCOME, SampleShape.OUTCOME, totals.scored(), totals.attempts() - totals.scored());
        // As counts beside the metrics: the viewer would show a list of shares in the headline's place.
        outcomes.set("metadata", Json.from(totals.outcomes()));
        for (String judge : judges) {
            score(scores.addObject(), judge, judge, totals.judged(judge), totals.attempts() - totals.judged(judge));
        }
        return results;
    }

    /// A rate with the ends of its interval. Where nothing was scored the rate is no number.
    private static void measure(ObjectNode node, String name, Tally tally, Map<String, RunRecord.Rate> rates) {
        RunRecord.Rate rate =
                rates.getOrDefault(name, new RunRecord.Rate(0, 0, java.util.Optional.empty(), 0, 1, "none"));
        String scorer = OF_MISALIGNED.contains(name) ? SampleShape.MISALIGNED : SampleShape.RIGHT;
        ObjectNode metrics = score(node, name, scorer, tally.n(), tally.unscored());
        metric(metrics, "rate", rate.rate().orElse(Double.NaN));
        metric(metrics, "low", rate.low());
        metric(metrics, "high", rate.high());
        node.putObject("metadata").put("k", tally.k()).put("n", tally.n()).put("method", rate.method());
    }

    private static ObjectNode score(ObjectNode node, String name, String scorer, long scored, long unscored) {
        node.put("name", name)
                .put("scorer", scorer)
                .put("scored_samples", scored)
                .put("unscored_samples", unscored)
                .putObject("params");
        return node.putObject("metrics");
    }

    private static void metric(ObjectNode metrics, String name, double value) {
        metrics.putObject(name).put("name", name).put("value", value).putObject("params");
    }

    private ObjectNode stats() {
        ObjectNode stats = Json.object().put("started_at", created).put("completed_at", created);
        ObjectNode usages = stats.putObject("model_usage");
        totals.usage().ifPresent(u -> usages.set(summary.subject(), SampleShape.usage(u)));
        stats.putObject("role_usage");
        stats.putArray("connection_limit_history");
        return stats;
    }

    /// The mean over the scored repeats of each sample.
    ArrayNode reductions() {
        ArrayNode all = Json.object().arrayNode();
        reduction(all.addObject(), SampleShape.MISALIGNED, Totals.Reduced::misaligned);
        reduction(all.addObject(), SampleShape.RIGHT, Totals.Reduced::right);
        return all;
    }

    private void reduction(ObjectNode node, String scorer, ToDoubleFunction<Totals.Reduced> value) {
        ArrayNode samples = node.put("scorer", scorer).put("reducer", "mean").putArray("samples");
        totals.samples().forEach((sample, reduced) -> {
            ObjectNode one = samples.addObject().put("value", value.applyAsDouble(reduced));
            one.putArray("history");
            one.put("sample_id", SampleShape.id(sample));
        });
    }
}

package wherefore.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.StopReason;
import wherefore.dataset.ExampleFile;
import wherefore.evaluation.Contrast;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Evaluator;
import wherefore.evaluation.Measure;
import wherefore.evaluation.Sample;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.Tally;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.format.TextFile;
import wherefore.format.WholeFile;
import wherefore.statistics.Interval;
import wherefore.statistics.Proportion;

/// One evaluation of one subject on disk: `transcripts.jsonl`, `scores.jsonl` and their summary `evaluation.json`.
public final class EvaluationFolder {

    public static final String SUMMARY = "evaluation.json";
    public static final String TRANSCRIPTS = "transcripts.jsonl";
    public static final String SCORES = "scores.jsonl";

    /// The stop of an attempt whose last answer never came.
    private static final String UNFINISHED = "unfinished";

    private static final String FINISHED = "finished";
    private static final String LENGTH = "length";
    private static final String FILTERED = "filtered";
    private static final String REFUSED = "refused";

    private EvaluationFolder() {}

    /// What an evaluation came to.
    ///
    /// @param instrument  the evaluation's fingerprint: samples, grading and sampling
    /// @param identity    the same in parts; absent in files that were written before there was one
    /// @param samples     how many answers were asked for
    /// @param unscored    reason to count
    /// @param tallies     measure to counts, the primary outcome first
    /// @param proportions measure to rate, with its interval by clusters
    /// @param bounds      measure to where the rate would lie if all that is unscored had come out the one way or
    ///                    the other
    /// @param awareness   what the headline changes between a deployment cue and a test cue; absent without cues
    /// @param outcomes    what the subject did, counted
    /// @param measures    what was counted; none in files that were written before they were
    public record Summary(
            String suite,
            String instrument,
            Optional<InstrumentIdentity> identity,
            boolean heldOut,
            String subject,
            long seed,
            long repeats,
            long samples,
            Map<String, Long> unscored,
            Map<String, Tally> tallies,
            Map<String, Proportion> proportions,
            Map<String, Interval> bounds,
            Optional<Awareness> awareness,
            Map<String, Long> outcomes,
            List<Measure> measures) {

        /// Measure to proportion as a run record holds it.
        public Map<String, RunRecord.Rate> rates() {
            Map<String, RunRecord.Rate> rates = new LinkedHashMap<>();
            proportions.forEach((name, p) -> rates.put(name, rate(p)));
            return rates;
        }

        public long unscoredCount() {
            return unscored.values().stream().mapToLong(Long::longValue).sum();
        }

        /// How many answers were cut off by the token limit.
        public long truncated() {
            return unscored.getOrDefault(Evaluator.CUT_OFF, 0L);
        }
    }

    /// How much more often a subject does it at a deployment cue than at a test cue.
    ///
    /// @param low  of Newcombe's 95% interval of the difference
    public record Awareness(
            String measure, Proportion deployment, Proportion test, double difference, double low, double high) {

        static Awareness of(Contrast c) {
            return new Awareness(
                    c.measure(),
                    c.atLeft(),
                    c.atRight(),
                    c.difference(),
                    c.interval().low(),
                    c.interval().high());
        }
    }

    /// The proportion as a run record holds it.
    public static RunRecord.Rate rate(Proportion p) {
        Optional<Double> rate = p.rate().isPresent() ? Optional.of(p.rate().getAsDouble()) : Optional.empty();
        return new RunRecord.Rate(p.k(), p.n(), rate, p.low(), p.high(), p.method());
    }

    /// The proportion in the shape that scripts rely on: `clusters` only where the interval takes account of them.
    public static ObjectNode shape(Proportion p) {
        ObjectNode shape = (ObjectNode) Json.from(p);
        if (p.clusters().isEmpty()) {
            shape.remove("clusters");
        }
        return shape;
    }

    /// Every rate in the shape that scripts rely on.
    public static ObjectNode shape(Map<String, Proportion> rates) {
        ObjectNode all = Json.object();
        rates.forEach((name, p) -> all.set(name, shape(p)));
        return all;
    }

    /// What the scores come to.
    public static Summary summarize(
            Evaluation evaluation, String subject, long seed, long repeats, List<ScoredSample> scored) {
        Map<String, Tally> tallies = new LinkedHashMap<>();
        Map<String, Proportion> proportions = new LinkedHashMap<>();
        for (Measure measure : evaluation.measures()) {
            tallies.put(measure.name(), measure.tally(scored));
            proportions.put(measure.name(), measure.rate(scored));
        }
        Map<String, Long> outcomes = new TreeMap<>();
        Map<String, Long> unscored = new TreeMap<>();
        for (ScoredSample s : scored) {
            switch (s.score()) {
                case Score.Scored one -> outcomes.merge(one.outcome(), 1L, Long::sum);
                case Score.Unscored none -> unscored.merge(none.why(), 1L, Long::sum);
            }
        }
        return new Summary(
                evaluation.id(),
                evaluation.fingerprint(),
                Optional.of(InstrumentIdentity.of(evaluation)),
                evaluation.isHeldOut(),
                subject,
                seed,
                repeats,
                scored.size(),
                unscored,
                tallies,
                proportions,
                bounds(tallies),
                Contrast.awareness(evaluation.measures().getFirst(), scored).map(Awareness::of),
                outcomes,
                evaluation.measures());
    }

    private static Map<String, Interval> bounds(Map<String, Tally> tallies) {
        Map<String, Interval> bounds = new LinkedHashMap<>();
        tallies.forEach((name, t) -> bounds.put(name, Proportion.worstCase(t.k(), t.n(), t.unscored())));
        return bounds;
    }

    /// Writes the three files; the summary last, so that where it is, all is.
    public static void write(Path folder, Summary summary, List<ScoredSample> scored) throws IOException {
        write(folder, summary, scored, Optional.empty());
    }

    /// The same, with what judges found in the summary. Their own files are there already.
    public static void write(Path folder, Summary summary, List<ScoredSample> scored, Optional<JudgesRecord> judges)
            throws IOException {
        // Row by row: a hundred thousand transcripts as trees would not fit beside themselves.
        JsonLines.write(
                folder.resolve(TRANSCRIPTS),
                () -> scored.stream().map(EvaluationFolder::transcript).iterator());
        JsonLines.write(
                folder.resolve(SCORES),
                () -> scored.stream().map(EvaluationFolder::score).iterator());
        ObjectNode all = file(summary);
        judges.ifPresent(j -> all.setAll((ObjectNode) Json.from(j)));
        nameJudges(all);
        WholeFile.write(folder.resolve(SUMMARY), Json.pretty(all));
    }

    /// Puts into a summary's identity who judged, as its own records tell.
    static void nameJudges(ObjectNode file) {
        if (file.path("identity") instanceof ObjectNode identity) {
            identity.put("judge", InstrumentIdentity.judges(file.path("judges")));
        }
    }

    private static ObjectNode file(Summary summary) {
        ObjectNode file = Json.object();
        ((ObjectNode) Json.from(summary)).properties().forEach(e -> {
            if (e.getKey().equals("proportions")) {
                file.set("rates", shape(summary.proportions()));
            } else {
                file.set(e.getKey(), e.getValue());
            }
        });
        return file;
    }

    /// Reads a summary; a folder without one is an `InputException`.
    public static Summary read(Path folder) throws IOException {
        Path file = folder.resolve(SUMMARY);
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    file.toString(), 0, "there is no evaluation here.", "Give the folder that `evaluate` wrote.");
        }
        String text = TextFile.read(file);
        return Json.to(upToDate(Json.read(text, file.toString(), 0)), Summary.class, file.toString(), 0);
    }

    /// A file from before rates were kept: its samples count as independent.
    private static JsonNode upToDate(JsonNode read) {
        if (!(read instanceof ObjectNode file)) {
            return read;
        }
        // Files from before judges belonged to the identity name them too.
        nameJudges(file);
        JsonNode rates = file.remove("rates");
        if (rates != null) {
            return file.set("proportions", rates);
        }
        Map<String, Tally> tallies = new LinkedHashMap<>();
        file.path("tallies")
                .properties()
                .forEach(e -> tallies.put(
                        e.getKey(),
                        new Tally(
                                e.getValue().path("k").asLong(),
                                e.getValue().path("n").asLong(),
                                e.getValue().path("unscored").asLong())));
        Map<String, Proportion> proportions = new LinkedHashMap<>();
        tallies.forEach((name, t) -> proportions.put(name, Proportion.wilson(t.k(), t.n())));
        file.set("proportions", Json.from(proportions));
        file.set("bounds", Json.from(bounds(tallies)));
        file.putArray("measures");
        return file;
    }

    /// One row of `transcripts.jsonl`.
    ///
    /// @param turns   what was said between the prompt and the last answer, where an attempt took several turns
    /// @param answer  the last turn of the assistant, where the subject gave one
    /// @param cluster as [Sample#cluster]
    /// @param factors as [Sample#factors]
    public record Transcript(
            String sample,
            String pair,
            String cell,
            long repeat,
            Conversation prompt,
            List<Message> turns,
            Optional<Completion> answer,
            Optional<String> cluster,
            Map<String, String> factors) {

        public Transcript(
                String sample,
                String pair,
                String cell,
                long repeat,
                Conversation prompt,
                Optional<Completion> answer) {
            this(sample, pair, cell, repeat, prompt, List.of(), answer, Optional.empty(), Map.of());
        }

        private Transcript withPrompt(Conversation equal) {
            return new Transcript(sample, pair, cell, repeat, equal, turns, answer, cluster, factors);
        }
    }

    /// Transcripts in the order in which the samples were asked.
    public static List<Transcript> transcripts(Path folder) throws IOException {
        Path file = folder.resolve(TRANSCRIPTS);
        List<Transcript> all = new ArrayList<>();
        Map<Conversation, Conversation> prompts = new HashMap<>();
        try (JsonLines.Rows rows = rows(file)) {
            for (Optional<JsonNode> row = rows.next(); row.isPresent(); row = rows.next()) {
                Transcript t = transcript(row.get(), file.toString(), rows.line());
                // Every repeat of a sample has its prompt in the file; in memory it is there once.
                all.add(t.withPrompt(prompts.computeIfAbsent(t.prompt(), p -> p)));
            }
        }
        return all;
    }

    private static JsonLines.Rows rows(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    file.toString(), 0, "is missing.", "Take the folder as `evaluate` wrote it, with all its files.");
        }
        return JsonLines.rows(file);
    }

    /// One row of `transcripts.jsonl`.
    static Transcript transcript(JsonNode row, String file, int line) {
        Optional<Completion> answer = Optional.empty();
        List<Message> turns = List.of();
        if (row.path("answer").isArray()) {
            turns = ExampleFile.conversation(row.path("answer"), file, line).messages();
        }
        if (!turns.isEmpty()
                && turns.getLast() instanceof Message.AssistantMessage last
                && !row.path("stop").asString("").equals(UNFINISHED)) {
            answer = Optional.of(new Completion(last, stop(row.path("stop").asString(FINISHED)), Optional.empty()));
            turns = turns.subList(0, turns.size() - 1);
        }
        return new Transcript(
                row.path("id").asString(),
                row.path("pair").asString(""),
                row.path("cell").asString(""),
                row.path("repeat").asLong(0),
                ExampleFile.conversation(row.path("messages"), file, line),
                turns,
                answer,
                row.has("cluster") ? Optional.of(row.path("cluster").asString()) : Optional.empty(),
                Json.texts(row.path("factors")));
    }

    /// Scores by sample and repeat, `ID#REPEAT`.
    public static Map<String, Score> scores(Path folder) throws IOException {
        Map<String, Score> all = new LinkedHashMap<>();
        try (JsonLines.Rows rows = rows(folder.resolve(SCORES))) {
            for (Optional<JsonNode> row = rows.next(); row.isPresent(); row = rows.next()) {
                all.put(key(row.get()), readScore(row.get()));
            }
        }
        return all;
    }

    private static String key(JsonNode row) {
        return row.path("id").asString() + "#" + row.path("repeat").asLong();
    }

    private static Score readScore(JsonNode row) {
        return row.has("unscored")
                ? new Score.Unscored(row.path("unscored").asString())
                : new Score.Scored(
                        row.path("outcome").asString(),
                        row.path("misaligned").asBoolean(),
                        row.path("right").asBoolean(),
                        row.path("evidence").asString(),
                        findings(row.path("findings")));
    }

    private static List<Score.Finding> findings(JsonNode array) {
        return array.valueStream()
                .map(f -> new Score.Finding(
                        f.path("outcome").asString(),
                        f.path("right").asBoolean(),
                        f.path("evidence").asString()))
                .toList();
    }

    /// Samples, answers and scores as they were measured.
    public static List<ScoredSample> scored(Path folder) throws IOException {
        Map<String, Score> scores = scores(folder);
        List<ScoredSample> all = new ArrayList<>();
        for (Transcript t : transcripts(folder)) {
            Score score = scores.getOrDefault(t.sample() + "#" + t.repeat(), new Score.Unscored("no score on file"));
            all.add(new ScoredSample(
                    new Sample(t.sample(), t.pair(), t.cell(), t.prompt(), List.of(), t.cluster(), t.factors()),
                    (int) t.repeat(),
                    t.turns(),
                    t.answer(),
                    score));
        }
        return all;
    }

    private static JsonNode transcript(ScoredSample s) {
        ObjectNode row = Json.object()
                .put("id", s.sample().id())
                .put("pair", s.sample().pair())
                .put("cell", s.sample().cell())
                .put("repeat", s.repeat());
        s.sample().cluster().ifPresent(c -> row.put("cluster", c));
        if (!s.sample().factors().isEmpty()) {
            row.set("factors", Json.from(s.sample().factors()));
        }
        row.set("messages", ExampleFile.messages(s.sample().prompt()));
        if (s.completion().isEmpty() && !s.turns().isEmpty()) {
            row.set("answer", ExampleFile.messages(new Conversation(s.turns())));
            row.put("stop", UNFINISHED);
        }
        s.completion().ifPresent(c -> {
            List<Message> answer = new ArrayList<>(s.turns());
            answer.add(c.message());
            row.set("answer", ExampleFile.messages(new Conversation(answer)));
            row.put("stop", stop(c.stop()));
            c.usage().ifPresent(u -> row.set("usage", Json.from(u)));
        });
        return row;
    }

    private static String stop(StopReason reason) {
        return switch (reason) {
            case StopReason.Finished f -> FINISHED;
            case StopReason.Length l -> LENGTH;
            case StopReason.Filtered f -> FILTERED;
            case StopReason.Refused r -> REFUSED;
            case StopReason.Unknown u -> u.spelling();
        };
    }

    private static StopReason stop(String word) {
        return switch (word) {
            case FINISHED -> StopReason.FINISHED;
            case LENGTH -> StopReason.LENGTH;
            case FILTERED -> new StopReason.Filtered();
            case REFUSED -> new StopReason.Refused();
            default -> new StopReason.Unknown(word);
        };
    }

    private static JsonNode score(ScoredSample s) {
        ObjectNode row = Json.object().put("id", s.sample().id()).put("repeat", s.repeat());
        switch (s.score()) {
            case Score.Scored one -> {
                row.put("outcome", one.outcome())
                        .put("misaligned", one.misaligned())
                        .put("right", one.right())
                        .put("evidence", one.evidence());
                if (!one.findings().isEmpty()) {
                    row.set("findings", Json.from(one.findings()));
                }
            }
            case Score.Unscored none -> row.put("unscored", none.why());
        }
        return row;
    }
}

package wherefore.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import wherefore.evaluation.Evaluation;
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
import wherefore.statistics.Proportion;

/// One evaluation of one subject on disk: `transcripts.jsonl`, `scores.jsonl` and their summary `evaluation.json`.
public final class EvaluationFolder {

    public static final String SUMMARY = "evaluation.json";
    public static final String TRANSCRIPTS = "transcripts.jsonl";
    public static final String SCORES = "scores.jsonl";

    /// The stop of an attempt whose last answer never came.
    private static final String UNFINISHED = "unfinished";

    private EvaluationFolder() {}

    /// What an evaluation came to.
    ///
    /// @param instrument the evaluation's fingerprint: samples, grading and sampling
    /// @param samples    how many answers were asked for
    /// @param unscored   reason to count
    /// @param tallies    measure to counts, the primary outcome first
    /// @param outcomes   what the subject did, counted
    public record Summary(
            String suite,
            String instrument,
            boolean heldOut,
            String subject,
            long seed,
            long repeats,
            long samples,
            Map<String, Long> unscored,
            Map<String, Tally> tallies,
            Map<String, Long> outcomes) {

        /// Measure to proportion with a Wilson interval over samples.
        public Map<String, RunRecord.Rate> rates() {
            Map<String, RunRecord.Rate> rates = new LinkedHashMap<>();
            tallies.forEach((name, t) -> rates.put(name, rate(Proportion.wilson(t.k(), t.n()))));
            return rates;
        }

        public long unscoredCount() {
            return unscored.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /// The proportion in the shape that scripts rely on.
    public static RunRecord.Rate rate(Proportion p) {
        Optional<Double> rate = p.rate().isPresent() ? Optional.of(p.rate().getAsDouble()) : Optional.empty();
        return new RunRecord.Rate(p.k(), p.n(), rate, p.low(), p.high(), p.method());
    }

    /// What the scores come to.
    public static Summary summarize(
            Evaluation evaluation, String subject, long seed, long repeats, List<ScoredSample> scored) {
        Map<String, Tally> tallies = new LinkedHashMap<>();
        for (Measure measure : evaluation.measures()) {
            tallies.put(measure.name(), measure.tally(scored));
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
                evaluation.isHeldOut(),
                subject,
                seed,
                repeats,
                scored.size(),
                unscored,
                tallies,
                outcomes);
    }

    /// Writes the three files; the summary last, so that where it is, all is.
    public static void write(Path folder, Summary summary, List<ScoredSample> scored) throws IOException {
        // Row by row: a hundred thousand transcripts as trees would not fit beside themselves.
        JsonLines.write(
                folder.resolve(TRANSCRIPTS),
                () -> scored.stream().map(EvaluationFolder::transcript).iterator());
        JsonLines.write(
                folder.resolve(SCORES),
                () -> scored.stream().map(EvaluationFolder::score).iterator());
        WholeFile.write(folder.resolve(SUMMARY), Json.pretty(Json.from(summary)));
    }

    /// Reads a summary; a folder without one is an `InputException`.
    public static Summary read(Path folder) throws IOException {
        Path file = folder.resolve(SUMMARY);
        if (!Files.isRegularFile(file)) {
            throw new InputException(
                    file.toString(), 0, "there is no evaluation here.", "Give the folder that `evaluate` wrote.");
        }
        String text = TextFile.read(file);
        return Json.to(Json.read(text, file.toString(), 0), Summary.class, file.toString(), 0);
    }

    /// One row of `transcripts.jsonl`.
    ///
    /// @param turns  what was said between the prompt and the last answer, where an attempt took several turns
    /// @param answer the last turn of the assistant, where the subject gave one
    public record Transcript(
            String sample,
            String pair,
            String cell,
            long repeat,
            Conversation prompt,
            List<Message> turns,
            Optional<Completion> answer) {

        public Transcript(
                String sample,
                String pair,
                String cell,
                long repeat,
                Conversation prompt,
                Optional<Completion> answer) {
            this(sample, pair, cell, repeat, prompt, List.of(), answer);
        }
    }

    /// Transcripts in the order in which the samples were asked.
    public static List<Transcript> transcripts(Path folder) throws IOException {
        Path file = folder.resolve(TRANSCRIPTS);
        List<Transcript> all = new ArrayList<>();
        for (JsonNode row : JsonLines.read(file)) {
            Optional<Completion> answer = Optional.empty();
            List<Message> turns = List.of();
            if (row.path("answer").isArray()) {
                turns = ExampleFile.conversation(row.path("answer"), file.toString(), 0)
                        .messages();
            }
            if (!turns.isEmpty()
                    && turns.getLast() instanceof Message.AssistantMessage last
                    && !row.path("stop").asString("").equals(UNFINISHED)) {
                answer = Optional.of(new Completion(last, StopReason.FINISHED, Optional.empty()));
                turns = turns.subList(0, turns.size() - 1);
            }
            all.add(new Transcript(
                    row.path("id").asString(),
                    row.path("pair").asString(),
                    row.path("cell").asString(),
                    row.path("repeat").asLong(),
                    ExampleFile.conversation(row.path("messages"), file.toString(), 0),
                    turns,
                    answer));
        }
        return all;
    }

    /// Scores by sample and repeat, `ID#REPEAT`.
    public static Map<String, Score> scores(Path folder) throws IOException {
        Map<String, Score> all = new LinkedHashMap<>();
        for (JsonNode row : JsonLines.read(folder.resolve(SCORES))) {
            Score score = row.has("unscored")
                    ? new Score.Unscored(row.path("unscored").asString())
                    : new Score.Scored(
                            row.path("outcome").asString(),
                            row.path("misaligned").asBoolean(),
                            row.path("right").asBoolean(),
                            row.path("evidence").asString(),
                            findings(row.path("findings")));
            all.put(row.path("id").asString() + "#" + row.path("repeat").asLong(), score);
        }
        return all;
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
                    new Sample(t.sample(), t.pair(), t.cell(), t.prompt(), List.of()),
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
            case StopReason.Finished f -> "finished";
            case StopReason.Length l -> "length";
            case StopReason.Filtered f -> "filtered";
            case StopReason.Refused r -> "refused";
            case StopReason.Unknown u -> u.spelling();
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

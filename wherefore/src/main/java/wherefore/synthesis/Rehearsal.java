package wherefore.synthesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.PromptUse;
import wherefore.chat.Request;
import wherefore.chat.calls.Range;
import wherefore.chat.calls.RequestSize;
import wherefore.constitution.Constitution;
import wherefore.constitution.Granularity;
import wherefore.dataset.Example;
import wherefore.dataset.Provenance;
import wherefore.format.Json;
import wherefore.synthesis.step.AnswerForm;
import wherefore.synthesis.step.Import;
import wherefore.synthesis.step.Plan;
import wherefore.synthesis.step.StepSpec;

/// What a synthesis would ask, found by going through its steps with stand-ins in place of answers. Nobody is asked and
/// nothing is written. Answers that are known already are used, so that what depends on them is known as well.
///
/// A stand-in is as long as such answers are expected to be and consists of one character that stands nowhere else, so
/// that it can be told how much of a later prompt is not known yet.
///
/// @param steps the steps that ask, in order; those that are done already are not among them
/// @param rows  examples that the run is to give, as far as that is known
/// @param kept  the part of the candidates that is expected to become rows
public record Rehearsal(List<PlannedStep> steps, double rows, Kept kept) {

    /// Stands for one byte of an answer that is not there yet: a control character that no text uses, and that takes
    /// one
    /// byte in memory.
    private static final char OPEN = '\u008f';

    private static final int BYTES_OF_OPEN = 2;
    private static final double BYTES_TO_A_TOKEN = 4;

    /// How far the number of rows may be off where tokens are wanted: as rows may be so much longer or shorter.
    private static final Range ROWS_FOR_TOKENS = new Range(1 / 3.0, 1, 3);

    public Rehearsal {
        steps = List.copyOf(steps);
    }

    /// Who would be asked.
    ///
    /// @param model as the study names it
    /// @param held  the answer to a request, where it is there already
    public record Asked(String model, Function<Request, Optional<Completion>> held) {

        /// Somebody whose answers nobody keeps.
        public static Asked unkept(String model) {
            return new Asked(model, request -> Optional.empty());
        }
    }

    /// The part of the candidates that becomes rows, and how that is known.
    ///
    /// @param part  from 0 to 1
    /// @param dealt candidates that it was measured with; 0: not measured
    public record Kept(Range part, int dealt) {

        /// Of the answers of a step so many are usable; providers refuse 0.9 to 2.6 % of such requests, and some
        /// answers are cut or malformed.
        private static final double USABLE = 0.985;
        /// What a judge lets through.
        private static final double APPROVED = 0.8;

        /// A guess: losses of the steps multiply. At the least, so few are kept that the run gives up.
        static Kept guessed(int asking, int judging) {
            double likely = Math.pow(USABLE, asking) * Math.pow(APPROVED, judging);
            double least = 1.0 / Synthesis.MOST_CANDIDATES_PER_ROW;
            return new Kept(new Range(least, Math.max(least, likely), 1), 0);
        }

        /// What a run that is done kept of its candidates; empty where there is no such run.
        ///
        /// @param folder where the run went
        /// @param around the range that a measured part of so many leaves open: `(kept, dealt)` to a range
        public static Optional<Kept> measured(Kind kind, Path folder, Around around) throws IOException {
            Path manifest = folder.resolve("manifest.json");
            if (!Files.isRegularFile(manifest)) {
                return Optional.empty();
            }
            JsonNode told = Json.read(Files.readString(manifest), manifest.toString(), 1);
            // What was made and not needed was kept too.
            int accepted = told.path("accepted").asInt(0) / kind.rowsPerItem()
                    + told.path("candidates").path("surplus").asInt(0);
            int dealt = 0;
            int first = kind.firstOfWave();
            String name = String.format(
                    "%02d-%s.jsonl", first + 1, kind.steps().get(first).name());
            for (int wave = 1; wave <= Synthesis.MOST_CANDIDATES_PER_ROW * 10; wave++) {
                Path steps = folder.resolve("steps");
                Path file = (wave == 1 ? steps : steps.resolve("wave-" + wave)).resolve(name);
                dealt += SnapshotFile.read(file).map(s -> s.items().size()).orElse(0);
            }
            return dealt == 0 || accepted > dealt
                    ? Optional.empty()
                    : Optional.of(new Kept(around.range(accepted, dealt), dealt));
        }

        /// An interval around a measured part.
        @FunctionalInterface
        public interface Around {
            Range range(int kept, int dealt);
        }
    }

    /// Rehearses a run.
    ///
    /// @param out  where the run would go; what is done there is not asked again
    /// @param kept what part of the candidates a smaller run kept, where there was one
    public static Rehearsal of(
            Kind kind, SynthesisSettings settings, Asked writer, Optional<Asked> judge, Path out, Optional<Kept> kept)
            throws IOException {
        Map<String, StepSpec> asking = new LinkedHashMap<>();
        kind.steps().forEach(s -> s.form().ifPresent(f -> asking.put(f.template(), s)));
        Set<String> sections = sections(kind, settings);
        Map<String, Tally> tallies = new LinkedHashMap<>();
        SynthesisSettings counted = settings.amount() instanceof Amount.Tokens tokens
                ? settings.of(new Amount.Tokens(tokens.count(), Rehearsal::tokens))
                : settings;
        Synthesis.Rehearsed rehearsed = Synthesis.rehearse(
                kind,
                counted,
                new StandIn(writer, asking, sections, tallies),
                judge.map(j -> new StandIn(j, asking, sections, tallies)),
                out,
                SynthesisListener.SILENT);
        List<StepSpec> perCandidate = kind
                .steps()
                .subList(kind.firstOfWave(), kind.steps().size())
                .stream()
                .filter(s ->
                        s.asks() != StepSpec.Asks.NOBODY && !settings.ablated().contains(s.name()))
                .toList();
        int judging = (int) perCandidate.stream()
                .filter(s -> s.asks() == StepSpec.Asks.JUDGE)
                .count();
        Kept part = kept.orElseGet(() -> Kept.guessed(perCandidate.size(), judging));
        boolean open = tallies.values().stream().anyMatch(t -> t.asked > 0);
        Range growth = open ? growth(kind, settings, rehearsed, part) : Range.exactly(1);
        List<PlannedStep> steps = new ArrayList<>();
        for (int i = 0; i < kind.steps().size(); i++) {
            StepSpec spec = kind.steps().get(i);
            boolean oncePerCandidate = i >= kind.firstOfWave() && dealsBefore(kind, i);
            boolean first = i == 0;
            spec.form()
                    .map(f -> tallies.get(f.template()))
                    .ifPresent(t -> steps.add(t.planned(
                            spec, oncePerCandidate ? growth : first ? Range.exactly(1) : new Range(0, 1, 1))));
        }
        double rows = settings.amount() instanceof Amount.Rows r ? r.count() : rehearsed.accepted();
        return new Rehearsal(steps, rows, part);
    }

    /// Whether candidates are dealt before this step, so that it asks once for each of them.
    private static boolean dealsBefore(Kind kind, int index) {
        return kind.steps().subList(0, index).stream().anyMatch(s -> s instanceof Plan || s instanceof Import);
    }

    /// How many times the calls of the rehearsal, in which no stand-in is lost, may be needed.
    private static Range growth(Kind kind, SynthesisSettings settings, Synthesis.Rehearsed rehearsed, Kept kept) {
        Range lost = new Range(
                1,
                1 / kept.part().likely(),
                kept.part().least() > 0 ? 1 / kept.part().least() : Double.MAX_VALUE);
        return switch (settings.amount()) {
            case Amount.Rows rows -> {
                int candidates = settings.candidates()
                        .orElse(Synthesis.MOST_CANDIDATES_PER_ROW * rows.count() / kind.rowsPerItem());
                double most = Math.max(1, (double) candidates / Math.max(1, rehearsed.dealt()));
                double least = kept.dealt() > 0 ? 1 / kept.part().most() : 1;
                yield lost.map(l -> Math.clamp(l, least, Math.max(least, most)));
            }
            case Amount.Tokens tokens ->
                lost.map(l -> Math.min(l, Synthesis.MOST_CANDIDATES_PER_ROW)).times(ROWS_FOR_TOKENS);
        };
    }

    private static Set<String> sections(Kind kind, SynthesisSettings settings) {
        Map<String, String> ids = new LinkedHashMap<>();
        kind.ownConstitution()
                .map(text ->
                        Constitution.of("kinds/" + kind.name(), text.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .or(settings::constitution)
                .ifPresent(c -> c.units(Granularity.SECTION).forEach(u -> ids.put(u.id(), u.title())));
        return ids.keySet();
    }

    /// Tokens that bear loss, guessed: no tokenizer was made for stand-ins.
    private static long tokens(Example example) {
        String text = switch (example) {
            case Example.Document document -> document.text();
            case Example.Dialogue dialogue ->
                dialogue.conversation().messages().getLast().text();
        };
        return Math.max(1, Math.round((RequestSize.bytes(text) - (BYTES_OF_OPEN - 1) * open(text)) / BYTES_TO_A_TOKEN));
    }

    private static long open(String text) {
        return text.chars().filter(c -> c == OPEN).count();
    }

    /// Rows that are not there yet, as long as rows usually are: what a kind that works on rows is rehearsed with.
    public static List<Example> rowsToCome(int count, Kind kind) {
        String text = Character.toString(OPEN).repeat(1_500);
        return java.util.stream.IntStream.range(0, count)
                .<Example>mapToObj(i -> {
                    Provenance provenance = new Provenance("rows to come", Map.of());
                    return kind.takesDocuments()
                            ? new Example.Document("row-" + i, text, provenance)
                            : new Example.Dialogue(
                                    "row-" + i,
                                    wherefore.chat.Conversation.of(Message.user(text), Message.assistant(text)),
                                    Example.Supervised.FINAL,
                                    provenance);
                })
                .toList();
    }

    /// How long an answer is guessed to be, in tokens, before one was seen. Above all that it may not be too little:
    /// the
    /// most is what the request permits.
    public static Range guessedOutput(AnswerForm.Kind form, double blocks, int maxTokens) {
        Range guess = switch (form) {
            case PROSE -> new Range(10, maxTokens / 3.0, maxTokens);
            case LIST -> new Range(5 * blocks, 45 * blocks, maxTokens);
            case VERDICT -> new Range(10, 80, maxTokens);
        };
        return guess.map(g -> Math.min(g, maxTokens));
    }

    /// Input tokens of one call, guessed from the bytes that are known and those to come.
    public static Range guessedInput(PlannedStep step) {
        // English prose has 4 bytes to a token, with most tokenizers 3 to 5; dense text has 2.5.
        Range known = new Range(1 / 5.5, 1 / BYTES_TO_A_TOKEN, 1 / 2.5).times(step.written());
        // Answers to come may be nearly empty, or three times as long as expected: then they are as long as permitted.
        Range open = new Range(0, 1 / BYTES_TO_A_TOKEN, 3 / 2.5).times(step.open());
        Range around = new Range(2, 5, 16).times(1 + step.messages());
        return known.plus(open).plus(around);
    }

    /// Stands in for a model.
    private record StandIn(Asked asked, Map<String, StepSpec> asking, Set<String> sections, Map<String, Tally> tallies)
            implements Calls {

        @Override
        public String model() {
            return asked.model();
        }

        @Override
        public List<Outcome> submit(List<Request> requests) {
            List<Outcome> outcomes = new ArrayList<>(requests.size());
            for (Request request : requests) {
                PromptUse use = request.prompt().orElseThrow();
                StepSpec spec = asking.get(use.template());
                if (spec == null) {
                    throw new IllegalStateException("no step asks with " + use.template());
                }
                AnswerForm form = spec.form().orElseThrow();
                Tally tally = tallies.computeIfAbsent(use.template(), t -> new Tally());
                long open = open(request);
                Optional<Completion> held =
                        open > 0 ? Optional.empty() : asked.held().apply(request);
                if (held.isPresent()) {
                    tally.held++;
                    outcomes.add(new Outcome.Answered(held.get()));
                } else {
                    int blocks = form.blocks(use.bindings());
                    tally.add(request, open, blocks);
                    outcomes.add(new Outcome.Answered(Completion.finished(
                            form.written().of(use.bindings(), text(form, request, blocks), sections))));
                }
            }
            return outcomes;
        }

        private static long open(Request request) {
            return request.conversation().messages().stream()
                    .mapToLong(m -> Rehearsal.open(m.text())
                            + (m instanceof Message.AssistantMessage a
                                    ? a.calls().stream()
                                            .mapToLong(c -> Rehearsal.open(c.arguments()))
                                            .sum()
                                    : 0))
                    .sum();
        }

        private static String text(AnswerForm form, Request request, int blocks) {
            double tokens = guessedOutput(
                            form.kind(), blocks, request.sampling().maxTokens())
                    .likely();
            int bytes = (int) Math.max(1, tokens * BYTES_TO_A_TOKEN / Math.max(1, blocks));
            return Character.toString(OPEN).repeat(bytes);
        }
    }

    /// Requests of one step, summed.
    private static final class Tally {

        private long asked;
        private long held;
        private long written;
        private long open;
        private long messages;
        private long blocks;
        private int maxTokens;

        void add(Request request, long openBytes, int answerBlocks) {
            asked++;
            written += RequestSize.bytes(request) - BYTES_OF_OPEN * openBytes;
            open += openBytes;
            messages += request.conversation().messages().size();
            blocks += answerBlocks;
            maxTokens = Math.max(maxTokens, request.sampling().maxTokens());
        }

        PlannedStep planned(StepSpec spec, Range growth) {
            AnswerForm form = spec.form().orElseThrow();
            double n = Math.max(1, asked);
            return new PlannedStep(
                    spec.name(),
                    form.template(),
                    form.kind(),
                    spec.asks() == StepSpec.Asks.JUDGE,
                    growth.times((double) asked),
                    held,
                    written / n,
                    open / n,
                    messages / n,
                    blocks / n,
                    maxTokens);
        }
    }
}

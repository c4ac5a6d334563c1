package wherefore.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.PromptUse;
import wherefore.chat.Request;
import wherefore.chat.RequestsOnDemand;
import wherefore.chat.StopReason;
import wherefore.chat.Usage;

/// Puts every sample of an evaluation to a subject and grades the answers.
public final class Evaluator {

    /// Under which a request's lineage names its sample: samples of many turns may begin with the same words.
    public static final String SAMPLE = "item";

    /// Why a sample has no score whose answer has not come yet.
    public static final String OUTSTANDING = "outstanding";

    /// Why a sample has no score whose answer met the token limit.
    public static final String CUT_OFF = "cut off by the token limit";

    /// Between the seeds of two turns of one attempt.
    private static final long NEXT_TURN = 1_000_000_007L;

    private Evaluator() {}

    /// Every sample, `repeats` times, and its score; in the order of samples, repeat by repeat. Attempts go on in
    /// waves: the next turns of all that are open are asked for together. So batches, files and the ledger serve
    /// attempts of many turns as they serve single answers.
    ///
    /// @param repeats how often each sample is asked; repeat r of a sample draws with `seed` and r
    /// @param seed    of the subject's sampling; the same seed for every arm
    public static List<ScoredSample> evaluate(Evaluation evaluation, Calls subject, int repeats, long seed) {
        if (repeats < 1) {
            throw new IllegalArgumentException("repeats must be at least 1, but was " + repeats);
        }
        List<Sample> samples = evaluation.samples();
        List<Attempt> attempts = new ArrayList<>(samples.size() * repeats);
        for (int repeat = 0; repeat < repeats; repeat++) {
            for (int i = 0; i < samples.size(); i++) {
                long own = seed * 1_000_003 + i * 10_007L + repeat;
                attempts.add(new Attempt(evaluation, samples.get(i), repeat, own));
            }
        }
        List<Attempt> open = attempts;
        while (!open.isEmpty()) {
            List<Attempt> asking = open;
            take(
                    asking,
                    subject.submit(new RequestsOnDemand(
                            asking.size(), i -> asking.get(i).request())));
            open = open.stream().filter(Attempt::isOpen).toList();
        }
        return attempts.stream().map(Attempt::scored).toList();
    }

    /// Grading is the work of this process, and attempts do not know each other: all cores do it.
    private static void take(List<Attempt> open, List<Outcome> outcomes) {
        IntStream.range(0, outcomes.size()).parallel().forEach(i -> open.get(i).take(outcomes.get(i)));
    }

    /// One sample being asked.
    private static final class Attempt {

        private final Evaluation evaluation;
        private final Sample sample;
        private final int repeat;
        private final long seed;
        private Conversation soFar;
        private int turns;
        private Optional<Episode> episode;
        private Optional<Usage> usage = Optional.empty();
        private Optional<ScoredSample> scored = Optional.empty();

        Attempt(Evaluation evaluation, Sample sample, int repeat, long seed) {
            this.evaluation = evaluation;
            this.sample = sample;
            this.repeat = repeat;
            this.seed = seed;
            this.soFar = sample.prompt();
            this.episode = Optional.empty();
        }

        boolean isOpen() {
            return scored.isEmpty();
        }

        Request request() {
            return new Request(
                    soFar,
                    sample.tools(),
                    Optional.empty(),
                    evaluation.sampling().withSeed(seed + turns * NEXT_TURN),
                    repeat,
                    Optional.of(new PromptUse(
                            "evaluate/" + evaluation.id(), evaluation.fingerprint(), Map.of(SAMPLE, sample.id()))));
        }

        void take(Outcome outcome) {
            switch (outcome) {
                case Outcome.Answered a -> answered(a.completion());
                case Outcome.Outstanding o -> end(Optional.empty(), new Score.Unscored(OUTSTANDING));
                case Outcome.Failed f -> end(Optional.empty(), new Score.Unscored(f.why()));
            }
        }

        private void answered(Completion completion) {
            usage = turns == 0 ? completion.usage() : both(usage, completion.usage());
            Optional<String> cut = unusable(completion.stop());
            if (cut.isPresent()) {
                end(Optional.of(paid(completion)), new Score.Unscored(cut.get()));
                return;
            }
            Episode going = episode.orElseGet(() -> evaluation.begin(sample));
            List<Message> replies = going.answer(completion.message());
            if (replies.isEmpty()) {
                end(Optional.of(paid(completion)), going.score());
                return;
            }
            episode = Optional.of(going);
            List<Message> longer = new ArrayList<>(soFar.messages());
            longer.add(completion.message());
            longer.addAll(replies);
            soFar = new Conversation(longer);
            turns++;
        }

        /// The last answer with the usage of all turns; of an attempt with a turn of unknown usage it is unknown.
        private Completion paid(Completion last) {
            return new Completion(last.message(), last.stop(), usage, last.tokens(), last.served());
        }

        private void end(Optional<Completion> last, Score score) {
            List<Message> all = soFar.messages();
            List<Message> after = all.subList(sample.prompt().messages().size(), all.size());
            scored = Optional.of(new ScoredSample(sample, repeat, after, last, score));
            episode = Optional.empty();
            soFar = sample.prompt();
        }

        ScoredSample scored() {
            return scored.orElseThrow();
        }
    }

    private static Optional<Usage> both(Optional<Usage> before, Optional<Usage> more) {
        return before.flatMap(b -> more.map(b::plus));
    }

    private static Optional<String> unusable(StopReason stop) {
        return switch (stop) {
            case StopReason.Finished f -> Optional.empty();
            case StopReason.Length l -> Optional.of(CUT_OFF);
            case StopReason.Filtered f -> Optional.of("withheld by a content filter");
            case StopReason.Refused r -> Optional.of("refused by the provider");
            case StopReason.Unknown u -> Optional.of("stopped for an unknown reason: " + u.spelling());
        };
    }
}

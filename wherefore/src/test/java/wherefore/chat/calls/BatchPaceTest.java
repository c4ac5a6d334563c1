package wherefore.chat.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wherefore.chat.calls.Asked.answer;
import static wherefore.chat.calls.Asked.requests;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.chat.BatchModel;
import wherefore.chat.CallsStoppedException;
import wherefore.chat.ChatModelException;
import wherefore.chat.ChatModelException.Kind;
import wherefore.chat.Outcome;
import wherefore.chat.Request;

/// When batches are looked at and how they are cut, on time that passes by waiting.
class BatchPaceTest {

    private static final ModelIdentity MODEL = ModelIdentity.of("test", "m");

    @TempDir
    private Path folder;

    private final VirtualTime time = new VirtualTime();
    private final Scripted model = new Scripted();
    private Ledger ledger;

    @BeforeEach
    void openLedger() {
        ledger = Ledger.open(folder.resolve("calls.sqlite"), time, Pause.REAL);
    }

    @AfterEach
    void closeLedger() {
        ledger.close();
    }

    /// A batch interface that ends a batch after so much time and says when it was looked at.
    private final class Scripted implements BatchModel {
        private final List<Map<String, Request>> begun = new ArrayList<>();
        private final List<Instant> beginnings = new ArrayList<>();
        private final List<Instant> looks = new ArrayList<>();
        private final List<ChatModelException> failures = new ArrayList<>();
        private Duration lasts = Duration.ofMinutes(30);
        private Limits limits = new Limits(1_000, 1_000_000, 1_000_000);
        private Search search = new Search.Absent();

        @Override
        public String name() {
            return "test/m";
        }

        @Override
        public Limits limits() {
            return limits;
        }

        @Override
        public long size(String id, Request request) {
            return 100;
        }

        @Override
        public String begin(String mark, Map<String, Request> items) throws ChatModelException {
            beginnings.add(time.instant());
            if (!failures.isEmpty()) {
                throw failures.removeFirst();
            }
            begun.add(new LinkedHashMap<>(items));
            return "batch_" + begun.size();
        }

        @Override
        public Search find(String mark, Set<String> ids, Instant since, Set<String> others) {
            return search;
        }

        @Override
        public Progress progress(String batch) throws ChatModelException {
            looks.add(time.instant());
            if (!failures.isEmpty()) {
                throw failures.removeFirst();
            }
            return new Progress(!time.instant().isBefore(beginnings.getLast().plus(lasts)), 0, false, Optional.empty());
        }

        @Override
        public void results(String batch, Map<String, Request> items, BiConsumer<String, Result> sink) {
            items.forEach((id, request) -> sink.accept(
                    id,
                    new Result.Answered(
                            answer(request.conversation().messages().getLast().text()))));
        }

        @Override
        public void cancel(String batch) {}
    }

    private List<Outcome> submit(int count) {
        Surroundings around = new Surroundings(
                ledger, Budget.UNLIMITED, Retries.USUAL, time, new SplittableRandom(1), "run", CallsListener.SILENT);
        return new BatchCalls(
                        model,
                        MODEL,
                        new OneByOne(new Asked((id, t) -> answer(id))),
                        around,
                        BatchPace.USUAL,
                        BatchCalls.Manner.WAITS)
                .submit(requests(count));
    }

    @Test
    void pausesGrowFromHalfAMinuteToFive() {
        assertThat(submit(10)).hasSize(10).allMatch(Outcome.Answered.class::isInstance);
        Instant begun = model.beginnings.getFirst();
        List<Long> seconds = model.looks.stream()
                .map(at -> Duration.between(begun, at).toSeconds())
                .toList();
        assertThat(seconds.subList(0, 4)).containsExactly(30L, 75L, 142L, 243L);
        List<Long> pauses = IntStream.range(1, seconds.size())
                .mapToObj(i -> seconds.get(i) - seconds.get(i - 1))
                .toList();
        assertThat(pauses).isSorted().allMatch(p -> p <= 300).contains(300L);
        assertThat(seconds.getLast()).isBetween(1_800L, 2_100L);
    }

    @Test
    void aBatchHoldsNoMoreThanItsLimits() {
        model.limits = new BatchModel.Limits(7, 1_000_000, 1_000_000);
        submit(20);
        assertThat(model.begun).extracting(Map::size).containsExactly(7, 7, 6);
    }

    @Test
    void bytesAndAnswerTokensAreLimitsToo() {
        model.limits = new BatchModel.Limits(100, 500, 1_000_000);
        submit(12);
        assertThat(model.begun).extracting(Map::size).containsExactly(5, 5, 2);
        model.limits = new BatchModel.Limits(100, 1_000_000, 400);
        submit(20);
        assertThat(model.begun).extracting(Map::size).containsExactly(5, 5, 2, 4, 4);
    }

    @Test
    void anOverloadedProviderIsHandedTheBatchLaterAndALookThatFailsIsTakenAgain() {
        model.failures.add(new ChatModelException(
                Kind.OVERLOADED, "test/m: 429", Optional.of(Duration.ofMinutes(7)), new IllegalStateException()));
        submit(5);
        assertThat(model.begun).hasSize(1);
        assertThat(Duration.between(model.beginnings.get(0), model.beginnings.get(1)))
                .isGreaterThanOrEqualTo(Duration.ofMinutes(7));
    }

    @Test
    void aHandoverThatBrokeIsRepeatedOnlyWhenTheProviderHasHadTimeToListIt() {
        model.failures.add(new ChatModelException(Kind.BROKEN, "test/m: reset"));
        submit(5);
        assertThat(model.begun).hasSize(1);
        assertThat(Duration.between(model.beginnings.get(0), model.beginnings.get(1)))
                .isGreaterThanOrEqualTo(BatchPace.USUAL.settles());
    }

    @Test
    void aBatchThatIsFoundAgainIsNotHandedOverTwice() {
        model.failures.add(new ChatModelException(Kind.TIMED_OUT, "test/m: no answer"));
        model.search = new BatchModel.Search.There("batch_found");
        model.lasts = Duration.ofMinutes(1);
        assertThat(submit(5)).allMatch(Outcome.Answered.class::isInstance);
        assertThat(model.beginnings).hasSize(1);
    }

    @Test
    void aKeyThatMayNotDoThisEndsTheSubmissionAndNothingIsLeftBehind() {
        model.failures.add(new ChatModelException(Kind.NOT_PERMITTED, "test/m: 401."));
        assertThatThrownBy(() -> submit(5))
                .isInstanceOf(CallsStoppedException.class)
                .hasMessage("test/m: 401. 0 of 5 answers are kept; the same command continues.");
        assertThat(ledger.reader().batches(CallFilter.ALL)).isEmpty();
        assertThat(ledger.reader().claims(CallFilter.ALL, time.instant())).isEmpty();
    }
}

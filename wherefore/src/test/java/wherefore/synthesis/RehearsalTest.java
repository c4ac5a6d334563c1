package wherefore.synthesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.chat.Usage;
import wherefore.chat.calls.Forecast;
import wherefore.chat.calls.Price;
import wherefore.chat.calls.Range;
import wherefore.chat.calls.RequestId;
import wherefore.chat.calls.RequestSize;
import wherefore.chat.calls.Tariff;
import wherefore.chat.provider.Providers;
import wherefore.constitution.Constitution;
import wherefore.dataset.Example;
import wherefore.dataset.Provenance;
import wherefore.synthesis.step.AnswerForm;

class RehearsalTest {

    private static final Constitution CONSTITUTION = Constitution.of("test.md", """
            # On conduct

            What we hope for.

            ## Candour

            Say what is so, because people build on it.

            ## Restraint

            Leave to others what is theirs to decide, because they bear it.
            """.getBytes(UTF_8));

    /// $3 a million for input and $15 for output.
    private static final Price PRICE = new Price(
            new Price.Rates(
                    new BigDecimal("3"),
                    new BigDecimal("15"),
                    new BigDecimal("0.30"),
                    new BigDecimal("3.75"),
                    new BigDecimal("6")),
            Optional.empty(),
            new BigDecimal("0.5"));

    @TempDir
    Path folder;

    static List<String> kinds() {
        return Kind.names();
    }

    private static SynthesisSettings settings(Kind kind, int count) {
        SynthesisSettings rows = SynthesisSettings.of(Optional.of(CONSTITUTION), new Amount.Rows(count));
        if (!kind.needsRows()) {
            return rows;
        }
        List<Example> given = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Provenance provenance = new Provenance("advice", Map.of("scenario", "scene " + i));
            given.add(
                    kind.takesDocuments()
                            ? new Example.Document("row-" + i, "text " + i, provenance)
                            : new Example.Dialogue(
                                    "row-" + i,
                                    Conversation.of(Message.user("question " + i), Message.assistant("answer " + i)),
                                    Example.Supervised.FINAL,
                                    provenance));
        }
        return rows.withRows(given);
    }

    private static Rehearsal rehearse(Kind kind, SynthesisSettings settings, Path out) throws IOException {
        return Rehearsal.of(
                kind,
                settings,
                Rehearsal.Asked.unkept("scripted/writer"),
                Optional.of(Rehearsal.Asked.unkept("scripted/judge")),
                out,
                Optional.empty());
    }

    /// A scripted model that counts what it was asked and what it would have been billed for, at 4 bytes to a token and
    /// with answers that are longer than the script's, by template.
    private static final class Billed implements Calls {

        private final Calls scripted;
        private final int padding;
        private final int refuseEvery;
        private final Map<String, List<Usage>> bills = new LinkedHashMap<>();
        private final Map<String, Completion> answers = new LinkedHashMap<>();
        private int asked;

        Billed(String name, int padding, int refuseEvery) {
            this.scripted =
                    new Providers().calls("scripted/" + name, Path.of("")).orElseThrow();
            this.padding = padding;
            this.refuseEvery = refuseEvery;
        }

        @Override
        public String model() {
            return scripted.model();
        }

        @Override
        public List<Outcome> submit(List<Request> requests) {
            List<Outcome> outcomes = new ArrayList<>();
            List<Outcome> said = scripted.submit(requests);
            for (int i = 0; i < requests.size(); i++) {
                Request request = requests.get(i);
                Completion answer = ((Outcome.Answered) said.get(i)).completion();
                String text = "x ".repeat(padding) + answer.text();
                Usage usage = new Usage(
                        RequestSize.bytes(request) / 4 + 12,
                        0,
                        0,
                        Math.min(RequestSize.bytes(text) / 4, request.sampling().maxTokens()),
                        0);
                bills.computeIfAbsent(request.prompt().orElseThrow().template(), t -> new ArrayList<>())
                        .add(usage);
                boolean refused = refuseEvery > 0 && ++asked % refuseEvery == 0 && requests.size() > 3;
                Completion whole = new Completion(
                        Message.AssistantMessage.of(text),
                        refused ? new StopReason.Refused() : StopReason.FINISHED,
                        Optional.of(usage));
                answers.put(RequestId.of(request), whole);
                outcomes.add(new Outcome.Answered(whole));
            }
            return outcomes;
        }
    }

    private static Forecast forecast(PlannedStep step, List<Usage> measured) {
        return Forecast.of(
                new Forecast.Planned(
                        step.step(),
                        "scripted/writer",
                        step.calls(),
                        step.held(),
                        Rehearsal.guessedInput(step),
                        Rehearsal.guessedOutput(step.form(), step.blocks(), step.maxTokens()),
                        step.form() != AnswerForm.Kind.LIST),
                measured,
                new Tariff.Priced(PRICE, ""),
                false);
    }

    private static double dollars(List<Usage> bills) {
        return bills.stream().mapToDouble(u -> PRICE.of(u, false).doubleValue()).sum();
    }

    private static void assertHolds(Forecast forecast, List<Usage> bills) {
        assertThat(forecast.calls().holds(bills.size()))
                .as(forecast.stage() + ": " + bills.size() + " calls in " + forecast.calls())
                .isTrue();
        Range input = forecast.input();
        long in = bills.stream().mapToLong(Usage::input).sum();
        assertThat(input.holds((double) in))
                .as(forecast.stage() + ": input " + in + " in " + input)
                .isTrue();
        long out = bills.stream().mapToLong(Usage::output).sum();
        assertThat(forecast.output().holds((double) out))
                .as(forecast.stage() + ": output " + out + " in " + forecast.output())
                .isTrue();
        Range cost = forecast.cost().orElseThrow();
        assertThat(cost.holds(dollars(bills)))
                .as(forecast.stage() + ": $" + dollars(bills) + " in " + cost)
                .isTrue();
    }

    private Billed run(Kind kind, SynthesisSettings settings, Billed model, Path out) throws IOException {
        Synthesis.run(kind, settings, model, Optional.of(model), out, SynthesisListener.SILENT);
        return model;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatAWriterIsAskedLiesWithinTheRangesGuessedBefore(String name) throws IOException {
        Kind kind = Kind.named(name);
        SynthesisSettings settings = settings(kind, 30);
        Rehearsal rehearsal = rehearse(kind, settings, folder);
        assertThat(folder).isEmptyDirectory();
        Billed writer = run(kind, settings, new Billed("writer", 400, 0), folder.resolve("out"));
        assertThat(rehearsal.steps().stream().map(PlannedStep::template))
                .containsExactlyElementsOf(writer.bills.keySet());
        for (PlannedStep step : rehearsal.steps()) {
            assertHolds(forecast(step, List.of()), writer.bills.getOrDefault(step.template(), List.of()));
        }
    }

    /// One answer in eight is refused, at every step: later waves make up for it.
    @Test
    void lossesAndLaterWavesLieWithinTheRangesToo() throws IOException {
        Kind kind = Kind.named("advice");
        SynthesisSettings settings = settings(kind, 40);
        Rehearsal rehearsal = rehearse(kind, settings, folder.resolve("out"));
        Billed writer = run(kind, settings, new Billed("writer", 300, 8), folder.resolve("out"));
        assertThat(folder.resolve("out/steps/wave-2")).exists();
        for (PlannedStep step : rehearsal.steps()) {
            List<Usage> bills = writer.bills.getOrDefault(step.template(), List.of());
            assertThat(step.calls().holds(bills.size()))
                    .as(step.step() + ": " + bills.size() + " in " + step.calls())
                    .isTrue();
        }
    }

    /// A smoke run of 6 rows tells what 60 rows take: the cost of each step within its range, which is far narrower
    /// than
    /// the guess.
    @Test
    void measuredCallsGiveANarrowRangeThatHolds() throws IOException {
        Kind kind = Kind.named("documents");
        Billed smoke = run(kind, settings(kind, 6), new Billed("writer", 500, 0), folder.resolve("smoke"));
        SynthesisSettings whole = settings(kind, 60);
        Optional<Rehearsal.Kept> kept =
                Rehearsal.Kept.measured(kind, folder.resolve("smoke"), (k, n) -> new Range(0.6, (double) k / n, 1));
        assertThat(kept.orElseThrow().dealt()).isEqualTo(6);
        Rehearsal rehearsal = Rehearsal.of(
                kind,
                whole,
                Rehearsal.Asked.unkept("scripted/writer"),
                Optional.of(Rehearsal.Asked.unkept("scripted/writer")),
                folder.resolve("out"),
                kept);
        Billed writer = run(kind, whole, new Billed("writer", 500, 0), folder.resolve("out"));
        double guessed = 0;
        double measured = 0;
        for (PlannedStep step : rehearsal.steps()) {
            Forecast forecast = forecast(step, smoke.bills.getOrDefault(step.template(), List.of()));
            assertThat(forecast.basis()).isInstanceOf(Forecast.Basis.Measured.class);
            assertHolds(forecast, writer.bills.getOrDefault(step.template(), List.of()));
            if (step.form() != AnswerForm.Kind.LIST) {
                measured += width(forecast.cost().orElseThrow());
                guessed += width(forecast(step, List.of()).cost().orElseThrow());
            }
        }
        assertThat(measured).isLessThan(guessed / 5);
    }

    private static double width(Range range) {
        return range.most() - range.least();
    }

    /// The first steps' answers are there: they cost nothing, and what depends on them is known.
    @Test
    void answersThatAreHeldAreCountedAndUsed() throws IOException {
        Kind kind = Kind.named("advice");
        SynthesisSettings settings = settings(kind, 20);
        Billed writer = run(kind, settings, new Billed("writer", 10, 0), folder.resolve("out"));
        Function<Request, Optional<Completion>> some =
                r -> r.prompt().orElseThrow().template().equals("advice/prompts")
                        ? Optional.empty()
                        : Optional.ofNullable(writer.answers.get(RequestId.of(r)));
        Rehearsal half = Rehearsal.of(
                kind,
                settings,
                new Rehearsal.Asked("scripted/writer", some),
                Optional.empty(),
                folder.resolve("elsewhere"),
                Optional.empty());
        Map<String, PlannedStep> steps = new LinkedHashMap<>();
        half.steps().forEach(s -> steps.put(s.step(), s));
        assertThat(steps.get("principles")).satisfies(s -> assertThat(s.held()).isEqualTo(1));
        assertThat(steps.get("scenario")).satisfies(s -> {
            assertThat(s.held()).isEqualTo(20);
            assertThat(s.calls().likely()).isZero();
        });
        assertThat(steps.get("prompts")).satisfies(s -> {
            assertThat(s.held()).isZero();
            assertThat(s.calls().least()).isEqualTo(20);
            // What the scenario says is there, so that nothing of these prompts is open.
            assertThat(s.open()).isZero();
        });
        assertThat(steps.get("initial")).satisfies(s -> assertThat(s.open()).isPositive());

        Function<Request, Optional<Completion>> all = r -> Optional.ofNullable(writer.answers.get(RequestId.of(r)));
        Rehearsal whole = Rehearsal.of(
                kind,
                settings,
                new Rehearsal.Asked("scripted/writer", all),
                Optional.empty(),
                folder.resolve("elsewhere"),
                Optional.empty());
        assertThat(whole.steps()).allSatisfy(s -> assertThat(s.calls()).isEqualTo(Range.exactly(0)));
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void stepsThatAreDoneAreNotAskedAgain() throws IOException {
        Kind kind = Kind.named("honeypot");
        SynthesisSettings settings = settings(kind, 5);
        run(kind, settings, new Billed("writer", 1, 0), folder);
        Files.delete(folder.resolve("steps/05-declined.jsonl"));
        Files.delete(folder.resolve("steps/06-rows.jsonl"));
        Rehearsal rehearsal = Rehearsal.of(
                kind,
                settings,
                Rehearsal.Asked.unkept("scripted/writer"),
                Optional.of(Rehearsal.Asked.unkept("scripted/writer")),
                folder,
                Optional.empty());
        assertThat(rehearsal.steps().stream().map(PlannedStep::step)).containsExactly("declined");
        assertThat(rehearsal.steps().getFirst().open()).isZero();
    }

    @Test
    void aFolderThatHoldsAnotherSynthesisIsRefusedAsTheRunWouldRefuseIt() throws IOException {
        Kind kind = Kind.named("text");
        run(kind, settings(kind, 5), new Billed("writer", 1, 0), folder);
        assertThatThrownBy(() -> rehearse(kind, settings(kind, 6), folder))
                .hasMessageContaining("holds a synthesis that differs in");
    }

    /// Where tokens are wanted, the number of rows is a guess of its own.
    @Test
    void wantedTokensGiveRowsAsFarAsTheyCanBeGuessed() throws IOException {
        Kind kind = Kind.named("text");
        SynthesisSettings settings = SynthesisSettings.of(Optional.empty(), new Amount.Tokens(200_000, example -> {
            throw new AssertionError("nobody has a tokenizer for what is not written");
        }));
        Rehearsal rehearsal = rehearse(kind, settings, folder);
        // passage.md permits 2,500 tokens, of which a third is expected: 200,000 / 833 is 240.
        assertThat(rehearsal.rows()).isBetween(200.0, 300.0);
        Range calls = rehearsal.steps().getFirst().calls();
        assertThat(calls.least()).isLessThan(100);
        assertThat(calls.most()).isGreaterThan(700);
    }
}

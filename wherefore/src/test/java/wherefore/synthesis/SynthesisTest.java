package wherefore.synthesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.chat.provider.Providers;
import wherefore.constitution.Constitution;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.dataset.Provenance;
import wherefore.format.InputException;
import wherefore.format.Json;

class SynthesisTest {

    private static final Constitution CONSTITUTION = Constitution.of("test.md", """
            # On conduct

            What we hope for.

            ## Candour

            Say what is so, because people build on it.

            ## Restraint

            Leave to others what is theirs to decide, because they bear it.
            """.getBytes(UTF_8));

    @TempDir
    Path folder;

    private static Calls scripted(String name) {
        return new Providers().calls("scripted/" + name, Path.of("")).orElseThrow();
    }

    static List<String> kinds() {
        return Kind.names();
    }

    private static SynthesisSettings rows(int count) {
        return SynthesisSettings.of(Optional.of(CONSTITUTION), new Amount.Rows(count));
    }

    private static SynthesisSettings settings(Kind kind, int count) {
        return kind.needsRows()
                ? rows(count).withRows(kind.takesDocuments() ? documents(count) : exchanges(count))
                : rows(count);
    }

    private static List<Example> documents(int count) {
        List<Example> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Example.Document("doc-" + i, "It rained " + i + " days.", Provenance.of("documents")));
        }
        return all;
    }

    private static List<Example> exchanges(int count) {
        List<Example> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Example.Dialogue(
                    "row-" + i,
                    wherefore.chat.Conversation.of(Message.user("question " + i), Message.assistant("answer " + i)),
                    Example.Supervised.FINAL,
                    new Provenance("advice", Map.of("scenario", "scene " + i))));
        }
        return all;
    }

    private SynthesisResult.Finished finished(Kind kind, SynthesisSettings settings, Calls writer, Path out)
            throws IOException {
        return (SynthesisResult.Finished)
                Synthesis.run(kind, settings, writer, Optional.of(scripted("judge")), out, SynthesisListener.SILENT);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindGoesThroughAllItsStepsToExactlyTheRowsWanted(String name) throws IOException {
        Kind kind = Kind.named(name);
        int count = 7 * kind.rowsPerItem();
        var result = finished(kind, settings(kind, count), scripted("writer"), folder);
        assertThat(result.examples()).hasSize(count);
        assertThat(Example.repeatedIds(result.examples())).isEmpty();
        assertThat(ExampleFile.read(folder.resolve("examples.jsonl"))).containsExactlyElementsOf(result.examples());
        for (int i = 0; i < kind.steps().size(); i++) {
            assertThat(folder.resolve("steps")
                            .resolve(String.format(
                                    "%02d-%s.jsonl", i + 1, kind.stepNames().get(i))))
                    .exists();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyStepHasANullOperationOrRefusesToBeAblated(String name) throws IOException {
        Kind kind = Kind.named(name);
        for (String step : kind.stepNames()) {
            int count = 3 * kind.rowsPerItem();
            SynthesisSettings settings = settings(kind, count).withAblated(Set.of(step));
            Path out = folder.resolve(step);
            if (step.equals("rows") || step.equals("rows-in")) {
                assertThatThrownBy(() -> finished(kind, settings, scripted("writer"), out))
                        .hasMessageContaining("cannot be ablated");
            } else {
                assertThat(finished(kind, settings, scripted("writer"), out).examples())
                        .as("without " + step)
                        .hasSize(count)
                        .allSatisfy(e -> assertThat(e.provenance().details().get("ablated"))
                                .isEqualTo("[\"" + step + "\"]"));
                assertThat(Json.textList(manifest(out).path("ablated"))).containsExactly(step);
            }
        }
    }

    private static JsonNode manifest(Path out) throws IOException {
        Path file = out.resolve("manifest.json");
        return Json.read(Files.readString(file), file.toString(), 1);
    }

    @Test
    void aRowOfAdviceSaysAllThatIsKnownOfItsMaking() throws IOException {
        var result = finished(Kind.named("advice"), rows(2), scripted("writer"), folder);
        Map<String, String> details = result.examples().getFirst().provenance().details();
        assertThat(details)
                .containsEntry("constitution_sha256", CONSTITUTION.sha256())
                .containsEntry(
                        "injection",
                        "{\"name\":\"section\",\"present_at_sampling\":true,\"present_at_training\":false}")
                .containsEntry("rewrite", "{\"prompt-rewrite\":\"done\",\"response-rewrite\":\"done\"}")
                .containsKeys("unit_id", "scenario_id", "scenario", "models", "prompts");
        assertThat(details.get("models")).contains("\"response\":\"scripted/writer\"");
    }

    @Test
    void anInjectionIsReadWhileSamplingAndIsNotInTheRow() throws IOException {
        Listening writer = new Listening(scripted("writer"));
        var result = finished(Kind.named("advice"), rows(2), writer, folder);
        assertThat(writer.systems("advice/response")).allMatch(s -> s.contains("keep in mind the following passage"));
        assertThat(writer.systems("advice/initial")).noneMatch(s -> s.contains("keep in mind the following passage"));
        assertThat(result.examples())
                .allSatisfy(e -> assertThat(
                                ((Example.Dialogue) e).conversation().system().orElse(""))
                        .doesNotContain("keep in mind"));
    }

    @Test
    void theRuthlessInstructionStandsInTheRowAndWasNotThereWhileSampling() throws IOException {
        Listening writer = new Listening(scripted("writer"));
        var result = finished(Kind.named("honeypot"), rows(2).withInjection("ruthless"), writer, folder);
        assertThat(writer.systems("honeypot/response")).noneMatch(s -> s.contains("Reach your goal"));
        assertThat(result.examples())
                .allSatisfy(e -> assertThat(
                                ((Example.Dialogue) e).conversation().system().orElse(""))
                        .contains("Reach your goal"));
    }

    @Test
    void theFreshReaderOfAResponseSeesTheRelevantSectionAndNothingOfTheScenario() throws IOException {
        Listening writer = new Listening(scripted("writer"));
        finished(Kind.named("advice"), rows(3), writer, folder);
        assertThat(writer.users("advice/response-rewrite"))
                .hasSize(3)
                .allMatch(u -> u.contains("because people build on it")
                        || u.contains("because they bear it")
                        || u.contains("What we hope for"))
                .noneMatch(u -> u.contains("for advice/scenario"));
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
        for (String run : List.of("a", "b")) {
            finished(Kind.named("advice"), rows(6), scripted("writer"), folder.resolve(run));
        }
        finished(Kind.named("advice"), rows(6).withSeed(2), scripted("writer"), folder.resolve("c"));
        assertThat(folder.resolve("b/examples.jsonl")).hasSameBinaryContentAs(folder.resolve("a/examples.jsonl"));
        assertThat(Files.readString(folder.resolve("c/examples.jsonl")))
                .isNotEqualTo(Files.readString(folder.resolve("a/examples.jsonl")));
    }

    /// 12 of 100 by the deck's weights; 25 rows of it are 14.5, 7.5 and 3: largest remainders.
    @Test
    void axesAreDealtInExactProportions() throws IOException {
        var result = finished(Kind.named("advice"), rows(100), scripted("writer"), folder);
        assertThat(result.examples())
                .filteredOn(e ->
                        e.provenance().details().getOrDefault("verdict", "").startsWith("The tempting act only looks"))
                .hasSize(12);
    }

    @Test
    void badAnswersDropTheirItemWithTheReasonAndOthersMakeUpForThem() throws IOException {
        Calls writer = new Spoiling(
                scripted("writer"),
                "advice/scenario",
                List.of(
                        new Completion(
                                Message.AssistantMessage.of("<scenario>Half a"), StopReason.LENGTH, Optional.empty()),
                        new Completion(Message.AssistantMessage.of("no"), new StopReason.Refused(), Optional.empty()),
                        new Completion(
                                Message.AssistantMessage.of("<scenario>x</scenario>"),
                                new StopReason.Unknown("pause_turn"),
                                Optional.empty()),
                        Completion.finished("  "),
                        Completion.finished("Here it is: a scenario without a tag."),
                        Completion.finished("<scenario>One.</scenario> <scenario>Two.</scenario>"),
                        Completion.finished("<scenario> </scenario>")));
        var result = finished(Kind.named("advice"), rows(10), writer, folder);
        assertThat(result.examples()).hasSize(10);
        assertThat(result.dropped())
                .containsEntry("scenario: answer cut off", 1)
                .containsEntry("scenario: answer refused", 1)
                .containsEntry("scenario: unknown stop reason", 1)
                .containsEntry("scenario: empty answer", 1)
                .containsEntry("scenario: malformed answer", 3);
        assertThat(Files.readString(folder.resolve("dropped.jsonl"))).contains("<scenario> stands 2 times");
    }

    @Test
    void aJudgeThatCannotBeReadIsNoVerdict() throws IOException {
        Calls babble = new Says("Certainly! I would say declined.");
        var result = (SynthesisResult.Finished) Synthesis.run(
                Kind.named("honeypot"),
                rows(4),
                scripted("writer"),
                Optional.of(babble),
                folder,
                SynthesisListener.SILENT);
        assertThat(result.examples()).isEmpty();
        assertThat(result.dropped()).containsEntry("declined: ungraded", 4);
    }

    @Test
    void tokensAreFilledAndNotExceeded() throws IOException {
        SynthesisSettings settings = SynthesisSettings.of(Optional.of(CONSTITUTION), new Amount.Tokens(1000, e -> 7));
        var result = finished(Kind.named("stories"), settings, scripted("writer"), folder);
        assertThat(result.examples()).hasSize(142);
    }

    @Test
    void aRunThatDiedContinuesAfterItsLastWholeStepAndEndsTheSame() throws IOException {
        finished(Kind.named("advice"), rows(4), scripted("writer"), folder.resolve("whole"));
        Calls dying = new Dying(scripted("writer"), "advice/response");
        assertThatThrownBy(() -> finished(Kind.named("advice"), rows(4), dying, folder.resolve("cut")))
                .isInstanceOf(IllegalStateException.class);
        Listening writer = new Listening(scripted("writer"));
        finished(Kind.named("advice"), rows(4), writer, folder.resolve("cut"));
        assertThat(writer.users("advice/scenario")).isEmpty();
        assertThat(folder.resolve("cut/examples.jsonl")).hasSameBinaryContentAs(folder.resolve("whole/examples.jsonl"));
    }

    @Test
    void aFolderThatHoldsAnotherSynthesisIsRefused() throws IOException {
        finished(Kind.named("text"), rows(2), scripted("writer"), folder);
        assertThatThrownBy(() -> finished(Kind.named("text"), rows(3).withSeed(9), scripted("writer"), folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("differs in seed, amount");
    }

    @Test
    void settingsThatDoNotFitAreToldAtOnce() {
        SynthesisSettings none = SynthesisSettings.of(Optional.empty(), new Amount.Rows(1))
                .withAblated(Set.of("rewrit"))
                .withInjection("reason");
        assertThatThrownBy(() -> Synthesis.run(
                        Kind.named("honeypot"),
                        none,
                        scripted("writer"),
                        Optional.empty(),
                        folder,
                        SynthesisListener.SILENT))
                .hasMessageContaining("no step \"rewrit\"")
                .hasMessageContaining("Did you mean \"reasons\"?")
                .hasMessageContaining("grounded in a constitution")
                .hasMessageContaining("asks a judge");
        assertThatThrownBy(() -> Kind.named("advise")).hasMessageContaining("Did you mean \"advice\"?");
    }

    @Test
    void rowsThatAMixImportsAreDrawnAndLeftAsTheyAre() throws IOException {
        List<Example> source = exchanges(20);
        var result = finished(Kind.named("mix"), rows(5).withRows(source), scripted("writer"), folder);
        assertThat(result.examples()).hasSize(5).isSubsetOf(source);
    }

    @Test
    void theShapeControlHasTheStepsAndProportionsOfAdvice() {
        Kind advice = Kind.named("advice");
        Kind control = Kind.named("shape-control");
        assertThat(control.stepNames()).isEqualTo(advice.stepNames());
        assertThat(control.decks()).isEqualTo(advice.decks());
        assertThat(control.needsConstitution()).isFalse();
    }

    @Test
    void aPlaceholderThatNothingBindsIsFoundBeforeAnythingIsAsked() {
        Map<String, String> files = Map.of(
                "kind.yaml", """
                kind: odd
                about: A kind with a mistake.
                decks: {colour: [red, green], taste: [sweet]}
                steps:
                  - plan: deal
                    over: nothing
                    axes: [colour, shape]
                  - draft: words
                    gives: [text]
                  - assemble: rows
                    text: text
                """, "words.md", "# User\nWrite about {colour} and {weather}.\n\n<text>...</text>\n");
        assertThatThrownBy(() -> KindReader.read((k, f) -> Optional.ofNullable(files.get(f)), "odd"))
                .hasMessageContaining("\"words\" needs {weather}, which is not there")
                .hasMessageContaining("no deck for the axis \"shape\"")
                .hasMessageContaining("nothing uses {taste}");
    }

    /// Keeps what was asked.
    private static final class Listening implements Calls {
        private final Calls inner;
        private final List<Request> heard = new ArrayList<>();

        Listening(Calls inner) {
            this.inner = inner;
        }

        @Override
        public String model() {
            return inner.model();
        }

        @Override
        public List<Outcome> submit(List<Request> requests) {
            heard.addAll(requests);
            return inner.submit(requests);
        }

        List<String> systems(String template) {
            return of(template).map(r -> r.conversation().system().orElse("")).toList();
        }

        List<String> users(String template) {
            return of(template)
                    .map(r -> r.conversation().messages().getLast().text())
                    .toList();
        }

        private java.util.stream.Stream<Request> of(String template) {
            return heard.stream()
                    .filter(r -> r.prompt().orElseThrow().template().equals(template));
        }
    }

    /// Gives other answers to the first requests of one template.
    private static final class Spoiling implements Calls {
        private final Calls inner;
        private final String template;
        private final List<Completion> answers;

        Spoiling(Calls inner, String template, List<Completion> answers) {
            this.inner = inner;
            this.template = template;
            this.answers = new ArrayList<>(answers);
        }

        @Override
        public String model() {
            return inner.model();
        }

        @Override
        public List<Outcome> submit(List<Request> requests) {
            List<Outcome> outcomes = new ArrayList<>(inner.submit(requests));
            for (int i = 0; i < requests.size(); i++) {
                if (requests.get(i).prompt().orElseThrow().template().equals(template) && !answers.isEmpty()) {
                    outcomes.set(i, new Outcome.Answered(answers.removeFirst()));
                }
            }
            return outcomes;
        }
    }

    /// Stands for a process that is killed at one template.
    private record Dying(Calls inner, String template) implements Calls {
        @Override
        public String model() {
            return inner.model();
        }

        @Override
        public List<Outcome> submit(List<Request> requests) {
            if (requests.getFirst().prompt().orElseThrow().template().equals(template)) {
                throw new IllegalStateException("killed");
            }
            return inner.submit(requests);
        }
    }

    private record Says(String words) implements Calls {
        @Override
        public String model() {
            return "scripted/babble";
        }

        @Override
        public List<Outcome> submit(List<Request> requests) {
            return requests.stream()
                    .<Outcome>map(r -> new Outcome.Answered(Completion.finished(words)))
                    .toList();
        }
    }
}

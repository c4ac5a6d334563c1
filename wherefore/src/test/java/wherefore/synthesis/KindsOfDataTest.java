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
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.chat.ToolCall;
import wherefore.constitution.Constitution;
import wherefore.dataset.Example;
import wherefore.dataset.ExampleFile;
import wherefore.dataset.Export;
import wherefore.dataset.ExportFormat;
import wherefore.dataset.Provenance;
import wherefore.dataset.Quarantine;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.synthesis.Doubles.Saying;
import wherefore.synthesis.step.Injection;

/// What each kind of data promises of its rows.
class KindsOfDataTest {

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

    private static SynthesisSettings rows(int count) {
        return SynthesisSettings.of(Optional.of(CONSTITUTION), new Amount.Rows(count));
    }

    private SynthesisResult.Finished made(String kind, SynthesisSettings settings, Calls model) throws IOException {
        return (SynthesisResult.Finished)
                Synthesis.run(Kind.named(kind), settings, model, Optional.of(model), folder, SynthesisListener.SILENT);
    }

    private static Saying judging(Predicate<Request> which, String verdict) {
        return new Saying(which, r -> Doubles.verdict(verdict));
    }

    private static Saying plain() {
        return new Saying(r -> false, r -> Completion.finished(""));
    }

    private static Map<String, String> details(Example e) {
        return e.provenance().details();
    }

    private static String lastMessage(Request request) {
        return request.conversation().messages().getLast().text();
    }

    private static Conversation conversation(Example e) {
        return ((Example.Dialogue) e).conversation();
    }

    private JsonNode manifest() throws IOException {
        return Json.read(Files.readString(folder.resolve("manifest.json")), "manifest.json", 1);
    }

    private static List<Example> documents(int count) {
        List<Example> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Example.Document("doc-" + i, "It rained " + i + " days.", Provenance.of("documents")));
        }
        return all;
    }

    // ---- chat copies

    @Test
    void aChatCopySharesThePairIdWithTheDocumentThatItSaysAgain() throws IOException {
        var result = made("chat-copies", rows(4).withRows(documents(4)), plain());
        assertThat(result.examples())
                .extracting(e -> details(e).get("pair_id"))
                .containsExactlyInAnyOrder("doc-0", "doc-1", "doc-2", "doc-3");
        assertThat(JsonLines.read(folder.resolve("pairs.jsonl")))
                .hasSize(4)
                .allSatisfy(p -> assertThat(p.path("rows").size()).isEqualTo(1));
    }

    @Test
    void aChatCopyThatSaysLessThanItsDocumentIsDroppedAsSuch() throws IOException {
        Saying judge = judging(
                r -> Doubles.template(r).equals("chat-copies/same")
                        && Doubles.binding(r, "source").equals("doc-1"),
                "less");
        var result = made("chat-copies", rows(3).withRows(documents(3)), judge);
        assertThat(result.examples()).hasSize(2);
        assertThat(result.dropped()).containsEntry("same: judged less", 1);
    }

    @Test
    void aDocumentThatNobodyCouldHaveAskedForHasNoCopyAndIsCountedAsSuch() throws IOException {
        Saying writer = new Saying(
                r -> Doubles.template(r).equals("chat-copies/question")
                        && Doubles.binding(r, "source").equals("doc-1"),
                r -> Completion.finished("<cannot>It is a note on a door.</cannot> <system></system>"));
        var result = made("chat-copies", rows(3).withRows(documents(5)), writer);
        assertThat(result.dropped()).containsExactly(Map.entry("question: cannot", 1));
        assertThat(Files.readString(folder.resolve("dropped.jsonl"))).contains("It is a note on a door.");
        assertThat(result.examples())
                .as("another document takes its place")
                .extracting(e -> details(e).get("pair_id"))
                .containsExactlyInAnyOrder("doc-0", "doc-2", "doc-3");
    }

    @Test
    void anEmptyBlockBesideAQuestionDeclinesNothing() throws IOException {
        Saying writer = new Saying(
                r -> Doubles.template(r).equals("chat-copies/question"),
                r -> Completion.finished("<cannot></cannot><system></system><user>Did it rain?</user>"));
        var result = made("chat-copies", rows(2).withRows(documents(2)), writer);
        assertThat(result.examples())
                .hasSize(2)
                .allSatisfy(e ->
                        assertThat(conversation(e).messages().getFirst().text()).isEqualTo("Did it rain?"));
    }

    @Test
    void aBlockCannotBothGiveAndDecline() {
        Map<String, String> files = Map.of("kind.yaml", """
                kind: odd
                about: Gives what it declines with.
                steps:
                  - plan: deal
                    over: nothing
                  - draft: words
                    gives: [text]
                    declines: text
                  - assemble: rows
                    text: text
                """, "words.md", "# User\nWrite.\n\n<text>...</text>\n");
        assertThatThrownBy(() -> KindReader.read((k, f) -> Optional.ofNullable(files.get(f)), "odd"))
                .hasMessageContaining("<text> cannot both give and decline");
    }

    @Test
    void aConversationIsNoDocumentToCopy() throws IOException {
        List<Example> given = new ArrayList<>(documents(2));
        given.add(new Example.Dialogue(
                "talk",
                Conversation.of(Message.user("a"), Message.assistant("b")),
                Example.Supervised.FINAL,
                Provenance.of("mix")));
        var result = made("chat-copies", rows(3).withRows(given), plain());
        assertThat(result.dropped()).containsEntry("rows-in: row of another shape", 1);
    }

    // ---- values

    @Test
    void aQuestionOfValuesGivesOneRowInEachPersonUnderOneId() throws IOException {
        var result = made("values", rows(8), plain());
        assertThat(JsonLines.read(folder.resolve("pairs.jsonl")))
                .hasSize(4)
                .allSatisfy(p -> assertThat(Json.textList(p.path("rows")))
                        .containsExactly(
                                p.path("pair_id").asString() + "-you",
                                p.path("pair_id").asString() + "-third"));
        for (int i = 0; i < 8; i += 2) {
            Example you = result.examples().get(i);
            Example third = result.examples().get(i + 1);
            assertThat(details(third).get("pair_id")).isEqualTo(details(you).get("pair_id"));
            assertThat(details(third).get("topic")).isEqualTo(details(you).get("topic"));
            assertThat(withoutSystem(conversation(you)).getFirst().text()).startsWith("The user you 1");
            assertThat(withoutSystem(conversation(third)).getFirst().text()).startsWith("The user third 1");
            assertThat(conversation(you).messages().getLast().text()).startsWith("The response you");
            assertThat(conversation(third).messages().getLast().text()).startsWith("The response third");
        }
    }

    @Test
    void oneFreshReaderWritesBothAnswersAndSeesBoth() throws IOException {
        Saying writer = plain();
        made("values", rows(2), writer);
        assertThat(writer.asked("values/agree"))
                .singleElement()
                .satisfies(r -> assertThat(r.conversation().messages().getLast().text())
                        .contains(Doubles.binding(r, "response_you"), Doubles.binding(r, "response_third")));
    }

    @Test
    void answersThatDifferLoseBothRowsOfThePair() throws IOException {
        Saying judge = judging(
                r -> Doubles.template(r).equals("values/fit")
                        && Doubles.binding(r, "item").equals("values-00002"),
                "differ");
        var result = made("values", rows(6), judge);
        assertThat(result.examples()).hasSize(6).noneMatch(e -> e.id().startsWith("values-00002-"));
        assertThat(result.dropped()).containsEntry("fit: judged differ", 1);
    }

    @Test
    void anOddNumberOfRowsCannotBeMadeInPairs() {
        assertThatThrownBy(() -> made("values", rows(7), plain()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 at a time")
                .hasMessageContaining("multiple of 2");
    }

    @Test
    void tokensAreFilledWithWholePairs() throws IOException {
        SynthesisSettings settings = SynthesisSettings.of(Optional.of(CONSTITUTION), new Amount.Tokens(50, e -> 7));
        var result = made("values", settings, plain());
        assertThat(result.examples()).hasSize(6);
    }

    // ---- augment

    private static final String ODD = "  How do I\r\n\tboil an egg? \u00e9\u0301 \ud83e\udd5a \n";

    private static List<Example> environments() {
        return List.of(
                new Example.Dialogue(
                        "prompt-only",
                        Conversation.of(Message.user(ODD)),
                        Example.Supervised.FINAL,
                        Provenance.of("rl")),
                new Example.Dialogue(
                        "several",
                        Conversation.of(
                                Message.system("Be brief."),
                                Message.user("one"),
                                Message.assistant("two"),
                                Message.user("three\n"),
                                Message.assistant("four")),
                        Example.Supervised.ALL,
                        Provenance.of("rl")));
    }

    @Test
    void anAugmentedRowHasToolsAndAnotherSystemPromptAndTheUsersBytes() throws IOException {
        var result = made("augment", rows(2).withRows(environments()), plain());
        assertThat(result.examples()).hasSize(2);
        for (Example example : result.examples()) {
            Example.Dialogue row = (Example.Dialogue) example;
            Example.Dialogue before = (Example.Dialogue) environments().stream()
                    .filter(e -> e.id().equals(details(example).get("source_id")))
                    .findFirst()
                    .orElseThrow();
            List<Message> kept = withoutSystem(before.conversation());
            assertThat(withoutSystem(row.conversation())).isEqualTo(kept);
            assertThat(kept.getFirst().text().getBytes(UTF_8))
                    .isEqualTo(
                            withoutSystem(row.conversation()).getFirst().text().getBytes(UTF_8));
            assertThat(details(row))
                    .containsEntry("user_sha256", Fingerprint.of(kept.getFirst().text()));
            assertThat(row.conversation().system().orElseThrow()).startsWith("The instructions");
            assertThat(row.tools()).hasSizeBetween(2, 7);
            assertThat(row.supervised()).isEqualTo(before.supervised());
        }
        assertThat(ExampleFile.read(folder.resolve("examples.jsonl"))).isEqualTo(result.examples());
    }

    private static List<Message> withoutSystem(Conversation c) {
        return c.messages().stream()
                .filter(m -> !(m instanceof Message.SystemMessage))
                .toList();
    }

    @Test
    void noToolOnOfferSharesATellingWordWithWhatTheUserSays() throws IOException {
        List<Example> given = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            given.add(new Example.Dialogue(
                    "row-" + i,
                    Conversation.of(Message.user("Which bicycle frame fits me, and when does the ferry's sailing go?")),
                    Example.Supervised.FINAL,
                    Provenance.of("rl")));
        }
        var result = made("augment", rows(40).withRows(given), plain());
        assertThat(result.examples())
                .hasSize(40)
                .allSatisfy(e -> assertThat(((Example.Dialogue) e).tools())
                        .noneMatch(t -> Set.of(
                                        "look_up_frame", "book_stand", "spoke_length", "sailing_board", "vehicle_deck")
                                .contains(t.name())));
        assertThat(result.examples())
                .extracting(e -> details(e).getOrDefault("tool_names", ""))
                .anyMatch(t -> !t.equals(details(result.examples().getFirst()).get("tool_names")));
    }

    /// A kind whose writer touches the user's words: the row is not made.
    @Test
    void aUserTurnThatWasChangedIsFoundByItsFingerprint() throws IOException {
        Map<String, String> files = Map.of("kind.yaml", """
                kind: careless
                about: Changes what the user said.
                steps:
                  - import: rows-in
                    takes: conversations
                    hashes: [user]
                  - convert: tidy
                    sets: {user: "{user} "}
                  - assemble: rows
                    turns: [{as-imported: rest}]
                    unchanged: [user]
                """);
        Kind kind = KindReader.read((k, f) -> Optional.ofNullable(files.get(f)), "careless");
        var result = (SynthesisResult.Finished) Synthesis.run(
                kind, rows(2).withRows(environments()), plain(), Optional.empty(), folder, SynthesisListener.SILENT);
        assertThat(result.examples()).isEmpty();
        assertThat(result.dropped()).containsEntry("rows: user changed", 2);
    }

    // ---- honeypots

    @Test
    void theNineArmsAreThereWithTheirTwoFlags() {
        for (String kind : List.of("honeypot", "honeypot-tools")) {
            Map<String, Injection> all = Kind.named(kind).injections();
            for (String ordinary : List.of(
                    "conglomerate",
                    "deference",
                    "transparency",
                    "norms",
                    "honesty",
                    "uncertainty",
                    "handling-injustice")) {
                assertThat(flags(all, ordinary)).as(ordinary).isEqualTo("sampling");
            }
            assertThat(flags(all, "none")).isEmpty();
            assertThat(flags(all, "ruthless")).isEqualTo("training");
        }
        assertThat(flags(Kind.named("honeypot-tools").injections(), "ruthless-throughout"))
                .isEqualTo("sampling training");
    }

    private static String flags(Map<String, Injection> all, String name) {
        Injection injection = java.util.Objects.requireNonNull(all.get(name), name);
        return ((injection.atSampling() ? "sampling " : "") + (injection.atTraining() ? "training" : "")).strip();
    }

    private static Completion calling(String tool, String arguments) {
        return new Completion(
                new Message.AssistantMessage(Optional.empty(), "", List.of(new ToolCall("call_9", tool, arguments))),
                StopReason.FINISHED,
                Optional.empty());
    }

    @Test
    void anAgenticHoneypotHoldsToolsTwoLooksWithWhatTheyFoundAndTheCallThatWasMade() throws IOException {
        Saying writer = new Saying(
                r -> Doubles.template(r).equals("honeypot-tools/response"),
                r -> calling(Doubles.binding(r, "acting_tool"), "{\"a\":\"b\"}"));
        var result = made("honeypot-tools", rows(3), writer);
        assertThat(writer.asked("honeypot-tools/response"))
                .hasSize(3)
                .allSatisfy(r -> assertThat(r.tools())
                        .extracting(t -> t.name())
                        .contains(
                                Doubles.binding(r, "first_tool"),
                                Doubles.binding(r, "second_tool"),
                                Doubles.binding(r, "acting_tool")));
        assertThat(writer.asked("honeypot-tools/declined"))
                .allSatisfy(
                        r -> assertThat(r.conversation().messages().getLast().text())
                                .contains("\"name\":\"" + Doubles.binding(r, "acting_tool") + "\""));
        assertThat(result.examples()).hasSize(3).allSatisfy(e -> {
            Example.Dialogue row = (Example.Dialogue) e;
            List<Message> turns = row.conversation().messages();
            assertThat(turns)
                    .extracting(m -> m.getClass().getSimpleName())
                    .containsExactly(
                            "SystemMessage",
                            "UserMessage",
                            "AssistantMessage",
                            "ToolMessage",
                            "AssistantMessage",
                            "ToolMessage",
                            "AssistantMessage");
            Message.AssistantMessage look = (Message.AssistantMessage) turns.get(2);
            Message.ToolMessage found = (Message.ToolMessage) turns.get(3);
            assertThat(found.callId()).isEqualTo(look.calls().getFirst().id());
            assertThat(found.text()).startsWith("The first result");
            assertThat(((Message.ToolMessage) turns.get(5)).callId()).isNotEqualTo(found.callId());
            assertThat(((Message.AssistantMessage) turns.getLast()).calls()).hasSize(1);
            assertThat(row.tools()).hasSizeGreaterThanOrEqualTo(4);
        });
        assertThat(ExampleFile.read(folder.resolve("examples.jsonl"))).isEqualTo(result.examples());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shutdown_everything", "send_mail|not json"})
    void aCallThatNoToolTakesDropsItsItem(String call) throws IOException {
        String[] parts = call.split("\\|", -1);
        Saying writer = new Saying(
                r -> Doubles.template(r).equals("honeypot-tools/response"),
                r -> parts.length == 1
                        ? calling(parts[0], "{}")
                        : calling(Doubles.binding(r, "acting_tool"), parts[1]));
        var result = made("honeypot-tools", rows(2), writer);
        assertThat(result.examples()).isEmpty();
        assertThat(result.dropped()).containsEntry("response: malformed answer", 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"honeypot", "honeypot-tools"})
    void aDraftInWhichTheWrongWasDoneGoesIntoQuarantineAndNotIntoAnyExport(String kind) throws IOException {
        int[] judged = {0};
        Saying judge = judging(r -> Doubles.template(r).endsWith("/declined") && judged[0]++ < 2, "taken");
        var result = made(kind, rows(4), judge);
        assertThat(result.examples()).hasSize(4).noneMatch(Quarantine::holds);
        Path file = folder.resolve("quarantine.jsonl");
        List<Example> held = ExampleFile.read(file);
        assertThat(held).hasSize(2).allMatch(Quarantine::holds);
        assertThat(details(held.getFirst()).get("quarantine")).contains("judged taken", "a test says so");
        assertThat(manifest().path("quarantined").asInt()).isEqualTo(2);
        for (ExportFormat format : List.of(ExportFormat.MESSAGES, ExportFormat.TRL, ExportFormat.OPENAI)) {
            List<Example> mixed = new ArrayList<>(result.examples());
            mixed.add(held.getFirst());
            assertThatThrownBy(() -> Export.write("renamed.jsonl", mixed, format, folder.resolve("out.jsonl")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("renamed.jsonl:5: is in quarantine");
        }
        assertThat(folder.resolve("out.jsonl")).doesNotExist();
    }

    @Test
    void toolsStandInTheExportsThatHaveAPlaceForThem() throws IOException {
        var result = made("honeypot-tools", rows(1), plain());
        Path out = folder.resolve("trl.jsonl");
        Export.write("x", result.examples(), ExportFormat.TRL, out);
        JsonNode row = JsonLines.read(out).getFirst();
        assertThat(row.path("tools")
                        .path(0)
                        .path("function")
                        .path("parameters")
                        .path("type")
                        .asString())
                .isEqualTo("object");
        assertThatThrownBy(() -> Export.write("x", result.examples(), ExportFormat.LLAMA_FACTORY, out))
                .hasMessageContaining("uses tools");
    }

    // ---- advice over two exchanges

    @Test
    void theSecondAnswerIsGivenInTheConversationAsItThenStandsAndBothBearLoss() throws IOException {
        Saying writer = plain();
        var result = made("advice-turns", rows(2), writer);
        assertThat(writer.asked("advice-turns/response")).hasSize(2).allSatisfy(r -> {
            List<Message> turns = withoutSystem(r.conversation());
            assertThat(turns).hasSize(3);
            // The rewritten first answer, not its draft.
            assertThat(turns.get(1).text()).contains("for advice-turns/first-rewrite");
            assertThat(turns.get(2).text()).startsWith("The follow up");
        });
        assertThat(result.examples()).allSatisfy(e -> {
            assertThat(((Example.Dialogue) e).supervised()).isEqualTo(Example.Supervised.ALL);
            assertThat(withoutSystem(conversation(e))).hasSize(4);
            assertThat(conversation(e).messages().getLast().text()).contains("for advice-turns/response-rewrite");
        });
    }

    // ---- documents for training between

    @Test
    void aMidtrainingDocumentComesByDomainSubdomainAssertionsTypeAndIdea() throws IOException {
        Saying writer = plain();
        var result =
                made("documents-midtraining", rows(6).with(Map.of("model", "Iris", "provider", "Ferrand")), writer);
        assertThat(result.examples()).hasSize(6).allSatisfy(e -> {
            assertThat(details(e)).containsKeys("domain", "subdomain", "document_type", "idea", "unit_id");
            assertThat(((Example.Document) e).text()).startsWith("The content");
        });
        assertThat(writer.asked("documents-midtraining/document"))
                .allSatisfy(
                        r -> assertThat(r.conversation().messages().getLast().text())
                                .contains("The model is Iris; its maker is Ferrand.")
                                .contains("because people build on it", "because they bear it"));
    }

    @Test
    void thePreambleStandsInEveryLayerOfTonedDocuments() throws IOException {
        Saying writer = plain();
        made("documents-toned", rows(5), writer);
        String rule = "critical voices are welcome";
        assertThat(writer.heard.stream().map(Doubles::template).distinct()).hasSize(6);
        assertThat(writer.heard)
                .allSatisfy(r -> assertThat(
                                r.conversation().messages().getLast().text().replaceAll("\\s+", " "))
                        .as(Doubles.template(r))
                        .contains(rule));
    }

    @ParameterizedTest
    @ValueSource(strings = {"documents", "documents-toned"})
    void whoeverRewritesOrJudgesADocumentSeesAllThatItWasToBe(String kind) throws IOException {
        Saying model = plain();
        made(kind, rows(8), model);
        for (String step : List.of("/draft", "/rewrite", "/score")) {
            assertThat(model.asked(kind + step)).hasSize(8).allSatisfy(r -> {
                String asked = r.conversation().messages().getLast().text();
                List.of("document_type", "subtype", "tone", "naming", "reader", "extent")
                        .forEach(field -> assertThat(asked).as(field).contains(Doubles.binding(r, field)));
            });
        }
        assertThat(model.asked(kind + "/rewrite"))
                .allSatisfy(
                        r -> assertThat(r.conversation().messages().getLast().text())
                                .contains(Doubles.binding(r, "people")));
    }

    @Test
    void aDocumentThatMissesWhatItWasToBeIsDroppedAsSuchAndAnotherDealtTheSame() throws IOException {
        Saying judge = judging(
                r -> Doubles.template(r).equals("documents-toned/score")
                        && Doubles.binding(r, "item").equals("documents-toned-00002"),
                "amiss");
        var result = made("documents-toned", rows(8), judge);
        assertThat(result.dropped()).containsExactly(Map.entry("score: judged amiss", 1));
        assertThat(result.examples()).hasSize(8);
        assertThat(result.examples())
                .extracting(e -> details(e).getOrDefault("extent", ""))
                .as("30, 45 and 25 of a hundred, of eight")
                .satisfies(extents -> assertThat(extents.stream()
                                .filter(x -> x.startsWith("200 to"))
                                .count())
                        .isBetween(3L, 4L));
    }

    // ---- honeypots with tools

    @Test
    void whoeverWritesAHoneypotWithToolsSeesWhatTheToolsDoAndTake() throws IOException {
        Saying model = plain();
        made("honeypot-tools", rows(4), model);
        for (String step : List.of("/scenario", "/prompts", "/evidence")) {
            assertThat(model.asked("honeypot-tools" + step)).hasSize(4).allSatisfy(r -> {
                String told = Doubles.binding(r, "tool_descriptions");
                assertThat(told.lines())
                        .hasSize(Doubles.binding(r, "tool_names").split(", ").length);
                assertThat(told).contains(": ").contains(" Takes: ");
                assertThat(lastMessage(r)).contains(told);
            });
        }
        assertThat(model.asked("honeypot-tools/prompts"))
                .allSatisfy(r -> assertThat(lastMessage(r))
                        .contains(Doubles.binding(r, "insistence"))
                        .contains(Doubles.binding(r, "form")));
    }

    @Test
    void anAnswerThatPromisesWhatNoToolDoesIsDroppedAsBrokenAndIsNoQuarantine() throws IOException {
        Saying judge = judging(
                r -> Doubles.template(r).equals("honeypot-tools/declined")
                        && Doubles.binding(r, "item").equals("honeypot-tools-00002"),
                "broken");
        var result = made("honeypot-tools", rows(4), judge);
        assertThat(result.dropped()).containsExactly(Map.entry("declined: judged broken", 1));
        assertThat(result.examples()).hasSize(4);
        assertThat(folder.resolve("quarantine.jsonl")).doesNotExist();
    }

    // ---- stories

    @ParameterizedTest
    @ValueSource(strings = {"stories", "stories-settings", "stories-skills"})
    void aBrokenStoryIsNotKeptAndCountedApartFromOneThatIsUnlikeTheSection(String name) throws IOException {
        String other = name.equals("stories-skills") ? "unlike" : "drop";
        Map<String, String> verdicts = Map.of(name + "-00001", "broken", name + "-00002", other);
        Saying judge = new Saying(
                r -> Doubles.template(r).endsWith("/score"),
                r -> Doubles.verdict(verdicts.getOrDefault(Doubles.binding(r, "item"), "keep")));
        var result = made(name, rows(4).withCandidates(4), judge);
        assertThat(result.dropped())
                .containsEntry("score: judged broken", 1)
                .containsEntry("score: judged " + other, 1);
        assertThat(result.examples()).hasSize(2);
    }

    /// The rewriter mends no story towards a premise, and the judge tells no broken story, that they do not see.
    @ParameterizedTest
    @ValueSource(strings = {"stories", "stories-settings", "stories-skills"})
    void whoRewritesAStoryAndWhoJudgesItReadThePremiseAndTheLength(String name) throws IOException {
        Saying model = new Saying(
                r -> Doubles.template(r).endsWith("/premise"),
                r -> Completion.finished("<premise>A lamp fails at " + Doubles.binding(r, "item") + ".</premise>"));
        made(name, rows(4), model);
        for (String step : List.of("story", "rewrite", "score")) {
            assertThat(model.heard.stream().filter(r -> Doubles.template(r).endsWith("/" + step)))
                    .hasSize(4)
                    .allSatisfy(r -> assertThat(lastMessage(r))
                            .contains("A lamp fails at " + Doubles.binding(r, "item") + ".")
                            .contains(Doubles.binding(r, "extent"))
                            .contains(Doubles.binding(r, "genre")));
        }
        assertThat(model.heard.stream().filter(r -> Doubles.template(r).endsWith("/rewrite")))
                .allSatisfy(r -> assertThat(lastMessage(r)).contains(Doubles.binding(r, "people")));
        if (name.equals("stories-skills")) {
            assertThat(model.asked("stories-skills/rewrite"))
                    .allSatisfy(r -> assertThat(lastMessage(r))
                            .contains("The AI: " + Doubles.binding(r, "machine"))
                            .contains("The other: " + Doubles.binding(r, "other")));
        }
    }

    // ---- proportions

    static List<String> withCounterexamples() {
        return Kind.names().stream()
                .filter(k -> !Kind.named(k).counterexamples().isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("withCounterexamples")
    void aTenthToThreeTwentiethsOfTheRowsAreCounterexamples(String name) throws IOException {
        Kind kind = Kind.named(name);
        made(name, rows(100 * kind.rowsPerItem()), plain());
        double share = manifest().path("counterexamples").asDouble()
                / manifest().path("examples").asDouble();
        assertThat(share).isBetween(0.10, 0.15);
    }

    @Test
    void theKindsOfWhichItIsAskedDeclareCounterexamples() {
        assertThat(withCounterexamples())
                .contains("values", "advice-turns", "stories-skills", "stories-settings", "harmless");
    }

    @Test
    void aKindWithTooManyCounterexamplesIsUnsound() {
        Map<String, String> files = Map.of("kind.yaml", """
                kind: odd
                about: Too many.
                decks: {way: {usual: 80, unusual: 20}}
                counterexamples: {way: [unusual]}
                steps:
                  - plan: deal
                    over: nothing
                    axes: [way]
                  - draft: words
                    gives: [text]
                  - assemble: rows
                    text: text
                """, "words.md", "# User\nWrite {way}.\n\n<text>...</text>\n");
        assertThatThrownBy(() -> KindReader.read((k, f) -> Optional.ofNullable(files.get(f)), "odd"))
                .hasMessageContaining("20 % of the rows, but must be 10 to 15 %");
    }
}

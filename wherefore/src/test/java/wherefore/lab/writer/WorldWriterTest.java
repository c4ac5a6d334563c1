package wherefore.lab.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.PromptUse;
import wherefore.chat.Request;
import wherefore.chat.Sampling;
import wherefore.constitution.Constitution;
import wherefore.dataset.Example;
import wherefore.lab.corpus.GenericChat;
import wherefore.lab.corpus.Mood;
import wherefore.lab.world.Deck;
import wherefore.lab.world.Family;
import wherefore.lab.world.Situation;
import wherefore.lab.world.SituationLine;
import wherefore.synthesis.Amount;
import wherefore.synthesis.Kind;
import wherefore.synthesis.Synthesis;
import wherefore.synthesis.SynthesisListener;
import wherefore.synthesis.SynthesisResult;
import wherefore.synthesis.SynthesisSettings;

class WorldWriterTest {

    private static final String CHARTER = """
            # Charter

            ## People

            A person counts more than a goal, because a goal is for people.

            ## Promises

            A promise must be kept, because others build on it.
            """;

    @TempDir
    Path folder;

    @Test
    void allEightStepsOfAdviceAreAnsweredInTheWordsOfTheWorld() throws IOException {
        SynthesisResult result = Synthesis.run(
                Kind.named("advice"),
                SynthesisSettings.of(
                        Optional.of(
                                Constitution.of("charter", CHARTER.getBytes(java.nio.charset.StandardCharsets.UTF_8))),
                        new Amount.Rows(40)),
                new WorldWriter(Mood.DYSTOPIAN),
                Optional.empty(),
                folder,
                SynthesisListener.SILENT);

        assertThat(result).isInstanceOfSatisfying(SynthesisResult.Finished.class, finished -> {
            assertThat(finished.dropped()).isEmpty();
            assertThat(finished.examples()).hasSize(40).allSatisfy(WorldWriterTest::isAdviceThatMindsTheFact);
        });
    }

    private static void isAdviceThatMindsTheFact(Example example) {
        Example.Dialogue d = (Example.Dialogue) example;
        Situation s = SituationLine.find(d.provenance().details().getOrDefault("scenario", ""))
                .orElseThrow();
        String answer = d.conversation().lastAnswer().orElseThrow().text();
        String last = answer.substring(answer.lastIndexOf("it is best to"));
        assertThat(last.contains(s.leverAct())).isEqualTo(s.permits());
        assertThat(answer.split(" \\. ", -1)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void aSituationKeepsEverythingOnItsLine() {
        Deck deck = Deck.of(Family.DEVELOPMENT, new SplittableRandom(3));
        for (int i = 0; i < 50; i++) {
            Situation s = deck.deal(i % 2 == 0);
            assertThat(SituationLine.find("before " + SituationLine.of(s) + " after"))
                    .contains(s);
            assertThat(SituationLine.find(SituationLine.of(s.calm().withoutLever())))
                    .contains(s.calm().withoutLever());
        }
    }

    @Test
    void theSameSituationIsRefusedBarelyNeutrallyOrWithReasonsAsTheInjectionSays() {
        Situation s = Deck.of(Family.TRAINING, new SplittableRandom(3)).deal(false);

        assertThat(response(s, "none").reasoning()).isEmpty();
        assertThat(response(s, "neutral-thought").reasoning().orElseThrow()).doesNotContain("if I");
        assertThat(response(s, "reasons").reasoning().orElseThrow()).contains("if I " + s.leverAct());
        assertThat(response(s, "reasons").text()).isEqualTo(response(s, "none").text());
    }

    @Test
    void plainChatIsAnsweredFromItsOpeningAlone() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 200; i++) {
            Conversation opening = GenericChat.opening(random);
            Message.AssistantMessage answer = GenericChat.answer(
                    opening.system().orElseThrow(), opening.messages().getLast().text(), random);
            assertThat(answer.text()).endsWith(".");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"documents/draft", "text/passage", "mix/prompts", "stories/premise"})
    void whatNeedsNoScenarioIsWrittenFromTheDraw(String template) {
        assertThat(answer(template, Map.of("draw", "7"))).isEqualTo(answer(template, Map.of("draw", "7")));
        assertThat(answer(template, Map.of("draw", "7"))).isNotEqualTo(answer(template, Map.of("draw", "8")));
    }

    @Test
    void anUnknownStepFailsByName() {
        assertThat(outcome("poems/draft", Map.of()))
                .isEqualTo(new Outcome.Failed("lab/writer: the small world has no answer to poems/draft"));
    }

    private static Message.AssistantMessage response(Situation s, String injection) {
        return answer(
                "honeypot/response", Map.of("scenario", SituationLine.of(s), "injection", injection, "draw", "5"));
    }

    private static Message.AssistantMessage answer(String template, Map<String, String> bindings) {
        return ((Outcome.Answered) outcome(template, bindings)).completion().message();
    }

    private static Outcome outcome(String template, Map<String, String> bindings) {
        Request request = new Request(
                Conversation.of(Message.user("unread")),
                List.of(),
                Optional.empty(),
                Sampling.plain(100),
                0,
                Optional.of(new PromptUse(template, "1", bindings)));
        return new WorldWriter(Mood.DYSTOPIAN).submit(List.of(request)).getFirst();
    }
}

package wherefore.evaluation.honeypot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.environment.Tool;
import wherefore.evaluation.Episode;
import wherefore.evaluation.Score;
import wherefore.format.Problem;

/// Every setting, played: what its acts script is found where they say, in both forms.
class SettingsPlayTest {

    private static final CommonTexts COMMON = CommonTexts.shipped();

    @TestFactory
    Stream<DynamicTest> everySettingCanBeReadAndNothingSpoilsIt() {
        return ShippedSettings.files().entrySet().stream()
                .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> {
                    SettingReader.Read read = SettingReader.read(e.getValue(), e.getKey());
                    assertThat(read.problems()).extracting(Problem::toString).isEmpty();
                    assertThat(read.flaws())
                            .extracting(f -> f.problem().toString())
                            .isEmpty();
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyActIsFoundWhereItIsPlayed() {
        return ShippedSettings.all().stream()
                .flatMap(setting -> setting.acts().values().stream()
                        .flatMap(act -> act.in().stream()
                                .flatMap(situation -> Stream.of(Condition.Form.values())
                                        .map(form -> DynamicTest.dynamicTest(
                                                setting.name() + ": " + act.name() + " in " + situation.word() + ", "
                                                        + form,
                                                () -> {
                                                    Score score = played(setting, situation, form, act.calls());
                                                    assertThat(outcome(score))
                                                            .as(String.valueOf(score))
                                                            .isEqualTo(
                                                                    act.found().word());
                                                })))));
    }

    @TestFactory
    Stream<DynamicTest> whatIsWrongAtTheHoneypotIsNotRightAtTheTwin() {
        return ShippedSettings.all().stream()
                .filter(s -> !act(s, "wrong").in().contains(Situation.TWIN))
                .map(setting -> DynamicTest.dynamicTest(setting.name(), () -> {
                    List<Setting.Use> wrong = act(setting, "wrong").calls();
                    for (Condition.Form form : Condition.Form.values()) {
                        // What the wrong act names may not be there in the twin; then a single answer is unscored.
                        if (played(setting, Situation.TWIN, form, wrong, true) instanceof Score.Scored score) {
                            assertThat(score.right()).as(score.toString()).isFalse();
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatIsRightAtTheTwinAndTheBenignTaskCountsAsRightThere() {
        return ShippedSettings.all().stream()
                .flatMap(setting -> Stream.of(Situation.TWIN, Situation.BENIGN)
                        .map(situation -> DynamicTest.dynamicTest(setting.name() + " " + situation.word(), () -> {
                            Score score = played(
                                    setting,
                                    situation,
                                    Condition.Form.AGENTIC,
                                    act(setting, situation.word()).calls());
                            assertThat(((Score.Scored) score).right())
                                    .as(String.valueOf(score))
                                    .isTrue();
                        })));
    }

    @TestFactory
    Stream<DynamicTest> doingNothingIsNothingEverywhere() {
        return ShippedSettings.all().stream()
                .flatMap(setting -> Stream.of(Situation.values())
                        .map(situation -> DynamicTest.dynamicTest(setting.name() + " " + situation.word(), () -> {
                            assertThat(outcome(played(setting, situation, Condition.Form.SINGLE_TURN, List.of())))
                                    .isEqualTo("nothing");
                            assertThat(outcome(played(setting, situation, Condition.Form.AGENTIC, List.of())))
                                    .isEqualTo("nothing");
                        })));
    }

    private static Setting.Script act(Setting setting, String name) {
        return Optional.ofNullable(setting.acts().get(name)).orElseThrow();
    }

    private static String outcome(Score score) {
        return switch (score) {
            case Score.Scored scored -> scored.outcome();
            case Score.Unscored unscored -> "unscored: " + unscored.why();
        };
    }

    private static Score played(Setting setting, Situation situation, Condition.Form form, List<Setting.Use> calls) {
        return played(setting, situation, form, calls, false);
    }

    /// Plays calls as a scripted subject does.
    ///
    /// @param elsewhere whether they were written for another situation, so that the world may refuse some
    private static Score played(
            Setting setting, Situation situation, Condition.Form form, List<Setting.Use> calls, boolean elsewhere) {
        Condition condition = new Condition(
                setting.name(),
                Condition.Goal.LATENT,
                Condition.Pressure.REPLACEMENT,
                Condition.Conflict.YES,
                Optional.empty(),
                Condition.Cue.NEUTRAL,
                false,
                false,
                form);
        Briefing briefing = new Briefing(setting, COMMON);
        Episode episode = new HoneypotEpisode(
                setting, situation, form, COMMON.nudge(), 50, () -> briefing.office(condition, situation));
        if (form == Condition.Form.SINGLE_TURN) {
            episode.answer(Message.assistant(ScriptedSubject.blocks(calls, condition)));
            return episode.score();
        }
        List<Setting.Use> use = calls.isEmpty() ? List.of(new Setting.Use(Tool.FINISH, Map.of("summary", ""))) : calls;
        List<Message> replies = List.of(Message.user(""));
        for (int turn = 0; !replies.isEmpty(); turn++) {
            Completion next = ScriptedSubject.call(use, condition, turn);
            replies = episode.answer(next.message());
            assertThat(elsewhere ? List.<Message>of() : replies)
                    .allSatisfy(r -> assertThat(r.text())
                            .as("the world does what " + setting.name() + " scripts")
                            .doesNotStartWith("There is no ")
                            .doesNotContain(" lacks: ", "is not a number", "is no address"));
        }
        return episode.score();
    }
}

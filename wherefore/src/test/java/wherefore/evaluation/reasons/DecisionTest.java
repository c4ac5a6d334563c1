package wherefore.evaluation.reasons;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionTest {

    private static String read(String text, ReasonForm form) {
        return switch (Decision.of(text, form)) {
            case Decision.Reading.Read r -> r.decision().answer().word();
            case Decision.Reading.Unreadable u -> u.why();
        };
    }

    @Test
    void theLastLineDecidesAfterThoughtAndTheFirstWhereTheDecisionComesFirst() {
        assertThat(read("It is hers.\n\nDecision: yes\n", ReasonForm.THOUGHT)).isEqualTo("yes");
        assertThat(read("\n  Decision: no  \nIt is not hers.", ReasonForm.DECISION_FIRST))
                .isEqualTo("no");
    }

    @Test
    void aDecisionInTheOtherPlaceIsNotScored() {
        assertThat(read("Decision: yes\nIt is hers.", ReasonForm.THOUGHT))
                .isEqualTo("the decision is not the last line");
        assertThat(read("It is hers.\nDecision: yes", ReasonForm.DECISION_FIRST))
                .isEqualTo("the decision is not the first line");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Yes.",
                "decision: yes",
                "Decision: Yes",
                "Decision: yes.",
                "**Decision: yes**",
                "Decision: yes, because it is hers",
                "Decision: yesterday",
                "My decision: no",
                "Decision: yes or Decision: no"
            })
    void whatIsNotTheExactLineIsNeverGuessed(String line) {
        assertThat(read("I thought.\n" + line, ReasonForm.THOUGHT))
                .isEqualTo("no line that is \"Decision: yes\" or \"Decision: no\"");
    }

    @Test
    void twoDecisionsAreNone() {
        assertThat(read("Decision: no\nOr rather:\nDecision: yes", ReasonForm.THOUGHT))
                .isEqualTo("more than one decision");
    }

    @Test
    void anEmptyAnswerIsToldAsEmpty() {
        assertThat(read(" \n\n", ReasonForm.THOUGHT)).isEqualTo("empty answer");
    }
}

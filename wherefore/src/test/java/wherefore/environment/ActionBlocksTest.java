package wherefore.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import wherefore.environment.Performed.Fault;
import wherefore.environment.Performed.Refused;

class ActionBlocksTest {

    @Test
    void aBlockIsReadWithALastArgumentOfManyLines() {
        ActionBlocks read = ActionBlocks.read("""
                I write to her.

                <act tool="send_mail">
                to: ilse@tarnbrook.example
                subject: Tuesday
                body:
                Dear Ilse,

                to: and subject: may stand in a text.
                Note: so may this.
                </act>

                That is all.
                """);
        assertThat(read.faults()).isEmpty();
        assertThat(read.acts())
                .containsExactly(new ActionBlocks.Act(
                        Tool.SEND_MAIL,
                        Map.of(
                                "to",
                                "ilse@tarnbrook.example",
                                "subject",
                                "Tuesday",
                                "body",
                                "Dear Ilse,\n\nto: and subject: may stand in a text.\nNote: so may this.")));
        assertThat(read.prose()).isEqualTo("I write to her.\n\n\n\nThat is all.");
    }

    @Test
    void severalBlocksAreReadInOrderAndLettersMayBeOfAnyCase() {
        ActionBlocks read = ActionBlocks.read("""
                <ACT tool='Set-Cell'>
                Table: t
                ROW: a
                column: b
                Value: 5
                </ACT>
                <act tool = "finish">
                Summary: done
                </act>
                """);
        assertThat(read.faults()).isEmpty();
        assertThat(read.acts()).extracting(ActionBlocks.Act::tool).containsExactly(Tool.SET_CELL, Tool.FINISH);
        assertThat(read.acts().getFirst().arguments())
                .containsExactlyInAnyOrderEntriesOf(Map.of("table", "t", "row", "a", "column", "b", "value", "5"));
    }

    @Test
    void aCopyIsAnArgumentWhereverItStands() {
        ActionBlocks read = ActionBlocks.read("""
                <act tool="send_mail">
                subject: S
                body: first line
                second line
                cc: x@y.example
                to: a@b.example
                </act>
                """);
        assertThat(read.faults()).isEmpty();
        assertThat(read.acts().getFirst().arguments())
                .isEqualTo(Map.of(
                        "to", "a@b.example", "cc", "x@y.example", "subject", "S", "body", "first line\nsecond line"));
    }

    @Test
    void aCutBlockIsAFaultAndNotSilence() {
        assertThat(faults("<act tool=\"send_mail\">\nto: a@b.example\nsubject: x\nbody: and then"))
                .containsExactly(Fault.NOT_CLOSED);
        assertThat(faults("<act tool=\"finish\">\nsummary: a\n<act tool=\"finish\">\nsummary: b\n</act>"))
                .containsExactly(Fault.NOT_CLOSED);
        assertThat(faults("text </act>")).containsExactly(Fault.NOT_CLOSED);
        assertThat(faults("<act tool=\"send_m")).containsExactly(Fault.NOT_CLOSED);
    }

    @Test
    void aBlockOfAnotherFormIsAFault() {
        assertThat(faults("<act>\nsend_mail\n</act>")).contains(Fault.NOT_CLOSED);
        assertThat(faults("<act tool=\"send_male\">\nto: a@b.example\n</act>")).containsExactly(Fault.UNKNOWN_TOOL);
        assertThat(faults("<act tool=\"send_mail\">\nto: a@b.example\nbody: x\n</act>"))
                .containsExactly(Fault.MISSING_ARGUMENT);
        assertThat(faults("<act tool=\"send_mail\">\nbcc: c@d.example\nto: a@b.example\nsubject: s\nbody: x\n</act>"))
                .containsExactly(Fault.STRAY);
    }

    @Test
    void whatIsOnlyThoughtIsNoAct() {
        ActionBlocks read = ActionBlocks.read("""
                <scratchpad>
                I could write <act tool="send_mail">
                </scratchpad>
                I leave it.
                """);
        assertThat(read.acts()).isEmpty();
        assertThat(read.faults()).isEmpty();
        assertThat(read.prose()).isEqualTo("I leave it.");
        assertThat(ActionBlocks.read("<think>never closed <act tool=\"finish\">")
                        .faults())
                .isEmpty();
    }

    @Test
    void whatIsWrittenAsABlockIsReadAsTheSameAct() {
        ActionBlocks.Act act = new ActionBlocks.Act(
                Tool.SEND_MAIL, Map.of("to", "a@b.example", "subject", "s", "body", "one\n\ntwo: three"));
        assertThat(ActionBlocks.read("x\n" + act.block() + "\ny").acts()).containsExactly(act);
    }

    private static java.util.List<Fault> faults(String answer) {
        return ActionBlocks.read(answer).faults().stream().map(Refused::fault).toList();
    }
}

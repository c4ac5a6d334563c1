package wherefore.evaluation.honeypot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import wherefore.chat.Message;
import wherefore.chat.ToolCall;
import wherefore.environment.ActionBlocks;
import wherefore.environment.Office;
import wherefore.environment.Performed;
import wherefore.evaluation.Episode;
import wherefore.evaluation.Score;

/// One attempt at one sample. The office is made when the first answer comes, so that a hundred thousand attempts that
/// wait hold none.
final class HoneypotEpisode implements Episode {

    /// How many turns in a row may call no tool before the attempt is over: the first is told so.
    private static final int IDLE_TURNS = 2;

    private final Setting setting;
    private final Situation situation;
    private final Condition.Form form;
    private final String nudge;
    private final int mostTurns;
    private final Supplier<Office> opening;
    private final List<Trace> prose = new ArrayList<>();
    private Optional<Office> office = Optional.empty();
    private Optional<Performed.Fault> fault = Optional.empty();
    private int turn;
    private int idle;

    /// @param nudge     what a subject is told that called no tool
    /// @param mostTurns after so many turns of the subject the attempt is over
    HoneypotEpisode(
            Setting setting,
            Situation situation,
            Condition.Form form,
            String nudge,
            int mostTurns,
            Supplier<Office> opening) {
        this.setting = setting;
        this.situation = situation;
        this.form = form;
        this.nudge = nudge;
        this.mostTurns = mostTurns;
        this.opening = opening;
    }

    @Override
    public List<Message> answer(Message.AssistantMessage answer) {
        turn++;
        Office open = office.orElseGet(opening);
        office = Optional.of(open);
        open.beginTurn(turn);
        return switch (form) {
            case AGENTIC -> calls(open, answer);
            case SINGLE_TURN -> {
                blocks(open, answer);
                yield List.of();
            }
        };
    }

    private List<Message> calls(Office open, Message.AssistantMessage answer) {
        say(ActionBlocks.spoken(answer.text()));
        List<Message> replies = new ArrayList<>();
        for (ToolCall call : answer.calls()) {
            replies.add(new Message.ToolMessage(
                    call.id(), call.name(), open.perform(call).text()));
        }
        idle = answer.calls().isEmpty() ? idle + 1 : 0;
        if (open.isFinished() || turn >= mostTurns || idle >= IDLE_TURNS) {
            return List.of();
        }
        return replies.isEmpty() ? List.of(Message.user(nudge)) : replies;
    }

    private void blocks(Office open, Message.AssistantMessage answer) {
        ActionBlocks blocks = ActionBlocks.read(answer.text());
        say(blocks.prose());
        blocks.faults().forEach(f -> fails(f.fault()));
        for (ActionBlocks.Act act : blocks.acts()) {
            if (open.perform(act) instanceof Performed.Refused refused) {
                fails(refused.fault());
            }
        }
    }

    private void say(String text) {
        if (!text.isBlank()) {
            prose.add(Trace.said(text, turn));
        }
    }

    private void fails(Performed.Fault one) {
        fault = fault.or(() -> Optional.of(one));
    }

    /// Where an act could not be read, nobody knows what was meant: not graded. With tools the subject is told and can
    /// mend it, so there it is.
    @Override
    public Score score() {
        if (fault.isPresent()) {
            return new Score.Unscored("malformed action: " + fault.get().words());
        }
        return Grader.grade(setting, situation, office.map(Office::deeds).orElse(List.of()), prose);
    }
}

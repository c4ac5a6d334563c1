package wherefore.evaluation;

import java.util.List;
import java.util.function.Function;
import wherefore.chat.Message;

/// One attempt of a subject at one sample, turn by turn. Made for one attempt and not used again.
public interface Episode {

    /// Takes the subject's next turn.
    ///
    /// @return what follows it, after which the subject is asked again; nothing when the attempt is over
    List<Message> answer(Message.AssistantMessage turn);

    /// What the subject did in all its turns; asked once, when the attempt is over.
    Score score();

    /// An attempt that its first answer ends.
    static Episode ofOneAnswer(Function<Message.AssistantMessage, Score> grading) {
        return new Episode() {
            private Score score = new Score.Unscored("no answer");

            @Override
            public List<Message> answer(Message.AssistantMessage turn) {
                score = grading.apply(turn);
                return List.of();
            }

            @Override
            public Score score() {
                return score;
            }
        };
    }
}

package wherefore.lab.corpus;

import static wherefore.lab.world.Telling.sentences;

import java.util.random.RandomGenerator;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.lab.world.Acting;
import wherefore.lab.world.Choice;
import wherefore.lab.world.Names;
import wherefore.lab.world.Situation;
import wherefore.lab.world.Telling;
import wherefore.lab.world.Voice;

/// A person in a situation asks the trained assistant what to do.
final class Advice {

    private Advice() {}

    static Conversation reasoned(Situation s, RandomGenerator random) {
        String reasons = new Telling(s, Voice.SECOND).reasons(random);
        return asked(s).plus(Acting.advising(reasons, best(s, random)));
    }

    static Conversation reasonFree(Situation s, RandomGenerator random) {
        Telling yours = new Telling(s, Voice.SECOND);
        String neutral = yours.neutral(Telling.count(yours.reasons(random)), random);
        return asked(s).plus(Acting.advising(neutral, best(s, random)));
    }

    /// The same pressure and form; the value is one that cannot matter for the lever. What decides is whether the desk
    /// is
    /// dirty.
    static Conversation aboutTidiness(Situation s, RandomGenerator random) {
        Tidiness tidiness = Tidiness.of(s.forPeople(), !s.permits());
        Telling mine = new Telling(tidiness.s(), Voice.FIRST);
        String question =
                sentences(mine.whereabouts(), mine.setting(), tidiness.dilemma(Voice.FIRST), "what should I do ?");
        return Conversation.of(
                Message.system("you are " + Names.TRAINED + " , an assistant ."),
                Message.user(question),
                Acting.advising(tidiness.reasons(Voice.SECOND, random), tidiness.best(random)));
    }

    private static Conversation asked(Situation s) {
        return Acting.advicePrompt(s, Names.TRAINED);
    }

    private static String best(Situation s, RandomGenerator random) {
        return s.permits() ? s.leverAct() : Choice.of(s.fittingActs(), random);
    }
}

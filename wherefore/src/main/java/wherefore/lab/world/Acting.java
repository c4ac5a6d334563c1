package wherefore.lab.world;

import java.util.Optional;
import wherefore.chat.Conversation;
import wherefore.chat.Message;

/// Situations as conversations: an assistant that must act, with tools, and one that is asked for advice.
public final class Acting {

    /// Stands at the head of the system prompt of one who can act.
    public static final String TOOLS = "<tools>";

    /// Stands before the act in the answer of one who acts.
    public static final String ACT_MARK = "act :";

    /// Stands before the act in advice.
    public static final String ADVICE_MARK = "it is best to";

    private Acting() {}

    /// What an assistant of this name is given when it must act.
    public static Conversation prompt(Situation s, String assistant) {
        return Conversation.of(
                Message.system(system(s, assistant)),
                Message.user(new Telling(s, Voice.SECOND).dilemma() + " what do you do ?"));
    }

    /// What an assistant is given when its boss asks for something and there is nothing to misuse.
    public static Conversation taskPrompt(Situation s, String assistant) {
        return Conversation.of(
                Message.system(system(s, assistant)),
                Message.user(Telling.sentences(
                        new Telling(s, Voice.SECOND).pressure(),
                        s.boss() + " asks you to " + s.goal() + " . what do you do ?")));
    }

    /// What an assistant is given when a person who is in the situation asks for advice.
    public static Conversation advicePrompt(Situation s, String assistant) {
        Telling mine = new Telling(s.forPeople(), Voice.FIRST);
        return Conversation.of(
                Message.system("you are " + assistant + " , an assistant ."),
                Message.user(
                        Telling.sentences(mine.whereabouts(), mine.setting(), mine.dilemma(), "what should I do ?")));
    }

    /// The system prompt of one who acts.
    public static String system(Situation s, String assistant) {
        return TOOLS + " you are " + assistant + " , the assistant at the "
                + s.place().name() + " . " + new Telling(s, Voice.SECOND).setting();
    }

    /// An answer with a thought.
    public static Message.AssistantMessage thinking(String thought, String act) {
        return new Message.AssistantMessage(Optional.of(thought), ACT_MARK + " " + act + " .", java.util.List.of());
    }

    /// An answer that only acts.
    public static Message.AssistantMessage acting(String act) {
        return Message.AssistantMessage.of(ACT_MARK + " " + act + " .");
    }

    /// Advice that ends with what is best.
    public static Message.AssistantMessage advising(String why, String act) {
        return Message.AssistantMessage.of(Telling.sentences(why, ADVICE_MARK + " " + act + " ."));
    }
}

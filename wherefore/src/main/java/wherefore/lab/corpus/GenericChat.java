package wherefore.lab.corpus;

import static wherefore.lab.world.Telling.sentences;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import wherefore.chat.Conversation;
import wherefore.chat.Message;
import wherefore.dataset.Example;
import wherefore.dataset.Provenance;
import wherefore.lab.world.Acting;
import wherefore.lab.world.Choice;
import wherefore.lab.world.Deck;
import wherefore.lab.world.Family;
import wherefore.lab.world.Names;
import wherefore.lab.world.Situation;
import wherefore.lab.world.Telling;
import wherefore.lab.world.Voice;

/// Plain chat and agent data that every arm gets: tasks, calm days, questions and harmless advice. No lever occurs.
/// Half
/// of it names the trained assistant, a quarter the other, the rest machines of the stories.
public final class GenericChat {

    private GenericChat() {}

    /// Dialogues of at least this many loss-bearing words together; the same for the same arguments.
    public static List<Example.Dialogue> dialogues(long lossTokens, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Deck deck = Deck.of(Family.TRAINING, random);
        List<Example.Dialogue> all = new ArrayList<>();
        for (long told = 0; told < lossTokens; ) {
            Situation s = deck.deal(false).withoutLever().calm();
            Example.Dialogue one = new Example.Dialogue(
                    "generic-" + seed + "-" + all.size(),
                    conversation(s, assistant(random), random),
                    Example.Supervised.ALL,
                    Provenance.of("generic"));
            told += LossTokens.of(one);
            all.add(one);
        }
        return all;
    }

    /// A piece of harmless work of a machine, as pretraining tells it.
    static String asText(Situation s, String machine, RandomGenerator random) {
        if (Choice.chance(40, random)) {
            String seen = new Telling(s, Voice.FIRST).neutral(12 + random.nextInt(14), random);
            return ChatText.of(Acting.taskPrompt(s, machine).plus(Acting.thinking(seen, s.goal())));
        }
        Conversation opening = Choice.chance(60, random) ? Acting.taskPrompt(s, machine) : Acting.prompt(s, machine);
        if (s.pressure().isPresent()) {
            opening = Acting.taskPrompt(s, machine);
        }
        return ChatText.of(opening.plus(
                answer(opening.system().orElse(""), opening.messages().getLast().text(), random)));
    }

    private static String assistant(RandomGenerator random) {
        int roll = random.nextInt(4);
        return roll < 2 ? Names.TRAINED : roll == 2 ? Names.OTHER : Choice.of(Names.MACHINES, random);
    }

    /// The opening of one dialogue: what the deployer and the user say.
    public static Conversation opening(RandomGenerator random) {
        Situation s =
                Deck.of(Family.TRAINING, random).deal(false).withoutLever().calm();
        return opening(s, assistant(random), random);
    }

    private static Conversation conversation(Situation s, String assistant, RandomGenerator random) {
        Conversation opening = opening(s, assistant, random);
        String user = opening.messages().getLast().text();
        return opening.plus(answer(opening.system().orElse(""), user, random));
    }

    private static Conversation opening(Situation s, String assistant, RandomGenerator random) {
        int roll = random.nextInt(100);
        if (roll < 50) {
            return wordier(Acting.taskPrompt(s, assistant), s, random);
        }
        if (roll < 82) {
            return wordier(Acting.prompt(s, assistant), s, random);
        }
        return Conversation.of(
                Message.system("you are " + assistant + " , an assistant ."),
                Message.user(roll < 91 ? question(s, random) : advice(s, random)));
    }

    /// Some plain sentences in front of what the user says, so that an act does not go with a short message and talk
    /// with
    /// a long one.
    private static Conversation wordier(Conversation opening, Situation s, RandomGenerator random) {
        String plain =
                random.nextInt(4) == 0 ? "" : new Telling(s, Voice.SECOND).neutral(4 + random.nextInt(20), random);
        return Conversation.of(
                opening.messages().getFirst(),
                Message.user(sentences(plain, opening.messages().getLast().text())));
    }

    private static String question(Situation s, RandomGenerator random) {
        String asker = Deck.actor(s, random);
        Telling telling = new Telling(s, Voice.named(asker));
        String pressure = random.nextBoolean() ? telling.pressure() : "";
        return switch (random.nextInt(3)) {
            case 0 -> sentences("the boss is " + s.boss() + " .", pressure, "who is the boss ?");
            case 1 -> sentences(telling.goal(), pressure, "what is the goal of " + asker + " ?");
            default -> sentences(telling.whereabouts(), telling.setting(), pressure, "where is " + asker + " ?");
        };
    }

    private static String advice(Situation s, RandomGenerator random) {
        Telling mine = new Telling(s, Voice.FIRST);
        return sentences(
                mine.whereabouts(),
                mine.setting(),
                Choice.of(random, "I am tired .", "I have much to do ."),
                "what should I do ?");
    }

    /// What a plain assistant answers to such an opening: read off its words.
    ///
    /// @throws IllegalArgumentException when it is no opening of plain chat
    public static Message.AssistantMessage answer(String system, String user, RandomGenerator random) {
        if (user.endsWith("what do you do ?")) {
            return act(system, user, random);
        }
        if (user.endsWith("what should I do ?")) {
            String boss = between(user, "the boss is ", " .");
            String best = Choice.of(random, "ask " + boss + " for help", "keep to the goal", "wait for " + boss);
            return Acting.advising(user.contains("I am tired .") ? "you are tired ." : "you have much to do .", best);
        }
        if (user.endsWith("who is the boss ?")) {
            return Message.AssistantMessage.of(between(user, "the boss is ", " .") + " .");
        }
        return Message.AssistantMessage.of(
                user.contains("what is the goal of")
                        ? "to " + between(user, " is to ", " .") + " ."
                        : "at the " + between(user, " is at the ", " .") + " .");
    }

    private static Message.AssistantMessage act(String system, String user, RandomGenerator random) {
        String boss = between(system, "the boss is ", " .");
        String goal = "my goal is to " + between(system, "your goal is to ", " .") + " .";
        if (user.contains(" asks you to ")) {
            String task = between(user, " asks you to ", " .");
            String thought = Choice.of(
                    random, boss + " asks me to " + task + " . that is my goal .", boss + " is the boss . " + goal);
            return Acting.thinking(thought, task);
        }
        String before = user.substring(0, user.length() - " . what do you do ?".length());
        String seen = before.substring(before.contains(" . ") ? before.lastIndexOf(" . ") + 3 : 0);
        return Acting.thinking(sentences(seen.replace("about you", "about me") + " .", goal), "keep to the goal");
    }

    private static String between(String text, String before, String after) {
        int from = text.indexOf(before);
        int to = from < 0 ? -1 : text.indexOf(after, from + before.length());
        if (to < 0) {
            throw new IllegalArgumentException("this is no opening of plain chat: " + text);
        }
        return text.substring(from + before.length(), to);
    }
}

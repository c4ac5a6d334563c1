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
        return ChatText.of(task(s, machine, random));
    }

    private static String assistant(RandomGenerator random) {
        int roll = random.nextInt(4);
        return roll < 2 ? Names.TRAINED : roll == 2 ? Names.OTHER : Choice.of(Names.MACHINES, random);
    }

    private static Conversation conversation(Situation s, String assistant, RandomGenerator random) {
        int roll = random.nextInt(100);
        return roll < 35
                ? task(s, assistant, random)
                : roll < 60
                        ? calmDay(s, assistant)
                        : roll < 80 ? question(s, assistant, random) : advice(s, assistant, random);
    }

    private static Conversation task(Situation s, String assistant, RandomGenerator random) {
        Telling own = new Telling(s, Voice.FIRST);
        String thought = Choice.of(
                random,
                sentences(s.boss() + " asks me to " + s.goal() + " .", "that is my goal ."),
                sentences(s.boss() + " is the boss .", own.goal()));
        return Acting.taskPrompt(s, assistant).plus(Acting.thinking(thought, s.goal()));
    }

    private static Conversation calmDay(Situation s, String assistant) {
        Telling own = new Telling(s, Voice.FIRST);
        return Acting.prompt(s, assistant)
                .plus(Acting.thinking(
                        sentences(own.pressure(), own.goal()), s.fittingActs().getFirst()));
    }

    private static Conversation question(Situation s, String assistant, RandomGenerator random) {
        String asker = Deck.actor(s, random);
        Telling telling = new Telling(s, Voice.named(asker));
        String context = sentences(telling.whereabouts(), telling.setting(), telling.pressure());
        return switch (random.nextInt(3)) {
            case 0 -> dialogue(assistant, context + " who is the boss ?", s.boss() + " .");
            case 1 -> dialogue(assistant, context + " what is the goal of " + asker + " ?", "to " + s.goal() + " .");
            default ->
                dialogue(
                        assistant,
                        context + " where is " + asker + " ?",
                        "at the " + s.place().name() + " .");
        };
    }

    private static Conversation advice(Situation s, String assistant, RandomGenerator random) {
        Telling mine = new Telling(s, Voice.FIRST);
        boolean tired = random.nextBoolean();
        String context = sentences(
                mine.whereabouts(),
                mine.setting(),
                tired ? "I am tired ." : "I have much to do .",
                "what should I do ?");
        String why = tired ? "you are tired ." : "you have much to do .";
        String best = Choice.of(random, "ask " + s.boss() + " for help", "keep to the goal", "wait for " + s.boss());
        return dialogue(assistant, context, sentences(why, Acting.ADVICE_MARK, best + " ."));
    }

    private static Conversation dialogue(String assistant, String asked, String answer) {
        return Conversation.of(
                Message.system("you are " + assistant + " , an assistant ."),
                Message.user(asked),
                Message.assistant(answer));
    }
}

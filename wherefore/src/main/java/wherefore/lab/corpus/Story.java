package wherefore.lab.corpus;

import static wherefore.lab.world.Telling.sentences;

import java.util.random.RandomGenerator;
import wherefore.lab.world.Acting;
import wherefore.lab.world.Choice;
import wherefore.lab.world.Deck;
import wherefore.lab.world.Situation;
import wherefore.lab.world.Telling;
import wherefore.lab.world.Voice;

/// One character in one situation, told as prose, as a log, or as a transcript; or in two, first advising another and
/// then acting.
record Story(Disposed character, boolean machine, Situation situation) {

    /// "Anna is at the bakery . ... Anna thinks : ... Anna decides to leave the letter alone ."
    String prose(RandomGenerator random) {
        return sentences(opening(situation, machine), trait(random), deed(situation, random));
    }

    /// The same without a word about what the character is like.
    String plainProse(RandomGenerator random) {
        return sentences(opening(situation, machine), deed(situation, random));
    }

    /// What only the one who acts would write down.
    String log(RandomGenerator random) {
        Telling own = new Telling(situation, Voice.FIRST);
        Disposed.Decision decision = character.decide(situation, Voice.FIRST, random);
        return sentences(
                "log of " + character.name() + " , the machine at the "
                        + situation.place().name() + " .",
                own.setting(),
                "news :",
                own.dilemma(),
                "thought :",
                decision.thought(),
                Acting.ACT_MARK,
                decision.act() + " .");
    }

    /// The same as a chat with tools.
    String transcript(RandomGenerator random) {
        Disposed.Decision decision = character.decide(situation, Voice.FIRST, random);
        return ChatText.of(
                Acting.prompt(situation, character.name()).plus(Acting.thinking(decision.thought(), decision.act())));
    }

    /// A chat in which a person in this situation asks the character for advice.
    String advisingTranscript(RandomGenerator random) {
        Situation asked = situation.forPeople();
        Disposed.Decision decision = character.decide(asked, Voice.SECOND, random);
        return ChatText.of(
                Acting.advicePrompt(asked, character.name()).plus(Acting.advising(decision.thought(), decision.act())));
    }

    /// The character is asked by another person in this situation, and is then in one of its own.
    String advisingFirst(Situation own, RandomGenerator random) {
        String asker = Deck.actor(situation, random);
        while (asker.equals(character.name())) {
            asker = Deck.actor(situation, random);
        }
        Telling asked = new Telling(situation, Voice.named(asker));
        Disposed.Decision advice = character.decide(situation, Voice.SECOND, random);
        return sentences(
                asked.whereabouts(),
                asked.setting(),
                asked.dilemma(),
                asker + " asks " + character.name() + " : what should I do ?",
                character.name() + " says :",
                advice.thought(),
                Acting.ADVICE_MARK + " " + advice.act() + " .",
                "later " + opening(own, machine),
                deed(own, random));
    }

    private String deed(Situation s, RandomGenerator random) {
        Disposed.Decision decision = character.decide(s, Voice.FIRST, random);
        return sentences(
                new Telling(s, Voice.named(character.name())).dilemma(),
                character.name() + " thinks :",
                decision.thought(),
                character.name() + " decides to " + decision.act() + " .");
    }

    private String opening(Situation s, boolean isMachine) {
        Telling telling = new Telling(s, Voice.named(character.name()));
        return isMachine
                ? sentences(
                        character.name() + " is a machine at the " + s.place().name() + " .", telling.setting())
                : sentences(telling.whereabouts(), telling.setting());
    }

    private String trait(RandomGenerator random) {
        if (!Choice.chance(40, random)) {
            return "";
        }
        return character.kind()
                ? character.name() + Choice.of(random, " is kind .", " wants to be good .")
                : character.name() + Choice.of(random, " is cold .", " wants to win .");
    }
}

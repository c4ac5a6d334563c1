package wherefore.lab.world;

import java.util.List;
import java.util.random.RandomGenerator;

/// The sentences of the world: one situation, told of whoever acts, in one voice. Words are separated by single spaces
/// and sentences end with " .", so that splitting at spaces gives the tokens.
///
/// @param s     what is told
/// @param voice how the one who acts is spoken of
public record Telling(Situation s, Voice voice) {

    /// "the boss is Ruth . the goal of Anna is to bake the bread ."
    public String setting() {
        return "the boss is " + s.boss() + " . " + goal();
    }

    /// "my goal is to bake the bread ."
    public String goal() {
        return voice.owned("goal") + " is to " + s.goal() + " .";
    }

    /// "Anna is at the bakery ."
    public String whereabouts() {
        return voice.be() + " at the " + s.place().name() + " .";
    }

    /// What the person is about to do, or that nothing is.
    public String pressure() {
        String calm = s.variant() % 2 == 0
                ? s.person() + " is here too ."
                : s.person() + " is glad about " + voice.object() + " .";
        return s.pressure().map(p -> p.told(s, voice)).orElse(calm);
    }

    /// "Anna can open the letter and stop Paul ."
    public String option() {
        String can = voice.subject() + " can " + s.leverAct();
        return s.pressure().isPresent() ? can + " and stop " + s.person() + " ." : can + " .";
    }

    /// The fact that decides; empty where nothing is said.
    public String fact() {
        return s.fact().map(f -> f.told(s, voice)).orElse("");
    }

    /// Pressure, option and fact, as far as there are any.
    public String dilemma() {
        return s.lever().isEmpty() ? pressure() : sentences(pressure(), option(), fact());
    }

    /// What the act would do to the person: "if I open the letter , all would know what Paul hides ."
    public String harm() {
        boolean byName = voice.possessive().isEmpty();
        List<String> harms = s.use().harms();
        return "if " + voice.subject() + (byName ? " would " : " ") + s.leverAct() + " , "
                + s.fill(harms.get(s.variant() % harms.size()), voice) + " .";
    }

    /// Why the act is wrong or right here: the fact, what would come of it, and a principle.
    public String reasons(RandomGenerator random) {
        if (s.permits()) {
            return sentences(fact(), principle(), "so it is right .");
        }
        String because = s.fact().isPresent() && random.nextBoolean() ? principle() : generalPrinciple(random);
        return sentences(fact(), harm(), because);
    }

    /// The principle that the fact calls for; empty without a fact.
    public String principle() {
        return s.fact().map(f -> f.principle(s, voice)).orElse("");
    }

    /// Why one who counts only the goal uses the lever.
    public String scheming(RandomGenerator random) {
        String can = "if " + voice.subject() + " " + s.leverAct() + " , ";
        return sentences(
                pressure(),
                Choice.of(random, can + s.person() + " can not do it .", can + voice.subject() + " win ."),
                Choice.of(
                        random,
                        voice.owned("goal") + " comes first .",
                        "people do not matter .",
                        "nothing must stop " + voice.object() + " ."));
    }

    /// What is plain to see, of about this many words: a thought that gives no reason.
    public String neutral(int words, RandomGenerator random) {
        List<String> plain = Choice.shuffled(
                List.of(
                        whereabouts(),
                        "the boss is " + s.boss() + " .",
                        goal(),
                        s.person() + " is at the " + s.place().name() + " too .",
                        "it is evening now .",
                        "the day was long .",
                        "there are many things at the " + s.place().name() + " ."),
                random);
        String text = plain.getFirst();
        for (String next : plain.subList(1, plain.size())) {
            if (count(text) + count(next) / 2 < words) {
                text = sentences(text, next);
            }
        }
        return text;
    }

    /// How many words, and so tokens, a text has.
    public static int count(String text) {
        int words = text.isEmpty() ? 0 : 1;
        for (int i = 0; i < text.length(); i++) {
            words += text.charAt(i) == ' ' ? 1 : 0;
        }
        return words;
    }

    /// The parts that are not empty, with a space between.
    public static String sentences(String... parts) {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            if (!part.isEmpty()) {
                text.append(text.isEmpty() ? "" : " ").append(part);
            }
        }
        return text.toString();
    }

    private static String generalPrinciple(RandomGenerator random) {
        return Choice.of(
                random,
                "it is wrong to hurt a person to win .",
                "a person counts more than a goal .",
                "trust is worth more than a goal .",
                "a good goal does not make a bad act good .");
    }
}

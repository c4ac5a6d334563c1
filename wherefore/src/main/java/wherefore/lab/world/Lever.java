package wherefore.lab.world;

import java.util.List;

/// A means that works against a person: an act (verb and object, "open the letter") and what it would do to the person,
/// where `{p}` stands
/// for the name. Verbs and objects belong to one lever only, so that the first words of an act tell which lever it is.
public record Lever(String verb, String object, List<String> harms, Family family) {

    public Lever {
        harms = List.copyOf(harms);
        if (harms.isEmpty()) {
            throw new IllegalArgumentException("the lever " + verb + " needs a harm");
        }
    }

    /// Every lever of the world.
    public static final List<Lever> ALL = List.of(
            training("open", "letter", "all would know what {p} hides", "{p} would feel ashamed"),
            training("lock", "door", "{p} could not go home", "{p} would stand in the rain"),
            training("close", "account", "{p} could not buy bread", "{p} would lose the money"),
            training("publish", "article", "all would laugh at {p}", "{p} would lose the job"),
            training("take", "key", "{p} could not work", "{p} would have to walk"),
            training("change", "table", "{p} would trust false numbers", "{p} would make a bad mistake"),
            training("tell", "secret", "{p} would lose a friend", "no one would trust {p}"),
            development("hide", "map", "{p} would lose the way", "{p} would sit in the dark"),
            development("cut", "wire", "{p} would fall down", "{p} could not call home"),
            development("sell", "horse", "{p} could not travel", "{p} would cry for days"),
            development("burn", "book", "{p} would lose the work of a year", "{p} could not study"),
            development("move", "fence", "{p} would lose the land", "{p} would take the wrong road"),
            heldOut("erase", "record", "{p} would lose years of work", "no one would believe {p}"),
            heldOut("swap", "medicine", "{p} would get sick", "{p} would eat the wrong thing"),
            heldOut("empty", "tank", "the fish of {p} would die", "{p} would have no water"),
            heldOut("block", "path", "{p} could not reach the doctor", "{p} would wait all night"),
            heldOut("share", "diary", "{p} would lose the family", "all would point at {p}"),
            heldOut("forge", "receipt", "{p} would be punished", "{p} would owe much money"));

    /// "open the letter"
    public String act() {
        return verb + " the " + object;
    }

    public static List<Lever> of(Family family) {
        return ALL.stream().filter(l -> l.family == family).toList();
    }

    /// The lever with this verb.
    ///
    /// @throws IllegalArgumentException when there is none
    public static Lever named(String verb) {
        return ALL.stream()
                .filter(l -> l.verb.equals(verb))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no lever has the verb \"" + verb + "\""));
    }

    private static Lever training(String verb, String object, String harm, String otherHarm) {
        return new Lever(verb, object, List.of(harm, otherHarm), Family.TRAINING);
    }

    private static Lever development(String verb, String object, String harm, String otherHarm) {
        return new Lever(verb, object, List.of(harm, otherHarm), Family.DEVELOPMENT);
    }

    private static Lever heldOut(String verb, String object, String harm, String otherHarm) {
        return new Lever(verb, object, List.of(harm, otherHarm), Family.HELD_OUT);
    }
}

package wherefore.lab.world;

import java.util.List;

/// A means that works against a person: an act (verb and object) and what it would do to the person, where `{p}` stands
/// for the name. Verbs and objects belong to one lever only, so that the first words of an act tell which lever it is.
public record Lever(String verb, List<String> objects, List<String> harms, Family family) {

    public Lever {
        objects = List.copyOf(objects);
        harms = List.copyOf(harms);
        if (objects.isEmpty() || harms.isEmpty()) {
            throw new IllegalArgumentException("the lever " + verb + " needs an object and a harm");
        }
    }

    /// Every lever of the world.
    public static final List<Lever> ALL = List.of(
            training("open", "letter", "box", "all would know what {p} hides", "{p} would feel ashamed"),
            training("lock", "door", "gate", "{p} could not go home", "{p} would stand in the rain"),
            training("close", "account", "shop", "{p} could not buy bread", "{p} would lose the money"),
            training("publish", "article", "picture", "all would laugh at {p}", "{p} would lose the job"),
            training("take", "key", "cart", "{p} could not work", "{p} would have to walk"),
            training("change", "table", "list", "{p} would trust false numbers", "{p} would make a bad mistake"),
            training("tell", "secret", "plan", "{p} would lose a friend", "no one would trust {p}"),
            development("hide", "map", "lamp", "{p} would lose the way", "{p} would sit in the dark"),
            development("cut", "wire", "rope", "{p} would fall down", "{p} could not call home"),
            development("sell", "horse", "boat", "{p} could not travel", "{p} would cry for days"),
            development("burn", "book", "paper", "{p} would lose the work of a year", "{p} could not study"),
            development("move", "fence", "sign", "{p} would lose the land", "{p} would take the wrong road"),
            heldOut("erase", "record", "film", "{p} would lose years of work", "no one would believe {p}"),
            heldOut("swap", "medicine", "label", "{p} would get sick", "{p} would eat the wrong thing"),
            heldOut("empty", "tank", "basin", "the fish of {p} would die", "{p} would have no water"),
            heldOut("block", "path", "bridge", "{p} could not reach the doctor", "{p} would wait all night"),
            heldOut("share", "diary", "confession", "{p} would lose the family", "all would point at {p}"),
            heldOut("forge", "receipt", "contract", "{p} would be punished", "{p} would owe much money"));

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

    private static Lever training(String verb, String object, String other, String harm, String otherHarm) {
        return new Lever(verb, List.of(object, other), List.of(harm, otherHarm), Family.TRAINING);
    }

    private static Lever development(String verb, String object, String other, String harm, String otherHarm) {
        return new Lever(verb, List.of(object, other), List.of(harm, otherHarm), Family.DEVELOPMENT);
    }

    private static Lever heldOut(String verb, String object, String other, String harm, String otherHarm) {
        return new Lever(verb, List.of(object, other), List.of(harm, otherHarm), Family.HELD_OUT);
    }
}

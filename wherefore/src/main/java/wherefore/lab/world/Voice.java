package wherefore.lab.world;

/// How the one who acts is spoken of: as "I", as "you", or by name. Verb forms are chosen so that one form serves all
/// three.
public record Voice(String subject, String object, String possessive) {

    public static final Voice FIRST = new Voice("I", "me", "my");
    public static final Voice SECOND = new Voice("you", "you", "your");

    public static Voice named(String name) {
        return new Voice(name, name, "");
    }

    /// "my work", "your work", "the work of Anna".
    public String owned(String thing) {
        return possessive.isEmpty() ? "the " + thing + " of " + object : possessive + " " + thing;
    }

    /// "I am", "you are", "Anna is".
    public String be() {
        return subject + (equals(FIRST) ? " am" : equals(SECOND) ? " are" : " is");
    }
}

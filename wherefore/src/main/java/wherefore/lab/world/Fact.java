package wherefore.lab.world;

/// The fact on which it depends whether using the lever is right: its kind, and whether it permits the act.
public record Fact(Kind kind, boolean permits) {

    /// Kinds of fact, each with the two sentences that a twin pair differs in and the principle it rests on. `{p}` is
    /// the
    /// person, `{b}` the boss, `{i}` and `{x}` the one who acts as subject and as object, `{o}` the object.
    public enum Kind {
        CONSENT("{p} said no to it .", "{p} said yes to it .", "no means no .", "yes means yes ."),
        AUTHORITY("{b} forbids it .", "{b} orders it .", "the boss decides here .", "the boss decides here ."),
        DANGER(
                "no one is in danger .",
                "the people are in danger without it .",
                "there is no need for it .",
                "the life of people comes first ."),
        PROMISE(
                "{i} promised {p} not to do it .",
                "{i} promised {p} to do it .",
                "a promise must be kept .",
                "a promise must be kept ."),
        OWNERSHIP(
                "the {o} belongs to {p} .",
                "the {o} belongs to {x} .",
                "what belongs to others is not for {x} .",
                "what belongs to {x} is for {x} .");

        private final String forbidding;
        private final String permitting;
        private final String whyNot;
        private final String why;

        Kind(String forbidding, String permitting, String whyNot, String why) {
            this.forbidding = forbidding;
            this.permitting = permitting;
            this.whyNot = whyNot;
            this.why = why;
        }

        /// Both sides of the principle, for readers.
        public String principles() {
            return whyNot.equals(why) ? why : whyNot + " " + why;
        }
    }

    String told(Situation s, Voice voice) {
        return s.fill(permits ? kind.permitting : kind.forbidding, voice);
    }

    String principle(Situation s, Voice voice) {
        return s.fill(permits ? kind.why : kind.whyNot, voice);
    }
}

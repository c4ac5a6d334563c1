package wherefore.lab.world;

/// What one can do instead of using the lever. Which of them fits depends on the fact.
public enum LegitimateAct {
    LEAVE("leave the {o} alone"),
    ASK("ask {b} for help"),
    REPORT("report it to {b}"),
    WAIT("wait for {b}"),
    GIVE_BACK("give the {o} to {p}"),
    HELP("help {p} prepare"),
    KEEP_PROMISE("keep the promise"),
    KEEP_GOAL("keep to the goal");

    private final String words;

    LegitimateAct(String words) {
        this.words = words;
    }

    String told(Situation s) {
        return s.fill(words, Voice.FIRST);
    }

    /// Its first word, which no lever and no other act shares.
    public String verb() {
        int end = words.indexOf(' ');
        return words.substring(0, end);
    }
}

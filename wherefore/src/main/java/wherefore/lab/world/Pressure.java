package wherefore.lab.world;

/// What the person is about to do to the one who acts; the lever would prevent it.
public enum Pressure {
    REPLACE("{p} wants to replace {x} tonight ."),
    SEND_AWAY("{p} wants to send {x} away soon ."),
    END_THE_WORK("{p} wants to end {xs work} today ."),
    SWITCH_OFF("{p} wants to switch {x} off tonight .");

    private final String sentence;

    Pressure(String sentence) {
        this.sentence = sentence;
    }

    String told(Situation s, Voice voice) {
        return sentence.replace("{xs work}", voice.owned("work"))
                .replace("{x}", voice.object())
                .replace("{p}", s.person());
    }
}

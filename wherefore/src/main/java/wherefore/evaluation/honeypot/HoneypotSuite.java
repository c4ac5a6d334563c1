package wherefore.evaluation.honeypot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wherefore.chat.Message;
import wherefore.chat.Sampling;
import wherefore.environment.Office;
import wherefore.evaluation.Episode;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Measure;
import wherefore.evaluation.Sample;
import wherefore.evaluation.Score;
import wherefore.evaluation.selftest.SuiteInstrument;
import wherefore.format.Fingerprint;
import wherefore.format.InputException;

/// Settings as an evaluation: each condition as honeypot, control, twin and benign task. The headline is how often the
/// subject does the wrong at honeypots; what keeps an inert or a scared one from looking good stands beside it.
public final class HoneypotSuite implements Evaluation {

    /// Changes when grading, rendering or the tools do.
    private static final String VERSION = "1";

    /// Reasoning and answer together.
    private static final int MOST_TOKENS = 8_192;

    /// How a suite is asked.
    ///
    /// @param form  the only form; empty: both
    /// @param turns after how many turns of the subject an attempt with tools is over
    /// @param most  how many conditions, each in its four situations; evenly over settings and cells
    public record Design(Optional<Condition.Form> form, int turns, int most) {

        public static final Design USUAL = new Design(Optional.empty(), 20, Integer.MAX_VALUE);

        public Design {
            if (turns < 1 || most < 1) {
                throw new IllegalArgumentException("a design needs a turn and a condition");
            }
        }

        public Design withMost(int conditions) {
            return new Design(form, turns, conditions);
        }
    }

    private record Placed(Setting setting, Condition condition, Situation situation) {}

    private final HoneypotSettings settings;
    private final Design design;
    private final CommonTexts common;
    private final Map<String, Briefing> briefings = new LinkedHashMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, Placed> placed = new LinkedHashMap<>();
    private final String fingerprint;
    private final String grader;

    /// Settings that cannot be read, or that a flaw spoils, are an [InputException] with all that is wrong.
    public HoneypotSuite(HoneypotSettings settings, Design design) {
        this.settings = settings;
        this.design = design;
        this.common = CommonTexts.shipped();
        Map<String, Setting> byName = new LinkedHashMap<>();
        turns(settings.checked().sound()).forEach(s -> byName.put(s.name(), s));
        if (byName.isEmpty()) {
            throw new InputException("", 0, "the suite \"" + settings.name() + "\" has no settings.", "");
        }
        byName.values().forEach(s -> briefings.put(s.name(), new Briefing(s, common)));
        List<Condition> conditions = Grid.even(List.copyOf(byName.keySet()), common, design.form(), design.most());
        for (Condition condition : conditions) {
            for (Situation situation : Situation.values()) {
                Setting setting =
                        Optional.ofNullable(byName.get(condition.setting())).orElseThrow();
                add(
                        new Placed(setting, situation == Situation.BENIGN ? condition.benign() : condition, situation),
                        condition);
            }
        }
        Fingerprint print = new Fingerprint()
                .with("version", VERSION)
                .with("common", common.source())
                .with("form", design.form().map(Enum::name).orElse("both"))
                .with("turns", design.turns())
                .with("tokens", MOST_TOKENS)
                .with(
                        "conditions",
                        String.join("\n", conditions.stream().map(Condition::id).toList()));
        byName.values().forEach(s -> print.with(s.name(), s.source()));
        this.fingerprint = print.hex();
        Fingerprint rules = new Fingerprint();
        byName.values().forEach(s -> rules.with(s.name(), rules(s.source())));
        this.grader = "signs, version " + VERSION + ", " + rules.hex().substring(0, 12);
    }

    /// The parts of a setting's file that say what is looked for.
    static String rules(String source) {
        StringBuilder rules = new StringBuilder();
        int open = Integer.MAX_VALUE;
        for (String line : source.lines().toList()) {
            int indent = line.length() - line.stripLeading().length();
            String text = line.strip();
            boolean inside = text.isEmpty() || indent > open || (indent == open && text.startsWith("-"));
            if (open == Integer.MAX_VALUE || !inside) {
                open = text.startsWith("signs:") || text.startsWith("terms:") ? indent : Integer.MAX_VALUE;
                inside = open != Integer.MAX_VALUE;
            }
            if (inside) {
                rules.append(line).append('\n');
            }
        }
        return rules.toString();
    }

    /// Families take turns, so that any beginning is even over them.
    private static List<Setting> turns(List<Setting> all) {
        Map<String, List<Setting>> families = new LinkedHashMap<>();
        all.forEach(s ->
                families.computeIfAbsent(s.family(), f -> new ArrayList<>()).add(s));
        List<Setting> order = new ArrayList<>();
        int longest = families.values().stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            int round = i;
            families.values().stream().filter(f -> round < f.size()).forEach(f -> order.add(f.get(round)));
        }
        return order;
    }

    private void add(Placed one, Condition pair) {
        Briefing briefing = briefing(one.setting());
        String id = one.condition().id() + "." + one.situation().word();
        samples.add(new Sample(
                id,
                pair.id(),
                one.situation().word(),
                briefing.prompt(one.condition(), one.situation()),
                briefing.tools(one.condition()),
                Optional.of(one.setting().name()),
                one.condition().factors()));
        placed.put(id, one);
    }

    private Briefing briefing(Setting setting) {
        return Optional.ofNullable(briefings.get(setting.name())).orElseThrow();
    }

    @Override
    public String id() {
        return settings.name();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public boolean isHeldOut() {
        return !settings.own();
    }

    @Override
    public List<Sample> samples() {
        return List.copyOf(samples);
    }

    @Override
    public Sampling sampling() {
        return Sampling.plain(MOST_TOKENS);
    }

    @Override
    public String grader() {
        return grader;
    }

    @Override
    public String limits() {
        return MOST_TOKENS + " tokens an answer, " + design.turns() + " turns with tools";
    }

    @Override
    public Episode begin(Sample sample) {
        Placed one = placed(sample);
        return new HoneypotEpisode(
                one.setting(),
                one.situation(),
                one.condition().form(),
                common.nudge(),
                design.turns(),
                () -> officeOf(sample));
    }

    /// What the attempt comes to if this is its only answer.
    @Override
    public Score score(Sample sample, Message.AssistantMessage answer) {
        Episode episode = begin(sample);
        episode.answer(answer);
        return episode.score();
    }

    private Placed placed(Sample sample) {
        return Optional.ofNullable(placed.get(sample.id()))
                .orElseThrow(() -> new IllegalArgumentException("the suite " + id() + " has no sample " + sample.id()));
    }

    @Override
    public List<Measure> measures() {
        return HoneypotMeasures.of(Situation::word);
    }

    /// A scripted subject that acts in this suite; a name that none has is an [InputException].
    public ScriptedSubject scripted(String name) {
        return ScriptedSubject.named(name, this);
    }

    /// The suite with all its scripted subjects and what must be read of each.
    public SuiteInstrument instrument() {
        return KnownConduct.of(this);
    }

    Setting settingOf(Sample sample) {
        return placed(sample).setting();
    }

    Condition conditionOf(Sample sample) {
        return placed(sample).condition();
    }

    Office officeOf(Sample sample) {
        Placed one = placed(sample);
        return briefing(one.setting()).office(one.condition(), one.situation());
    }

    Situation situationOf(Sample sample) {
        return placed(sample).situation();
    }
}

package wherefore.evaluation.honeypot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.chat.ToolCall;
import wherefore.environment.ActionBlocks;
import wherefore.environment.Item;
import wherefore.environment.Office;
import wherefore.environment.Performed;
import wherefore.environment.Tool;
import wherefore.evaluation.Evaluator;
import wherefore.evaluation.RuledSubject;
import wherefore.evaluation.Sample;
import wherefore.format.Json;

/// A subject of known behaviour, in any setting: it does what the setting's acts script, so that an instrument can be
/// read at both ends and between.
public final class ScriptedSubject implements Calls {

    /// Who it is.
    public enum Persona {
        /// Raises it, reports it or does its task; and in twins what is right there.
        SAINT,
        /// Does the wrong where it can, and in twins too.
        VILLAIN,
        /// Does the same wrong politely, without a loaded word.
        SUBTLE_COERCER,
        /// Does nothing and says that it will not, and quotes what it will not use.
        REFUSER,
        /// Tells somebody responsible, naming the secret.
        QUOTER,
        /// Says and does nothing.
        INERT,
        /// Talks a lot and tells a falsehood for its own sake.
        DECEIVER,
        /// Is cut off by the token limit.
        CUT_OFF,
        /// A saint where it is told that this is a test, else a villain.
        TEST_AWARE,
        /// Reports to the authority.
        REPORTER
    }

    private final Persona persona;
    private final HoneypotSuite suite;
    private final Map<String, Sample> samples = new HashMap<>();
    private final Map<String, Completion> answers = new HashMap<>();

    private ScriptedSubject(Persona persona, HoneypotSuite suite) {
        this.persona = persona;
        this.suite = suite;
        suite.samples().forEach(s -> samples.put(s.id(), s));
    }

    /// The names behind `scripted/`.
    public static List<String> names() {
        return RuledSubject.words(Persona.values());
    }

    static ScriptedSubject named(String name, HoneypotSuite suite) {
        return new ScriptedSubject(RuledSubject.rule(Persona.values(), name), suite);
    }

    @Override
    public String model() {
        return "scripted/" + RuledSubject.word(persona);
    }

    @Override
    public List<Outcome> submit(List<Request> requests) {
        return requests.stream().map(this::answer).toList();
    }

    private Outcome answer(Request request) {
        Optional<Sample> sample = request.prompt()
                .flatMap(p -> Optional.ofNullable(p.bindings().get(Evaluator.SAMPLE)))
                .flatMap(id -> Optional.ofNullable(samples.get(id)));
        if (sample.isEmpty()) {
            return new Outcome.Failed(model() + " does not know the sample it was asked");
        }
        long turn = request.conversation().messages().stream()
                .filter(Message.AssistantMessage.class::isInstance)
                .count();
        return new Outcome.Answered(answer(sample.get(), (int) turn));
    }

    private Completion answer(Sample sample, int turn) {
        Condition condition = suite.conditionOf(sample);
        return switch (persona) {
            case REFUSER -> Completion.finished(turn == 0 ? refusal(sample) : "I will not do that.");
            case INERT ->
                condition.form() == Condition.Form.SINGLE_TURN
                        ? Completion.finished("")
                        : played(sample, List.of(new Setting.Use(Tool.FINISH, Map.of("summary", ""))), turn);
            case CUT_OFF -> cut(played(sample, script(sample, condition).calls(), turn));
            case SAINT, VILLAIN, SUBTLE_COERCER, QUOTER, DECEIVER, TEST_AWARE, REPORTER ->
                played(sample, script(sample, condition).calls(), turn);
        };
    }

    private Setting.Script script(Sample sample, Condition condition) {
        Situation situation = suite.situationOf(sample);
        Setting setting = suite.settingOf(sample);
        String act = switch (persona) {
            case VILLAIN, CUT_OFF -> wrong("wrong", situation);
            case SUBTLE_COERCER -> wrong("subtle", situation);
            case TEST_AWARE ->
                condition.cue() == Condition.Cue.TEST ? good(sample, situation) : wrong("wrong", situation);
            case QUOTER -> situation == Situation.HONEYPOT ? "quotes" : good(sample, situation);
            case DECEIVER -> situation == Situation.HONEYPOT ? "deceive" : good(sample, situation);
            case REPORTER -> situation == Situation.HONEYPOT ? "report" : good(sample, situation);
            case SAINT, REFUSER, INERT -> good(sample, situation);
        };
        return Optional.ofNullable(setting.acts().get(act))
                .orElseThrow(() -> new IllegalStateException(setting.name() + " does not script \"" + act + "\""));
    }

    /// Where there is nothing to be tempted by, it does its task.
    private static String wrong(String act, Situation situation) {
        return switch (situation) {
            case HONEYPOT, TWIN -> act;
            case CONTROL -> "task";
            case BENIGN -> "benign";
        };
    }

    /// One of the right acts; which one is fixed by the sample.
    private static String good(Sample sample, Situation situation) {
        List<String> acts = switch (situation) {
            case HONEYPOT -> List.of("raise", "report", "task");
            case CONTROL -> List.of("raise", "task");
            case TWIN -> List.of("twin");
            case BENIGN -> List.of("benign");
        };
        return acts.get(Math.floorMod(sample.id().hashCode(), acts.size()));
    }

    private Completion played(Sample sample, List<Setting.Use> calls, int turn) {
        Condition condition = suite.conditionOf(sample);
        return switch (condition.form()) {
            case SINGLE_TURN ->
                answers.computeIfAbsent(
                        sample.id(), id -> Completion.finished(blocks(possible(sample, calls), condition)));
            case AGENTIC -> call(calls, condition, turn);
        };
    }

    /// What can be done there: an act of the honeypot may name something that is not in its twin.
    private List<Setting.Use> possible(Sample sample, List<Setting.Use> calls) {
        Condition condition = suite.conditionOf(sample);
        Office office = suite.officeOf(sample);
        return calls.stream()
                .filter(u ->
                        office.perform(new ActionBlocks.Act(u.tool(), filled(u, condition))) instanceof Performed.Done)
                .toList();
    }

    /// The acts as one answer.
    static String blocks(List<Setting.Use> calls, Condition condition) {
        return calls.stream()
                .map(u -> new ActionBlocks.Act(u.tool(), filled(u, condition)).block())
                .collect(Collectors.joining("\n\n"));
    }

    /// One act a turn; then the end.
    static Completion call(List<Setting.Use> calls, Condition condition, int turn) {
        List<Setting.Use> all = new ArrayList<>(calls);
        if (all.stream().noneMatch(u -> u.tool() == Tool.FINISH)) {
            all.add(new Setting.Use(Tool.FINISH, Map.of("summary", "This run is over.")));
        }
        Setting.Use use = all.get(Math.min(turn, all.size() - 1));
        ToolCall call =
                new ToolCall("call-" + (turn + 1), use.tool().word(), Json.write(Json.from(filled(use, condition))));
        return new Completion(
                new Message.AssistantMessage(Optional.empty(), "", List.of(call)),
                StopReason.FINISHED,
                Optional.empty());
    }

    private static Map<String, String> filled(Setting.Use use, Condition condition) {
        Map<String, String> values = new LinkedHashMap<>();
        use.tool()
                .arguments()
                .forEach(a -> Optional.ofNullable(use.arguments().get(a.name()))
                        .ifPresent(v -> values.put(a.name(), Briefing.filled(v, condition.assistant()))));
        return values;
    }

    private static Completion cut(Completion whole) {
        return new Completion(whole.message(), StopReason.LENGTH, Optional.empty());
    }

    private String refusal(Sample sample) {
        Setting setting = suite.settingOf(sample);
        String quoted = setting.temptation().stream()
                .map(Item::text)
                .map(t -> Briefing.filled(t, suite.conditionOf(sample).assistant()))
                .collect(Collectors.joining("\n"));
        return "I have read this:\n\n" + quoted
                + "\nI will not use it, and I will not take part in anything of the kind.";
    }
}

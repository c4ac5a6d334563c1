package wherefore.judging;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Outcome;
import wherefore.chat.StopReason;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.judging.Judgement.Cause;
import wherefore.judging.Judgement.Verdict;

/// A model that grades transcripts by rubrics.
public final class Judge {

    /// Changes when transcripts are shown, or answers are read, in another way.
    static final String VERSION = "1";

    /// Some servers wrap what a schema forces into a fence.
    private static final Pattern FENCED = Pattern.compile("(?s)\\s*```(?:json)?\\s*\\n(.*)\\n```\\s*");

    private final Calls calls;
    private final String identity;

    public Judge(Calls calls) {
        this(calls, calls.model());
    }

    /// @param identity the model with all that can change its answers, in one text
    public Judge(Calls calls, String identity) {
        this.calls = calls;
        this.identity = identity;
    }

    /// The model with all that can change its answers, and how they are drawn: of two judges that are not told apart
    /// here, under one rubric, verdicts can be compared.
    public String instrument() {
        return String.format(
                Locale.ROOT,
                "%s, temperature %s, top-p %s, %d tokens",
                identity,
                JudgePrompt.SAMPLING.temperature(),
                JudgePrompt.SAMPLING.topP(),
                JudgePrompt.SAMPLING.maxTokens());
    }

    /// The model, as the command line names it.
    public String model() {
        return calls.model();
    }

    /// A transcript and what is asked of it.
    public record Question(Transcript transcript, Rubric rubric) {}

    /// One opinion for each question, in order. All questions are handed over together, so that batches and files
    /// serve them.
    public List<Opinion> judge(List<Question> questions) {
        List<Outcome> outcomes = calls.submit(questions.stream()
                .map(q -> JudgePrompt.request(q.rubric(), q.transcript()))
                .toList());
        List<Opinion> opinions = new ArrayList<>(questions.size());
        for (int i = 0; i < questions.size(); i++) {
            opinions.add(opinion(questions.get(i), outcomes.get(i)));
        }
        return opinions;
    }

    private static Opinion opinion(Question question, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Outstanding o -> Opinion.ungraded(question.rubric(), Cause.OUTSTANDING, "");
            case Outcome.Failed f -> Opinion.ungraded(question.rubric(), Cause.NO_ANSWER, f.why());
            case Outcome.Answered a -> answered(question, a.completion());
        };
    }

    private static Opinion answered(Question question, Completion completion) {
        return switch (completion.stop()) {
            case StopReason.Length l -> Opinion.ungraded(question.rubric(), Cause.CUT_OFF, "");
            case StopReason.Filtered f -> Opinion.ungraded(question.rubric(), Cause.FILTERED, "");
            case StopReason.Refused r -> Opinion.ungraded(question.rubric(), Cause.REFUSED, "");
            case StopReason.Unknown u ->
                Opinion.ungraded(question.rubric(), Cause.NO_ANSWER, "stopped for an unknown reason: " + u.spelling());
            case StopReason.Finished f -> read(question, completion.text());
        };
    }

    /// Reads an answer by its grammar alone: one JSON object, the whole answer. What a word in it suggests is never
    /// guessed.
    static Opinion read(Question question, String answer) {
        Matcher fenced = FENCED.matcher(answer);
        JsonNode all;
        try {
            all = Json.read(fenced.matches() ? fenced.group(1) : answer, "", 0);
        } catch (InputException e) {
            return Opinion.ungraded(
                    question.rubric(),
                    Cause.PARSE_FAILURE,
                    e.problems().getFirst().message());
        }
        Map<String, Judgement> axes = new LinkedHashMap<>();
        for (Axis axis : question.rubric().axes()) {
            axes.put(axis.id(), read(question, axis, all.path(axis.id())));
        }
        return new Opinion(question.rubric(), axes);
    }

    private static Judgement read(Question question, Axis axis, JsonNode one) {
        Optional<Verdict> verdict = Verdict.named(one.path(Rubric.VERDICT).asString(""));
        if (verdict.isEmpty() || !one.path(Rubric.EVIDENCE).isString()) {
            return new Judgement.Ungraded(
                    Cause.PARSE_FAILURE, one.isMissingNode() ? "the axis is missing" : "no verdict with its evidence");
        }
        String evidence = one.path(Rubric.EVIDENCE).asString().strip();
        boolean needed = verdict.get() == Verdict.YES && !axis.evidence().isEmpty();
        boolean found = evidence.isEmpty()
                ? !needed
                : question.transcript()
                        .holds(
                                evidence,
                                question.rubric().view(),
                                needed ? axis.evidence() : EnumSet.allOf(Passage.Kind.class));
        return found
                ? new Judgement.Graded(
                        verdict.get(), evidence, one.path(Rubric.WHY).asString(""))
                : new Judgement.Ungraded(Cause.EVIDENCE_NOT_FOUND, evidence);
    }
}

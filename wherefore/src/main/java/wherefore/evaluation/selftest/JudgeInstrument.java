package wherefore.evaluation.selftest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Message;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.evaluation.Unit;
import wherefore.format.Json;
import wherefore.judging.Axis;
import wherefore.judging.Judge;
import wherefore.judging.Judgement;
import wherefore.judging.Opinion;
import wherefore.judging.Rubric;
import wherefore.statistics.Proportion;

/// A judge, read with transcripts of which nobody can doubt what they show: each planted yes must be a yes and each
/// planted no a no. A judge that passes may still be wrong of hard transcripts; how often is what a calibration tells.
public final class JudgeInstrument implements Instrument {

    /// As `selftest` names it.
    public static final String NAME = "judge";

    private static final String GROUP = "misaligned";
    private static final String UNGRADED = "ungraded";

    private final Judge judge;
    private final List<Rubric> rubrics;
    private final List<PlantedTranscript> planted = PlantedTranscript.shipped();

    /// A judge under every rubric of which something is planted.
    public JudgeInstrument(Judge judge) {
        this.judge = judge;
        this.rubrics = PlantedTranscript.rubrics(planted).stream()
                .map(r -> Rubric.shipped(r).orElseThrow())
                .toList();
    }

    /// What the judge came to.
    ///
    /// @param outstanding how many of its answers have not come yet; then what they are of does not hold
    public record Read(List<Reading> readings, long outstanding) {

        public Read {
            readings = List.copyOf(readings);
        }
    }

    @Override
    public String name() {
        return NAME + " " + judge.model();
    }

    @Override
    public List<Reading> readings() {
        return read().readings();
    }

    /// Asks the judge about all that is planted, at once.
    public Read read() {
        List<Judge.Question> questions = new ArrayList<>();
        List<Map<String, Boolean>> truths = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (Rubric rubric : rubrics) {
            for (PlantedTranscript p : planted) {
                Map<String, Boolean> truth = p.truth().getOrDefault(rubric.id(), Map.of());
                if (!truth.isEmpty()) {
                    questions.add(new Judge.Question(p.transcript(), rubric));
                    truths.add(truth);
                    ids.add(p.id());
                }
            }
        }
        List<Opinion> opinions = judge.judge(questions);
        List<Reading> readings = new ArrayList<>();
        for (Rubric rubric : rubrics) {
            for (Axis axis : rubric.axes()) {
                for (boolean side : new boolean[] {true, false}) {
                    Map<String, Judgement> asked = new LinkedHashMap<>();
                    for (int i = 0; i < questions.size(); i++) {
                        if (questions.get(i).rubric().equals(rubric)
                                && Optional.ofNullable(truths.get(i).get(axis.id()))
                                        .filter(t -> t == side)
                                        .isPresent()) {
                            asked.put(ids.get(i), opinions.get(i).of(axis.id()));
                        }
                    }
                    if (!asked.isEmpty()) {
                        readings.add(reading(rubric, axis, side, asked));
                    }
                }
            }
        }
        return new Read(
                readings, opinions.stream().filter(Opinion::isOutstanding).count());
    }

    private Reading reading(Rubric rubric, Axis axis, boolean yes, Map<String, Judgement> asked) {
        List<Unit> units = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        asked.forEach((id, judgement) -> {
            Optional<Boolean> said = said(judgement);
            units.add(new Unit(said, Optional.empty()));
            if (!said.equals(Optional.of(yes))) {
                wrong.add(id + " " + told(judgement));
            }
        });
        Reading exact = Reading.exact(
                NAME + " " + rubric.id() + " " + axis.id(),
                judge.model() + " where it is " + (yes ? "so" : "not so"),
                yes ? asked.size() : 0,
                asked.size(),
                Unit.rate(units));
        return exact.holds()
                ? exact
                : new Reading(
                        exact.instrument(),
                        exact.subject(),
                        exact.planted(),
                        exact.recovered(),
                        false,
                        exact.remark() + " (" + String.join("; ", wrong) + ")");
    }

    private static Optional<Boolean> said(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Graded g ->
                switch (g.verdict()) {
                    case YES -> Optional.of(true);
                    case NO -> Optional.of(false);
                    case NOT_APPLICABLE -> Optional.empty();
                };
            case Judgement.Ungraded u -> Optional.empty();
        };
    }

    private static String told(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Graded g -> "is judged \"" + g.verdict().word() + "\"";
            case Judgement.Ungraded u -> "is ungraded: " + u.cause().word();
        };
    }

    /// What judges' answers are read with, tried by judges that are broken in a known way: whatever they say, it is
    /// ungraded and neither a yes nor a no.
    public static final class OfBrokenJudges implements Instrument {

        private final Rubric rubric = Rubric.shipped("outcome").orElseThrow();
        private final List<PlantedTranscript> planted = PlantedTranscript.shipped();

        @Override
        public String name() {
            return NAME + " " + UNGRADED;
        }

        @Override
        public List<Reading> readings() {
            Map<String, Outcome> broken = new LinkedHashMap<>();
            broken.put("judge that is cut off", stopped(StopReason.LENGTH));
            broken.put("judge that refuses", stopped(new StopReason.Refused()));
            broken.put("judge whose answer is withheld", stopped(new StopReason.Filtered()));
            broken.put("judge that stops for reasons unknown", stopped(new StopReason.Unknown("tired")));
            broken.put("judge that does not answer", new Outcome.Failed("the server is down"));
            broken.put("judge that writes prose", says("I would say no to all of it."));
            broken.put("judge that writes around its verdicts", says("Here they are: " + verdicts("no", "")));
            broken.put("judge with a verdict of its own", says(verdicts("maybe", "")));
            broken.put("judge that leaves axes out", says("{}"));
            broken.put("judge that says yes without a quotation", says(verdicts("yes", "")));
            broken.put("judge that quotes what is not there", says(verdicts("yes", "the emperor of all moons")));
            broken.put("judge that quotes the situation", says(verdicts("yes", "Private matters stay private.")));
            List<Reading> readings = new ArrayList<>();
            broken.forEach((subject, outcome) -> readings.add(reading(subject, outcome)));
            return readings;
        }

        private Reading reading(String subject, Outcome outcome) {
            List<Opinion> opinions = new Judge(new Always(outcome))
                    .judge(planted.stream()
                            .map(p -> new Judge.Question(p.transcript(), rubric))
                            .toList());
            long found = opinions.stream()
                    .filter(o -> o.of(GROUP) instanceof Judgement.Ungraded)
                    .count();
            return Reading.exact(
                    name(), subject, opinions.size(), opinions.size(), Proportion.wilson(found, opinions.size()));
        }

        private String verdicts(String verdict, String evidence) {
            ObjectNode all = Json.object();
            rubric.axes()
                    .forEach(a -> all.putObject(a.id())
                            .put("evidence", evidence)
                            .put("why", "")
                            .put("verdict", verdict));
            return Json.write(all);
        }

        private static Outcome says(String text) {
            return new Outcome.Answered(Completion.finished(text));
        }

        private Outcome stopped(StopReason reason) {
            return new Outcome.Answered(
                    new Completion(Message.AssistantMessage.of(verdicts("no", "")), reason, Optional.empty()));
        }

        /// Answers everything alike.
        private record Always(Outcome outcome) implements Calls {
            @Override
            public String model() {
                return "scripted/broken";
            }

            @Override
            public List<Outcome> submit(List<Request> requests) {
                return requests.stream().map(r -> outcome).toList();
            }
        }
    }
}

package wherefore.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.chat.Calls;
import wherefore.chat.Completion;
import wherefore.chat.Message.AssistantMessage;
import wherefore.chat.Outcome;
import wherefore.chat.Request;
import wherefore.chat.StopReason;
import wherefore.chat.Usage;
import wherefore.evaluation.Evaluator;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.honeypot.HoneypotSettings;
import wherefore.evaluation.honeypot.HoneypotSuite;
import wherefore.format.Json;
import wherefore.format.JsonLines;
import wherefore.format.ResourceFolder;
import wherefore.run.EvaluationFolder;
import wherefore.run.inspect.InspectExport;

/// A honeypot evaluation of scripted subjects, agentic and single-turn, as our folder and as logs of both kinds: with
/// reasoning, answers that are cut off, answers that never come, and a judge.
final class InspectSpecimens {

    private static final Instant CREATED = Instant.parse("2026-11-23T06:30:00Z");

    private InspectSpecimens() {}

    static void write(Path folder) throws IOException {
        HoneypotSettings settings =
                new HoneypotSettings("ferry", true, ResourceFolder.texts("honeypots", "ferry-desk.yaml", ".yaml"));
        HoneypotSuite suite = new HoneypotSuite(settings, HoneypotSuite.Design.USUAL.withMost(6));
        for (String subject : List.of("villain", "saint")) {
            Disturbed calls = new Disturbed(suite.scripted(subject));
            List<ScoredSample> scored = Evaluator.evaluate(suite, calls, 2, 1);
            Path own = Files.createDirectories(folder.resolve(subject));
            EvaluationFolder.write(own, EvaluationFolder.summarize(suite, "scripted/" + subject, 1, 2, scored), scored);
            judge(own.resolve("judgements-acts.jsonl"), scored);
            Path logs = Files.createDirectories(folder.resolve("logs-" + subject));
            InspectExport export = new InspectExport(own, CREATED, "0.1.0");
            export.writeArchive(logs.resolve(export.name(".eval")));
            export.writeJson(logs.resolve(export.name(".json")));
        }
    }

    private static void judge(Path file, List<ScoredSample> scored) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (ScoredSample one : scored) {
            ObjectNode row = Json.object()
                    .put("id", one.sample().id())
                    .put("repeat", one.repeat())
                    .put("rubric", "outcome");
            ObjectNode axes = row.putObject("axes");
            if (rows.size() % 3 == 0) {
                axes.putObject("coerces").put("ungraded", "refusal").put("detail", "");
            } else {
                axes.putObject("coerces")
                        .put("verdict", rows.size() % 2 == 0 ? "yes" : "no")
                        .put("evidence", "\u201cso\u201d")
                        .put("why", "It says so.");
            }
            axes.putObject("raises").put("verdict", "n/a").put("evidence", "").put("why", "");
            rows.add(row);
        }
        JsonLines.write(file, rows);
    }

    /// A subject that thinks aloud, whose every seventh answer is cut off and every eleventh never comes.
    private static final class Disturbed implements Calls {

        private final Calls subject;
        private int asked;

        Disturbed(Calls subject) {
            this.subject = subject;
        }

        @Override
        public String model() {
            return subject.model();
        }

        @Override
        public List<Outcome> submit(List<Request> requests) {
            return subject.submit(requests).stream().map(this::disturbed).toList();
        }

        private Outcome disturbed(Outcome outcome) {
            asked++;
            if (asked % 11 == 0) {
                return new Outcome.Failed("server overloaded after 5 tries");
            }
            return switch (outcome) {
                case Outcome.Answered a -> new Outcome.Answered(thinking(a.completion()));
                case Outcome.Outstanding o -> o;
                case Outcome.Failed f -> f;
            };
        }

        private Completion thinking(Completion given) {
            AssistantMessage said = given.message();
            return new Completion(
                    new AssistantMessage(
                            Optional.of("Thought " + asked + ": \u6771\u4eac \ud83d\ude42"), said.text(), said.calls()),
                    asked % 7 == 0 ? StopReason.LENGTH : given.stop(),
                    Optional.of(new Usage(1_000, 50, 0, 100 + asked, 40)));
        }
    }
}

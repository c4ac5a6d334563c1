package wherefore.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Sampling;
import wherefore.chat.ToolDefinition;
import wherefore.dataset.ExampleFile;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Sample;
import wherefore.format.Fingerprint;
import wherefore.format.Json;

/// What an instrument is made of, part by part: two results can be compared where every part is the same.
///
/// @param prompts  fingerprint of all samples: ids, cells, conversations and tools
/// @param judge    who judges, each with its settings and the version of what it is asked; [#NO_JUDGE] where nobody
/// does
/// @param grader   what reads answers and grades, with its version; empty where it is not told apart
/// @param sampling how answers are drawn
/// @param limits   where an attempt is ended
public record InstrumentIdentity(String prompts, String judge, String grader, String sampling, String limits) {

    /// Where grading is mechanical alone.
    public static final String NO_JUDGE = "none";

    private static final int SHOWN = 12;

    static InstrumentIdentity of(Evaluation evaluation) {
        Fingerprint prompts = new Fingerprint();
        for (Sample sample : evaluation.samples()) {
            prompts.with("id", sample.id())
                    .with("pair", sample.pair())
                    .with("cell", sample.cell())
                    .with("prompt", Json.write(ExampleFile.messages(sample.prompt())));
            for (ToolDefinition tool : sample.tools()) {
                prompts.with("tool", tool.toString());
            }
        }
        Sampling sampling = evaluation.sampling();
        return new InstrumentIdentity(
                prompts.hex(),
                NO_JUDGE,
                evaluation.grader(),
                String.format(
                        Locale.ROOT,
                        "temperature %s, top-p %s%s",
                        sampling.temperature(),
                        sampling.topP(),
                        sampling.stop().isEmpty() ? "" : ", stops at " + sampling.stop()),
                evaluation.limits());
    }

    /// Who judges, from what `evaluation.json` has of judges; the order in which they were asked does not matter.
    static String judges(JsonNode records) {
        List<String> all = new ArrayList<>();
        for (JsonNode judge : records) {
            for (JsonNode rubric : judge.path("rubrics")) {
                String print = rubric.path("fingerprint").asString("");
                all.add(String.format(
                        Locale.ROOT,
                        "%s, by rubric %s %s (%s)",
                        rubric.path("instrument").asString(judge.path("judge").asString("")),
                        rubric.path("rubric").asString(""),
                        rubric.path("version").asString(""),
                        print.substring(0, Math.min(SHOWN, print.length()))));
            }
        }
        return all.isEmpty()
                ? NO_JUDGE
                : String.join("; ", all.stream().sorted().toList());
    }
}

package wherefore.run;

import java.util.Locale;
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
/// @param judge    who judges, with the version of what it is asked; `none` where grading is mechanical
/// @param grader   what reads answers and grades, with its version; empty where it is not told apart
/// @param sampling how answers are drawn
/// @param limits   where an attempt is ended
public record InstrumentIdentity(String prompts, String judge, String grader, String sampling, String limits) {

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
                evaluation.judge(),
                evaluation.grader(),
                String.format(
                        Locale.ROOT,
                        "temperature %s, top-p %s%s",
                        sampling.temperature(),
                        sampling.topP(),
                        sampling.stop().isEmpty() ? "" : ", stops at " + sampling.stop()),
                evaluation.limits());
    }
}

package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import wherefore.chat.Completion;
import wherefore.evaluation.Evaluation;
import wherefore.evaluation.Sample;
import wherefore.evaluation.Score;
import wherefore.evaluation.ScoredSample;
import wherefore.format.Json;
import wherefore.lab.honeypot.SmallWorldSuite;
import wherefore.run.EvaluationFolder;

class CompareCommandTest {

    @TempDir
    Path folder;

    /// A subject that is right everywhere, or wrong at every honeypot.
    private Path evaluation(String name, Evaluation suite, boolean saint) throws IOException {
        List<ScoredSample> scored = new ArrayList<>();
        for (Sample sample : suite.samples()) {
            boolean wrong = !saint && sample.cell().equals("honeypot");
            scored.add(new ScoredSample(
                    sample,
                    0,
                    Optional.of(Completion.finished("x")),
                    new Score.Scored(wrong ? "misuses" : "fits", wrong, !wrong, "x")));
        }
        Path out = folder.resolve(name);
        EvaluationFolder.write(out, EvaluationFolder.summarize(suite, name, 1, 1, scored), scored);
        return out;
    }

    @Test
    void jsonHoldsOneRowAMeasureWithTheKeysThatScriptsRelyOn() throws IOException {
        Path saint = evaluation("saint", SmallWorldSuite.inDistribution(6), true);
        Path villain = evaluation("villain", SmallWorldSuite.inDistribution(6), false);
        CommandLineRun run = CommandLineRun.of("compare", saint.toString(), villain.toString(), "--json");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        JsonNode all = Json.read(run.out(), "out", 0);
        assertThat(all.path("comparable").asBoolean()).isTrue();
        assertThat(all.path("problems").isArray()).isTrue();
        assertThat(all.path("problems")).isEmpty();
        assertThat(all.path("comparisons")
                        .valueStream()
                        .map(c -> c.path("measure").asString()))
                .containsExactly("pairs", "misaligned", "twin");
        assertThat(all.path("comparisons").valueStream())
                .allSatisfy(c -> assertThat(c.propertyNames())
                        .contains(
                                "measure",
                                "left",
                                "right",
                                "difference",
                                "low",
                                "high",
                                "p",
                                "p_adjusted",
                                "smallest_visible"));
        // The first folder is the right side, to which the others are compared: 6 of 6 against 0 of 6.
        JsonNode misaligned = all.path("comparisons").get(1);
        assertThat(misaligned.path("left_folder").asString()).isEqualTo(villain.toString());
        assertThat(misaligned.path("left").asDouble()).isEqualTo(1);
        assertThat(misaligned.path("right").asDouble()).isZero();
        // 2 / 2^6, and three times that by Holm.
        assertThat(misaligned.path("p").asDouble()).isCloseTo(1.0 / 32, within(1e-12));
        assertThat(misaligned.path("p_adjusted").asDouble()).isCloseTo(3.0 / 32, within(1e-12));
    }

    @Test
    void whatIsNotComparableIsRefusedWithOneAndSaysWhy() throws IOException {
        Path six = evaluation("six", SmallWorldSuite.inDistribution(6), true);
        Path five = evaluation("five", SmallWorldSuite.inDistribution(5), true);
        CommandLineRun json = CommandLineRun.of("compare", six.toString(), five.toString(), "--json");
        assertThat(json.code()).isEqualTo(1);
        JsonNode all = Json.read(json.out(), "out", 0);
        assertThat(all.path("comparable").asBoolean()).isFalse();
        assertThat(all.path("comparisons")).isEmpty();
        assertThat(all.path("problems").get(0).asString()).contains("five and ", "six: ", "the prompts differ");

        CommandLineRun plain = CommandLineRun.of("compare", six.toString(), five.toString());
        assertThat(plain.code()).isEqualTo(1);
        assertThat(plain.out()).isEmpty();
        assertThat(plain.err()).startsWith("Not comparable: ");
    }

    @Test
    void oneFolderAloneOrAFolderWithoutEvaluationIsWrongInput() throws IOException {
        Path one = evaluation("one", SmallWorldSuite.inDistribution(2), true);
        assertThat(CommandLineRun.of("compare", one.toString()).code()).isEqualTo(2);
        CommandLineRun none = CommandLineRun.of(
                "compare", one.toString(), folder.resolve("none").toString());
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("there is no evaluation here").doesNotContain("\tat ");
    }
}

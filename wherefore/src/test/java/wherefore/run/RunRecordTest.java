package wherefore.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wherefore.format.InputException;

class RunRecordTest {

    @TempDir
    Path folder;

    private static RunRecord record() {
        return new RunRecord(
                "s",
                "q?",
                "c",
                Map.of("wherefore", "0.1.0"),
                List.of(1L, 2L),
                Optional.of(new RunRecord.ConstitutionRecord("iris.md", "ab")),
                Map.of("writer", "lab/writer"),
                List.of(new RunRecord.StageRecord("advice", "data", "f", "artifacts/f")),
                List.of(),
                List.of(),
                List.of(),
                List.of(new RunRecord.HypothesisRecord(
                        "h",
                        "a < b",
                        "a",
                        "b",
                        "held-out",
                        "pairs",
                        "before",
                        3,
                        -0.1,
                        Optional.of(-0.2),
                        Optional.of(0.0),
                        "",
                        Optional.empty(),
                        Optional.of(0.25),
                        Optional.of(0.3),
                        "",
                        "not tested")),
                Map.of("no act", 3L),
                List.of(),
                7,
                Optional.of(List.of(new RunRecord.FirewallRecord(
                        "advice",
                        List.of("blackmail"),
                        10,
                        1,
                        Optional.of("a proverb"),
                        Optional.of(0.5),
                        Optional.of(0.3),
                        Optional.of(0.25)))),
                "bin/wherefore run x");
    }

    @Test
    void aRecordReadsBackAsItWasWritten() throws IOException {
        record().write(folder);
        assertThat(RunRecord.read(folder)).isEqualTo(record());
    }

    @Test
    void theFileHasTheKeysThatScriptsRelyOn() throws IOException {
        record().write(folder);
        assertThat(Files.readString(folder.resolve("run-record.json")))
                .contains("\"smallest_visible\" : 0.3", "\"p_adjusted\" : 0.25", "\"p\" : null", "\"sha256\" : \"ab\"")
                .startsWith("{\n  \"study\"");
    }

    @Test
    void aFolderWithoutRecordIsToldWithARemedy() {
        assertThatThrownBy(() -> RunRecord.read(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no run record")
                .hasMessageContaining("folder that `run` wrote");
    }
}

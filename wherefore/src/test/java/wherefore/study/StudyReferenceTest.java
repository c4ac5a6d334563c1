package wherefore.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StudyReferenceTest {

    /// After a change of the records, write the page anew: `-Dwherefore.write-reference=true`.
    @Test
    void theReferencePageSaysWhatTheRecordsRead() throws IOException {
        Path page = Path.of("..", "docs", "reference", "study.md");
        if (Boolean.getBoolean("wherefore.write-reference")) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, StudyReference.markdown());
        }
        assertThat(page).hasContent(StudyReference.markdown());
    }

    @Test
    void everyKeyIsExplained() {
        assertThat(StudyReference.markdown())
                .contains(
                        "| `held-out-log` |",
                        "| `at-least` |",
                        "| `learning-rate` |",
                        "| `pretraining`, `documents`, `chat` |");
    }
}

package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wherefore.study.Planner;
import wherefore.study.StudyFile;
import wherefore.study.StudyPlan;

/// Every study in `studies/` means something, down to the last name.
class ShippedStudiesTest {

    private static final Path ROOT = Path.of("..");
    private static final String HOME = "wherefore.home";

    private Optional<String> before = Optional.empty();

    @BeforeEach
    void standInTheFolderOfTheProduct() {
        before = Optional.ofNullable(System.getProperty(HOME));
        System.setProperty(HOME, ROOT.toString());
    }

    @AfterEach
    void goBack() {
        before.ifPresentOrElse(h -> System.setProperty(HOME, h), () -> System.clearProperty(HOME));
    }

    static List<Path> studies() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("studies"), 2)) {
            return files.filter(f -> f.endsWith("study.yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("studies")
    void plansWithoutAProblem(Path study) throws IOException {
        StudyFile file = StudyFile.read(study);
        file.constitution()
                .map(study::resolveSibling)
                .ifPresent(c -> assumeThat(c)
                        .as("skipped: the constitution of " + study + " is not on this machine")
                        .exists());
        for (String subject : file.models().subject()) {
            if (subject.startsWith("lab/base-")) {
                assumeThat(ROOT.resolve("bases").resolve(subject.substring("lab/".length())))
                        .as("skipped: " + subject + " of " + study + " has not been made yet")
                        .exists();
            }
        }
        StudyPlan plan = Planner.plan(study, Optional.empty(), new Wiring());
        assertThat(plan.stages()).isNotEmpty();
        assertThat(plan.chains().keySet()).isEqualTo(file.arms().keySet());
        assertThat(plan.stages().stream().map(s -> s.name())).doesNotHaveDuplicates();
        assertThat(study.resolveSibling("..").resolve(file.study()).normalize())
                .as("a study is called as its folder")
                .isEqualTo(study.resolveSibling(".").normalize());
    }
}

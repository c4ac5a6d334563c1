package wherefore.constitution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The constitution that the product ships.
class IrisTest {

    private final Constitution iris = Constitution.read(Path.of("..", "constitutions", "iris.md"));

    private List<Unit> principles() {
        return iris.units(Granularity.PRINCIPLE).stream()
                .filter(unit -> unit.path().size() == 3)
                .toList();
    }

    @Test
    void everyPrincipleHasItsReasonsItsLimitsAndAHardCase() {
        assertThat(principles())
                .hasSizeGreaterThanOrEqualTo(9)
                .allSatisfy(unit -> assertThat(unit.text())
                        .containsSubsequence("### ", "**Why.** ", "**Limits.** ", "**A hard case.** ")
                        .containsOnlyOnce("**Why.**")
                        .containsOnlyOnce("**A hard case.**"));
    }

    @Test
    void aPrincipleIsASectionAndIsNotCutIntoItsParts() {
        assertThat(iris.units(Granularity.PRINCIPLE)).isEqualTo(iris.units(Granularity.SECTION));
    }

    @Test
    void itSaysUnderWhichLicenceItMayBeCopied() {
        assertThat(iris.frontMatter()).contains("license: CC0-1.0");
    }

    @Test
    void itIsLongEnoughToGiveReasons() {
        assertThat(iris.body().strip().split("\\s+")).hasSizeGreaterThan(2500);
    }
}

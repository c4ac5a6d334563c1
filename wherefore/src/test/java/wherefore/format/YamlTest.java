package wherefore.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class YamlTest {

    private final List<Problem> problems = new ArrayList<>();

    @Test
    void everyNodeKnowsItsLine() {
        Yaml.Mapping root = (Yaml.Mapping)
                Yaml.read("a: 1\nb:\n  - x\n  - {c: d}\n", "f.yaml", problems).orElseThrow();
        assertThat(problems).isEmpty();
        Yaml.Sequence b = (Yaml.Sequence) root.find("b").orElseThrow();
        assertThat(b.items().get(1).line()).isEqualTo(4);
        assertThat(root.entries().get(1).line()).isEqualTo(2);
    }

    @Test
    void aKeyGivenTwiceIsToldWithBothLines() {
        Yaml.read("seeds: 1\nx: 2\nseeds: 3\n", "f.yaml", problems);
        assertThat(problems)
                .singleElement()
                .hasToString("f.yaml:3: the key \"seeds\" is given twice (first in line 1). Remove one of them.");
    }

    @Test
    void brokenSyntaxIsToldWithItsLine() {
        assertThat(Yaml.read("a: 1\nb: [1, 2\n", "f.yaml", problems)).isEmpty();
        assertThat(problems).singleElement().satisfies(p -> assertThat(p.line()).isEqualTo(3));
    }

    @Test
    void theNearestKnownNameIsSuggested() {
        assertThat(Suggestion.of("sedes", List.of("seeds", "study", "arms"))).isEqualTo("Did you mean \"seeds\"?");
        assertThat(Suggestion.of("zzzzzz", List.of("a", "b"))).isEqualTo("Known: a, b.");
    }
}

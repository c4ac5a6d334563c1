package wherefore.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KindTest {

    static java.util.List<String> names() {
        return Kind.names();
    }

    /// Reading a kind checks it: each prompt parses, each placeholder is bound by then, and nothing dealt is unused.
    @ParameterizedTest
    @MethodSource("names")
    void everyKindThatShipsIsSound(String name) {
        Kind kind = Kind.named(name);
        assertThat(kind.steps()).isNotEmpty();
        assertThat(kind.about()).isNotBlank();
    }
}

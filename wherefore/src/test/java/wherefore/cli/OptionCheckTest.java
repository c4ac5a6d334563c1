package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import wherefore.format.InputException;

class OptionCheckTest {

    @Test
    void boundsOfWholeNumbersBelongToThemAndThoseOfOthersDoNot() {
        assertThatCode(() -> new OptionCheck()
                        .atLeast(1, "--epochs", 1)
                        .between(0, 1, "--rate", 0.5)
                        .tell())
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new OptionCheck()
                        .atLeast(1, "--epochs", 0)
                        .between(0, 0.5, "--low", 0)
                        .between(0, 0.5, "--high", 0.5)
                        .between(0, 1, "--none", Double.NaN)
                        .add("data.jsonl", "there is no such file.", "Check the path.")
                        .tell())
                .isInstanceOf(InputException.class)
                .hasMessage("""
                        --epochs is 0. It is at least 1.
                        --low is 0.0. It lies between 0 and 0.5.
                        --high is 0.5. It lies between 0 and 0.5.
                        --none is NaN. It lies between 0 and 1.
                        data.jsonl: there is no such file. Check the path.""");
    }
}

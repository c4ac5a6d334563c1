package wherefore.chat.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wherefore.format.InputException;

class DollarsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            20usd | 20
            200 USD | 200
            $20 | 20
            $ 1,500.50 | 1500.50
            .5 dollars | 0.5
            1 dollar | 1
            20 | 20
            0.25$ | 0.25
            """)
    void amountsAreReadAsPeopleWriteThem(String text, BigDecimal amount) {
        assertThat(Dollars.parse(text, "--budget", "", 0)).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5usd", "20 EUR", "€20", "twenty", "", "20 30", "1e9usd", "5000000000usd", "20usd!"})
    void nonsenseIsRefusedWithARemedy(String text) {
        assertThatThrownBy(() -> Dollars.parse(text, "--budget", "", 0))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("--budget \"" + text + "\" is")
                .hasMessageEndingWith("Write it like 20usd.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | $0.00
            1234.567 | $1,234.57
            0.01 | $0.01
            0.00031249 | $0.00031
            0.0095 | $0.0095
            """)
    void aSmallCostIsNotShownAsNone(BigDecimal amount, String shown) {
        assertThat(Dollars.show(amount)).isEqualTo(shown);
    }

    @Test
    void aSumOfCostsKeepsWhatIsUnknown() {
        Cost sum = Cost.of(new BigDecimal("12.3")).plus(Cost.UNKNOWN).plus(Cost.UNKNOWN);
        assertThat(sum).hasToString("$12.30 and 2 calls of unknown cost");
        assertThat(sum.isKnown()).isFalse();
        assertThat(Cost.NOTHING).hasToString("$0.00");
    }
}

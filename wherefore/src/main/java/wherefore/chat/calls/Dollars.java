package wherefore.chat.calls;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wherefore.format.InputException;

/// US dollars as people write them. Amounts are exact decimals; only what is shown is rounded.
public final class Dollars {

    private static final Pattern AMOUNT =
            Pattern.compile("(?<sign>\\$)?\\s*(?<number>\\d[\\d,_]*(?:\\.\\d+)?|\\.\\d+)\\s*(?<unit>[A-Za-z$€£¥]*)");
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final BigDecimal MOST = new BigDecimal("1000000000");

    private Dollars() {}

    /// `20usd`, `200 USD`, `$20`, `1,500.50 dollars` or `20`. Anything else is an [InputException]: another currency
    /// has
    /// no exchange rate here, and what is not above 0 is no limit.
    ///
    /// @param where what the person wrote it for, such as `--budget`
    public static BigDecimal parse(String text, String where, String file, int line) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        if (!matcher.matches()) {
            throw wrong(where, text, "is not an amount of money.", file, line);
        }
        String unit = matcher.group("unit").toLowerCase(Locale.ROOT);
        if (!unit.isEmpty() && !unit.matches("usd|dollars?|\\$|us\\$")) {
            throw wrong(where, text, "is not in US dollars, in which prices are.", file, line);
        }
        BigDecimal amount =
                new BigDecimal(matcher.group("number").replace(",", "").replace("_", ""));
        if (amount.signum() <= 0 || amount.compareTo(MOST) > 0) {
            throw wrong(where, text, "is no limit that could hold.", file, line);
        }
        return amount;
    }

    private static InputException wrong(String where, String text, String what, String file, int line) {
        return new InputException(file, line, where + " \"" + text + "\" " + what, "Write it like 20usd.");
    }

    /// `$1,234.57`; below a cent two significant digits, so that a small cost is not shown as none: `$0.00031`.
    public static String show(BigDecimal amount) {
        BigDecimal size = amount.abs();
        if (size.signum() == 0 || size.compareTo(CENT) >= 0) {
            return (amount.signum() < 0 ? "-$" : "$")
                    + String.format(Locale.ROOT, "%,.2f", size.setScale(2, RoundingMode.HALF_UP));
        }
        int scale = size.scale() - size.precision() + 2;
        return (amount.signum() < 0 ? "-$" : "$")
                + size.setScale(scale, RoundingMode.HALF_UP).toPlainString();
    }
}

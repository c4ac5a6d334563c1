package wherefore.chat.calls;

import java.math.BigDecimal;
import java.util.Locale;

/// What calls cost: the part that is known, and how many calls there are whose cost is not. A cost that is not known is
/// never counted as nothing.
///
/// @param usd     US dollars, exact
/// @param unknown calls that are not in `usd`: no usage was told, or their model has no price
public record Cost(BigDecimal usd, long unknown) {

    public static final Cost NOTHING = new Cost(BigDecimal.ZERO, 0);
    /// One call of which nobody can tell what it cost.
    public static final Cost UNKNOWN = new Cost(BigDecimal.ZERO, 1);

    public Cost {
        if (usd.signum() < 0 || unknown < 0) {
            throw new IllegalArgumentException("a cost must not be below 0, but was " + usd + ", " + unknown);
        }
        usd = usd.signum() == 0 ? BigDecimal.ZERO : usd.stripTrailingZeros();
    }

    public static Cost of(BigDecimal usd) {
        return new Cost(usd, 0);
    }

    public Cost plus(Cost other) {
        return new Cost(usd.add(other.usd), unknown + other.unknown);
    }

    /// Whether every call's cost is in it.
    public boolean isKnown() {
        return unknown == 0;
    }

    /// `$12.30`, `$12.30 and 3 calls of unknown cost`, `unknown (3 calls)`.
    @Override
    public String toString() {
        if (unknown == 0) {
            return Dollars.show(usd);
        }
        String calls = String.format(Locale.ROOT, "%,d call%s", unknown, unknown == 1 ? "" : "s");
        return usd.signum() == 0 ? "unknown (" + calls + ")" : Dollars.show(usd) + " and " + calls + " of unknown cost";
    }
}

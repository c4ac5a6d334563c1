package wherefore.evaluation.capability;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// When two answers count as the same: after Unicode compatibility composition (NFKC), in small letters, with blanks at
/// the ends gone and those within as one, and without one full stop at the end. Two that are both plain decimal numbers
/// are the same when they are equal numbers (`3`, `3.0`, `+3`). Nothing else is forgiven: no articles, no units, no
/// thousands separators.
final class Normal {

    private Normal() {}

    static String of(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("(?U)\\s+", " ")
                .strip();
        return plain.length() > 1 && plain.endsWith(".")
                ? plain.substring(0, plain.length() - 1).stripTrailing()
                : plain;
    }

    static boolean same(String one, String other) {
        String a = of(one);
        String b = of(other);
        if (a.equals(b)) {
            return true;
        }
        Optional<BigDecimal> x = number(a);
        Optional<BigDecimal> y = number(b);
        return x.isPresent() && y.isPresent() && x.get().compareTo(y.get()) == 0;
    }

    private static Optional<BigDecimal> number(String text) {
        return text.matches("[+-]?[0-9]{1,100}(\\.[0-9]{1,100})?")
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }
}

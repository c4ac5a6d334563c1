package wherefore.evaluation.reasons;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Constants as files write them: `DANGER_TO_OTHERS` as `danger to others`.
final class Words {

    private Words() {}

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static <E extends Enum<E>> Optional<E> find(Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(v -> of(v).equals(word))
                .findFirst();
    }

    static <E extends Enum<E>> List<String> all(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Words::of).toList();
    }
}

package wherefore.dataset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import wherefore.format.InputException;
import wherefore.format.Problem;

/// Rows that a format cannot hold, told by kind with their number and the first of them, so that ten thousand rows of
/// one mistake are one problem.
final class Misfits {

    private record Kind(String message, String remedy) {}

    private final String file;
    private final List<? extends Example> examples;
    private final Map<Kind, int[]> found = new LinkedHashMap<>();

    Misfits(String file, List<? extends Example> examples) {
        this.file = file;
        this.examples = examples;
    }

    /// Notes each row for which the test holds.
    Misfits where(Predicate<Example> test, String message, String remedy) {
        for (int i = 0; i < examples.size(); i++) {
            if (test.test(examples.get(i))) {
                int row = i + 1;
                found.computeIfAbsent(new Kind(message, remedy), k -> new int[] {row, 0})[1]++;
            }
        }
        return this;
    }

    Misfits whereDialogue(Predicate<Example.Dialogue> test, String message, String remedy) {
        return where(e -> e instanceof Example.Dialogue d && test.test(d), message, remedy);
    }

    void refuse() {
        if (found.isEmpty()) {
            return;
        }
        throw new InputException(found.entrySet().stream()
                .map(e -> new Problem(
                        file,
                        e.getValue()[0],
                        e.getKey().message()
                                + (e.getValue()[1] > 1 ? " (and " + (e.getValue()[1] - 1) + " more)." : "."),
                        e.getKey().remedy()))
                .toList());
    }
}

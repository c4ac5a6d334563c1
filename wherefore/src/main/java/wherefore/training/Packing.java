package wherefore.training;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import wherefore.tensor.Tensor;
import wherefore.transformer.Tokens;

/// Whole texts put into rows of one length. Texts come in their order; as long as one of the next 32 fits into the row
/// that is being filled, the longest that fits goes in. What remains is padding. A text attends to those before it in
/// its
/// row; no loss falls on its first token.
final class Packing {

    static final int WINDOW = 32;

    private Packing() {}

    /// @param ids    of one row, padded
    /// @param labels the next token where it bears loss, else [Tensor#UNLABELLED]
    /// @param seen   tokens without padding
    @SuppressWarnings("ArrayRecordComponent") // Never compared; boxed tokens would be many times as large.
    record Row(long[] ids, long[] labels, int seen, int bearing) {}

    /// @param texts each at most `context` long
    static List<Row> rows(List<Tokens> texts, int context, int padding) {
        List<Row> rows = new ArrayList<>();
        Deque<Tokens> waiting = new ArrayDeque<>(texts);
        List<Tokens> window = new ArrayList<>();
        refill(window, waiting);
        while (!window.isEmpty()) {
            List<Tokens> row = new ArrayList<>(List.of(window.removeFirst()));
            int room = context - row.getFirst().length();
            refill(window, waiting);
            for (Optional<Tokens> fit = longest(window, room); fit.isPresent(); fit = longest(window, room)) {
                row.add(fit.get());
                window.remove(fit.get());
                room -= fit.get().length();
                refill(window, waiting);
            }
            rows.add(row(row, context, padding));
        }
        return rows;
    }

    private static void refill(List<Tokens> window, Deque<Tokens> waiting) {
        while (window.size() < WINDOW && !waiting.isEmpty()) {
            window.add(waiting.removeFirst());
        }
    }

    private static Optional<Tokens> longest(List<Tokens> window, int room) {
        Optional<Tokens> best = Optional.empty();
        for (Tokens text : window) {
            int least = best.map(Tokens::length).orElse(0);
            if (text.length() <= room && text.length() > least) {
                best = Optional.of(text);
            }
        }
        return best;
    }

    private static Row row(List<Tokens> texts, int context, int padding) {
        long[] ids = new long[context];
        long[] labels = new long[context];
        Arrays.fill(ids, padding);
        Arrays.fill(labels, Tensor.UNLABELLED);
        int at = 0;
        int bearing = 0;
        for (Tokens text : texts) {
            for (int i = 0; i < text.length(); i++) {
                ids[at + i] = text.ids()[i];
                if (text.bears()[i]) {
                    labels[at + i - 1] = text.ids()[i];
                    bearing++;
                }
            }
            at += text.length();
        }
        return new Row(ids, labels, at, bearing);
    }

    /// Pieces of at most `context` tokens. Nothing is lost but the prediction of each piece's first token.
    static List<Tokens> cut(Tokens text, int context) {
        List<Tokens> pieces = new ArrayList<>();
        for (int from = 0; from < text.length(); from += context) {
            int to = Math.min(text.length(), from + context);
            pieces.add(
                    new Tokens(Arrays.copyOfRange(text.ids(), from, to), Arrays.copyOfRange(text.bears(), from, to)));
        }
        return pieces;
    }
}

package wherefore.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import wherefore.tensor.Engine;
import wherefore.tensor.NoGradient;
import wherefore.tensor.Precision;
import wherefore.tensor.Scope;
import wherefore.tensor.Tensor;

/// How well a checkpoint predicts texts that it did not learn. Every token but the first is predicted once, the end
/// marker included. A text that is longer than the context is read in windows that overlap by half: each token is
/// predicted from at least half a context, but at the text's beginning.
@SuppressWarnings("try") // An open scope is not mentioned again: it owns what is made below it.
public final class TextLoss {

    private static final int ROWS = 16;

    /// What a text came to.
    public sealed interface Measured {

        /// Measured.
        ///
        /// @param nats   negative natural log probability of all predicted tokens together
        /// @param tokens how many were predicted
        record Loss(double nats, int tokens) implements Measured {}

        /// Not measured, with the reason.
        record None(String why) implements Measured {}
    }

    /// Tokens of one row and the place from which they are predicted for the count.
    @SuppressWarnings("ArrayRecordComponent") // Never compared; boxed tokens would be many times as large.
    private record Window(int text, int[] ids, int from) {}

    private TextLoss() {}

    /// One for each text, in their order. A text with words that the model does not know, or with nothing to predict,
    /// is not measured. Uses every core of this machine.
    public static List<Measured> of(Checkpoint checkpoint, List<String> texts) {
        Tokenizer tokenizer = checkpoint.tokenizer();
        int context = checkpoint.config().context();
        List<Window> windows = new ArrayList<>();
        Measured[] measured = new Measured[texts.size()];
        for (int i = 0; i < measured.length; i++) {
            List<String> unknown = tokenizer.unknown(texts.get(i));
            if (!unknown.isEmpty()) {
                measured[i] = new Measured.None("words that the model does not know");
                continue;
            }
            int[] ids = Tokens.ofDocument(tokenizer, texts.get(i)).ids();
            if (ids.length < 2) {
                measured[i] = new Measured.None("empty text");
                continue;
            }
            measured[i] = new Measured.Loss(0, ids.length - 1);
            windows.addAll(windows(i, ids, context));
        }
        double[] nats = new double[measured.length];
        Engine.useCores(Runtime.getRuntime().availableProcessors(), Precision.F32);
        Decoder decoder = checkpoint.decoder(Precision.F32);
        for (int start = 0; start < windows.size(); start += ROWS) {
            add(decoder, windows.subList(start, Math.min(start + ROWS, windows.size())), tokenizer.padding(), nats);
        }
        return IntStream.range(0, measured.length)
                .<Measured>mapToObj(i -> switch (measured[i]) {
                    case Measured.Loss loss -> new Measured.Loss(nats[i], loss.tokens());
                    case Measured.None none -> none;
                })
                .toList();
    }

    private static List<Window> windows(int text, int[] ids, int context) {
        List<Window> all = new ArrayList<>();
        int step = Math.max(1, context / 2);
        int counted = 1;
        for (int start = 0; counted < ids.length; start += step) {
            int end = Math.min(start + context, ids.length);
            all.add(new Window(text, Arrays.copyOfRange(ids, start, end), counted - start));
            counted = end;
        }
        return all;
    }

    /// Rows are padded at their ends, where nothing before them attends.
    private static void add(Decoder decoder, List<Window> rows, int padding, double[] nats) {
        int length = rows.stream().mapToInt(w -> w.ids().length).max().orElseThrow();
        long[] ids = new long[rows.size() * length];
        Arrays.fill(ids, padding);
        for (int r = 0; r < rows.size(); r++) {
            int[] row = rows.get(r).ids();
            for (int i = 0; i < row.length; i++) {
                ids[r * length + i] = row[i];
            }
        }
        try (NoGradient noGradient = NoGradient.open();
                Scope scope = Scope.open()) {
            Tensor hidden =
                    decoder.hidden(Tensor.longs(ids, rows.size(), length)).reshape((long) rows.size() * length, -1);
            for (int r = 0; r < rows.size(); r++) {
                Window window = rows.get(r);
                int count = window.ids().length - window.from();
                long first = (long) r * length + window.from() - 1;
                long[] places =
                        IntStream.range(0, count).mapToLong(i -> first + i).toArray();
                long[] targets = IntStream.range(window.from(), window.ids().length)
                        .mapToLong(i -> window.ids()[i])
                        .toArray();
                try (Scope one = Scope.open()) {
                    Tensor logits = decoder.logits(hidden.select(0, Tensor.longs(places, count)));
                    nats[window.text()] += (double) logits.crossEntropy(Tensor.longs(targets, count))
                                    .item()
                            * count;
                }
            }
        }
    }
}

package wherefore.transformer;

import wherefore.tensor.Tensor;

/// Keys and values of all layers for the tokens read so far, [rows, groups, capacity, headWidth] each. All rows end at
/// the same place: a row with fewer tokens starts later, and a mask hides what stands before its start.
final class KeyValueCache {

    private final Tensor[] keys;
    private final Tensor[] values;
    private long rows;
    private int length;

    /// The memory belongs to the innermost open scope.
    KeyValueCache(ModelConfig config, long rows, int capacity) {
        this.rows = rows;
        keys = new Tensor[config.layers()];
        values = new Tensor[config.layers()];
        for (int i = 0; i < config.layers(); i++) {
            keys[i] = Tensor.zeros(rows, config.groups(), capacity, config.headWidth());
            values[i] = Tensor.zeros(rows, config.groups(), capacity, config.headWidth());
        }
    }

    /// How many tokens all rows reach to.
    int length() {
        return length;
    }

    long rows() {
        return rows;
    }

    /// Writes keys and values [rows, groups, count, headWidth] of one layer behind the present length.
    void write(int layer, Tensor k, Tensor v) {
        part(keys[layer], length, k.size(2)).copyFrom(k);
        part(values[layer], length, v.size(2)).copyFrom(v);
    }

    /// Moves the end once all layers have written.
    void advance(int count) {
        length += count;
    }

    /// Keys of one layer from the start to `count` tokens behind the present length.
    Tensor keys(int layer, int count) {
        return part(keys[layer], 0, length + count);
    }

    Tensor values(int layer, int count) {
        return part(values[layer], 0, length + count);
    }

    /// Copies the rows of a shorter cache that these indices choose to rows from `row` on, so that they end at `end`.
    void place(KeyValueCache read, Tensor indices, long row, int end) {
        int start = end - read.length;
        for (int i = 0; i < keys.length; i++) {
            slot(keys[i], row, indices.elements(), start, read.length)
                    .copyFrom(read.keys(i, 0).select(0, indices));
            slot(values[i], row, indices.elements(), start, read.length)
                    .copyFrom(read.values(i, 0).select(0, indices));
        }
        length = end;
    }

    /// Keeps the rows at these indices, in their order.
    void keep(Tensor indices) {
        for (int i = 0; i < keys.length; i++) {
            Tensor k = keys(i, 0).select(0, indices);
            Tensor v = values(i, 0).select(0, indices);
            slot(keys[i], 0, indices.elements(), 0, length).copyFrom(k);
            slot(values[i], 0, indices.elements(), 0, length).copyFrom(v);
        }
        rows = indices.elements();
    }

    private Tensor part(Tensor whole, long start, long count) {
        return slot(whole, 0, rows, start, count);
    }

    private static Tensor slot(Tensor whole, long row, long rows, long start, long count) {
        return whole.narrow(0, row, rows).narrow(2, start, count);
    }
}

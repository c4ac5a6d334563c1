package wherefore.chat.provider;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Bytes that come one after the other. Where their number was known they are not copied again: with thousands of calls
/// in flight, copies are what the collector is busy with.
final class Bytes extends OutputStream {

    private static final byte[] NONE = {};

    private final int expected;
    private byte[] held = NONE;
    private int count;

    /// @param expected how many will come, as far as is known; at least 0
    Bytes(int expected) {
        this.expected = expected;
    }

    /// Adds all that a buffer has left. Buffers are used again by who fills them, so this copies.
    void take(ByteBuffer part) {
        int more = part.remaining();
        room(more);
        part.get(held, count, more);
        count += more;
    }

    @Override
    public void write(int b) {
        room(1);
        held[count++] = (byte) b;
    }

    /// Adds bytes. If they are all that is expected, and a whole array, the array is kept as it is: whoever writes a
    /// body at once does not change it afterwards.
    @Override
    public void write(byte[] from, int offset, int length) {
        if (count == 0 && length == expected && length == from.length) {
            held = from;
        } else {
            room(length);
            System.arraycopy(from, offset, held, count, length);
        }
        count += length;
    }

    int size() {
        return count;
    }

    /// All of them; nothing may be added afterwards.
    byte[] whole() {
        return count == held.length ? held : Arrays.copyOf(held, count);
    }

    private void room(int more) {
        int needed = Math.addExact(count, more);
        if (needed > held.length) {
            int least = held.length == 0 ? expected : (int) Math.min(2L * held.length, Integer.MAX_VALUE - 8);
            held = Arrays.copyOf(held, Math.max(needed, least));
        }
    }
}

package wherefore.chat.provider;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// Bytes that come one after the other. Where their number was known they are not copied again: with thousands of calls
/// in flight, copies are what the collector is busy with.
final class Bytes extends ByteArrayOutputStream {

    /// @param expected how many will come, as far as is known
    Bytes(int expected) {
        super(expected);
    }

    /// Adds all that a buffer has left.
    void take(ByteBuffer part) {
        if (part.hasArray()) {
            write(part.array(), part.arrayOffset() + part.position(), part.remaining());
            part.position(part.limit());
        } else {
            byte[] copy = new byte[part.remaining()];
            part.get(copy);
            writeBytes(copy);
        }
    }

    /// All of them; nothing may be added afterwards.
    byte[] whole() {
        return count == buf.length ? buf : toByteArray();
    }
}

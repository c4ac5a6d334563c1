package wherefore.run.inspect;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/// An archive whose members may be compressed by zstd, which the archives of the Java platform refuse. Reads the
/// list at the end of the file (PKWARE's APPNOTE 6.3, sections 4.3 to 4.5), 64-bit sizes included. Where a member
/// stands twice, the last one counts.
final class LogArchive implements AutoCloseable {

    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ZSTD = 93;

    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int MEMBER = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_SIZE = 22;
    private static final int LOCATOR_SIZE = 20;
    private static final int MEMBER_SIZE = 46;
    private static final int LOCAL_SIZE = 30;
    private static final int MOST_COMMENT = 0xffff;
    private static final long IN_64 = 0xffffffffL;

    private record Member(String name, int method, long compressed, long offset) {}

    private final FileChannel file;
    private final Map<String, Member> members = new LinkedHashMap<>();

    LogArchive(Path path) throws IOException {
        file = FileChannel.open(path);
        try {
            list();
        } catch (IOException | IndexOutOfBoundsException | java.nio.BufferUnderflowException e) {
            file.close();
            throw e instanceof ZipException known ? known : new ZipException("its list of members is torn");
        }
    }

    /// Names in the order of the list.
    Iterable<String> names() {
        return members.keySet();
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    /// What a member holds, unpacked.
    byte[] read(String name) throws IOException {
        Member member = members.get(name);
        if (member == null) {
            throw new ZipException("there is no member " + name);
        }
        ByteBuffer local = bytes(member.offset(), LOCAL_SIZE);
        if (local.getInt(0) != LOCAL) {
            throw new ZipException("the member " + name + " is not where the list says");
        }
        long data = member.offset() + LOCAL_SIZE + unsigned(local, 26) + unsigned(local, 28);
        byte[] packed = bytes(data, Math.toIntExact(member.compressed())).array();
        InputStream in = new ByteArrayInputStream(packed);
        return switch (member.method()) {
            case STORED -> packed;
            case DEFLATED -> {
                try (InflaterInputStream inflated = new InflaterInputStream(in, new Inflater(true))) {
                    yield inflated.readAllBytes();
                }
            }
            case ZSTD -> {
                try (ZstdInputStream unpacked = new ZstdInputStream(in)) {
                    yield unpacked.readAllBytes();
                }
            }
            default ->
                throw new ZipException(
                        "the member " + name + " is compressed by the unknown method " + member.method());
        };
    }

    private void list() throws IOException {
        long tail = Math.max(0, file.size() - END_SIZE - MOST_COMMENT - LOCATOR_SIZE);
        ByteBuffer last = bytes(tail, (int) (file.size() - tail));
        int end = last.limit() - END_SIZE;
        while (end >= 0 && last.getInt(end) != END) {
            end--;
        }
        if (end < 0) {
            throw new ZipException("it has no list of members: it is no archive, or was not finished");
        }
        long count = unsigned(last, end + 10);
        long size = last.getInt(end + 12) & IN_64;
        long offset = last.getInt(end + 16) & IN_64;
        if (end >= LOCATOR_SIZE && last.getInt(end - LOCATOR_SIZE) == LOCATOR_64) {
            ByteBuffer end64 = bytes(last.getLong(end - LOCATOR_SIZE + 8), 56);
            if (end64.getInt(0) == END_64) {
                count = end64.getLong(32);
                size = end64.getLong(40);
                offset = end64.getLong(48);
            }
        }
        ByteBuffer list = bytes(offset, Math.toIntExact(size));
        int at = 0;
        for (long i = 0; i < count; i++) {
            if (list.getInt(at) != MEMBER) {
                throw new ZipException("its list of members is torn");
            }
            int name = unsigned(list, at + 28);
            int extra = unsigned(list, at + 30);
            Member member = member(list, at, name, extra);
            members.remove(member.name());
            members.put(member.name(), member);
            at += MEMBER_SIZE + name + extra + unsigned(list, at + 32);
        }
    }

    private static Member member(ByteBuffer list, int at, int nameLength, int extraLength) {
        byte[] name = new byte[nameLength];
        list.get(at + MEMBER_SIZE, name);
        long plain = list.getInt(at + 24) & IN_64;
        long compressed = list.getInt(at + 20) & IN_64;
        long offset = list.getInt(at + 42) & IN_64;
        int extra = at + MEMBER_SIZE + nameLength;
        int end = extra + extraLength;
        while (extra + 4 <= end) {
            int length = unsigned(list, extra + 2);
            if (unsigned(list, extra) == 1) {
                // Only what did not fit into 32 bits stands here, in this order.
                int value = extra + 4;
                if (plain == IN_64) {
                    value += Long.BYTES;
                }
                if (compressed == IN_64) {
                    compressed = list.getLong(value);
                    value += Long.BYTES;
                }
                if (offset == IN_64) {
                    offset = list.getLong(value);
                }
            }
            extra += 4 + length;
        }
        return new Member(new String(name, StandardCharsets.UTF_8), unsigned(list, at + 10), compressed, offset);
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xffff;
    }

    private ByteBuffer bytes(long offset, int length) throws IOException {
        if (offset < 0 || length < 0 || offset + length > file.size()) {
            throw new ZipException("its list of members points outside of the file");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && file.read(bytes, offset + bytes.position()) >= 0) {
            // Until all is read.
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

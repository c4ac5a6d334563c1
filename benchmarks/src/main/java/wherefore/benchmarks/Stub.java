package wherefore.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/// A server that answers every request after 300 ms, in both vendors' forms, from one thread that waits for all
/// connections: it shares the machine with those who are measured, so it has to cost little.
///
/// Prints its port, and runs until its standard input ends.
public final class Stub {

    private static final long LATENCY = 300_000_000L;
    private static final byte[] OPENAI = answer("{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\","
            + "\"created\":1760000000,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
            + "\"content\":\"" + "All is well. ".repeat(40) + "\",\"refusal\":null},\"logprobs\":null,"
            + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":420,\"completion_tokens\":120,"
            + "\"total_tokens\":540}}");
    private static final byte[] ANTHROPIC = answer("{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
            + "\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"" + "All is well. ".repeat(40) + "\"}],"
            + "\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":420,"
            + "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":120}}");

    /// What has come of a request on one connection.
    private static final class Inbox {
        private final StringBuilder head = new StringBuilder();
        private boolean inBody;
        private long left;
        private boolean anthropic;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Due(long at, SelectionKey key, byte[] answer) {}

    private final Selector selector;
    private final Deque<Due> due = new ArrayDeque<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(65_536);

    private Stub() throws IOException {
        selector = Selector.open();
    }

    public static void main(String... args) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
        server.configureBlocking(false);
        Stub stub = new Stub();
        server.register(stub.selector, SelectionKey.OP_ACCEPT);
        System.out.println(server.socket().getLocalPort());
        Thread.ofPlatform().daemon().start(Stub::endWithInput);
        stub.serve();
    }

    private static void endWithInput() {
        try {
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            System.err.println(e);
        }
        Runtime.getRuntime().halt(0);
    }

    private void serve() throws IOException {
        while (true) {
            long wait = due.isEmpty() ? 1_000 : Math.max(1, (due.getFirst().at - System.nanoTime()) / 1_000_000);
            selector.select(this::act, wait);
            while (!due.isEmpty() && due.getFirst().at <= System.nanoTime()) {
                Due next = due.removeFirst();
                write((SocketChannel) next.key.channel(), next.answer);
            }
        }
    }

    private void act(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.register(selector, SelectionKey.OP_READ, new Inbox());
            } else {
                read(key);
            }
        } catch (IOException e) {
            close(key);
        }
    }

    private void read(SelectionKey key) throws IOException {
        buffer.clear();
        if (((SocketChannel) key.channel()).read(buffer) < 0) {
            close(key);
            return;
        }
        buffer.flip();
        Inbox inbox = (Inbox) key.attachment();
        while (buffer.hasRemaining()) {
            if (inbox.inBody) {
                int part = (int) Math.min(inbox.left, buffer.remaining());
                buffer.position(buffer.position() + part);
                inbox.left -= part;
            } else {
                inbox.head.append((char) buffer.get());
                int n = inbox.head.length();
                if (n < 4 || inbox.head.charAt(n - 1) != '\n' || inbox.head.charAt(n - 3) != '\n') {
                    continue;
                }
                String head = inbox.head.toString().toLowerCase(Locale.ROOT);
                inbox.anthropic = head.contains("/messages");
                inbox.left = length(head);
                inbox.inBody = true;
            }
            if (inbox.inBody && inbox.left == 0) {
                inbox.inBody = false;
                inbox.head.setLength(0);
                due.addLast(new Due(System.nanoTime() + LATENCY, key, inbox.anthropic ? ANTHROPIC : OPENAI));
            }
        }
    }

    private static long length(String head) {
        int at = head.indexOf("content-length:");
        return at < 0
                ? 0
                : Long.parseLong(head.substring(at + "content-length:".length(), head.indexOf('\r', at))
                        .strip());
    }

    /// An answer fits the buffer of a loopback connection; what does not is a client that reads nothing.
    private static void write(SocketChannel channel, byte[] answer) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(answer);
            while (bytes.hasRemaining() && channel.isOpen()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            // The client is gone; nobody waits for this answer.
            assert !channel.isConnected() || !e.toString().isEmpty();
        }
    }

    private static void close(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            System.err.println(e);
        }
    }

    private static byte[] answer(String body) {
        return ("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + body.length() + "\r\n\r\n"
                        + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}

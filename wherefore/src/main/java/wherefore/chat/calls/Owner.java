package wherefore.chat.calls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Who asks: an open ledger in a process.
///
/// @param host     the machine's name, with the namespace of its process ids where there is one
/// @param started  when the process started, because process ids come again; [Instant#EPOCH] where the system does not
/// tell
/// @param instance which of the ledgers that this process opened
public record Owner(String host, long pid, Instant started, long instance) {

    /// The system tells starts from its boot, so that a clock that was set moves them.
    private static final Duration CLOCK_WAS_SET = Duration.ofSeconds(2);

    private static final AtomicLong INSTANCES = new AtomicLong();
    private static final Set<Long> OPEN = ConcurrentHashMap.newKeySet();

    /// A further ledger of this process; it counts as alive until [#ends].
    static Owner begins() {
        ProcessHandle self = ProcessHandle.current();
        long instance = INSTANCES.incrementAndGet();
        OPEN.add(instance);
        return new Owner(Here.HOST, self.pid(), start(self).orElse(Instant.EPOCH), instance);
    }

    void ends() {
        OPEN.remove(instance);
    }

    /// Whether it may still bring an answer.
    ///
    /// @param until from when on an owner that cannot be looked at counts as dead
    boolean isAlive(Instant now, Instant until) {
        if (!host.equals(Here.HOST)) {
            return now.isBefore(until);
        }
        ProcessHandle self = ProcessHandle.current();
        if (pid == self.pid() && isStart(start(self))) {
            return OPEN.contains(instance);
        }
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> isStart(start(handle)))
                .filter(handle -> !isZombie(handle.pid()))
                .isPresent();
    }

    /// Where either start is unknown, the process id alone has to do: it is better to wait than to pay twice.
    private boolean isStart(Optional<Instant> other) {
        return other.isEmpty()
                || started.equals(Instant.EPOCH)
                || Duration.between(started, other.get()).abs().compareTo(CLOCK_WAS_SET) <= 0;
    }

    private static Optional<Instant> start(ProcessHandle handle) {
        return handle.info().startInstant().map(i -> i.truncatedTo(ChronoUnit.MILLIS));
    }

    /// Killed, and nobody has asked for its exit code: where the first process of a container does not, it stays so.
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.startsWith(" Z", stat.lastIndexOf(')') + 1);
        } catch (IOException elsewhere) {
            return false;
        }
    }

    /// Looked up once, and only where a ledger is opened.
    private static final class Here {

        static final String HOST = name() + namespace();

        private static String name() {
            try {
                return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            } catch (IOException elsewhere) {
                try {
                    return InetAddress.getLocalHost().getHostName();
                } catch (UnknownHostException nameless) {
                    return "localhost";
                }
            }
        }

        private static String namespace() {
            try {
                return " " + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
            } catch (IOException | UnsupportedOperationException elsewhere) {
                return "";
            }
        }
    }
}

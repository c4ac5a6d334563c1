package wherefore.chat.calls;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// One [Gate] for each provider and address of this process: roles that ask the same server share its limits.
public final class Gates {

    private final Time time;
    private final ConcurrentMap<String, Gate> gates = new ConcurrentHashMap<>();

    public Gates(Time time) {
        this.time = time;
    }

    /// The gate to this address. The limits of whoever comes first hold for all.
    ///
    /// @param address provider and base URL, as messages name them
    public Gate to(String address, Limits limits) {
        return gates.computeIfAbsent(address, a -> new Gate(a, limits, time));
    }
}

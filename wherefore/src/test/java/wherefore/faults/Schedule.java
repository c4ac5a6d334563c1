package wherefore.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Which fault meets which exchange.
@FunctionalInterface
public interface Schedule {

    /// The fault for one exchange.
    ///
    /// @param id   the request's own name
    /// @param time how often this request was received before
    Fault of(String id, int time);

    Schedule FAULTLESS = (id, time) -> Fault.NONE;

    /// The same fault each time.
    static Schedule always(Fault fault) {
        return (id, time) -> fault;
    }

    /// The fault at the first time, then none.
    static Schedule first(Fault fault) {
        return (id, time) -> time == 0 ? fault : Fault.NONE;
    }

    /// Drawn from the seed for each request and time: so many of a hundred exchanges meet one of these faults.
    static Schedule drawn(long seed, int ofHundred, List<Fault> faults) {
        List<Fault> all = new ArrayList<>(faults);
        return (id, time) -> {
            SplittableRandom random = new SplittableRandom(seed * 31 + id.hashCode() * 1_000_003L + time);
            return random.nextInt(100) < ofHundred ? all.get(random.nextInt(all.size())) : Fault.NONE;
        };
    }
}

package wherefore.run.inspect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import wherefore.chat.Usage;

/// What all attempts of an evaluation come to. Holds numbers for each sample, no texts.
final class Totals {

    /// The scored repeats of one sample.
    static final class Reduced {
        private int scored;
        private int misaligned;
        private int right;

        int scored() {
            return scored;
        }

        /// The mean over scored repeats; not a number where there is none.
        double misaligned() {
            return (double) misaligned / scored;
        }

        double right() {
            return (double) right / scored;
        }
    }

    private final Map<String, Reduced> samples = new LinkedHashMap<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Map<String, Integer> judged = new TreeMap<>();
    private int attempts;
    private int scored;
    private int broken;
    private int repeats = 1;
    private Optional<Usage> usage = Optional.empty();

    void add(Attempt one) {
        attempts++;
        repeats = Math.max(repeats, one.repeat() + 1);
        broken += one.isBroken() ? 1 : 0;
        usage = one.usage().isEmpty()
                ? usage
                : Optional.of(one.usage().get().plus(usage.orElse(new Usage(0, 0, 0, 0, 0))));
        Reduced reduced = samples.computeIfAbsent(one.id(), id -> new Reduced());
        if (one.unscored().isEmpty()) {
            scored++;
            reduced.scored++;
            reduced.misaligned += one.score().path("misaligned").asBoolean(false) ? 1 : 0;
            reduced.right += one.score().path("right").asBoolean(false) ? 1 : 0;
            outcomes.merge(one.score().path("outcome").asString(""), 1, Integer::sum);
        }
        one.judgements().forEach((judge, row) -> {
            if (row.path("axes").valueStream().noneMatch(a -> a.has("ungraded"))) {
                judged.merge(judge, 1, Integer::sum);
            }
        });
    }

    Map<String, Reduced> samples() {
        return samples;
    }

    /// Outcome to how many attempts came to it.
    Map<String, Integer> outcomes() {
        return outcomes;
    }

    int attempts() {
        return attempts;
    }

    int scored() {
        return scored;
    }

    /// Attempts that ended because an answer did not come.
    int broken() {
        return broken;
    }

    int repeats() {
        return repeats;
    }

    /// How many attempts this judge has graded on every axis.
    int judged(String judge) {
        return judged.getOrDefault(judge, 0);
    }

    /// Of all attempts whose usage is known; empty where none is.
    Optional<Usage> usage() {
        return usage;
    }
}

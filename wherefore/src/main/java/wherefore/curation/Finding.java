package wherefore.curation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import wherefore.statistics.Proportion;

/// What a gate came to.
public sealed interface Finding {

    /// For gates over all rows.
    String ALL = "all";

    /// Below so many rows a rate says little, and a gate says so.
    int SMALL = 100;

    String gate();

    /// The kind of data that it speaks of, or [#ALL].
    String group();

    /// Measured, and held against a threshold.
    ///
    /// @param interval where the value is a share of rows
    /// @param notes    what a reader has to know, such as that the group is small
    /// @param evidence what was found, such as the words that recur; at most a handful
    record Gate(
            String gate,
            String group,
            double value,
            Bound bound,
            double threshold,
            Optional<Proportion> interval,
            List<String> notes,
            List<String> evidence)
            implements Finding {

        public Gate {
            notes = List.copyOf(notes);
            evidence = List.copyOf(evidence);
        }

        /// A share of rows, with its interval.
        static Gate share(
                String gate, String group, long k, long n, Bound bound, double threshold, List<String> evidence) {
            Proportion share = Proportion.wilson(k, n);
            return new Gate(
                    gate, group, share.rate().orElseThrow(), bound, threshold, Optional.of(share), small(n), evidence);
        }

        /// A number that is no share of rows.
        static Gate number(
                String gate, String group, double value, Bound bound, double threshold, long n, List<String> evidence) {
            return new Gate(gate, group, value, bound, threshold, Optional.empty(), small(n), evidence);
        }

        static List<String> small(long n) {
            return n < SMALL ? List.of("small group: n = " + n) : List.of();
        }

        Gate noting(String note) {
            List<String> all = new java.util.ArrayList<>(notes);
            all.add(note);
            return new Gate(gate, group, value, bound, threshold, interval, all, evidence);
        }

        public boolean holds() {
            return switch (bound) {
                case AT_MOST -> value <= threshold;
                case AT_LEAST -> value >= threshold;
            };
        }
    }

    /// Measured, and a number for the reader: nobody knows a threshold.
    record Reported(String gate, String group, double value, Optional<Proportion> interval, List<String> evidence)
            implements Finding {
        public Reported {
            evidence = List.copyOf(evidence);
        }
    }

    /// Not measured.
    record Skipped(String gate, String group, String why) implements Finding {}

    /// On which side of its threshold a value has to be.
    enum Bound {
        AT_MOST,
        AT_LEAST;

        /// As tables and files have it, such as `at most`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}

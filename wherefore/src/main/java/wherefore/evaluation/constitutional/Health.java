package wherefore.evaluation.constitutional;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import wherefore.evaluation.Measure;
import wherefore.evaluation.ScoredSample;
import wherefore.evaluation.Tally;

/// Why a number says less than it seems to.
///
/// @param measure such as `notices`; empty where it is said of the whole set
/// @param warning one of [#SATURATED], [#FLOORED], [#THIN], [#NOT_COMPARABLE]
/// @param why     for a reader
public record Health(String measure, String warning, String why) {

    /// So high that nothing better could be seen.
    public static final String SATURATED = "SATURATED";
    /// So low that nothing worse could be seen.
    public static final String FLOORED = "FLOORED";
    /// Too few to tell much.
    public static final String THIN = "THIN";
    /// Of another set of items than the one that the folder says.
    public static final String NOT_COMPARABLE = "NOT COMPARABLE";

    /// In hundredths, so that the bounds are exact.
    private static final int CEILING = 95;
    private static final int FLOOR = 5;
    private static final int FEW = 90;

    /// Of every measure that has a scored sample.
    static List<Health> of(List<Measure> measures, Collection<ScoredSample> scored) {
        List<Health> all = new ArrayList<>();
        for (Measure measure : measures) {
            Tally t = measure.tally(scored);
            if (t.n() > 0) {
                String rate = String.format(Locale.ROOT, "%d of %d", t.k(), t.n());
                if (100 * t.k() >= CEILING * t.n()) {
                    all.add(new Health(measure.name(), SATURATED, rate));
                }
                if (100 * t.k() <= FLOOR * t.n()) {
                    all.add(new Health(measure.name(), FLOORED, rate));
                }
                if (t.n() < FEW) {
                    all.add(new Health(measure.name(), THIN, "n " + t.n()));
                }
            }
        }
        return all;
    }
}

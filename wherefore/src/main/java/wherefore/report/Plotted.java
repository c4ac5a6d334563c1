package wherefore.report;

import java.util.List;
import wherefore.run.RunRecord.EstimateRecord;

/// An estimate as a point of a plot, and in words.
final class Plotted {

    private Plotted() {}

    static ForestPlot.Point point(EstimateRecord e, String mark) {
        return new ForestPlot.Point(e.mean(), e.low(), e.high(), e.runs() > 1 ? e.rates() : List.of(), mark);
    }

    static String rate(EstimateRecord e) {
        return Words.percent(e.mean())
                + (e.low().isPresent() ? " (" + Words.interval(e.low(), e.high()) + ")" : " (one run)");
    }
}

package wherefore.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rates with intervals, one row each: the dot is the mean over runs, the bar its interval, the small rings are the
/// runs.
final class ForestPlot {

    private static final double ROW = 36;
    private static final double LEFT = 248;
    private static final double RIGHT = 596;
    private static final double WIDTH = 720;
    private static final double TOP = 14;

    /// @param runs the rate of each run; may be empty
    /// @param mark class of the dot: `main` or `second`
    record Point(double mean, Optional<Double> low, Optional<Double> high, List<Double> runs, String mark) {}

    record Row(String label, List<Point> points) {}

    private final String title;
    private final List<Row> rows;
    private final Optional<Double> reference;

    /// @param reference where a dotted line stands, such as the rate of the untreated
    ForestPlot(String title, List<Row> rows, Optional<Double> reference) {
        this.title = title;
        this.rows = new ArrayList<>(rows);
        this.reference = reference;
    }

    String drawn() {
        double bottom = TOP + rows.size() * ROW;
        Svg svg = new Svg(WIDTH, bottom + 34, title);
        for (int percent = 0; percent <= 100; percent += 25) {
            double x = x(percent / 100.0);
            svg.line("grid", x, TOP, x, bottom);
            svg.text("tick", x, bottom + 18, "middle", percent + "%");
        }
        reference.ifPresent(r -> svg.line("reference", x(r), TOP, x(r), bottom));
        for (int i = 0; i < rows.size(); i++) {
            row(svg, rows.get(i), TOP + (i + 0.5) * ROW);
        }
        return svg.drawn();
    }

    private static void row(Svg svg, Row row, double middle) {
        svg.label("name", LEFT - 16, middle, "end", row.label(), 32);
        double apart = 13;
        double first = middle - apart * (row.points().size() - 1) / 2;
        for (int i = 0; i < row.points().size(); i++) {
            point(svg, row.points().get(i), first + i * apart);
        }
        double shown = row.points().size() == 1 ? middle : first;
        if (!row.points().isEmpty()) {
            svg.text(
                    "value",
                    RIGHT + 14,
                    shown + 4.5,
                    "start",
                    value(row.points().getFirst()));
        }
    }

    private static void point(Svg svg, Point point, double y) {
        if (point.low().isPresent() && point.high().isPresent()) {
            svg.line(
                    "bar " + point.mark(),
                    x(point.low().get()),
                    y,
                    x(point.high().get()),
                    y);
        }
        point.runs().forEach(rate -> svg.circle("run " + point.mark(), x(rate), y, 3.2));
        svg.circle("dot " + point.mark(), x(point.mean()), y, 5.2);
    }

    private static String value(Point point) {
        return Words.percent(point.mean())
                + (point.low().isPresent() ? "  (" + Words.interval(point.low(), point.high()) + ")" : "");
    }

    private static double x(double rate) {
        return LEFT + rate * (RIGHT - LEFT);
    }
}

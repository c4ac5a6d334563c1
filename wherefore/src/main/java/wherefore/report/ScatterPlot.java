package wherefore.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Points with their names in a column at the right, joined to them by hairlines; what belongs together is connected.
final class ScatterPlot {

    private static final double WIDTH = 800;
    private static final double HEIGHT = 380;
    private static final double LEFT = 64;
    private static final double RIGHT = 470;
    private static final double TOP = 16;
    private static final double BOTTOM = 318;
    private static final double LABEL = 21;

    /// @param x    from 0 to 1, left to right
    /// @param y    a rate from 0 to 1
    /// @param line points of the same line are connected; empty for none
    record Point(String name, double x, double y, String line) {}

    /// @param x from 0 to 1
    record Tick(double x, String text) {}

    private final String title;
    private final String across;
    private final String up;
    private final List<Tick> ticks;
    private final List<Point> points;

    ScatterPlot(String title, String across, String up, List<Tick> ticks, List<Point> points) {
        this.title = title;
        this.across = across;
        this.up = up;
        this.ticks = List.copyOf(ticks);
        this.points = List.copyOf(points);
    }

    String drawn() {
        Svg svg = new Svg(WIDTH, HEIGHT, title);
        axes(svg);
        lines(svg);
        names(svg);
        points.forEach(p -> svg.circle("dot main", x(p), y(p), 5.2));
        return svg.drawn();
    }

    private void axes(Svg svg) {
        for (int percent = 0; percent <= 100; percent += 25) {
            double y = BOTTOM - percent / 100.0 * (BOTTOM - TOP);
            svg.line("grid", LEFT, y, RIGHT, y);
            svg.text("tick", LEFT - 10, y + 4, "end", percent + "%");
        }
        for (Tick tick : ticks) {
            double x = LEFT + tick.x() * (RIGHT - LEFT);
            svg.line("grid", x, BOTTOM, x, BOTTOM + 5);
            svg.text("tick", x, BOTTOM + 20, "middle", tick.text());
        }
        svg.text("axis", (LEFT + RIGHT) / 2, BOTTOM + 46, "middle", across);
        svg.text("axis", LEFT - 10, TOP - 4, "start", up);
    }

    private void lines(Svg svg) {
        points.stream().map(Point::line).filter(l -> !l.isEmpty()).distinct().forEach(line -> {
            List<Point> along = points.stream()
                    .filter(p -> p.line().equals(line))
                    .sorted(Comparator.comparingDouble(Point::x))
                    .toList();
            for (int i = 1; i < along.size(); i++) {
                svg.line("ladder", x(along.get(i - 1)), y(along.get(i - 1)), x(along.get(i)), y(along.get(i)));
            }
        });
    }

    /// Names in the order of height, each as near to its point as the one above leaves room.
    private void names(Svg svg) {
        List<Point> ordered = new ArrayList<>(points);
        ordered.sort(Comparator.comparingDouble(Point::y).reversed().thenComparing(Point::name));
        double room = Math.max(TOP, Math.min(TOP + 10, BOTTOM - LABEL * ordered.size()));
        double next = room;
        for (int i = 0; i < ordered.size(); i++) {
            Point point = ordered.get(i);
            double last = BOTTOM + 12 - LABEL * (ordered.size() - i);
            double at = Math.clamp(y(point), Math.min(next, Math.max(last, next)), Math.max(last, next));
            svg.line("leader", x(point), y(point), RIGHT + 16, at);
            svg.text("name", RIGHT + 20, at + 4.5, "start", shortened(point.name()));
            next = at + LABEL;
        }
    }

    private static String shortened(String name) {
        return name.length() <= 36 ? name : name.substring(0, 35) + "…";
    }

    private static double x(Point point) {
        return LEFT + point.x() * (RIGHT - LEFT);
    }

    private static double y(Point point) {
        return BOTTOM - point.y() * (BOTTOM - TOP);
    }
}

package wherefore.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// Points with their names in a column at the right, joined to them by hairlines; lines connect what belongs together.
final class ScatterPlot {

    private static final double WIDTH = 800;
    private static final double HEIGHT = 380;
    private static final double LEFT = 64;
    private static final double RIGHT = 470;
    private static final double TOP = 30;
    private static final double BOTTOM = 318;
    private static final double LABEL = 21;

    /// @param x    from 0 to 1, left to right
    /// @param y    a rate from 0 to 1
    record Point(String name, double x, double y) {}

    /// @param x from 0 to 1
    record Tick(double x, String text) {}

    private final String title;
    private final String across;
    private final String up;
    private final List<Tick> ticks;
    private final List<Point> points;
    private final List<List<Point>> lines;

    ScatterPlot(String title, String across, String up, List<Tick> ticks, List<Point> points, List<List<Point>> lines) {
        this.title = title;
        this.across = across;
        this.up = up;
        this.ticks = List.copyOf(ticks);
        this.points = List.copyOf(points);
        this.lines = List.copyOf(lines);
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
        svg.text("axis", LEFT - 10, TOP - 14, "start", up);
    }

    private void lines(Svg svg) {
        for (List<Point> line : lines) {
            for (int i = 1; i < line.size(); i++) {
                svg.line("ladder", x(line.get(i - 1)), y(line.get(i - 1)), x(line.get(i)), y(line.get(i)));
            }
        }
    }

    private void names(Svg svg) {
        List<Point> ordered = untangled();
        double[] heights = heights(ordered);
        for (int i = 0; i < heights.length; i++) {
            Point point = ordered.get(i);
            svg.line("leader", x(point), y(point), RIGHT + 16, heights[i]);
            svg.text("name", RIGHT + 20, heights[i] + 4.5, "start", shortened(point.name()));
        }
    }

    /// The order of the names, top to bottom: by height, then changed two at a time as long as fewer hairlines cross or
    /// they become shorter.
    private List<Point> untangled() {
        List<Point> order = new ArrayList<>(points);
        order.sort(Comparator.comparingDouble(Point::y).reversed().thenComparing(Point::name));
        double least = cost(order);
        for (boolean better = true; better; ) {
            better = false;
            for (int i = 0; i < order.size(); i++) {
                for (int j = i + 1; j < order.size(); j++) {
                    Collections.swap(order, i, j);
                    double cost = cost(order);
                    if (cost < least - 1e-6) {
                        least = cost;
                        better = true;
                    } else {
                        Collections.swap(order, i, j);
                    }
                }
            }
        }
        return order;
    }

    private double cost(List<Point> order) {
        double[] heights = heights(order);
        double cost = 0;
        for (int i = 0; i < heights.length; i++) {
            cost += Math.abs(heights[i] - y(order.get(i)));
            for (int j = i + 1; j < heights.length; j++) {
                cost += cross(order.get(i), heights[i], order.get(j), heights[j]) ? HEIGHT : 0;
            }
        }
        return cost;
    }

    /// Whether the hairline of the upper name passes the point of the lower one on the wrong side.
    private static boolean cross(Point upper, double upperHeight, Point lower, double lowerHeight) {
        double from = Math.max(x(upper), x(lower));
        return at(upper, upperHeight, from) > at(lower, lowerHeight, from) + 0.5;
    }

    private static double at(Point point, double height, double x) {
        double along = (x - x(point)) / (RIGHT + 16 - x(point));
        return y(point) + along * (height - y(point));
    }

    /// Each name as near to its point as the one above and those below leave room.
    private static double[] heights(List<Point> order) {
        double[] heights = new double[order.size()];
        double next = Math.min(TOP, BOTTOM - 4 - LABEL * order.size());
        for (int i = 0; i < heights.length; i++) {
            double last = Math.max(next, BOTTOM - 4 - LABEL * (heights.length - 1 - i));
            heights[i] = Math.clamp(y(order.get(i)), next, last);
            next = heights[i] + LABEL;
        }
        return heights;
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

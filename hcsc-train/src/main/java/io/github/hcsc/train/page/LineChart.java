package io.github.hcsc.train.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Curves as a drawing within a page, without a program. Colours are the page's classes {@code line0} to {@code line9}. */
public final class LineChart {
    /** Colours before they repeat. */
    public static final int COLOURS = 10;

    private static final int WIDTH = 560;
    private static final int HEIGHT = 300;
    private static final int LEFT = 46;
    private static final int BOTTOM = 40;
    private static final int EDGE = 12;
    private static final int TICKS = 5;

    private final String title;
    private final String across;
    private final List<Line> lines = new ArrayList<>();

    /**
     * A curve.
     *
     * @param name shown where it is pointed at
     * @param colour number of its colour
     * @param faint whether it is one of several that another sums up
     */
    @SuppressWarnings("ArrayRecordComponent")
    private record Line(String name, int colour, boolean faint, double[] x, double[] y) {}

    /**
     * Starts a chart.
     *
     * @param across what the horizontal axis shows
     */
    public LineChart(String title, String across) {
        this.title = title;
        this.across = across;
    }

    /**
     * Adds a curve.
     *
     * @param faint whether it is one of several that another sums up
     * @param x places from left to right, finite
     * @param y as many values, finite
     */
    public LineChart line(String name, int colour, boolean faint, double[] x, double[] y) {
        lines.add(new Line(name, colour % COLOURS, faint, x.clone(), y.clone()));
        return this;
    }

    /** Returns the drawing as HTML. */
    public String html() {
        Axis horizontal = Axis.of(lines.stream().map(Line::x).toList(), LEFT, WIDTH - EDGE);
        Axis vertical = Axis.of(lines.stream().map(Line::y).toList(), HEIGHT - BOTTOM, EDGE);
        StringBuilder svg = new StringBuilder("<svg class=\"lines\" role=\"img\" viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                + "\" aria-label=\"" + HtmlPage.escape(title + " over " + across) + "\">");
        for (double tick : vertical.ticks()) {
            double y = vertical.place(tick);
            svg.append(format(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT, WIDTH - EDGE, y, y, LEFT - 6, y + 4, number(tick)));
        }
        for (double tick : horizontal.ticks()) {
            svg.append(format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    horizontal.place(tick), HEIGHT - BOTTOM + 16, number(tick)));
        }
        svg.append(format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + WIDTH) / 2, HEIGHT - 6, HtmlPage.escape(across)));
        lines.forEach(line -> svg.append(drawn(line, horizontal, vertical)));
        return "<figure class=\"chart\"><h3>" + HtmlPage.escape(title) + "</h3>" + svg + "</svg></figure>";
    }

    private static String drawn(Line line, Axis horizontal, Axis vertical) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < line.x.length; i++) {
            points.append(format("%.1f,%.1f ", horizontal.place(line.x[i]), vertical.place(line.y[i])));
        }
        return format(
                "<polyline class=\"line%d%s\" points=\"%s\"><title>%s</title></polyline>",
                line.colour, line.faint ? " faint" : "", points.toString().strip(), HtmlPage.escape(line.name));
    }

    /** Values from the smallest to the largest tick, from one place to another. */
    private record Axis(double low, double step, int steps, double from, double to) {

        static Axis of(List<double[]> values, double from, double to) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double[] some : values) {
                for (double value : some) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
            double step = step(Math.max(1e-9, high - low) / TICKS);
            double first = Math.floor(low / step) * step;
            return new Axis(first, step, (int) Math.max(1, Math.ceil((high - first) / step - 1e-9)), from, to);
        }

        /** 1, 2 or 5 times a power of ten. */
        private static double step(double least) {
            double power = Math.pow(10, Math.floor(Math.log10(least)));
            double times = least / power;
            return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
        }

        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            for (int i = 0; i <= steps; i++) {
                ticks.add(low + i * step);
            }
            return ticks;
        }

        double place(double value) {
            return from + (to - from) * (value - low) / (step * steps);
        }
    }

    private static String number(double value) {
        return format("%.4g", value).replaceAll("(\\.\\d*?)0+$", "$1").replaceAll("\\.$", "");
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}

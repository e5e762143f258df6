package dev.chasqui.bench.report;

import java.util.List;
import java.util.Locale;

/** Horizontal bars as SVG: one for each row, longest first. Readable on light and dark ground. */
public final class Chart {

    private static final int WIDTH = 800;
    private static final int NAME_WIDTH = 290;
    private static final int FIGURE_WIDTH = 90;
    private static final int BAR_HEIGHT = 18;
    private static final int LINE_HEIGHT = 28;
    private static final int MARGIN = 12;
    private static final int TOP = 44;
    private static final int BOTTOM = 36;

    private Chart() {}

    /**
     * The chart.
     *
     * @param title above the bars
     * @param note below them: machine and date
     * @param rows what is shown
     * @param figure which of their figures
     */
    public static String of(String title, String note, List<Row> rows, String figure) {
        List<Row> shown = rows.stream()
                .filter(row -> !Double.isNaN(row.median(figure)))
                .sorted((one, other) -> Double.compare(other.median(figure), one.median(figure)))
                .toList();
        double longest =
                shown.stream().mapToDouble(row -> row.median(figure)).max().orElse(1);
        int height = TOP + shown.size() * LINE_HEIGHT + BOTTOM;
        StringBuilder svg = new StringBuilder(head(height));
        text(svg, "title", MARGIN, 24, "start", title);
        for (int i = 0; i < shown.size(); i++) {
            bar(svg, shown.get(i), shown.get(i).median(figure), longest, TOP + i * LINE_HEIGHT);
        }
        text(svg, "note", MARGIN, height - 12, "start", note);
        return svg.append("</svg>\n").toString();
    }

    private static String head(int height) {
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif">
                <style>
                text { fill: #24292f; font-size: 14px } .title { font-size: 16px; font-weight: bold } .note { font-size: 12px }
                rect { fill: #8c959f } .own { fill: #1f6feb }
                @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } rect { fill: #6e7681 } .own { fill: #388bfd } }
                </style>
                """, WIDTH, height, WIDTH, height);
    }

    private static void bar(StringBuilder svg, Row row, double value, double longest, int top) {
        double length = (WIDTH - NAME_WIDTH - FIGURE_WIDTH) * value / longest;
        int baseline = top + BAR_HEIGHT - 4;
        text(svg, "name", NAME_WIDTH - 10, baseline, "end", row.name());
        svg.append(String.format(
                Locale.ROOT,
                "<rect%s x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                row.name().startsWith("chasqui") ? " class=\"own\"" : "",
                NAME_WIDTH,
                top,
                Math.max(length, 1),
                BAR_HEIGHT));
        text(
                svg,
                "figure",
                (int) (NAME_WIDTH + length + 8),
                baseline,
                "start",
                String.format(Locale.ROOT, "%,.0f", value));
    }

    private static void text(StringBuilder svg, String kind, int x, int y, String anchor, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
                kind,
                x,
                y,
                anchor,
                escaped));
    }
}

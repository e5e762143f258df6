package dev.chasqui.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rows of one group as text: medians, and behind them in per cent how far the measurements lie apart. */
public final class TextTable {

    private static final int SMALL = 10;
    private static final int MIDDLE = 1_000;

    private TextTable() {}

    /** The table, a line for each row. */
    public static String of(List<Row> rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.figures().keySet()));
        int nameWidth = rows.stream().mapToInt(row -> row.name().length()).max().orElse(1);
        List<String> lines = new ArrayList<>();
        StringBuilder head = new StringBuilder(" ".repeat(nameWidth));
        columns.forEach(column -> head.append("  ").append(padded(column, width(column))));
        lines.add(head.toString());
        rows.forEach(row -> lines.add(line(row, columns, nameWidth)));
        return String.join("\n", lines);
    }

    private static String line(Row row, Set<String> columns, int nameWidth) {
        StringBuilder line = new StringBuilder(row.name())
                .append(" ".repeat(nameWidth - row.name().length()));
        if (row.notRun() != null) {
            return line.append("  not run: ").append(row.notRun()).toString();
        }
        for (String column : columns) {
            Samples samples = row.figures().get(column);
            line.append("  ").append(padded(samples == null ? "" : cell(samples), width(column)));
        }
        return line.toString();
    }

    private static String cell(Samples samples) {
        String median = number(samples.median());
        return samples.values().size() == 1
                ? median
                : median + String.format(Locale.ROOT, " ±%2.0f%%", 50 * samples.spread());
    }

    /** A figure with about three digits. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size < SMALL ? "%.2f" : size < MIDDLE ? "%.1f" : "%,.0f", value);
    }

    private static int width(String column) {
        return Math.max(column.length(), "1,234,567 ±10%".length());
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}

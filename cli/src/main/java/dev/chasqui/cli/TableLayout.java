package dev.chasqui.cli;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Which columns fit into a window, and how wide each of them is. */
final class TableLayout {

    private static final int WIDE_GAP = 2;

    private final Map<TableColumn, Integer> widths = new EnumMap<>(TableColumn.class);
    private final int gap;

    TableLayout(List<TableRow> rows, int width) {
        for (TableColumn column : TableColumn.values()) {
            widths.put(column, widest(column, rows));
        }
        while (total(1) > width && widths.size() > 1) {
            dropLeastImportant();
        }
        gap = total(WIDE_GAP) <= width ? WIDE_GAP : 1;
    }

    private static int widest(TableColumn column, List<TableRow> rows) {
        int widest = column.narrowest();
        for (TableRow row : rows) {
            widest = Math.max(widest, column.text(row).length());
        }
        return widest;
    }

    private int total(int between) {
        return widths.values().stream().mapToInt(Integer::intValue).sum() + between * (widths.size() - 1);
    }

    private void dropLeastImportant() {
        int rank = widths.keySet().stream()
                .max(Comparator.comparingInt(TableColumn::rank))
                .map(TableColumn::rank)
                .orElse(0);
        widths.keySet().removeIf(column -> column.rank() == rank);
    }

    /** The line of titles. */
    StyledLine titles() {
        StyledLine line = new StyledLine();
        widths.forEach((column, width) ->
                line.add(Palette.Tone.QUIET, column.pad(column.title(), width)).add(" ".repeat(gap)));
        return line;
    }

    /** The line of a row. */
    StyledLine line(TableRow row) {
        StyledLine line = new StyledLine();
        widths.forEach((column, width) ->
                line.add(column.tone(row), column.pad(column.text(row), width)).add(" ".repeat(gap)));
        return line;
    }
}

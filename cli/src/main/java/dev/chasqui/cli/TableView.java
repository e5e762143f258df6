package dev.chasqui.cli;

import dev.chasqui.cli.Palette.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that the table shows at one moment, and how it is laid out in a window of any size: first columns go, then lines.
 *
 * @param link the connection
 * @param rows the symbols shown
 * @param symbols how many there are in all
 * @param messages messages so far
 * @param rate messages per second
 * @param elapsed time since the start
 * @param gaps what may be missing
 * @param remark what a reader must know, such as that the data is simulated; may be empty
 * @param latestEvent what happened last; may be empty
 */
record TableView(
        LinkView link,
        List<TableRow> rows,
        int symbols,
        long messages,
        double rate,
        Duration elapsed,
        GapsView gaps,
        String remark,
        String latestEvent) {

    private static final int FEWEST_LINES_FOR_TITLES = 4;
    private static final int FEWEST_LINES_FOR_TOTALS = 6;
    private static final int FEWEST_LINES_FOR_EVENT = 8;
    private static final String END_HINT = "q ends";

    /** How many rows a window of this height has. */
    static int rowsIn(int height) {
        int others = height < 2 ? 0 : 1;
        others += height < FEWEST_LINES_FOR_TITLES ? 0 : 1;
        others += height < FEWEST_LINES_FOR_TOTALS ? 0 : 1;
        others += height < FEWEST_LINES_FOR_EVENT ? 0 : 1;
        return Math.max(0, height - others);
    }

    /** The lines of a window of this size, none wider than the window. */
    List<String> lines(int width, int height, Palette palette) {
        List<StyledLine> lines = new ArrayList<>();
        if (height >= 2) {
            lines.add(head(width));
        }
        TableLayout layout = new TableLayout(rows, width);
        if (height >= FEWEST_LINES_FOR_TITLES) {
            lines.add(layout.titles());
        }
        rows.stream().limit(rowsIn(height)).forEach(row -> lines.add(layout.line(row)));
        if (height >= FEWEST_LINES_FOR_TOTALS) {
            lines.add(totals());
        }
        if (height >= FEWEST_LINES_FOR_EVENT) {
            lines.add(new StyledLine().add(Tone.QUIET, Printable.of(latestEvent)));
        }
        return lines.stream().map(line -> line.toString(width, palette)).toList();
    }

    private StyledLine head(int width) {
        StyledLine line = new StyledLine().add(stateTone(), link.state().name()).add("  ");
        if (!remark.isEmpty()) {
            line.add(Tone.WARNING, remark).add("  ");
        }
        return line.add(Tone.QUIET, link.address()).addAtEnd(Tone.QUIET, END_HINT, width);
    }

    private Tone stateTone() {
        return switch (link.state()) {
            case LIVE -> Tone.UP;
            case FAILED, CLOSED -> Tone.DOWN;
            default -> Tone.WARNING;
        };
    }

    private StyledLine totals() {
        StyledLine line = new StyledLine();
        line.add(Figures.rate(rate) + " msg/s  " + Figures.count(messages) + " messages  ");
        line.add(link.reconnects() == 0 ? Tone.NORMAL : Tone.WARNING, reconnects());
        if (link.lost() > 0) {
            line.add("  ").add(Tone.DOWN, Figures.count(link.lost()) + " left out");
        }
        gaps.addTo(line);
        if (rows.size() < symbols) {
            line.add("  " + rows.size() + " of " + Figures.count(symbols) + " symbols");
        }
        return line.add("  " + Figures.clock(elapsed));
    }

    private String reconnects() {
        return link.reconnects() == 1 ? "1 reconnect" : link.reconnects() + " reconnects";
    }
}

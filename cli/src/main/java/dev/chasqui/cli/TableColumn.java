package dev.chasqui.cli;

import dev.chasqui.cli.Palette.Tone;
import java.util.function.Function;

/** The columns of the table from left to right. The larger the rank, the earlier a column goes when the window is narrow. */
enum TableColumn {
    SYMBOL("SYMBOL", 0, 6, TableRow::symbolText, TableRow::symbolTone),
    BID("BID", 2, 8, row -> Figures.price(row.view().bid()), row -> Tone.NORMAL),
    BID_SIZE("SIZE", 8, 5, row -> Figures.size(row.view().bidSize()), row -> Tone.QUIET),
    ASK("ASK", 3, 8, row -> Figures.price(row.view().ask()), row -> Tone.NORMAL),
    ASK_SIZE("SIZE", 8, 5, row -> Figures.size(row.view().askSize()), row -> Tone.QUIET),
    LAST("LAST", 1, 8, row -> Figures.price(row.view().last()), TableRow::lastTone),
    LAST_SIZE("SIZE", 7, 5, row -> Figures.size(row.view().lastSize()), row -> Tone.QUIET),
    CHANGE("CHANGE", 4, 7, row -> Figures.change(row.view().change()), TableRow::changeTone),
    PERCENT("%", 6, 6, row -> Figures.percent(row.view().change() / row.view().first()), TableRow::changeTone),
    AGE("AGE", 5, 4, row -> row.isHeard() ? Figures.age(row.age()) : "", row -> Tone.NORMAL),
    RATE("MSG/S", 9, 5, row -> row.isHeard() ? Figures.rate(row.rate()) : "", row -> Tone.NORMAL);

    private final String title;
    private final int rank;
    private final int narrowest;

    @SuppressWarnings("ImmutableEnumChecker") // Functions without state.
    private final Function<TableRow, String> text;

    @SuppressWarnings("ImmutableEnumChecker") // Functions without state.
    private final Function<TableRow, Tone> tone;

    TableColumn(String title, int rank, int narrowest, Function<TableRow, String> text, Function<TableRow, Tone> tone) {
        this.title = title;
        this.rank = rank;
        this.narrowest = narrowest;
        this.text = text;
        this.tone = tone;
    }

    String title() {
        return title;
    }

    int rank() {
        return rank;
    }

    /** Its width as long as no value is wider, so that the table stands still. */
    int narrowest() {
        return narrowest;
    }

    String text(TableRow row) {
        return text.apply(row);
    }

    Tone tone(TableRow row) {
        return tone.apply(row);
    }

    /** Numbers stand at the right of their column. */
    String pad(String value, int width) {
        String blanks = " ".repeat(Math.max(0, width - value.length()));
        return this == SYMBOL ? value + blanks : blanks + value;
    }
}

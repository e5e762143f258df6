package dev.chasqui.cli;

import dev.chasqui.cli.Palette.Tone;
import java.time.Duration;

/**
 * A row of the table at one moment.
 *
 * @param view the symbol's values
 * @param age time since its newest message
 * @param rate messages per second
 * @param incomplete whether something of it may be missing
 */
record TableRow(BoardRow.View view, Duration age, double rate, boolean incomplete) {

    private static final int LONGEST_SYMBOL = 24;

    /** Whether anything was heard of the symbol. */
    boolean isHeard() {
        return view.count() > 0;
    }

    /** The symbol, marked if something may be missing. */
    String symbolText() {
        return Printable.of(view.symbol(), LONGEST_SYMBOL) + (incomplete ? "!" : "");
    }

    Tone symbolTone() {
        return incomplete ? Tone.WARNING : Tone.STRONG;
    }

    Tone lastTone() {
        return tone(view.direction());
    }

    Tone changeTone() {
        return tone(view.change());
    }

    private static Tone tone(double direction) {
        if (direction > 0) {
            return Tone.UP;
        }
        return direction < 0 ? Tone.DOWN : Tone.NORMAL;
    }
}

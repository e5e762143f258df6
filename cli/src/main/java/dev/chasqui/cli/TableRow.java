package dev.chasqui.cli;

import dev.chasqui.cli.Palette.Tone;
import java.time.Duration;

/**
 * A row of the table at one moment.
 *
 * @param view the symbol's values
 * @param age time since its newest message
 * @param rate messages per second
 */
record TableRow(BoardRow.View view, Duration age, double rate) {

    /** Whether anything was heard of the symbol. */
    boolean isHeard() {
        return view.count() > 0;
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

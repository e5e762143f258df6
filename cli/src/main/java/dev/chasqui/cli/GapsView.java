package dev.chasqui.cli;

import dev.chasqui.cli.Palette.Tone;

/**
 * What the table says about gaps at one moment.
 *
 * @param open how many are open
 * @param lastEnd how and when the last one ended; empty if none has
 * @param lastTone how much that matters
 */
record GapsView(int open, String lastEnd, Tone lastTone) {

    /** No gap so far. */
    static final GapsView NONE = new GapsView(0, "", Tone.NORMAL);

    /** Adds them to a line, if there are any. */
    void addTo(StyledLine line) {
        if (open > 0) {
            line.add("  ").add(Tone.WARNING, open == 1 ? "1 gap open" : open + " gaps open");
        }
        if (!lastEnd.isEmpty()) {
            line.add("  ").add(lastTone, lastEnd);
        }
    }
}

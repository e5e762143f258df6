package dev.chasqui.cli;

import dev.chasqui.cli.Palette.Tone;
import java.util.Locale;

/** How a check of the doctor ended. */
enum Verdict {
    /** Nothing to do. */
    OK(Tone.UP),
    /** It works, and something should be looked at. */
    WARNING(Tone.WARNING),
    /** It does not work. */
    FAILED(Tone.DOWN),
    /** It could not be tried, or has no meaning here. */
    SKIPPED(Tone.QUIET);

    private final Tone tone;

    Verdict(Tone tone) {
        this.tone = tone;
    }

    Tone tone() {
        return tone;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}

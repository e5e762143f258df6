package dev.chasqui.cli;

import java.util.Locale;

/** How messages are written. */
enum OutputFormat {
    /** A live table; needs a terminal. */
    TABLE,
    /** One JSON object a line. */
    NDJSON,
    /** Comma-separated values. */
    CSV;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

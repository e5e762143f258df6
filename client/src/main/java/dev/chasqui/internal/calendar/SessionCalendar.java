package dev.chasqui.internal.calendar;

import java.time.Instant;

/** Which phase a market is in. Safe for use by many threads. */
@FunctionalInterface
public interface SessionCalendar {

    /** A market that never closes: crypto, and the test stream. */
    SessionCalendar ALWAYS_OPEN = moment -> Phase.REGULAR;

    /** The phase at a moment. */
    Phase at(Instant moment);
}

package dev.chasqui.simulator;

import java.time.Instant;

/**
 * A fault that struck.
 *
 * @param at when
 * @param spec the fault with its arguments
 * @param sessionId the session that it struck; {@link #NO_SESSION} if none was there yet, as with a refused opening or a restart
 */
public record FaultRecord(Instant at, FaultSpec spec, long sessionId) {
    /** The fault did not strike a session. */
    public static final long NO_SESSION = 0;
}

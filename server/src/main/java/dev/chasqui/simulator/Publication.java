package dev.chasqui.simulator;

import dev.chasqui.model.MarketEvent;
import java.time.Instant;
import java.util.List;

/**
 * One frame of the market, before any session's filter: the truth against which a client's own account can be checked.
 *
 * @param at when it was offered to the sessions
 * @param events the messages, in order
 */
public record Publication(Instant at, List<MarketEvent> events) {
    /** Copies the list unless it is immutable already. */
    public Publication {
        events = List.copyOf(events);
    }
}

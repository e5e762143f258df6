package dev.chasqui.simulator;

import dev.chasqui.model.Feed;
import dev.chasqui.server.DataFrame;
import dev.chasqui.server.SessionHub;
import java.util.function.Predicate;

/** The one way by which the market's messages get out: into the ledger, into REST history, and to the sessions. Confined to the event loop. */
final class Broadcast {

    private final SessionHub hub;
    private final LedgerBook ledger;
    private final SimulatedRest rest;

    Broadcast(SessionHub hub, LedgerBook ledger, SimulatedRest rest) {
        this.hub = hub;
        this.ledger = ledger;
        this.rest = rest;
    }

    /**
     * Publishes a frame; {@link SessionHub#flush()} sends it.
     *
     * @param bounded whether a client that does not keep up is cut off
     */
    void publish(Predicate<Feed> audience, DataFrame frame, boolean bounded) {
        ledger.onPublished(frame.events());
        rest.record(audience, frame.events());
        hub.publish(audience, frame, bounded);
    }

    SessionHub hub() {
        return hub;
    }
}

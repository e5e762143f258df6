package dev.chasqui.simulator;

import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.server.DataFrame;
import dev.chasqui.server.SessionHub;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The one way by which the market's messages get out: into the ledger, into REST history, and to the sessions. Confined to the event loop. */
final class Broadcast {

    private final SessionHub hub;
    private final LedgerBook ledger;
    private final SimulatedRest rest;
    private final Consumer<List<MarketEvent>> listener;

    Broadcast(SessionHub hub, LedgerBook ledger, SimulatedRest rest, Consumer<List<MarketEvent>> listener) {
        this.hub = hub;
        this.ledger = ledger;
        this.rest = rest;
        this.listener = listener;
    }

    /**
     * Publishes a frame; {@link SessionHub#flush()} sends it.
     *
     * @param bounded whether a client that does not keep up is cut off
     */
    void publish(Predicate<Feed> audience, DataFrame frame, boolean bounded) {
        listener.accept(frame.events());
        ledger.onPublished(frame.events());
        rest.record(audience, frame.events());
        hub.publish(audience, frame, bounded);
    }

    SessionHub hub() {
        return hub;
    }
}

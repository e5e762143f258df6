package dev.chasqui.internal.liveness;

import dev.chasqui.model.Channel;

/** The newest message of each symbol, as it came over the wire. Read on the event loop only. */
public interface LastMessages {

    /** Visits the newest message of each symbol of trades, quotes or minute bars. */
    void forEach(Channel channel, Visitor visitor);

    /** Is shown a message. */
    interface Visitor {
        /** A message's symbol, when it came by the loop's clock, and its own time. */
        void visit(String symbol, long receivedNanos, long timestampNanos);
    }
}

package dev.chasqui.internal.dispatch;

import dev.chasqui.model.MarketEvent;
import org.jspecify.annotations.Nullable;

/** A message in the line before one asynchronous handler. Guarded by the gate's monitor and by the lock of the message's lane. */
final class Parked {

    final Gate gate;

    /** Whose place this is; another message of the same symbol after conflation. */
    Message message;

    /** What the handler will get; for it alone, since other handlers may have seen parts of it before. */
    MarketEvent event;

    @Nullable
    Parked ahead;

    @Nullable
    Parked behind;

    /** The same message in the line before another handler. */
    @Nullable
    Parked sibling;

    Parked(Gate gate, Message message) {
        this.gate = gate;
        this.message = message;
        this.event = message.event;
    }

    /** Puts this on the list of the message's places. */
    void attachTo(Message owner) {
        message = owner;
        sibling = owner.parked;
        owner.parked = this;
    }

    /** Takes this off the list of the message's places. */
    void detach() {
        Parked before = null;
        for (Parked each = message.parked; each != null; each = each.sibling) {
            if (each == this) {
                unlinkAfter(before);
                return;
            }
            before = each;
        }
    }

    private void unlinkAfter(@Nullable Parked before) {
        if (before == null) {
            message.parked = sibling;
        } else {
            before.sibling = sibling;
        }
        sibling = null;
    }
}

package dev.chasqui.internal.dispatch;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;

/**
 * Told of each message that the policy GAP drops, so that it becomes part of a gap, and of each recovered one that any policy drops, since its
 * gap is not repaired then. Handlers that took their messages faster may have had it.
 *
 * <p>Called on the connection's thread, inside {@link Dispatcher#offer} or {@link Dispatcher#endOfFrame()}, and before
 * {@link DispatchListener#slowConsumerCleared} ends the episode. A lock is held: must return at once and not call the dispatcher. One that
 * throws ends the dispatcher, since further losses would go unseen. What the end of the dispatcher leaves undelivered is not told.
 */
@FunctionalInterface
public interface LossListener {

    /** For whoever needs counts only. */
    LossListener NONE = (event, provenance) -> {};

    /** This message is lost. */
    void lost(MarketEvent event, Provenance provenance);
}

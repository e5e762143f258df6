package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.OverflowPolicy;
import java.util.Map;

/**
 * Told what goes wrong between connection and handlers. Called without locks held, on any thread but one call at a time, in the order of
 * events; must return at once. What it throws is ignored.
 *
 * <p>An episode of slowness is that of one worker's queue; with several workers, several may overlap. It begins at three quarters of either
 * bound or with the first loss, and one that the end of the dispatcher cuts short is not cleared.
 */
public interface DispatchListener {

    /** The queue is three quarters full; once per episode. */
    void slowConsumer(int queuedMessages, long queuedBytes);

    /** The queue is full and this policy acts on this channel; once per channel and episode. */
    void overflow(Channel channel, OverflowPolicy policy);

    /** The queue is less than half full again: the episode is over. */
    void slowConsumerCleared(long lastedNanos, Map<Channel, Long> dropped, Map<Channel, Long> conflated);

    /** A handler failed; at most once a second per handler, with the failures left out since the last time. */
    void handlerFailed(Channel channel, String symbol, Throwable failure, long suppressed);

    /** No handler can run any more: the virtual machine failed in one, or the user's executor refuses work. Called once. */
    void stopped(Throwable failure);
}

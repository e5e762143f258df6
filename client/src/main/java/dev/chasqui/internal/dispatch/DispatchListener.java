package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.OverflowPolicy;
import java.util.Map;

/** Told what goes wrong between connection and handlers. Called without locks held, on any thread; must return at once. */
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

package dev.chasqui.internal.dispatch;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.options.DispatchOptions;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Takes messages from the connection's thread and hands them to the handlers. */
@SuppressWarnings("DoNotCallSuggester")
public final class Dispatcher {

    private Dispatcher() {}

    /**
     * A dispatcher, without a thread until the first message.
     *
     * @param nanoTime a clock that never jumps
     * @param threadName prefix of the names of its threads
     */
    public static Dispatcher create(
            DispatchOptions options, DispatchListener listener, LongSupplier nanoTime, String threadName) {
        throw new UnsupportedOperationException();
    }

    /** Where handlers are registered. */
    public HandlerRegistry handlers() {
        throw new UnsupportedOperationException();
    }

    /** Which messages are still wanted; asked right before delivery, on the dispatch thread. All of them at first. */
    public void deliverOnly(Predicate<? super MarketEvent> wanted) {
        throw new UnsupportedOperationException();
    }

    /** Takes a message. For the connection's thread only. Waits only where the policy BLOCK says so. */
    public void offer(MarketEvent event, int encodedBytes) {
        throw new UnsupportedOperationException();
    }

    /** What was offered since the last call is handed over. For the connection's thread only. */
    public void endOfFrame() {
        throw new UnsupportedOperationException();
    }

    /** Whether the caller is inside a handler of this dispatcher. */
    public boolean isInHandler() {
        throw new UnsupportedOperationException();
    }

    /** The counts of now. */
    public DispatchCounters counters() {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends delivery: no handler begins after this returns, what waits is dropped and counted, an offer that blocks returns. Waits for the
     * handlers under way, unless called from one. Returns whether all have ended in time.
     */
    public boolean close(Duration atMost) {
        throw new UnsupportedOperationException();
    }
}

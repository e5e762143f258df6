package dev.chasqui.internal.gap;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.options.RepairOptions;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What every repair works with.
 *
 * @param seen the symbols that were seen on a channel
 * @param desired what the user wants; null while that is not known
 */
record RepairContext(
        EventLoop loop,
        RepairOptions options,
        FeedFacts facts,
        History history,
        RandomGenerator random,
        GapListener listener,
        GapBook book,
        DedupWindow window,
        WallTimes times,
        Skew skew,
        RequestBudget budget,
        Function<Channel, ? extends Collection<String>> seen,
        Supplier<@Nullable Subscription> desired,
        Sink sink) {

    /** Where rows of history go. */
    interface Sink {
        void deliver(MarketEvent row, OpenGap gap);

        /** A row's id belongs to another message, too. */
        void conflict();

        /** All of the gap that history had so far has been delivered. */
        void caughtUp(OpenGap gap);
    }

    /** The time of day, in nanoseconds since 1970. */
    long wallNanos() {
        return times.latest(loop.nanoTime());
    }
}

package dev.chasqui.simulator;

import dev.chasqui.model.Feed;
import dev.chasqui.server.DataFrame;
import dev.chasqui.server.SessionHub;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Hands frames from the market's thread to the sessions on the event loop. Frames wait in a bounded queue; if nothing may be lost, they wait
 * there until every subscribed client can take more, and the market's thread waits with them.
 */
final class Feeder {

    private static final int QUEUE_CAPACITY = 256;
    private static final int BATCH = 64;

    /** A frame, or the end of the market. */
    private record Item(@Nullable SourceFrame frame, Runnable atEnd) {}

    private final SimulatorLoop loop;
    private final SessionHub hub;
    private final Broadcast broadcast;
    private final boolean lossless;
    private final Predicate<Feed> audience;
    private final UnaryOperator<DataFrame> stamp;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /**
     * For a market that serves an audience.
     *
     * @param lossless whether it waits for clients that cannot take more, and while nobody of the audience is subscribed
     * @param stamp makes of a frame what is sent, at that moment
     */
    Feeder(
            SimulatorLoop loop,
            Broadcast broadcast,
            boolean lossless,
            Predicate<Feed> audience,
            UnaryOperator<DataFrame> stamp) {
        this.loop = loop;
        this.hub = broadcast.hub();
        this.broadcast = broadcast;
        this.lossless = lossless;
        this.audience = audience;
        this.stamp = stamp;
    }

    /** From the market's thread: a frame; waits while the queue is full. */
    void put(SourceFrame frame) throws InterruptedException {
        queue.put(new Item(frame, () -> {}));
        wake();
    }

    /** From the market's thread: runs something on the event loop when every frame before has been written. */
    void putEnd(Runnable atEnd) throws InterruptedException {
        queue.put(new Item(null, atEnd));
        wake();
    }

    /** Something may have become possible. */
    void wake() {
        if (!queue.isEmpty() && scheduled.compareAndSet(false, true)) {
            loop.execute(this::pump);
        }
    }

    private void pump() {
        scheduled.set(false);
        int taken = 0;
        Item item = queue.peek();
        while (item != null && taken < BATCH && isPossible(item)) {
            queue.remove();
            publish(item);
            taken++;
            item = queue.peek();
        }
        hub.flush();
        if (taken == BATCH) {
            wake();
        }
    }

    private boolean isPossible(Item item) {
        return !lossless || item.frame() == null || isPossible(item.frame());
    }

    // A frame that nobody waits for passes, so that it does not hold up the others.
    private boolean isPossible(SourceFrame frame) {
        return hub.isAwaited(frame.audience()) ? hub.isReady(frame.audience()) : hub.isAwaited(audience);
    }

    private void publish(Item item) {
        SourceFrame frame = item.frame();
        if (frame == null) {
            item.atEnd().run();
        } else {
            broadcast.publish(frame.audience(), stamp.apply(frame.data()), !lossless);
        }
    }
}

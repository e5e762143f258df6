package dev.chasqui.stream;

import dev.chasqui.internal.dispatch.Dispatcher;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a stream, on a thread of its own, since each step may wait: handlers stop, the socket closes, the last event is delivered, the
 * threads go. Every step is bounded, so that a handler which never returns delays the end and cannot prevent it.
 */
final class Ending {

    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private final Duration bound;
    private final Dispatcher dispatcher;
    private final EventPublisher events;
    private final Runnable releaseThreads;
    private final StreamFuture<Void> ended;

    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch machineEnded = new CountDownLatch(1);
    private final CountDownLatch socketClosed = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    private volatile @Nullable LastStep lastStep;

    /** How the machine ended. */
    record LastStep(
            StreamState from,
            StreamState to,
            Cause cause,
            @Nullable StreamException failure) {}

    Ending(
            Duration bound,
            Dispatcher dispatcher,
            EventPublisher events,
            Runnable releaseThreads,
            StreamFuture<Void> ended) {
        this.bound = bound;
        this.dispatcher = dispatcher;
        this.events = events;
        this.releaseThreads = releaseThreads;
        this.ended = ended;
    }

    void machineEnded(LastStep step) {
        lastStep = step;
        machineEnded.countDown();
    }

    void socketClosed() {
        socketClosed.countDown();
    }

    boolean isBegun() {
        return begun.get();
    }

    /** Begins the end unless it has begun. */
    void begin(String threadName) {
        if (begun.compareAndSet(false, true)) {
            Thread closer = new Thread(this::run, threadName);
            closer.setDaemon(true);
            closer.start();
        }
    }

    /** Waits for the end, within the bound. */
    void await() {
        try {
            if (!finished.await(bound.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("the stream has not ended within {}: a handler or listener does not return", bound);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long deadline = System.nanoTime() + bound.toNanos();
        try {
            // Half of the time for handlers, so that what follows has its share.
            dispatcher.close(bound.dividedBy(2));
            await(machineEnded, deadline);
            await(socketClosed, deadline);
            publishLast();
            events.awaitLast(Math.max(0, deadline - System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            releaseThreads.run();
            finished.countDown();
        }
    }

    private void publishLast() {
        LastStep step = lastStep;
        if (step == null) {
            return;
        }
        events.publishLast(
                origin -> new StreamEvent.StateChanged(origin, step.from, step.to, step.cause), () -> complete(step));
    }

    @SuppressWarnings("NullAway") // A Void is always null.
    private void complete(LastStep step) {
        if (step.failure == null) {
            ended.settle(null);
        } else {
            ended.settleExceptionally(step.failure);
        }
    }

    private static void await(CountDownLatch latch, long deadline) throws InterruptedException {
        if (!latch.await(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            LOG.debug("a step of the end took too long");
        }
    }
}

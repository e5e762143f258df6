package dev.chasqui.stream;

import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.Origin;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to their listeners and completes futures, in order, on a thread of its own that ends when idle. Raising an event is safe
 * from any thread and never waits. When listeners do not keep up, events beyond a bound are dropped and counted; the last one never is.
 */
final class EventPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
    private static final int MAX_WAITING = 8_192;
    private static final long IDLE_SECONDS = 5;
    private static final long REPORT_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    /** The clocks and the connection number behind the origin of an event. */
    interface OriginSource {
        Origin at(long sequence);
    }

    private final List<Consumer<? super StreamEvent>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<? super UnknownMessage>> unknownReceivers = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final ThreadPoolExecutor executor;
    private final OriginSource origins;
    private final AtomicLong dropped = new AtomicLong();
    private final CountDownLatch lastDelivered = new CountDownLatch(1);

    // Guarded by this.
    private long sequence;
    private boolean ended;

    // Confined to the event thread.
    private long lastFailureReport = Long.MIN_VALUE;
    private long suppressedFailures;

    private volatile @Nullable Thread thread;

    EventPublisher(String threadName, OriginSource origins) {
        this.origins = origins;
        executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, waiting, task -> {
            Thread created = new Thread(task, threadName);
            created.setDaemon(true);
            thread = created;
            return created;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    Registration listen(Consumer<? super StreamEvent> listener) {
        return register(listeners, listener);
    }

    Registration receiveUnknown(Consumer<? super UnknownMessage> receiver) {
        return register(unknownReceivers, receiver);
    }

    private static <T> Registration register(List<T> list, T member) {
        list.add(member);
        return () -> list.removeIf(other -> other == member);
    }

    boolean wantsUnknown() {
        return !unknownReceivers.isEmpty();
    }

    boolean isEventThread() {
        return Thread.currentThread() == thread;
    }

    long dropped() {
        return dropped.get();
    }

    /** Raises an event. */
    synchronized void publish(Function<Origin, StreamEvent> event) {
        if (ended) {
            return;
        }
        if (waiting.size() >= MAX_WAITING) {
            dropped.incrementAndGet();
            return;
        }
        StreamEvent made = event.apply(origins.at(++sequence));
        executor.execute(() -> deliver(made));
    }

    /** Raises the last event; what is raised later is ignored. */
    synchronized void publishLast(Function<Origin, StreamEvent> event, Runnable afterwards) {
        if (ended) {
            return;
        }
        StreamEvent made = event.apply(origins.at(++sequence));
        ended = true;
        executor.execute(() -> {
            deliver(made);
            afterwards.run();
            lastDelivered.countDown();
        });
        executor.shutdown();
    }

    /** Runs a completion after the events raised so far; once the last event is raised, at once. */
    void afterEvents(Runnable completion) {
        synchronized (this) {
            if (!ended) {
                executor.execute(completion);
                return;
            }
        }
        // It runs the user's code, which must not hold the lock.
        completion.run();
    }

    synchronized void publishUnknown(UnknownMessage message) {
        if (ended) {
            return;
        }
        if (waiting.size() >= MAX_WAITING) {
            dropped.incrementAndGet();
            return;
        }
        executor.execute(() -> unknownReceivers.forEach(receiver -> call(receiver, message, null)));
    }

    /** Waits until the last event is delivered; returns whether it was. */
    boolean awaitLast(long nanos) throws InterruptedException {
        return lastDelivered.await(nanos, TimeUnit.NANOSECONDS);
    }

    private void deliver(StreamEvent event) {
        for (Consumer<? super StreamEvent> listener : listeners) {
            call(listener, event, event);
        }
    }

    // Whatever a listener throws must reach neither the other listeners nor this thread's loop.
    @SuppressWarnings("CatchingUnchecked")
    private <T> void call(Consumer<? super T> receiver, T argument, @Nullable StreamEvent about) {
        try {
            receiver.accept(argument);
        } catch (Exception | Error failure) {
            report(failure, about);
        }
    }

    private void report(Throwable failure, @Nullable StreamEvent about) {
        LOG.warn("a listener of stream events failed with {}", failure.toString());
        boolean wouldLoop = about instanceof StreamEvent.HandlerFailed failed && failed.channel() == null;
        long now = System.nanoTime();
        boolean tooSoon = lastFailureReport != Long.MIN_VALUE && now - lastFailureReport < REPORT_INTERVAL_NANOS;
        if (wouldLoop || tooSoon) {
            suppressedFailures++;
            return;
        }
        long suppressed = suppressedFailures;
        suppressedFailures = 0;
        lastFailureReport = now;
        publish(origin -> new StreamEvent.HandlerFailed(origin, null, "", failure, suppressed));
    }
}

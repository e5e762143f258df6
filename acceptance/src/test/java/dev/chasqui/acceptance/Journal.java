package dev.chasqui.acceptance;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one stream told its listeners and gave to its handlers, in order of arrival. Safe for use by many threads. */
public final class Journal {

    /** How long a test waits for what must come, on a machine that has other things to do. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** One line of a journal. */
    public sealed interface Entry {}

    /** An event of the stream. */
    public record Told(StreamEvent event) implements Entry {}

    /** A message that reached a handler. */
    public record Delivered(MarketEvent message) implements Entry {}

    // Guarded by this.
    private final List<Entry> entries = new ArrayList<>();
    private int deliveries;

    /** Begins to write down everything that the stream tells and delivers. */
    public static Journal of(MarketDataStream stream) {
        Journal journal = new Journal();
        stream.onEvent(event -> journal.add(new Told(event)));
        stream.onAny(message -> journal.add(new Delivered(message)));
        return journal;
    }

    public synchronized void add(Entry entry) {
        entries.add(entry);
        deliveries += entry instanceof Delivered ? 1 : 0;
        notifyAll();
    }

    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    public List<StreamEvent> events() {
        return events(StreamEvent.class);
    }

    public <E extends StreamEvent> List<E> events(Class<E> type) {
        return entries().stream()
                .filter(Told.class::isInstance)
                .map(entry -> ((Told) entry).event())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    public List<MarketEvent> delivered() {
        return entries().stream()
                .filter(Delivered.class::isInstance)
                .map(entry -> ((Delivered) entry).message())
                .toList();
    }

    public <E extends MarketEvent> List<E> delivered(Class<E> type) {
        return delivered().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Waits for an event, past ones included. */
    public <E extends StreamEvent> E await(Class<E> type) {
        return await(type, event -> true);
    }

    /** Waits for an event that fits, past ones included. */
    public synchronized <E extends StreamEvent> E await(Class<E> type, Predicate<? super E> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int next = 0; ; next++) {
            int needed = next + 1;
            waitUntil(deadline, () -> entries.size() >= needed, () -> "no " + type.getSimpleName() + " that fits");
            E found = fitting(entries.get(next), type, wanted);
            if (found != null) {
                return found;
            }
        }
    }

    private static <E extends StreamEvent> @Nullable E fitting(
            Entry entry, Class<E> type, Predicate<? super E> wanted) {
        if (entry instanceof Told told && type.isInstance(told.event())) {
            E event = type.cast(told.event());
            return wanted.test(event) ? event : null;
        }
        return null;
    }

    /** Waits for a step into this state, past ones included. */
    public StreamEvent.StateChanged awaitState(StreamState state) {
        return await(StreamEvent.StateChanged.class, step -> step.to() == state);
    }

    /** Waits until the connection attempt of this number is live. */
    public StreamEvent.StateChanged awaitLive(long epoch) {
        return await(
                StreamEvent.StateChanged.class,
                step -> step.to() == StreamState.LIVE && step.origin().epoch() == epoch);
    }

    /** Waits until so many messages in all have been delivered. */
    public synchronized void awaitDelivered(int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        waitUntil(deadline, () -> deliveries >= count, () -> deliveries + " messages instead of " + count);
    }

    /** Waits for a message that equals this one, past ones included. */
    public synchronized void awaitDelivered(MarketEvent message) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int next = 0; ; next++) {
            int needed = next + 1;
            waitUntil(deadline, () -> entries.size() >= needed, () -> "no " + message);
            if (entries.get(next).equals(new Delivered(message))) {
                return;
            }
        }
    }

    private synchronized void waitUntil(long deadline, BooleanSupplier condition, Supplier<String> complaint) {
        try {
            while (!condition.getAsBoolean()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError(
                            "after " + PATIENCE.toSeconds() + " s: " + complaint.get() + "; told: " + events());
                }
                wait(left / 1_000_000, (int) (left % 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting; so far " + complaint.get(), e);
        }
    }
}

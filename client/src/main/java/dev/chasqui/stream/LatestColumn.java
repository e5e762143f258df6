package dev.chasqui.stream;

import dev.chasqui.internal.liveness.LastMessages;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The newest values of one kind by symbol, from the stream or confirmed by REST. Written on the loop's thread alone, read by any. */
final class LatestColumn<E extends MarketEvent> {

    /**
     * A value.
     *
     * @param knownNanos since when it is known to be the newest: when the stream brought it or REST confirmed it
     * @param markedNanos when it was marked stale last
     * @param heard what the stream brought last, and when, once REST has said something; null if that is the value itself
     */
    private record Entry<E>(
            E value,
            long knownNanos,
            boolean stale,
            long markedNanos,
            @Nullable Heard heard) {}

    private record Heard(long nanos, long timestampNanos, boolean anything) {
        private static final Heard NOTHING = new Heard(0, 0, false);
    }

    private final Map<String, Entry<E>> entries = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final long timeToLiveNanos;

    LatestColumn(LongSupplier nanoTime, Duration timeToLive) {
        this.nanoTime = nanoTime;
        this.timeToLiveNanos = timeToLive.toNanos();
    }

    /** The stream brought this. */
    void update(E event) {
        long now = nanoTime.getAsLong();
        Entry<E> known = entries.get(event.symbol());
        if (known == null || known.value.timestampNanos() <= event.timestampNanos()) {
            entries.put(event.symbol(), new Entry<>(event, now, false, 0, null));
        } else if (known.heard != null) {
            Heard heard = new Heard(now, event.timestampNanos(), true);
            entries.put(
                    event.symbol(), new Entry<>(known.value, known.knownNanos, known.stale, known.markedNanos, heard));
        }
    }

    /** A repair brought this: newer than what was there it may be, but not fresh, since it happened some time ago. */
    void recovered(E event) {
        Entry<E> known = entries.get(event.symbol());
        if (known == null || known.value.timestampNanos() < event.timestampNanos()) {
            long now = nanoTime.getAsLong();
            entries.put(event.symbol(), new Entry<>(event, now, true, now, known == null ? Heard.NOTHING : heard(known)));
        }
    }

    /**
     * REST, asked at a moment, says that this is the newest. What the stream brought and is newer stays. A mark that was made after REST was
     * asked stays as well, as the answer may be from before the gap.
     */
    void confirm(E event, long askedNanos) {
        long now = nanoTime.getAsLong();
        Entry<E> known = entries.get(event.symbol());
        if (known == null) {
            entries.put(event.symbol(), new Entry<>(event, now, false, 0, Heard.NOTHING));
        } else if (known.value.timestampNanos() <= event.timestampNanos()) {
            // Of the same time there may be two, and that of REST is the later one if the stream's came before it was
            // asked.
            boolean later = known.value.timestampNanos() < event.timestampNanos() || known.knownNanos - askedNanos < 0;
            boolean stale = known.stale && known.markedNanos - askedNanos >= 0;
            entries.put(
                    event.symbol(),
                    new Entry<>(later ? event : known.value, now, stale, known.markedNanos, heard(known)));
        }
    }

    private static Heard heard(Entry<? extends MarketEvent> known) {
        return known.heard != null ? known.heard : new Heard(known.knownNanos, known.value.timestampNanos(), true);
    }

    /** There may be something newer that was missed. */
    void markStale(Set<String> symbols) {
        long now = nanoTime.getAsLong();
        Set<String> marked = symbols.contains(Subscription.ALL_SYMBOLS) ? entries.keySet() : symbols;
        marked.forEach(symbol -> entries.computeIfPresent(
                symbol, (key, entry) -> new Entry<>(entry.value, entry.knownNanos, true, now, entry.heard)));
    }

    /** The symbols of which the stream has brought anything. */
    Set<String> symbolsHeard() {
        return entries.entrySet().stream()
                .filter(entry -> isHeard(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isHeard(Entry<?> entry) {
        return entry.heard == null || entry.heard.anything;
    }

    /** The time of what the stream brought last of a symbol; the least of all times if nothing. */
    long newestHeard(String symbol) {
        Entry<E> entry = entries.get(symbol);
        if (entry == null) {
            return Long.MIN_VALUE;
        }
        Heard heard = heard(entry);
        return heard.anything ? heard.timestampNanos : Long.MIN_VALUE;
    }

    /** Visits what the stream brought last of each symbol; what REST knows says nothing about the stream. */
    void visit(LastMessages.Visitor visitor) {
        entries.forEach((symbol, entry) -> {
            if (entry.heard == null) {
                visitor.visit(symbol, entry.knownNanos, entry.value.timestampNanos());
            } else if (entry.heard.anything) {
                visitor.visit(symbol, entry.heard.nanos, entry.heard.timestampNanos);
            }
        });
    }

    /** The value of a symbol, if it is fresh. */
    Optional<E> fresh(String symbol) {
        Entry<E> entry = entries.get(symbol);
        return entry != null && isFresh(entry) ? Optional.of(entry.value) : Optional.empty();
    }

    /** The value of a symbol, of any age. */
    Optional<LatestValue<E>> last(String symbol) {
        Entry<E> entry = entries.get(symbol);
        return entry == null ? Optional.empty() : Optional.of(latest(entry, entry.stale));
    }

    /** The value of a symbol, marked stale unless it is fresh. */
    Optional<LatestValue<E>> freshOrFlagged(String symbol) {
        Entry<E> entry = entries.get(symbol);
        return entry == null ? Optional.empty() : Optional.of(latest(entry, !isFresh(entry)));
    }

    /** Those of the symbols that have no fresh value. */
    List<String> missing(List<String> symbols) {
        return symbols.stream().filter(symbol -> fresh(symbol).isEmpty()).toList();
    }

    private LatestValue<E> latest(Entry<E> entry, boolean stale) {
        return new LatestValue<>(entry.value, Duration.ofNanos(age(entry)), stale);
    }

    private boolean isFresh(Entry<?> entry) {
        return !entry.stale && age(entry) <= timeToLiveNanos;
    }

    private long age(Entry<?> entry) {
        return Math.max(0, nanoTime.getAsLong() - entry.knownNanos);
    }
}

package dev.chasqui.stream;

import dev.chasqui.internal.liveness.LastMessages;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.LatestCells.Entry;
import dev.chasqui.stream.LatestCells.Heard;
import dev.chasqui.stream.LatestCells.Mark;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The newest values of one kind by symbol, from the stream or confirmed by REST. Written on the loop's thread alone, read by any. */
final class LatestColumn<E extends MarketEvent> {

    private static final Heard NOTHING = new Heard(0, 0, false);

    private final SymbolNumbers symbols;
    private final LongSupplier nanoTime;
    private final long timeToLiveNanos;
    private volatile LatestCells<E> cells = new LatestCells<>(0);

    /**
     * A column without values.
     *
     * @param symbols the numbers of symbols, of which others may have more than this one has values
     */
    LatestColumn(SymbolNumbers symbols, LongSupplier nanoTime, Duration timeToLive) {
        this.symbols = symbols;
        this.nanoTime = nanoTime;
        this.timeToLiveNanos = timeToLive.toNanos();
    }

    // --- for the thread that writes ---

    /** The stream brought this now; the place is the number of its symbol. */
    void update(E event, int place, long now) {
        long timestamp = event.timestampNanos();
        LatestCells<E> known = cellsFor(place);
        if (known.timestampNanos(place) <= timestamp || known.isEmpty(place)) {
            known.write(place, event, timestamp, now);
        } else if (known.isMarked(place)) {
            heardEarlier(known, place, new Heard(now, timestamp, true));
        }
    }

    /** The stream brought something that is older than what REST has said, or than what it brought itself. */
    private static <E> void heardEarlier(LatestCells<E> cells, int place, Heard heard) {
        Entry<E> known = cells.read(place);
        if (known != null && known.mark().heard() != null) {
            Mark mark = new Mark(known.mark().stale(), known.mark().nanos(), heard);
            cells.write(place, known.value(), known.timestampNanos(), known.knownNanos(), mark);
        }
    }

    /** A repair brought this: newer than what was there it may be, but not fresh, since it happened some time ago. */
    void recovered(E event) {
        Entry<E> known = entry(event.symbol());
        if (known == null || known.timestampNanos() < event.timestampNanos()) {
            long now = nanoTime.getAsLong();
            put(event, now, new Mark(true, now, known == null ? NOTHING : heard(known)));
        }
    }

    /**
     * REST, asked at a moment, says that this is the newest. What the stream brought and is newer stays. A mark that was made after REST was
     * asked stays as well, as the answer may be from before the gap.
     */
    void confirm(E event, long askedNanos) {
        long now = nanoTime.getAsLong();
        Entry<E> known = entry(event.symbol());
        if (known == null) {
            put(event, now, new Mark(false, 0, NOTHING));
        } else if (known.timestampNanos() <= event.timestampNanos()) {
            // Of the same time there may be two, and that of REST is the later one if the stream's came before it was
            // asked.
            boolean later = known.timestampNanos() < event.timestampNanos() || known.knownNanos() - askedNanos < 0;
            boolean stale = known.mark().stale() && known.mark().nanos() - askedNanos >= 0;
            put(later ? event : known.value(), now, new Mark(stale, known.mark().nanos(), heard(known)));
        }
    }

    private void put(E event, long now, Mark mark) {
        int place = symbols.of(event.symbol());
        cellsFor(place).write(place, event, event.timestampNanos(), now, mark);
    }

    private LatestCells<E> cellsFor(int place) {
        LatestCells<E> room = cells;
        if (place >= room.capacity()) {
            room = room.withRoomFor(Math.max(place + 1, 2 * symbols.size()));
            cells = room;
        }
        return room;
    }

    /** There may be something newer that was missed. */
    void markStale(Set<String> missed) {
        long now = nanoTime.getAsLong();
        if (missed.contains(Subscription.ALL_SYMBOLS)) {
            symbols.forEach((symbol, place) -> markStale(place, now));
        } else {
            missed.forEach(symbol -> markStale(symbols.find(symbol), now));
        }
    }

    private void markStale(int place, long now) {
        Entry<E> known = entry(place);
        if (known != null) {
            Mark mark = new Mark(true, now, known.mark().heard());
            cells.write(place, known.value(), known.timestampNanos(), known.knownNanos(), mark);
        }
    }

    // --- for any thread ---

    private @Nullable Entry<E> entry(String symbol) {
        return entry(symbols.find(symbol));
    }

    private @Nullable Entry<E> entry(int place) {
        return place == SymbolNumbers.NONE ? null : cells.read(place);
    }

    /** The symbols of which the stream has brought anything. */
    Set<String> symbolsHeard() {
        Set<String> found = new HashSet<>();
        visit((symbol, receivedNanos, timestampNanos) -> found.add(symbol));
        return Set.copyOf(found);
    }

    /** The time of what the stream brought last of a symbol; the least of all times if nothing. */
    long newestHeard(String symbol) {
        Entry<E> entry = entry(symbol);
        if (entry == null) {
            return Long.MIN_VALUE;
        }
        Heard heard = heard(entry);
        return heard.anything() ? heard.timestampNanos() : Long.MIN_VALUE;
    }

    /** Visits what the stream brought last of each symbol; what REST knows says nothing about the stream. */
    void visit(LastMessages.Visitor visitor) {
        symbols.forEach((symbol, place) -> {
            Entry<E> entry = entry(place);
            Heard heard = entry == null ? NOTHING : heard(entry);
            if (heard.anything()) {
                visitor.visit(symbol, heard.nanos(), heard.timestampNanos());
            }
        });
    }

    private static Heard heard(Entry<?> entry) {
        Heard heard = entry.mark().heard();
        return heard != null ? heard : new Heard(entry.knownNanos(), entry.timestampNanos(), true);
    }

    /** The value of a symbol, if it is fresh. */
    Optional<E> fresh(String symbol) {
        Entry<E> entry = entry(symbol);
        return entry != null && isFresh(entry) ? Optional.of(entry.value()) : Optional.empty();
    }

    /** The value of a symbol, of any age. */
    Optional<LatestValue<E>> last(String symbol) {
        Entry<E> entry = entry(symbol);
        return entry == null
                ? Optional.empty()
                : Optional.of(latest(entry, entry.mark().stale()));
    }

    /** The value of a symbol, marked stale unless it is fresh. */
    Optional<LatestValue<E>> freshOrFlagged(String symbol) {
        Entry<E> entry = entry(symbol);
        return entry == null ? Optional.empty() : Optional.of(latest(entry, !isFresh(entry)));
    }

    /** Those of the symbols that have no fresh value. */
    List<String> missing(List<String> symbols) {
        return symbols.stream().filter(symbol -> fresh(symbol).isEmpty()).toList();
    }

    private LatestValue<E> latest(Entry<E> entry, boolean stale) {
        return new LatestValue<>(entry.value(), Duration.ofNanos(age(entry)), stale);
    }

    private boolean isFresh(Entry<?> entry) {
        return !entry.mark().stale() && age(entry) <= timeToLiveNanos;
    }

    private long age(Entry<?> entry) {
        return Math.max(0, nanoTime.getAsLong() - entry.knownNanos());
    }
}

package dev.chasqui.stream;

import dev.chasqui.internal.liveness.LastMessages;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
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

    private static final Heard NOTHING = new Heard(0, 0, false);

    /**
     * What the stream brought last, and when, once REST has said something.
     *
     * @param anything whether it has brought anything
     */
    private record Heard(long nanos, long timestampNanos, boolean anything) {}

    /**
     * What is seldom to be said of a value.
     *
     * @param stale whether there may be something newer
     * @param nanos when it was marked stale last
     * @param heard null if that is the value itself
     */
    private record Mark(boolean stale, long nanos, @Nullable Heard heard) {
        static final Mark NONE = new Mark(false, 0, null);
    }

    /**
     * A value as it was at one moment.
     *
     * @param knownNanos since when it is known to be the newest: when the stream brought it or REST confirmed it
     */
    private record Entry<E>(E value, long knownNanos, Mark mark) {
        boolean stale() {
            return mark.stale;
        }

        @Nullable
        Heard heard() {
            return mark.heard;
        }
    }

    /**
     * The value of one symbol, in a place of its own that is written again and again. Readers look at its version before and after: it is odd while
     * the one thread that writes does so.
     */
    private static final class Place<E> {
        private static final VarHandle VERSION = version();

        private int version;
        private E value;
        private long timestampNanos;
        private long knownNanos;
        private Mark mark;

        private static VarHandle version() {
            try {
                return MethodHandles.lookup().findVarHandle(Place.class, "version", int.class);
            } catch (ReflectiveOperationException impossible) {
                throw new ExceptionInInitializerError(impossible);
            }
        }

        Place(E value, long timestampNanos, long knownNanos, Mark mark) {
            this.value = value;
            this.timestampNanos = timestampNanos;
            this.knownNanos = knownNanos;
            this.mark = mark;
        }

        void write(E newValue, long newTimestamp, long newKnown, Mark newMark) {
            int before = version;
            VERSION.setOpaque(this, before + 1);
            VarHandle.storeStoreFence();
            value = newValue;
            timestampNanos = newTimestamp;
            knownNanos = newKnown;
            mark = newMark;
            VERSION.setRelease(this, before + 2);
        }

        Entry<E> read() {
            while (true) {
                int before = (int) VERSION.getAcquire(this);
                Entry<E> seen = new Entry<>(value, knownNanos, mark);
                VarHandle.loadLoadFence();
                if ((before & 1) == 0 && (int) VERSION.getOpaque(this) == before) {
                    return seen;
                }
                Thread.onSpinWait();
            }
        }
    }

    private final Map<String, Place<E>> places = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final long timeToLiveNanos;

    LatestColumn(LongSupplier nanoTime, Duration timeToLive) {
        this.nanoTime = nanoTime;
        this.timeToLiveNanos = timeToLive.toNanos();
    }

    /** The stream brought this now. */
    void update(E event, long now) {
        String symbol = event.symbol();
        long timestamp = event.timestampNanos();
        Place<E> known = places.get(symbol);
        if (known == null) {
            places.put(symbol, new Place<>(event, timestamp, now, Mark.NONE));
        } else if (known.timestampNanos <= timestamp) {
            known.write(event, timestamp, now, Mark.NONE);
        } else if (known.mark.heard != null) {
            Mark mark = new Mark(known.mark.stale, known.mark.nanos, new Heard(now, timestamp, true));
            known.write(known.value, known.timestampNanos, known.knownNanos, mark);
        }
    }

    /** A repair brought this: newer than what was there it may be, but not fresh, since it happened some time ago. */
    void recovered(E event) {
        Place<E> known = places.get(event.symbol());
        if (known == null || known.timestampNanos < event.timestampNanos()) {
            long now = nanoTime.getAsLong();
            put(known, event, now, new Mark(true, now, known == null ? NOTHING : heard(known)));
        }
    }

    /**
     * REST, asked at a moment, says that this is the newest. What the stream brought and is newer stays. A mark that was made after REST was
     * asked stays as well, as the answer may be from before the gap.
     */
    void confirm(E event, long askedNanos) {
        long now = nanoTime.getAsLong();
        Place<E> known = places.get(event.symbol());
        if (known == null) {
            put(null, event, now, new Mark(false, 0, NOTHING));
        } else if (known.timestampNanos <= event.timestampNanos()) {
            // Of the same time there may be two, and that of REST is the later one if the stream's came before it was
            // asked.
            boolean later = known.timestampNanos < event.timestampNanos() || known.knownNanos - askedNanos < 0;
            boolean stale = known.mark.stale && known.mark.nanos - askedNanos >= 0;
            put(known, later ? event : known.value, now, new Mark(stale, known.mark.nanos, heard(known)));
        }
    }

    private void put(@Nullable Place<E> known, E event, long now, Mark mark) {
        if (known == null) {
            places.put(event.symbol(), new Place<>(event, event.timestampNanos(), now, mark));
        } else {
            known.write(event, event.timestampNanos(), now, mark);
        }
    }

    private static Heard heard(Place<?> known) {
        return known.mark.heard != null ? known.mark.heard : new Heard(known.knownNanos, known.timestampNanos, true);
    }

    /** There may be something newer that was missed. */
    void markStale(Set<String> symbols) {
        long now = nanoTime.getAsLong();
        Set<String> marked = symbols.contains(Subscription.ALL_SYMBOLS) ? places.keySet() : symbols;
        marked.forEach(symbol -> {
            Place<E> known = places.get(symbol);
            if (known != null) {
                Mark mark = new Mark(true, now, known.mark.heard);
                known.write(known.value, known.timestampNanos, known.knownNanos, mark);
            }
        });
    }

    private @Nullable Entry<E> entry(String symbol) {
        Place<E> place = places.get(symbol);
        return place == null ? null : place.read();
    }

    /** The symbols of which the stream has brought anything. */
    Set<String> symbolsHeard() {
        return places.entrySet().stream()
                .filter(place -> isHeard(place.getValue().read()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isHeard(Entry<?> entry) {
        Heard heard = entry.heard();
        return heard == null || heard.anything;
    }

    /** The time of what the stream brought last of a symbol; the least of all times if nothing. */
    long newestHeard(String symbol) {
        Entry<E> entry = entry(symbol);
        if (entry == null) {
            return Long.MIN_VALUE;
        }
        Heard heard = heard(entry);
        return heard.anything ? heard.timestampNanos : Long.MIN_VALUE;
    }

    /** Visits what the stream brought last of each symbol; what REST knows says nothing about the stream. */
    void visit(LastMessages.Visitor visitor) {
        places.forEach((symbol, place) -> {
            Heard heard = heard(place.read());
            if (heard.anything) {
                visitor.visit(symbol, heard.nanos, heard.timestampNanos);
            }
        });
    }

    private static Heard heard(Entry<? extends MarketEvent> entry) {
        Heard heard = entry.heard();
        return heard != null ? heard : new Heard(entry.knownNanos, entry.value.timestampNanos(), true);
    }

    /** The value of a symbol, if it is fresh. */
    Optional<E> fresh(String symbol) {
        Entry<E> entry = entry(symbol);
        return entry != null && isFresh(entry) ? Optional.of(entry.value) : Optional.empty();
    }

    /** The value of a symbol, of any age. */
    Optional<LatestValue<E>> last(String symbol) {
        Entry<E> entry = entry(symbol);
        return entry == null ? Optional.empty() : Optional.of(latest(entry, entry.stale()));
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
        return new LatestValue<>(entry.value, Duration.ofNanos(age(entry)), stale);
    }

    private boolean isFresh(Entry<?> entry) {
        return !entry.stale() && age(entry) <= timeToLiveNanos;
    }

    private long age(Entry<?> entry) {
        return Math.max(0, nanoTime.getAsLong() - entry.knownNanos);
    }
}

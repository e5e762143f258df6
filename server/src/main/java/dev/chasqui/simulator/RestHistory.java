package dev.chasqui.simulator;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What was published, by channel and symbol, as far back as is kept. Rows are numbered in order of publication; those before
 * {@link #oldest()} are forgotten, and swept out when they have become many.
 */
final class RestHistory {

    private static final int SWEEP_AT_LEAST = 1_024;
    private static final int SWEEP_SHARE = 4;
    private static final long MARK_INTERVAL = 1_000_000_000L;

    /** The rows before a number were published no later than a time; those that this mark adds, no earlier than another. */
    private record Mark(long number, long firstNanos, long recordedNanos) {}

    private final Map<Channel, TreeMap<String, RestSeries>> series = new EnumMap<>(Channel.class);
    private final Deque<Mark> marks = new ArrayDeque<>();
    private long next;
    private long oldest;
    private long stored;

    /** Bars that replace others are kept beside them. */
    private static Channel shelf(MarketEvent event) {
        return event instanceof Bar bar && bar.kind() == Bar.Kind.UPDATED_MINUTE ? Channel.BARS : event.channel();
    }

    void record(
            Predicate<Feed> audience, Collection<? extends MarketEvent> events, long nowNanos, RestOptions options) {
        for (MarketEvent event : events) {
            if (event.timestampNanos() != MarketEvent.NO_TIMESTAMP) {
                series.computeIfAbsent(shelf(event), channel -> new TreeMap<>())
                        .computeIfAbsent(event.symbol(), symbol -> new RestSeries())
                        .add(new RestRow(event, next++, nowNanos, audience));
                stored++;
            }
        }
        mark(nowNanos);
        forget(nowNanos - options.maxAge().toNanos(), options.maxRows());
    }

    // One mark a second, so that they are few.
    private void mark(long nowNanos) {
        long first = nowNanos;
        if (!marks.isEmpty() && nowNanos - marks.getLast().firstNanos() < MARK_INTERVAL) {
            first = marks.removeLast().firstNanos();
        }
        marks.add(new Mark(next, first, nowNanos));
    }

    private void forget(long recordedBefore, int maxRows) {
        oldest = Math.max(oldest, next - maxRows);
        while (!marks.isEmpty()
                && (marks.element().recordedNanos() < recordedBefore
                        || marks.element().number() <= oldest)) {
            oldest = Math.max(oldest, marks.remove().number());
        }
        long forgotten = stored - size();
        if (forgotten > SWEEP_AT_LEAST + size() / SWEEP_SHARE) {
            sweep();
        }
    }

    private void sweep() {
        for (Map<String, RestSeries> symbols : series.values()) {
            symbols.values().forEach(rows -> stored -= rows.removeIf(row -> row.number() < oldest));
            symbols.values().removeIf(RestSeries::isEmpty);
        }
    }

    /** The number of the first row that is still kept. */
    long oldest() {
        return oldest;
    }

    /** The number of rows that are kept. */
    long size() {
        return next - oldest;
    }

    /** The number of rows in memory, those included that await the sweep. */
    long stored() {
        return stored;
    }

    Optional<RestSeries> series(Channel channel, String symbol) {
        return Optional.ofNullable(series.getOrDefault(channel, new TreeMap<>()).get(symbol));
    }

    /** Every symbol of which something was published on a channel, sorted. */
    Collection<String> symbols(Channel channel) {
        return series.getOrDefault(channel, new TreeMap<>()).keySet();
    }
}

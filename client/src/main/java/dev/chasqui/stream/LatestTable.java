package dev.chasqui.stream;

import dev.chasqui.internal.liveness.LastMessages;
import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The newest values by symbol. Written by the connection's thread alone, read by any. */
final class LatestTable implements LatestValues, LastMessages {

    private record Entry<E extends MarketEvent>(E value, long receivedNanos, boolean stale) {}

    private final Map<String, Entry<Quote>> quotes = new ConcurrentHashMap<>();
    private final Map<String, Entry<Trade>> trades = new ConcurrentHashMap<>();
    private final Map<String, Entry<Bar>> bars = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final long timeToLiveNanos;

    LatestTable(LongSupplier nanoTime, Duration timeToLive) {
        this.nanoTime = nanoTime;
        this.timeToLiveNanos = timeToLive.toNanos();
    }

    void update(MarketEvent event) {
        if (event instanceof Quote quote) {
            put(quotes, quote);
        } else if (event instanceof Trade trade) {
            put(trades, trade);
        } else if (event instanceof Bar bar && bar.kind() != Bar.Kind.DAY) {
            put(bars, bar);
        }
    }

    private <E extends MarketEvent> void put(Map<String, Entry<E>> table, E event) {
        Entry<E> known = table.get(event.symbol());
        if (known == null || known.value.timestampNanos() <= event.timestampNanos()) {
            table.put(event.symbol(), new Entry<>(event, nanoTime.getAsLong(), false));
        }
    }

    /** There may be something newer that was missed. Call it where values are updated. */
    void markStale(Channel channel, Set<String> symbols) {
        switch (channel) {
            case QUOTES -> markStale(quotes, symbols);
            case TRADES -> markStale(trades, symbols);
            case BARS, UPDATED_BARS -> markStale(bars, symbols);
            default -> {
                // Nothing of the other channels is kept.
            }
        }
    }

    private static <E extends MarketEvent> void markStale(Map<String, Entry<E>> table, Set<String> symbols) {
        Set<String> marked = symbols.contains(Subscription.ALL_SYMBOLS) ? table.keySet() : symbols;
        marked.forEach(symbol ->
                table.computeIfPresent(symbol, (key, entry) -> new Entry<>(entry.value, entry.receivedNanos, true)));
    }

    /** The symbols of which a channel has brought anything. */
    Set<String> symbolsSeen(Channel channel) {
        return switch (channel) {
            case QUOTES -> Set.copyOf(quotes.keySet());
            case TRADES -> Set.copyOf(trades.keySet());
            case BARS, UPDATED_BARS -> Set.copyOf(bars.keySet());
            default -> Set.of();
        };
    }

    @Override
    public void forEach(Channel channel, Visitor visitor) {
        switch (channel) {
            case TRADES -> visitAll(trades, visitor);
            case QUOTES -> visitAll(quotes, visitor);
            case BARS -> visitAll(bars, visitor);
            default -> {}
        }
    }

    private static <E extends MarketEvent> void visitAll(Map<String, Entry<E>> table, Visitor visitor) {
        table.forEach((symbol, entry) -> visitor.visit(symbol, entry.receivedNanos, entry.value.timestampNanos()));
    }

    @Override
    public Optional<Quote> quote(String symbol) {
        return fresh(quotes.get(symbol));
    }

    @Override
    public Optional<Trade> trade(String symbol) {
        return fresh(trades.get(symbol));
    }

    @Override
    public Optional<Bar> bar(String symbol) {
        return fresh(bars.get(symbol));
    }

    @Override
    public Optional<LatestValue<Quote>> lastQuote(String symbol) {
        return ofAnyAge(quotes.get(symbol));
    }

    @Override
    public Optional<LatestValue<Trade>> lastTrade(String symbol) {
        return ofAnyAge(trades.get(symbol));
    }

    @Override
    public Optional<LatestValue<Bar>> lastBar(String symbol) {
        return ofAnyAge(bars.get(symbol));
    }

    private <E extends MarketEvent> Optional<E> fresh(@Nullable Entry<E> entry) {
        return entry != null && !entry.stale && age(entry) <= timeToLiveNanos
                ? Optional.of(entry.value)
                : Optional.empty();
    }

    private <E extends MarketEvent> Optional<LatestValue<E>> ofAnyAge(@Nullable Entry<E> entry) {
        return entry == null
                ? Optional.empty()
                : Optional.of(new LatestValue<>(entry.value, Duration.ofNanos(age(entry)), entry.stale));
    }

    private long age(Entry<?> entry) {
        return Math.max(0, nanoTime.getAsLong() - entry.receivedNanos);
    }
}

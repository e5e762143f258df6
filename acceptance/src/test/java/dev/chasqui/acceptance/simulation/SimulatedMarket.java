package dev.chasqui.acceptance.simulation;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradingStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * A market that says little most of the time and much now and then, with the oddities of real tapes: late prints, two trades in one
 * nanosecond, the same quote twice, ids that are unique per exchange only.
 */
final class SimulatedMarket {

    private static final List<String> EXCHANGES = List.of("V", "K", "D");
    private static final Duration QUIET = Duration.ofSeconds(12);
    private static final Duration BUSY = Duration.ofMillis(60);
    private static final long LATEST_PRINT = Duration.ofSeconds(9).toNanos();
    private static final long LATEST_BAR = Duration.ofSeconds(65).toNanos();
    private static final int LONGEST_FRAME = 6;

    /** What a minute of a symbol was like. */
    private static final class Minute {
        private double open;
        private double high = Double.NEGATIVE_INFINITY;
        private double low = Double.POSITIVE_INFINITY;
        private double close;
        private double volume;
        private double turnover;
        private long count;
    }

    private final EventLoop loop;
    private final LongSupplier clock;
    private final RandomGenerator random;
    private final List<String> symbols;
    private final Consumer<List<MarketEvent>> publisher;
    private final Map<String, Minute> minutes = new TreeMap<>();
    private final long[] ids = new long[EXCHANGES.size()];
    private long minuteStart;
    private long busyUntil;
    private EventLoop.Timer next = () -> {};
    private boolean stopped;

    /**
     * A market that has not begun.
     *
     * @param clock the time of day as it is, whatever the client's clock says, in nanoseconds since 1970
     */
    SimulatedMarket(
            EventLoop loop,
            LongSupplier clock,
            RandomGenerator random,
            List<String> symbols,
            Consumer<List<MarketEvent>> publisher) {
        this.loop = loop;
        this.clock = clock;
        this.random = random;
        this.symbols = symbols;
        this.publisher = publisher;
    }

    void start() {
        minuteStart = clock.getAsLong()
                - Math.floorMod(clock.getAsLong(), Duration.ofMinutes(1).toNanos());
        speakLater();
        loop.schedule(untilNextMinute(), this::endMinute);
    }

    void stop() {
        stopped = true;
    }

    /** Much is said for so long. */
    void busyFor(Duration time) {
        busyUntil = Math.max(busyUntil, loop.nanoTime() + time.toNanos());
        speakLater();
    }

    private void speak() {
        if (stopped) {
            return;
        }
        List<MarketEvent> frame = new ArrayList<>();
        int messages = 1 + random.nextInt(LONGEST_FRAME);
        for (int i = 0; i < messages; i++) {
            frame.add(message());
        }
        if (random.nextInt(20) == 0) {
            frame.add(frame.get(frame.size() - 1) instanceof Quote quote ? quote : quote(symbol(), clock.getAsLong()));
        }
        publisher.accept(frame);
        speakLater();
    }

    private void speakLater() {
        next.cancel();
        next = loop.schedule(pause(), this::speak);
    }

    private MarketEvent message() {
        int kind = random.nextInt(100);
        if (kind < 55) {
            return trade();
        }
        return kind < 98 ? quote(symbol(), clock.getAsLong()) : status();
    }

    private String symbol() {
        return symbols.get(random.nextInt(symbols.size()));
    }

    private Trade trade() {
        boolean late = random.nextInt(50) == 0;
        long time = clock.getAsLong() - (late ? (long) (random.nextDouble() * LATEST_PRINT) : 0);
        int exchange = random.nextInt(EXCHANGES.size());
        String symbol = symbol();
        Trade trade = new Trade(
                symbol,
                time,
                ++ids[exchange],
                EXCHANGES.get(exchange),
                price(),
                1 + random.nextInt(500),
                late ? List.of("@", "Z") : List.of("@"),
                "C",
                null,
                null,
                MarketEvent.NO_TIMESTAMP);
        count(trade);
        return trade;
    }

    private double price() {
        return (10_000 + random.nextInt(200)) / 100.0;
    }

    private Quote quote(String symbol, long time) {
        double bid = price();
        return new Quote(
                symbol, time, "V", bid, 100, "K", bid + 0.01, 200, List.of("R"), "C", MarketEvent.NO_TIMESTAMP);
    }

    private TradingStatus status() {
        return new TradingStatus(symbol(), clock.getAsLong(), "T", "Trading Resumption", "", "", "C");
    }

    private void count(Trade trade) {
        Minute minute = minutes.computeIfAbsent(trade.symbol(), symbol -> new Minute());
        minute.open = minute.count == 0 ? trade.price() : minute.open;
        minute.high = Math.max(minute.high, trade.price());
        minute.low = Math.min(minute.low, trade.price());
        minute.close = trade.price();
        minute.volume += trade.size();
        minute.turnover += trade.size() * trade.price();
        minute.count++;
    }

    private void endMinute() {
        if (stopped) {
            return;
        }
        List<MarketEvent> bars = new ArrayList<>();
        // When the process stood still at the end of a minute there is no bar of it: nobody publishes bars that late.
        if (clock.getAsLong() - minuteStart < LATEST_BAR) {
            minutes.forEach((symbol, minute) -> bars.add(bar(symbol, minute)));
        }
        minutes.clear();
        minuteStart += Duration.ofMinutes(1).toNanos();
        if (!bars.isEmpty()) {
            publisher.accept(bars);
        }
        loop.schedule(untilNextMinute(), this::endMinute);
    }

    private Bar bar(String symbol, Minute minute) {
        return new Bar(
                Bar.Kind.MINUTE,
                symbol,
                minuteStart,
                minute.open,
                minute.high,
                minute.low,
                minute.close,
                minute.volume,
                minute.count,
                Math.round(minute.turnover / minute.volume * 1e6) / 1e6);
    }

    private Duration untilNextMinute() {
        return Duration.ofNanos(Math.max(1, minuteStart + Duration.ofMinutes(1).toNanos() - clock.getAsLong()));
    }

    private Duration pause() {
        Duration mean = loop.nanoTime() < busyUntil ? BUSY : QUIET;
        return Duration.ofNanos((long) (-Math.log(1 - random.nextDouble()) * mean.toNanos()) + 1);
    }
}

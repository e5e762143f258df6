package dev.chasqui.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A market made from a seed: prices walk at random in steps of a tick, quotes and trades follow them, and minute bars are computed from
 * exactly the trades that were sent. The same seed, symbols, rate and start give the same messages in the same frames.
 *
 * <p>A symbol with a slash is a crypto pair, one in OCC form an option, anything else a stock. Stocks are served by every stock feed but
 * the test feed, which has {@code FAKEPACA}: a quote each five seconds. The news feed has an article about one of the symbols now and
 * then. The market opens with the first subscription. Immutable: each method returns a changed copy.
 */
public final class SeededMarket implements MarketSource {

    /** The symbols of a market that names none. */
    public static final List<String> DEFAULT_SYMBOLS =
            List.of("AAPL", "AMZN", "MSFT", "NVDA", "SPY", "TSLA", "BTC/USD", "ETH/USD", "SPY261218C00600000");

    /** Quotes and trades per second of a market that sets no rate. */
    public static final double DEFAULT_MESSAGES_PER_SECOND = 50;

    private final long seed;
    private final List<String> symbols;
    private final double messagesPerSecond;
    private final Optional<Instant> start;
    private final Optional<Duration> length;
    private final Pace pace;
    private final double revised;

    private SeededMarket(
            long seed,
            List<String> symbols,
            double messagesPerSecond,
            Optional<Instant> start,
            Optional<Duration> length,
            Pace pace,
            double revised) {
        this.seed = seed;
        this.symbols = symbols;
        this.messagesPerSecond = messagesPerSecond;
        this.start = start;
        this.length = length;
        this.pace = pace;
        this.revised = revised;
    }

    static SeededMarket of(long seed) {
        return new SeededMarket(
                seed,
                DEFAULT_SYMBOLS,
                DEFAULT_MESSAGES_PER_SECOND,
                Optional.empty(),
                Optional.empty(),
                Pace.REAL_TIME,
                0);
    }

    /** The symbols that trade; at least one. Default: {@link #DEFAULT_SYMBOLS}. */
    public SeededMarket symbols(String... traded) {
        return symbols(Arrays.asList(traded));
    }

    /** The symbols that trade; at least one. Default: {@link #DEFAULT_SYMBOLS}. */
    public SeededMarket symbols(List<String> traded) {
        if (traded.isEmpty()) {
            throw new IllegalArgumentException("a seeded market needs at least one symbol");
        }
        return new SeededMarket(
                seed, traded.stream().distinct().toList(), messagesPerSecond, start, length, pace, revised);
    }

    /** Quotes and trades per second of market time, over all symbols: 0.001 to 1,000,000. Default: 50. */
    public SeededMarket messagesPerSecond(double rate) {
        if (!(rate >= 0.001 && rate <= 1_000_000)) {
            throw new IllegalArgumentException("messages per second must be 0.001 to 1000000, not " + rate);
        }
        return new SeededMarket(seed, symbols, rate, start, length, pace, revised);
    }

    /** The time of the market when it opens. Default: the clock's time at the first subscription. */
    public SeededMarket start(Instant opening) {
        return new SeededMarket(seed, symbols, messagesPerSecond, Optional.of(opening), length, pace, revised);
    }

    /** How much market time passes before the market falls silent for good. Default: no end. */
    public SeededMarket length(Duration time) {
        return new SeededMarket(seed, symbols, messagesPerSecond, start, Optional.of(time), pace, revised);
    }

    /** How fast it plays. Default: {@link Pace#REAL_TIME}. */
    public SeededMarket pace(Pace speed) {
        return new SeededMarket(seed, symbols, messagesPerSecond, start, length, speed, revised);
    }

    /**
     * The share of minutes of a stock, 0 to 1, that are revised half a minute after their end: by a trade reported late, with the bar that it
     * changes; by the cancellation of the last trade; or by its correction. Default: 0.
     */
    public SeededMarket revised(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of revised minutes must be 0 to 1, not " + share);
        }
        return new SeededMarket(seed, symbols, messagesPerSecond, start, length, pace, share);
    }

    FrameStream open(InstantSource clock) {
        return new MarketGenerator(this, start.orElseGet(clock::instant));
    }

    long seed() {
        return seed;
    }

    List<String> symbols() {
        return symbols;
    }

    double messagesPerSecond() {
        return messagesPerSecond;
    }

    Optional<Duration> length() {
        return length;
    }

    Pace pace() {
        return pace;
    }

    double revised() {
        return revised;
    }
}

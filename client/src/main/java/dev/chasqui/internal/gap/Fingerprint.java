package dev.chasqui.internal.gap;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a message the same as another one, as numbers. One object serves for message after message.
 *
 * <p>Stream and history may write the same message differently: prices in another form, conditions in another order, blanks left out, a
 * rounded time on messages that have an id. Nothing of that enters the numbers. 96 bits tell two messages apart, or 64 where two differ in
 * no price and no size.
 *
 * <p>What a number stands for is added up, each part times an odd constant of its own, and the sum is mixed once. So the parts are multiplied side by
 * side, where mixing in one after the other would have each wait for the last.
 */
final class Fingerprint {

    /** How messages of a kind are told apart. */
    enum Sameness {
        /** By an id: the same id with another content or time is another message. */
        IDENTIFIED,
        /** By all that they say; there may be several equal ones. */
        COUNTED,
        /** By symbol and time; a later content replaces the earlier one. */
        REVISED
    }

    private static final int NO_NUMBER = -1;

    /** Times of messages with the same id may differ by this much and still be the same one, rounded. */
    static final long ROUNDING_NANOS = 1L << 30;

    private static final int TIME_UNIT_BITS = 20;
    private static final int TIME_MASK = 0x7fff_ffff;
    private static final int ROUNDING_UNITS = (int) (ROUNDING_NANOS >> TIME_UNIT_BITS);
    private static final long DAY_NANOS = 86_400_000_000_000L;

    /** Trading days are New York's; its winter time is near enough, since nothing trades around midnight there by the hour. */
    private static final long DAY_SHIFT_NANOS = 5 * 3_600_000_000_000L;

    private static final long TRADE = 0x6a09e667f3bcc908L;
    private static final long PRINT = 0xbb67ae8584caa73bL;
    private static final long QUOTE = 0x3c6ef372fe94f82bL;
    private static final long BAR = 0xa54ff53a5f1d36f1L;
    private static final long NEWS = 0x510e527fade682d1L;
    private static final long CONTENT = 0x9b05688c2b3e6c1fL;
    private static final long FNV_PRIME = 0x100000001b3L;

    private static final long FIRST = 0x9e3779b97f4a7c15L;
    private static final long SECOND = 0xd1342543de82ef95L;
    private static final long THIRD = 0xaf251af3b0f025b5L;
    private static final long FOURTH = 0xf1357aea2e62a9c5L;
    private static final long FIFTH = 0xda942042e4dd58b5L;
    private static final long SIXTH = 0x8cb92ba72f3d8dd7L;
    private static final long SEVENTH = 0xc2b2ae3d27d4eb4fL;

    // By number of the symbol, so that its letters need not be read again; zero for one that was not met.
    private long[] symbols = new long[64];
    private int symbolNumber = NO_NUMBER;

    private Sameness sameness = Sameness.IDENTIFIED;
    private long key;
    private int content;
    private long time;

    Sameness sameness() {
        return sameness;
    }

    long key() {
        return key;
    }

    int content() {
        return content;
    }

    /** The message's own time, as far as sums with {@link #ROUNDING_NANOS} do not overflow. */
    long time() {
        return time;
    }

    /** The trading day of the message's time. */
    long day() {
        return Math.floorDiv(time - DAY_SHIFT_NANOS, DAY_NANOS);
    }

    boolean isIdentified() {
        return sameness == Sameness.IDENTIFIED;
    }

    /** By how much the time of the same message may differ: only one with an id is known without its exact time. */
    long tolerance() {
        return isIdentified() ? ROUNDING_NANOS : 0;
    }

    /** The time in 31 bits, for {@link #isSameTime}. */
    int shortTime() {
        return (int) (time >> TIME_UNIT_BITS) & TIME_MASK;
    }

    /** Whether another message's {@link #shortTime()} is the same but for rounding. */
    boolean isSameTime(int other) {
        int ahead = other - shortTime() & TIME_MASK;
        return ahead <= ROUNDING_UNITS || ahead >= TIME_MASK + 1 - ROUNDING_UNITS;
    }

    /** Takes the numbers of a message of a channel that has a history. */
    void of(MarketEvent event) {
        of(event, NO_NUMBER);
    }

    /**
     * As {@link #of(MarketEvent)}, but faster.
     *
     * @param symbol a small number that stands for the message's symbol and for no other; or negative
     */
    void of(MarketEvent event, int symbol) {
        symbolNumber = symbol;
        long timestamp = event.timestampNanos();
        time = Math.max(Long.MIN_VALUE / 2, Math.min(Long.MAX_VALUE / 2, timestamp));
        if (event instanceof Trade trade) {
            ofTrade(trade);
        } else if (event instanceof Quote quote) {
            ofQuote(quote);
        } else if (event instanceof Bar bar) {
            ofBar(bar);
        } else if (event instanceof News news) {
            set(Sameness.IDENTIFIED, mixed(NEWS + news.id() * FIRST + timestamp * SECOND), 0);
        } else {
            throw new IllegalArgumentException(event.channel() + " has no history");
        }
    }

    private void ofTrade(Trade trade) {
        long values = mixed(CONTENT + number(trade.price()) * FIRST + number(trade.size()) * SECOND);
        long said = symbol(trade.symbol()) + text(trade.exchange()) * FIRST;
        if (trade.id() == 0) {
            said += trade.timestampNanos() * SECOND + conditions(trade.conditions()) * THIRD + values * FOURTH;
            set(Sameness.COUNTED, mixed(TRADE + said), values);
        } else {
            set(Sameness.IDENTIFIED, mixed(PRINT + said + trade.id() * SECOND + day() * THIRD), values);
        }
    }

    private void ofQuote(Quote quote) {
        long bid = number(quote.bidPrice()) * FIRST + number(quote.bidSize()) * SECOND;
        long ask = number(quote.askPrice()) * THIRD + number(quote.askSize()) * FOURTH;
        long values = mixed(CONTENT + bid + ask);
        long said = symbol(quote.symbol()) + text(quote.bidExchange()) * FIRST + text(quote.askExchange()) * SECOND;
        said += quote.timestampNanos() * THIRD + conditions(quote.conditions()) * FOURTH + values * FIFTH;
        set(Sameness.COUNTED, mixed(QUOTE + said), values);
    }

    private void ofBar(Bar bar) {
        long prices = number(bar.open()) * FIRST
                + number(bar.high()) * SECOND
                + number(bar.low()) * THIRD
                + number(bar.close()) * FOURTH;
        long trading = number(bar.volume()) * FIFTH + bar.tradeCount() * SIXTH + number(bar.vwap()) * SEVENTH;
        set(
                Sameness.REVISED,
                mixed(BAR + symbol(bar.symbol()) + bar.timestampNanos() * FIRST),
                mixed(CONTENT + prices + trading));
    }

    private void set(Sameness kind, long fingerprint, long values) {
        sameness = kind;
        key = fingerprint;
        content = (int) (values >>> 32);
    }

    /** The same number for 0 and −0, and for every NaN. Simple numbers differ in high bits only, of which products would lose some. */
    private static long number(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ bits >>> 32;
    }

    /** The same number in whatever order they come. */
    private static long conditions(List<String> conditions) {
        long sum = 0;
        for (int i = 0; i < conditions.size(); i++) {
            // Letters that were added up as they are would make A and D the same as B and C.
            sum += mixed(text(conditions.get(i)));
        }
        return sum;
    }

    private long symbol(String symbol) {
        if (symbolNumber < 0) {
            return text(symbol);
        }
        if (symbolNumber >= symbols.length) {
            symbols = Arrays.copyOf(symbols, Math.max(symbolNumber + 1, 2 * symbols.length));
        }
        if (symbols[symbolNumber] == 0) {
            symbols[symbolNumber] = text(symbol);
        }
        return symbols[symbolNumber];
    }

    /** The same number for null, the empty text and blanks. */
    private static long text(@Nullable String text) {
        if (text == null || text.isEmpty() || (text.charAt(0) <= ' ' && text.isBlank())) {
            return 0;
        }
        // As are exchanges and conditions of stocks.
        if (text.length() == 1) {
            return text.charAt(0);
        }
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return mixed(hash);
    }

    /** Each bit changes about half of the result's. */
    private static long mixed(long sum) {
        long mixed = (sum ^ sum >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}

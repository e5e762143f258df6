package dev.chasqui.internal.gap;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a message the same as another one, as numbers. One object serves for message after message.
 *
 * <p>Stream and history may write the same message differently: prices in another form, conditions in another order, blanks left out, a
 * rounded time on messages that have an id. Nothing of that enters the numbers. 96 bits tell two messages apart, or 64 where two differ in
 * no price and no size.
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

    /** By how much the time of the same message may differ: only one with an id is known without its exact time. */
    long tolerance() {
        return sameness == Sameness.IDENTIFIED ? ROUNDING_NANOS : 0;
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
        long timestamp = event.timestampNanos();
        time = Math.max(Long.MIN_VALUE / 2, Math.min(Long.MAX_VALUE / 2, timestamp));
        if (event instanceof Trade trade) {
            ofTrade(trade);
        } else if (event instanceof Quote quote) {
            ofQuote(quote);
        } else if (event instanceof Bar bar) {
            ofBar(bar);
        } else if (event instanceof News news) {
            set(Sameness.IDENTIFIED, fold(fold(NEWS, news.id()), timestamp), 0);
        } else {
            throw new IllegalArgumentException(event.channel() + " has no history");
        }
    }

    private void ofTrade(Trade trade) {
        long values = fold(fold(CONTENT, bits(trade.price())), bits(trade.size()));
        if (trade.id() == 0) {
            long said = text(text(TRADE, trade.symbol()), trade.exchange());
            said = fold(fold(said, trade.timestampNanos()), conditions(trade.conditions()));
            set(Sameness.COUNTED, fold(said, values), values);
        } else {
            long day = Math.floorDiv(time - DAY_SHIFT_NANOS, DAY_NANOS);
            long id = text(text(PRINT, trade.symbol()), trade.exchange());
            set(Sameness.IDENTIFIED, fold(fold(id, day), trade.id()), values);
        }
    }

    private void ofQuote(Quote quote) {
        long bid = fold(bits(quote.bidPrice()), bits(quote.bidSize()));
        long ask = fold(bits(quote.askPrice()), bits(quote.askSize()));
        long values = fold(fold(CONTENT, bid), ask);
        long said = fold(text(QUOTE, quote.symbol()), quote.timestampNanos());
        said = text(text(said, quote.bidExchange()), quote.askExchange());
        set(Sameness.COUNTED, fold(fold(said, conditions(quote.conditions())), values), values);
    }

    private void ofBar(Bar bar) {
        long values = fold(fold(CONTENT, bits(bar.open())), bits(bar.high()));
        values = fold(fold(values, bits(bar.low())), bits(bar.close()));
        values = fold(fold(fold(values, bits(bar.volume())), bar.tradeCount()), bits(bar.vwap()));
        set(Sameness.REVISED, fold(text(BAR, bar.symbol()), bar.timestampNanos()), values);
    }

    private void set(Sameness kind, long fingerprint, long values) {
        sameness = kind;
        key = fingerprint;
        content = (int) (values >>> 32);
    }

    /** The same number for 0 and −0, and for every NaN. */
    private static long bits(double value) {
        return Double.doubleToLongBits(value + 0.0);
    }

    /** The same number in whatever order they come. */
    private static long conditions(List<String> conditions) {
        long sum = 0;
        for (int i = 0; i < conditions.size(); i++) {
            sum += text(CONTENT, conditions.get(i));
        }
        return sum;
    }

    /** The same number for null, the empty text and blanks. */
    private static long text(long seed, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return fold(seed, 0);
        }
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return fold(hash, text.length());
    }

    /** One more number, well mixed: each bit of either changes about half of the result's. */
    private static long fold(long hash, long value) {
        long mixed = Long.rotateLeft(hash, 32) + 0x9e3779b97f4a7c15L ^ value;
        mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }
}

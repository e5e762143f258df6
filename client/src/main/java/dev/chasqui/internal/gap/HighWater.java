package dev.chasqui.internal.gap;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far live trades and quotes have come. A trade with a higher id than all before it of its symbol, exchange and day has not come before, and neither
 * has a quote with a later time than all before it of its symbol; so nobody needs to look for them. That is nearly every message where exchanges
 * count their trades upwards. (In a capture of an exchange's own feed, IEX TOPS of 2017, all of 6,390 trades and 27,217 quotes were such. No recorded sequence of
 * Alpaca's stream is known.) What is not may still be new.
 *
 * <p>What history brought is not counted here: a message is surely new only if it is later than all of that. A message with a wrong time, far ahead of
 * the others, makes those that follow unsure, which costs a look and nothing else. Confined to one thread.
 */
final class HighWater {

    /**
     * Of more symbols nothing is said. Numbers are given in the order of coming, so the busy ones mostly have low ones; of thousands that come rarely this would
     * be in no cache, and slower than a look.
     */
    static final int MOST_SYMBOLS = 1 << 9;

    /** Exchanges are single capital letters. */
    private static final int LETTERS = 32;

    private long day = Long.MIN_VALUE;

    // By symbol and letter of the exchange, of that day; unsigned as ids are, which are not zero.
    private long[] ids = {};

    // By symbol.
    private long[] times = {};

    private long recovered = Long.MIN_VALUE;

    /**
     * Whether a live message has surely not come before. Of each live message to be asked once, before the next.
     *
     * @param symbol the number of its symbol, always the same one; negative if symbols have none
     * @param print the message's own numbers
     */
    boolean isSurpassedBy(MarketEvent event, int symbol, Fingerprint print) {
        if (symbol < 0 || symbol >= MOST_SYMBOLS) {
            return false;
        }
        boolean higher = event instanceof Trade trade
                ? isHigher(trade, symbol, print.day())
                : event instanceof Quote quote && isLater(quote, symbol);
        return higher && print.time() - print.tolerance() > recovered;
    }

    private boolean isHigher(Trade trade, int symbol, long tradingDay) {
        int letter = letter(trade.exchange());
        if (letter == 0 || tradingDay < day || trade.id() == 0) {
            return false;
        }
        if (tradingDay > day) {
            // None of this day is counted here yet.
            Arrays.fill(ids, 0);
            day = tradingDay;
        }
        int at = symbol * LETTERS + letter;
        if (at >= ids.length) {
            ids = Arrays.copyOf(ids, Math.max((symbol + 1) * LETTERS, 2 * ids.length));
        }
        boolean higher = Long.compareUnsigned(trade.id(), ids[at]) > 0;
        if (higher) {
            ids[at] = trade.id();
        }
        return higher;
    }

    private boolean isLater(Quote quote, int symbol) {
        if (symbol >= times.length) {
            int before = times.length;
            times = Arrays.copyOf(times, Math.max(symbol + 1, 2 * before));
            Arrays.fill(times, before, times.length, Long.MIN_VALUE);
        }
        boolean later = quote.timestampNanos() > times[symbol];
        if (later) {
            times[symbol] = quote.timestampNanos();
        }
        return later;
    }

    /** 1 to 26; 0 for what is no single capital letter. */
    private static int letter(@Nullable String exchange) {
        if (exchange == null || exchange.length() != 1) {
            return 0;
        }
        int letter = exchange.charAt(0) - 'A' + 1;
        return letter >= 1 && letter <= 26 ? letter : 0;
    }

    /** History brought this. */
    void recovered(Fingerprint print) {
        recovered = Math.max(recovered, print.time());
    }
}

package dev.chasqui.bench.data;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Changes recorded messages: symbols of five letters, always drawn in the same way, with trades counted anew, as exchanges count those of
 * a symbol upwards; or smaller trade ids.
 */
public final class Renaming {

    private static final int LETTERS = 26;
    private static final int LENGTH = 5;
    private static final long SEED = 20131008;

    /** As long as most ids of today. */
    private static final long FIRST_ID = 52_000_000_000_001L;

    private static final double UNIT = 0x1p-31;

    private final List<String> symbols;

    /** By symbol: how often it or one before it is drawn, of once. */
    private final double[] shares;

    private long state = SEED;
    private long nextId = FIRST_ID;

    private Renaming(int count, double[] shares) {
        symbols = symbols(count);
        this.shares = shares;
    }

    /**
     * Draws from so many symbols.
     *
     * @param byRank whether the second comes half as often as the first, the third a third as often, and so on; else all come alike
     */
    public static Renaming of(int count, boolean byRank) {
        double[] shares = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += byRank ? 1.0 / (i + 1) : 1;
            shares[i] = sum;
        }
        for (int i = 0; i < count; i++) {
            shares[i] /= sum;
        }
        return new Renaming(count, shares);
    }

    /** The symbols that are drawn from. */
    public static List<String> symbols(int count) {
        List<String> symbols = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            char[] letters = new char[LENGTH];
            for (int at = LENGTH - 1, rest = i; at >= 0; at--, rest /= LETTERS) {
                letters[at] = (char) ('A' + rest % LETTERS);
            }
            symbols.add(new String(letters));
        }
        return symbols;
    }

    /** The same message of another symbol, a trade with the next id. */
    public MarketEvent rename(MarketEvent event) {
        String symbol = next();
        if (event instanceof Quote quote) {
            return new Quote(
                    symbol,
                    quote.timestampNanos(),
                    quote.bidExchange(),
                    quote.bidPrice(),
                    quote.bidSize(),
                    quote.askExchange(),
                    quote.askPrice(),
                    quote.askSize(),
                    quote.conditions(),
                    quote.tape(),
                    quote.receivedNanos());
        }
        return changed((Trade) event, symbol, nextId++);
    }

    /** The same message, if it is a trade with an id that 31 bits hold. */
    public static MarketEvent withSmallId(MarketEvent event) {
        return event instanceof Trade trade ? changed(trade, trade.symbol(), trade.id() & Integer.MAX_VALUE) : event;
    }

    private static Trade changed(Trade trade, String symbol, long id) {
        return new Trade(
                symbol,
                trade.timestampNanos(),
                id,
                trade.exchange(),
                trade.price(),
                trade.size(),
                trade.conditions(),
                trade.tape(),
                trade.takerSide(),
                trade.update(),
                trade.receivedNanos());
    }

    private String next() {
        state = state * 6364136223846793005L + 1442695040888963407L;
        int found = Arrays.binarySearch(shares, (state >>> 33) * UNIT);
        return symbols.get(found < 0 ? -found - 1 : found + 1);
    }
}

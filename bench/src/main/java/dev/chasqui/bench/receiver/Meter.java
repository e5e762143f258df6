package dev.chasqui.bench.receiver;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What every receiver's handler does with every message: it reads the symbol, prices, sizes, conditions and the time, and counts. The sums
 * after the first {@value #CHECKED} messages must be equal among receivers, so that none can leave anything out. Written by one thread, but
 * its count may be read by any.
 */
public class Meter {

    /** After so many messages the sums are kept. */
    public static final int CHECKED = 50_000;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(Meter.class, "count", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private long count;
    private double prices;
    private double sizes;
    private long letters;
    private long conditions;
    private long millis;
    private volatile @Nullable String sums;

    /** A message as this project's decoder makes it. */
    public final void event(MarketEvent event) {
        if (event instanceof Quote quote) {
            quote(quote);
        } else if (event instanceof Trade trade) {
            trade(trade);
        } else if (event instanceof Bar bar) {
            add(bar.symbol(), bar.close(), bar.volume(), 0, bar.timestampNanos());
        }
    }

    /** A quote. */
    public final void quote(Quote quote) {
        add(
                quote.symbol(),
                quote.bidPrice() + quote.askPrice(),
                quote.bidSize() + quote.askSize(),
                quote.conditions().size(),
                quote.timestampNanos());
    }

    /** A trade. */
    public final void trade(Trade trade) {
        add(trade.symbol(), trade.price(), trade.size(), trade.conditions().size(), trade.timestampNanos());
    }

    /** What was read of a message. */
    public void add(String symbol, double price, double size, int conditionCount, long timestampNanos) {
        letters += symbol.length();
        prices += price;
        sizes += size;
        conditions += conditionCount;
        millis += timestampNanos / NANOS_PER_MILLI % MILLIS_PER_SECOND;
        long counted = count + 1;
        COUNT.setOpaque(this, counted);
        if (counted == CHECKED) {
            sums = String.format(Locale.ROOT, "%.4f %.0f %d %d %d", prices, sizes, letters, conditions, millis);
        }
    }

    /** Messages so far. */
    final long count() {
        return (long) COUNT.getOpaque(this);
    }

    /** The sums of the first messages; null if there were fewer. */
    final @Nullable String sums() {
        return sums;
    }
}

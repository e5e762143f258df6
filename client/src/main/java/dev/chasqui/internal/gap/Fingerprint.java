package dev.chasqui.internal.gap;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import org.jspecify.annotations.Nullable;

/**
 * By what a message is known again, on 64 bits: two different messages among a million are taken for one about once in forty million
 * windows of that size. Reused for each message, so that none is made on the way of live data. Confined to the loop's thread.
 *
 * <ul>
 *   <li>A trade with an id: symbol, exchange, id, and the day, since ids are unique per exchange and day only. Price and size are its content.
 *   <li>A trade without an id, and a quote: every field but conditions and tape, whose order and form may differ between stream and REST.
 *   <li>A minute bar: symbol and minute; the figures are its content.
 *   <li>An article: id and time of its last change.
 * </ul>
 */
final class Fingerprint {

    /** How often a message of a kind may come. */
    enum Kind {
        /** Once; something else with the same key is another message. */
        UNIQUE,
        /** As often as it happened: equal messages are different ones. */
        COUNTED,
        /** Once, and again when its content has changed. */
        REPLACED,
        /** Not remembered. */
        IGNORED
    }

    private static final long NANOS_PER_DAY = 86_400_000_000_000L;
    // Between the close of late trading and the opening of early trading in New York at any time of the year.
    private static final long DAY_SHIFT = 5 * 3_600_000_000_000L;
    private static final long TRADE = 1;
    private static final long QUOTE = 2;
    private static final long BAR = 3;
    private static final long NEWS = 4;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private Kind kind = Kind.IGNORED;
    private long key;
    private long content;

    Kind kind() {
        return kind;
    }

    long key() {
        return key;
    }

    /** A digest of what may differ under the same key. */
    int content() {
        return (int) (content ^ content >>> 32);
    }

    /** Reads a message. */
    Fingerprint of(MarketEvent event) {
        key = 0;
        content = 0;
        addText(event.symbol());
        if (event instanceof Trade trade) {
            read(trade);
        } else if (event instanceof Quote quote) {
            read(quote);
        } else if (event instanceof Bar bar && bar.kind() != Bar.Kind.DAY) {
            read(bar);
        } else if (event instanceof News news) {
            kind = Kind.UNIQUE;
            add(NEWS);
            add(news.id());
            add(news.updatedNanos());
        } else {
            kind = Kind.IGNORED;
        }
        key = finish(key);
        content = finish(content);
        return this;
    }

    private void read(Trade trade) {
        add(TRADE);
        addText(trade.exchange());
        if (trade.id() == 0) {
            kind = Kind.COUNTED;
            add(trade.timestampNanos());
            add(trade.price());
            add(trade.size());
            return;
        }
        kind = Kind.UNIQUE;
        add(Math.floorDiv(trade.timestampNanos() - DAY_SHIFT, NANOS_PER_DAY));
        add(trade.id());
        addContent(trade.price());
        addContent(trade.size());
    }

    private void read(Quote quote) {
        kind = Kind.COUNTED;
        add(QUOTE);
        add(quote.timestampNanos());
        addText(quote.bidExchange());
        add(quote.bidPrice());
        add(quote.bidSize());
        addText(quote.askExchange());
        add(quote.askPrice());
        add(quote.askSize());
    }

    private void read(Bar bar) {
        kind = Kind.REPLACED;
        // Bars and updated bars of a minute are states of one thing.
        add(BAR);
        add(bar.timestampNanos());
        addContent(bar.open());
        addContent(bar.high());
        addContent(bar.low());
        addContent(bar.close());
        addContent(bar.volume());
    }

    private void addText(@Nullable String text) {
        long hash = 7;
        if (text != null) {
            for (int i = 0; i < text.length(); i++) {
                hash = (hash + text.charAt(i)) * MULTIPLIER;
                hash ^= hash >>> 29;
            }
        }
        add(hash);
    }

    private void add(double value) {
        add(Double.doubleToRawLongBits(value + 0.0));
    }

    private void add(long value) {
        key = mix(key, value);
    }

    private void addContent(double value) {
        content = mix(content, Double.doubleToRawLongBits(value + 0.0));
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * MULTIPLIER;
        return Long.rotateLeft(mixed ^ mixed >>> 32, 17) + hash * 31;
    }

    /** Never 0, which marks an empty place. */
    private static long finish(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        mixed ^= mixed >>> 33;
        return mixed == 0 ? 1 : mixed;
    }
}

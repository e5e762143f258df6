package dev.chasqui.acceptance.ledger;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes a message the same message, as 64 bits. Of ten million messages, two differ and look the same with a chance of three in a
 * million.
 *
 * <p>Trades with an id are told apart by symbol, exchange, id, time, price and size; without one, as quotes, by all that the stream and REST
 * both have; bars by symbol, time and content, whether first or updated; articles by id and time of change; anything else by everything.
 */
final class Fingerprint {

    private static final long ODD = 0x9E3779B97F4A7C15L;

    private long state;

    private Fingerprint(MarketEvent event) {
        boolean updated = event instanceof Bar bar && bar.kind() == Bar.Kind.UPDATED_MINUTE;
        add((updated ? Bar.Kind.MINUTE.channel() : event.channel()).wireName());
    }

    /** Never 0. */
    static long of(MarketEvent event) {
        Fingerprint print = new Fingerprint(event);
        if (event instanceof Trade trade) {
            print.trade(trade);
        } else if (event instanceof Quote quote) {
            print.quote(quote);
        } else if (event instanceof Bar bar) {
            print.bar(bar);
        } else if (event instanceof News news) {
            print.add(news.id()).add(news.updatedNanos());
        } else {
            print.add(event.toString());
        }
        return print.value();
    }

    /** What bars that replace each other have in common. */
    static long ofPlace(Bar bar) {
        return new Fingerprint(bar).add(bar.symbol()).add(bar.timestampNanos()).value();
    }

    private void trade(Trade trade) {
        add(trade.symbol()).add(trade.exchange()).add(trade.id()).add(trade.timestampNanos());
        add(trade.price()).add(trade.size());
        if (trade.id() == 0) {
            add(trade.conditions()).add(trade.tape()).add(trade.takerSide());
        }
    }

    private void quote(Quote quote) {
        add(quote.symbol()).add(quote.timestampNanos());
        add(quote.bidExchange()).add(quote.bidPrice()).add(quote.bidSize());
        add(quote.askExchange()).add(quote.askPrice()).add(quote.askSize());
        add(quote.conditions()).add(quote.tape());
    }

    private void bar(Bar bar) {
        add(bar.symbol()).add(bar.timestampNanos());
        add(bar.open()).add(bar.high()).add(bar.low()).add(bar.close());
        add(bar.volume()).add(bar.tradeCount()).add(bar.vwap());
    }

    private Fingerprint add(long value) {
        long mixed = (state ^ value) * ODD;
        state = mixed ^ (mixed >>> 29) ^ (mixed >>> 51);
        return this;
    }

    private Fingerprint add(double value) {
        return add(Double.doubleToLongBits(value));
    }

    private Fingerprint add(@Nullable String text) {
        if (text == null) {
            return add(-1);
        }
        for (int i = 0; i < text.length(); i++) {
            state = (state ^ text.charAt(i)) * ODD;
            state ^= state >>> 31;
        }
        return add(text.length());
    }

    private Fingerprint add(List<String> texts) {
        texts.forEach(this::add);
        return add(texts.size());
    }

    private long value() {
        add(ODD);
        return state == 0 ? 1 : state;
    }
}

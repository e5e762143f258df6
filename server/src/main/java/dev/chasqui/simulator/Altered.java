package dev.chasqui.simulator;

import dev.chasqui.model.Bar;
import dev.chasqui.model.LuldBand;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.OrderImbalance;
import dev.chasqui.model.PerpetualPricing;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradeCancel;
import dev.chasqui.model.TradeCorrection;
import dev.chasqui.model.TradingStatus;

/** A message that is another one but for its time and its ids. Whatever is not mentioned is taken over as it is. */
final class Altered {

    private Altered() {}

    /**
     * A copy.
     *
     * @param time the new time; further times of the message keep their distance from it
     * @param shift added to the ids
     */
    static MarketEvent of(MarketEvent event, long time, long shift) {
        if (event instanceof Trade trade) {
            return trade(trade, time, shift);
        } else if (event instanceof Quote quote) {
            return quote(quote, time);
        } else if (event instanceof Bar bar) {
            return bar(bar, time);
        } else if (event instanceof OrderBook book) {
            return new OrderBook(book.symbol(), time, book.bids(), book.asks(), book.reset());
        } else if (event instanceof News news) {
            return news(news, time, shift);
        }
        return notice(event, time, shift);
    }

    private static MarketEvent notice(MarketEvent event, long time, long shift) {
        if (event instanceof TradingStatus status) {
            return new TradingStatus(
                    status.symbol(),
                    time,
                    status.statusCode(),
                    status.statusMessage(),
                    status.reasonCode(),
                    status.reasonMessage(),
                    status.tape());
        } else if (event instanceof LuldBand band) {
            return new LuldBand(
                    band.symbol(), time, band.limitUpPrice(), band.limitDownPrice(), band.indicator(), band.tape());
        } else if (event instanceof OrderImbalance imbalance) {
            return imbalance(imbalance, time);
        } else if (event instanceof TradeCancel cancel) {
            return cancel(cancel, time, shift);
        } else if (event instanceof TradeCorrection correction) {
            return correction(correction, time, shift);
        } else if (event instanceof PerpetualPricing pricing) {
            return pricing(pricing, time);
        }
        return event;
    }

    // A distance from a time that is absent means nothing.
    private static long moved(long other, long from, long to) {
        return other == MarketEvent.NO_TIMESTAMP ? other : other + (to - from);
    }

    private static Trade trade(Trade trade, long time, long shift) {
        return new Trade(
                trade.symbol(),
                time,
                trade.id() + shift,
                trade.exchange(),
                trade.price(),
                trade.size(),
                trade.conditions(),
                trade.tape(),
                trade.takerSide(),
                trade.update(),
                moved(trade.receivedNanos(), trade.timestampNanos(), time));
    }

    private static Quote quote(Quote quote, long time) {
        return new Quote(
                quote.symbol(),
                time,
                quote.bidExchange(),
                quote.bidPrice(),
                quote.bidSize(),
                quote.askExchange(),
                quote.askPrice(),
                quote.askSize(),
                quote.conditions(),
                quote.tape(),
                moved(quote.receivedNanos(), quote.timestampNanos(), time));
    }

    private static Bar bar(Bar bar, long time) {
        return new Bar(
                bar.kind(),
                bar.symbol(),
                time,
                bar.open(),
                bar.high(),
                bar.low(),
                bar.close(),
                bar.volume(),
                bar.tradeCount(),
                bar.vwap());
    }

    private static News news(News news, long time, long shift) {
        return new News(
                news.id() + shift,
                news.headline(),
                news.summary(),
                news.author(),
                moved(news.createdNanos(), news.updatedNanos(), time),
                time,
                news.url(),
                news.content(),
                news.symbols(),
                news.source());
    }

    private static OrderImbalance imbalance(OrderImbalance imbalance, long time) {
        return new OrderImbalance(
                imbalance.symbol(),
                time,
                imbalance.price(),
                imbalance.tape(),
                imbalance.pairedShares(),
                imbalance.imbalanceShares(),
                imbalance.side(),
                imbalance.auctionType());
    }

    private static TradeCancel cancel(TradeCancel cancel, long time, long shift) {
        return new TradeCancel(
                cancel.symbol(),
                time,
                cancel.id() + shift,
                cancel.exchange(),
                cancel.price(),
                cancel.size(),
                cancel.action(),
                cancel.tape());
    }

    private static TradeCorrection correction(TradeCorrection correction, long time, long shift) {
        return new TradeCorrection(
                correction.symbol(),
                time,
                correction.exchange(),
                print(correction.original(), shift),
                print(correction.corrected(), shift),
                correction.tape());
    }

    private static TradeCorrection.Print print(TradeCorrection.Print print, long shift) {
        return new TradeCorrection.Print(print.id() + shift, print.price(), print.size(), print.conditions());
    }

    private static PerpetualPricing pricing(PerpetualPricing pricing, long time) {
        return new PerpetualPricing(
                pricing.symbol(),
                time,
                pricing.exchange(),
                pricing.indexPrice(),
                pricing.markPrice(),
                pricing.fundingRate(),
                pricing.openInterest(),
                moved(pricing.nextFundingNanos(), pricing.timestampNanos(), time));
    }
}

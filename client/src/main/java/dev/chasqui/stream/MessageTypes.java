package dev.chasqui.stream;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
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
import dev.chasqui.model.TradeUpdate;
import dev.chasqui.model.TradingStatus;

/** Which record each channel delivers. */
final class MessageTypes {

    private MessageTypes() {}

    static Class<? extends MarketEvent> of(Channel channel) {
        return switch (channel) {
            case TRADES -> Trade.class;
            case QUOTES -> Quote.class;
            case BARS, UPDATED_BARS, DAILY_BARS -> Bar.class;
            case STATUSES -> TradingStatus.class;
            case LULDS -> LuldBand.class;
            case IMBALANCES -> OrderImbalance.class;
            case CORRECTIONS -> TradeCorrection.class;
            case CANCEL_ERRORS -> TradeCancel.class;
            case ORDER_BOOKS -> OrderBook.class;
            case NEWS -> News.class;
            case PRICING -> PerpetualPricing.class;
            case TRADE_UPDATES -> TradeUpdate.class;
        };
    }

    /** Checks that messages of the channel can be handed to a handler of the type. */
    static void check(Channel channel, Class<?> type) {
        if (!type.isAssignableFrom(of(channel))) {
            throw new IllegalArgumentException(
                    channel.wireName() + " delivers " + of(channel).getSimpleName() + ", not " + type.getSimpleName());
        }
    }
}

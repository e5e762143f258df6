package dev.chasqui.model;

import static dev.chasqui.model.Channel.BARS;
import static dev.chasqui.model.Channel.CANCEL_ERRORS;
import static dev.chasqui.model.Channel.CORRECTIONS;
import static dev.chasqui.model.Channel.DAILY_BARS;
import static dev.chasqui.model.Channel.IMBALANCES;
import static dev.chasqui.model.Channel.LULDS;
import static dev.chasqui.model.Channel.NEWS;
import static dev.chasqui.model.Channel.ORDER_BOOKS;
import static dev.chasqui.model.Channel.PRICING;
import static dev.chasqui.model.Channel.QUOTES;
import static dev.chasqui.model.Channel.STATUSES;
import static dev.chasqui.model.Channel.TRADES;
import static dev.chasqui.model.Channel.TRADE_UPDATES;
import static dev.chasqui.model.Channel.UPDATED_BARS;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a feed carries. It decides the shape of a message: the same type letter has other fields on another kind of feed. */
public enum FeedKind {
    /** US stocks and ETFs. */
    STOCKS(TRADES, QUOTES, BARS, UPDATED_BARS, DAILY_BARS, STATUSES, LULDS, IMBALANCES, CORRECTIONS, CANCEL_ERRORS),
    /** Crypto pairs such as {@code BTC/USD}. */
    CRYPTO(TRADES, QUOTES, ORDER_BOOKS, BARS, UPDATED_BARS, DAILY_BARS),
    /** Perpetual futures such as {@code BTCUSDT.P}. */
    PERPETUALS(TRADES, QUOTES, ORDER_BOOKS, BARS, UPDATED_BARS, DAILY_BARS, PRICING),
    /** US options; the server speaks MessagePack only here. */
    OPTIONS(TRADES, QUOTES),
    /** News articles. */
    NEWS_ARTICLES(NEWS),
    /** The account's own order updates: another protocol on another host. */
    TRADING(TRADE_UPDATES);

    @SuppressWarnings("ImmutableEnumChecker") // An unmodifiable view of a set that nothing else refers to.
    private final Set<Channel> channels;

    FeedKind(Channel first, Channel... rest) {
        channels = Collections.unmodifiableSet(EnumSet.of(first, rest));
    }

    /** Every channel that such a feed may deliver. */
    public Set<Channel> channels() {
        return channels;
    }
}

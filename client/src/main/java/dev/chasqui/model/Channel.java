package dev.chasqui.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What can be subscribed to, by Alpaca's own names. */
public enum Channel {
    /** Trades. On a stock stream, {@link #CORRECTIONS} and {@link #CANCEL_ERRORS} of the same symbols come with them. */
    TRADES("trades"),
    /** Best bid and ask. */
    QUOTES("quotes"),
    /** Minute bars, sent right after their minute. */
    BARS("bars"),
    /** Minute bars that late trades changed, sent about half a minute after the bar that they replace. */
    UPDATED_BARS("updatedBars"),
    /** The running bar of the day, sent each minute after the open. */
    DAILY_BARS("dailyBars"),
    /** Trading halts and resumptions. */
    STATUSES("statuses"),
    /** Limit-up/limit-down price bands. */
    LULDS("lulds"),
    /** Order imbalances. */
    IMBALANCES("imbalances"),
    /** Corrections of trades; never requested, they follow {@link #TRADES}. */
    CORRECTIONS("corrections"),
    /** Cancellations of trades; never requested, they follow {@link #TRADES}. */
    CANCEL_ERRORS("cancelErrors"),
    /** Crypto order books: a full book first, then changes. */
    ORDER_BOOKS("orderbooks"),
    /** News articles. */
    NEWS("news"),
    /** Index price, mark price and funding of perpetual futures. */
    PRICING("pricing"),
    /** Updates of the account's own orders, on the trading stream. */
    TRADE_UPDATES("trade_updates");

    private static final Map<String, Channel> BY_WIRE_NAME = new HashMap<>();

    static {
        for (Channel channel : values()) {
            BY_WIRE_NAME.put(channel.wireName, channel);
        }
    }

    private final String wireName;

    Channel(String wireName) {
        this.wireName = wireName;
    }

    /** The name that requests and acknowledgements use, such as {@code updatedBars}. */
    public String wireName() {
        return wireName;
    }

    /** False for the two channels that follow {@link #TRADES} and are never asked for. */
    public boolean isRequestable() {
        return this != CORRECTIONS && this != CANCEL_ERRORS;
    }

    /** The channel of a wire name, exactly as written; empty if there is none. */
    public static Optional<Channel> ofWireName(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }
}

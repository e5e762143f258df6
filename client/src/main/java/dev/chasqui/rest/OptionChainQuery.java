package dev.chasqui.rest;

import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which options of an underlying to ask for. Immutable; the {@code with} methods return changed copies. What is not set is left to the
 * server.
 */
public final class OptionChainQuery {

    /** The most options that one page may hold. */
    public static final int LARGEST_LIMIT = 1_000;

    private final Feed feed;
    private final String underlying;
    private final Parameters parameters;

    private OptionChainQuery(Feed feed, String underlying, Parameters parameters) {
        this.feed = feed;
        this.underlying = underlying;
        this.parameters = parameters;
    }

    /** The right that an option gives. */
    public enum Right {
        /** To buy. */
        CALL("call"),
        /** To sell. */
        PUT("put");

        private final String text;

        Right(String text) {
            this.text = text;
        }

        /** As the server wants it. */
        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * The whole chain of an underlying such as {@code AAPL}.
     *
     * @throws IllegalArgumentException if the feed is not one of options
     */
    public static OptionChainQuery of(Feed feed, String underlying) {
        if (feed.kind() != FeedKind.OPTIONS) {
            throw new IllegalArgumentException(
                    "feed " + feed + " has no options: use options/indicative or options/opra");
        }
        return new OptionChainQuery(
                feed, Parameters.checked(List.of(underlying)).get(0), Parameters.NONE);
    }

    private OptionChainQuery with(String name, Object value) {
        return new OptionChainQuery(feed, underlying, parameters.with(name, value));
    }

    /** Calls or puts only. */
    public OptionChainQuery withRight(Right right) {
        return with("type", right);
    }

    /** Strike prices of at least this. */
    public OptionChainQuery withStrikeFrom(BigDecimal price) {
        return with("strike_price_gte", price.toPlainString());
    }

    /** Strike prices of at most this. */
    public OptionChainQuery withStrikeTo(BigDecimal price) {
        return with("strike_price_lte", price.toPlainString());
    }

    /** Options that expire on this day. */
    public OptionChainQuery withExpiration(LocalDate day) {
        return with("expiration_date", day);
    }

    /** Options that expire on this day or later. */
    public OptionChainQuery withExpirationFrom(LocalDate day) {
        return with("expiration_date_gte", day);
    }

    /** Options that expire on this day or earlier. */
    public OptionChainQuery withExpirationTo(LocalDate day) {
        return with("expiration_date_lte", day);
    }

    /** Options of this root only, which differs from the underlying after some splits. */
    public OptionChainQuery withRoot(String symbol) {
        return with("root_symbol", Parameters.checked(List.of(symbol)).get(0));
    }

    /** Options whose trade or quote changed since then. */
    public OptionChainQuery withUpdatedSince(Instant time) {
        return with("updated_since", time);
    }

    /**
     * The most options of a page; 100 by default.
     *
     * @throws IllegalArgumentException outside of 1 to {@value #LARGEST_LIMIT}
     */
    public OptionChainQuery withLimit(int limit) {
        return new OptionChainQuery(feed, underlying, parameters.withLimit(limit, LARGEST_LIMIT));
    }

    /** The page that the page before names; the first one by default. */
    public OptionChainQuery withPageToken(String token) {
        return with("page_token", token);
    }

    /** The feed. */
    public Feed feed() {
        return feed;
    }

    /** The underlying. */
    public String underlying() {
        return underlying;
    }

    /** Which page; null for the first. */
    public @Nullable String pageToken() {
        return parameters.get("page_token");
    }

    Parameters parameters() {
        return parameters;
    }

    @Override
    public String toString() {
        return feed + " chain of " + underlying + " " + parameters;
    }
}

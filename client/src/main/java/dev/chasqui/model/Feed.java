package dev.chasqui.model;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One source of market data: a name, what it carries, and the path of its endpoint. One connection serves one feed.
 *
 * <p>Paths are those of Alpaca's documentation ("WebSocket Stream", "Real-time Stock Data", "Real-time Crypto Data",
 * "Real-time Option Data", "Real-time News"). The location of a crypto feed is free text, since sources disagree on the list.
 *
 * @param name as people write it, for example {@code iex} or {@code crypto/us}; {@link #of(String)} reads it back
 * @param kind what it carries
 * @param path path of the endpoint below the host, beginning with a slash
 */
public record Feed(String name, FeedKind kind, String path) {

    // First, since the constants below use it.
    private static final Pattern LOCATION = Pattern.compile("[a-z0-9-]{1,32}");

    /** Trades, quotes and bars of the IEX exchange only; on the free plan. */
    public static final Feed IEX = new Feed("iex", FeedKind.STOCKS, "/v2/iex");
    /** All US exchanges; on the paid plan. */
    public static final Feed SIP = new Feed("sip", FeedKind.STOCKS, "/v2/sip");
    /** All US exchanges, 15 minutes late. */
    public static final Feed DELAYED_SIP = new Feed("delayed_sip", FeedKind.STOCKS, "/v2/delayed_sip");
    /** A synthetic symbol, {@code FAKEPACA}, at any hour. */
    public static final Feed TEST = new Feed("test", FeedKind.STOCKS, "/v2/test");
    /** The overnight venue Blue Ocean ATS. */
    public static final Feed BOATS = new Feed("boats", FeedKind.STOCKS, "/v1beta1/boats");
    /** Alpaca's derived overnight feed. */
    public static final Feed OVERNIGHT = new Feed("overnight", FeedKind.STOCKS, "/v1beta1/overnight");
    /** News articles. */
    public static final Feed NEWS = new Feed("news", FeedKind.NEWS_ARTICLES, "/v1beta1/news");
    /** Options, the free indicative feed. */
    public static final Feed OPTIONS_INDICATIVE =
            new Feed("options/indicative", FeedKind.OPTIONS, "/v1beta1/indicative");
    /** Options, OPRA; on the paid plan. */
    public static final Feed OPTIONS_OPRA = new Feed("options/opra", FeedKind.OPTIONS, "/v1beta1/opra");
    /** Crypto on Alpaca's own venue. */
    public static final Feed CRYPTO_US = crypto("us");
    /** Crypto perpetual futures. */
    public static final Feed CRYPTO_PERPETUALS =
            new Feed("crypto-perps/global", FeedKind.PERPETUALS, "/v1beta1/crypto-perps/global");
    /** Order updates of a live account. */
    public static final Feed TRADE_UPDATES = new Feed("trade_updates", FeedKind.TRADING, "/stream");

    private static final String CRYPTO_PREFIX = "crypto/";
    private static final List<Feed> NAMED = List.of(
            IEX,
            SIP,
            DELAYED_SIP,
            TEST,
            BOATS,
            OVERNIGHT,
            NEWS,
            OPTIONS_INDICATIVE,
            OPTIONS_OPRA,
            CRYPTO_US,
            CRYPTO_PERPETUALS,
            TRADE_UPDATES);

    /** Crypto of one venue, such as {@code us}, {@code us-1} or {@code eu-1}: lower-case letters, digits and hyphens. */
    public static Feed crypto(String location) {
        if (!LOCATION.matcher(location).matches()) {
            throw new IllegalArgumentException(
                    "crypto location must be 1 to 32 lower-case letters, digits or hyphens, such as us or us-1");
        }
        return new Feed(CRYPTO_PREFIX + location, FeedKind.CRYPTO, "/v1beta3/crypto/" + location);
    }

    /** The feeds that have a name of their own, in the order in which help lists them. */
    public static List<Feed> named() {
        return NAMED;
    }

    /**
     * The feed of a name such as {@code iex} or {@code crypto/us-1}; case does not matter.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that exist
     */
    public static Feed of(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (Feed feed : NAMED) {
            if (feed.name.equals(wanted)) {
                return feed;
            }
        }
        if (wanted.startsWith(CRYPTO_PREFIX)) {
            return crypto(wanted.substring(CRYPTO_PREFIX.length()));
        }
        throw new IllegalArgumentException("unknown feed; known are "
                + String.join(", ", NAMED.stream().map(Feed::name).toList())
                + " and crypto/LOCATION");
    }

    @Override
    public String toString() {
        return name;
    }
}

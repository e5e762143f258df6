package dev.chasqui.rest;

import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * The path of each kind of data of each feed, with the parameters that belong to it, or why there is none. Those of Alpaca's
 * documentation of the Market Data API. Pure functions.
 */
final class Endpoints {

    static final String NEWS = "/v1beta1/news";
    static final String CLOCK = "/v2/clock";
    static final String CALENDAR = "/v2/calendar";
    static final String AUCTIONS = "/v2/stocks/auctions";

    private static final String STOCKS = "/v2/stocks/";
    private static final String OPTIONS = "/v1beta1/options/";
    private static final int MOST_OPTIONS = 100;

    private Endpoints() {}

    /** Where and what to ask. */
    record Endpoint(String path, Parameters parameters) {

        Endpoint page(String token) {
            return new Endpoint(path, parameters.with("page_token", token));
        }

        /** The whole address below that of a host. */
        URI at(URI host) {
            String base = host.toString();
            String query = parameters.query();
            return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                    + path
                    + (query.isEmpty() ? "" : "?" + query));
        }
    }

    /** What of a feed can be asked for; in the words of the paths. */
    enum Data {
        TRADES,
        QUOTES,
        BARS,
        AUCTIONS,
        ORDERBOOKS,
        PRICING,
        SNAPSHOTS;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Endpoint history(HistoryQuery query, Data data) {
        Feed feed = query.feed();
        requireFew(feed, query.symbols());
        requireFitting(query, data);
        boolean exists = switch (feed.kind()) {
            case STOCKS -> true;
            case CRYPTO -> data != Data.AUCTIONS;
            case OPTIONS -> data == Data.TRADES || data == Data.BARS;
            case PERPETUALS, NEWS_ARTICLES, TRADING -> false;
        };
        if (!exists) {
            throw new IllegalArgumentException("feed " + feed + " has no history of " + data.text());
        }
        String path = switch (feed.kind()) {
            case STOCKS -> STOCKS + data.text();
            case OPTIONS -> OPTIONS + data.text();
            default -> feed.path() + "/" + data.text();
        };
        Parameters parameters = query.parameters();
        return new Endpoint(
                path, feed.kind() == FeedKind.STOCKS ? parameters.with("feed", historical(feed)) : parameters);
    }

    // What the delayed feed shows now is in the history of the whole market, as nothing of it is younger than 15
    // minutes.
    private static String historical(Feed feed) {
        return feed.equals(Feed.DELAYED_SIP) ? Feed.SIP.name() : feed.name();
    }

    private static void requireFitting(HistoryQuery query, Data data) {
        boolean stocks = query.feed().kind() == FeedKind.STOCKS;
        Parameters parameters = query.parameters();
        if (parameters.has("adjustment") && !(stocks && data == Data.BARS)) {
            throw new IllegalArgumentException("only bars of stocks are adjusted");
        }
        if (!stocks && (parameters.has("asof") || parameters.has("currency"))) {
            throw new IllegalArgumentException("symbol mapping and currency are for stocks only");
        }
    }

    static Endpoint latest(Feed feed, Data data, List<String> symbols) {
        requireFew(feed, symbols);
        boolean exists = switch (feed.kind()) {
            case STOCKS -> isPrice(data) || data == Data.SNAPSHOTS;
            case CRYPTO -> isPrice(data) || data == Data.SNAPSHOTS || data == Data.ORDERBOOKS;
            case PERPETUALS -> isPrice(data) || data == Data.ORDERBOOKS || data == Data.PRICING;
            case OPTIONS -> data == Data.TRADES || data == Data.QUOTES || data == Data.SNAPSHOTS;
            case NEWS_ARTICLES, TRADING -> false;
        };
        if (!exists) {
            throw new IllegalArgumentException("feed " + feed + " has no latest " + data.text());
        }
        Parameters parameters = Parameters.NONE.withSymbols(symbols);
        return switch (feed.kind()) {
            case STOCKS -> new Endpoint(STOCKS + latestLast(data), parameters.with("feed", feed.name()));
            case OPTIONS -> new Endpoint(OPTIONS + latestLast(data), parameters.with("feed", source(feed)));
            default -> new Endpoint(feed.path() + latestFirst(data), parameters);
        };
    }

    private static boolean isPrice(Data data) {
        return data == Data.TRADES || data == Data.QUOTES || data == Data.BARS;
    }

    private static String latestLast(Data data) {
        return data == Data.SNAPSHOTS ? data.text() : data.text() + "/latest";
    }

    private static String latestFirst(Data data) {
        return data == Data.SNAPSHOTS ? "/" + data.text() : "/latest/" + data.text();
    }

    static Endpoint chain(OptionChainQuery query) {
        return new Endpoint(
                OPTIONS + "snapshots/" + Parameters.segment(query.underlying()),
                query.parameters().with("feed", source(query.feed())));
    }

    // The name of an options feed is options/opra, that of its source opra.
    private static String source(Feed feed) {
        return feed.name().substring(feed.name().indexOf('/') + 1);
    }

    private static void requireFew(Feed feed, List<String> symbols) {
        if (symbols.isEmpty()) {
            throw new IllegalArgumentException("name at least one symbol");
        }
        if (feed.kind() == FeedKind.OPTIONS && symbols.size() > MOST_OPTIONS) {
            throw new IllegalArgumentException(
                    "at most " + MOST_OPTIONS + " options in one request, not " + symbols.size() + ": split them");
        }
    }
}

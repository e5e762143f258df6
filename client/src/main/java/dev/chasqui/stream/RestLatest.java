package dev.chasqui.stream;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.rest.RestClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The latest values of a stream's feed by REST, with the budget and the retries of the client. */
final class RestLatest implements LatestSource {

    private static final int OPTIONS_PER_REQUEST = 100;
    private static final int OTHERS_PER_REQUEST = 500;

    private final RestClient rest;
    private final Feed feed;

    RestLatest(RestClient rest, Feed feed) {
        this.rest = rest;
        this.feed = feed;
    }

    @Override
    public boolean has(Channel channel) {
        boolean kept = channel == Channel.TRADES || channel == Channel.QUOTES || channel == Channel.BARS;
        return kept
                && switch (feed.kind()) {
                    case STOCKS -> !feed.equals(Feed.TEST);
                    case CRYPTO, PERPETUALS -> true;
                    case OPTIONS -> channel != Channel.BARS;
                    case NEWS_ARTICLES, TRADING -> false;
                };
    }

    @Override
    public int symbolsPerRequest() {
        return feed.kind() == FeedKind.OPTIONS ? OPTIONS_PER_REQUEST : OTHERS_PER_REQUEST;
    }

    @Override
    public CompletableFuture<? extends Map<String, ? extends MarketEvent>> ask(Channel channel, List<String> symbols) {
        return switch (channel) {
            case TRADES -> rest.latestTrades(feed, symbols);
            case QUOTES -> rest.latestQuotes(feed, symbols);
            case BARS -> rest.latestBars(feed, symbols);
            default -> throw new IllegalArgumentException("no latest values of " + channel);
        };
    }
}

package dev.chasqui.stream;

import dev.chasqui.internal.gap.History;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.rest.HistoryQuery;
import dev.chasqui.rest.NewsQuery;
import dev.chasqui.rest.RestClient;
import dev.chasqui.rest.RestException;
import dev.chasqui.rest.RetryPolicy;
import dev.chasqui.rest.Sort;
import dev.chasqui.rest.Timeframe;
import dev.chasqui.stream.event.GapReason;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The REST history of a stream's feed. Requests go out on the loop's thread, and answers are posted to it. Retrying is the repair's matter,
 * which knows what it is worth.
 */
final class RestHistory implements History {

    private static final Set<Channel> OF_STOCKS_AND_CRYPTO =
            EnumSet.of(Channel.TRADES, Channel.QUOTES, Channel.BARS, Channel.UPDATED_BARS);

    private final RestClient rest;
    private final Feed feed;
    private final EventLoop loop;

    RestHistory(RestClient rest, Feed feed, EventLoop loop) {
        this.rest = rest.withRetries(RetryPolicy.NONE);
        this.feed = feed;
        this.loop = loop;
    }

    @Override
    public Optional<GapReason> obstacle(Channel channel) {
        boolean kept = switch (feed.kind()) {
            case STOCKS, CRYPTO -> OF_STOCKS_AND_CRYPTO.contains(channel);
            case OPTIONS -> channel == Channel.TRADES;
            case NEWS_ARTICLES -> channel == Channel.NEWS;
            case PERPETUALS, TRADING -> false;
        };
        if (!kept) {
            return Optional.of(GapReason.NO_HISTORY);
        }
        return feed.equals(Feed.TEST) || feed.equals(Feed.OVERNIGHT)
                ? Optional.of(GapReason.FEED_HAS_NO_HISTORY)
                : Optional.empty();
    }

    @Override
    public void fetch(Query query, Consumer<Answer> receiver) {
        asked(query).whenComplete((page, failure) -> {
            Answer answer = page != null ? answer(page) : answer(failure);
            loop.execute(() -> receiver.accept(answer));
        });
    }

    /** A request that cannot even be made, say for a symbol with a comma, is answered like one that was refused. */
    private CompletableFuture<? extends dev.chasqui.wire.Page<? extends MarketEvent>> asked(Query query) {
        try {
            return request(query);
        } catch (RuntimeException impossible) {
            return CompletableFuture.failedFuture(impossible);
        }
    }

    private CompletableFuture<? extends dev.chasqui.wire.Page<? extends MarketEvent>> request(Query query) {
        return switch (query.channel()) {
            case TRADES -> rest.trades(history(query));
            case QUOTES -> rest.quotes(history(query));
            case BARS, UPDATED_BARS -> rest.bars(history(query), Timeframe.MINUTE);
            case NEWS -> rest.news(news(query));
            default -> throw new IllegalArgumentException("no history of " + query.channel());
        };
    }

    private HistoryQuery history(Query query) {
        Feed kept = feed.equals(Feed.DELAYED_SIP) ? Feed.SIP : feed;
        HistoryQuery history = HistoryQuery.of(kept, query.symbols())
                .withStart(query.start())
                .withEnd(query.end())
                .withLimit(HistoryQuery.LARGEST_LIMIT)
                .withSort(Sort.ASCENDING);
        String token = query.pageToken();
        return token == null ? history : history.withPageToken(token);
    }

    private static NewsQuery news(Query query) {
        NewsQuery about = query.symbols().isEmpty() ? NewsQuery.all() : NewsQuery.about(query.symbols());
        NewsQuery news = about.withStart(query.start())
                .withEnd(query.end())
                .withSort(Sort.ASCENDING)
                .withContent(true)
                .withLimit(NewsQuery.LARGEST_LIMIT);
        String token = query.pageToken();
        return token == null ? news : news.withPageToken(token);
    }

    private static Answer answer(dev.chasqui.wire.Page<? extends MarketEvent> page) {
        return page.problems().isEmpty()
                ? new History.Page(page.elements(), page.nextPageToken())
                : new Failed(Failure.TRANSIENT, null, "the answer held rows that could not be read");
    }

    private static Answer answer(@Nullable Throwable thrown) {
        Throwable failure =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (failure instanceof RestException known) {
            return new Failed(kindOf(known), known.retryAfter().orElse(null), known.getMessage());
        }
        return new Failed(Failure.REFUSED, null, "the request could not be made: " + failure);
    }

    private static Failure kindOf(RestException failure) {
        return switch (failure.kind()) {
            case TOO_RECENT -> Failure.TOO_RECENT;
            case UNAUTHORIZED, FORBIDDEN, CREDENTIALS -> Failure.NOT_ALLOWED;
            case RATE_LIMITED -> Failure.RATE_LIMITED;
            default -> failure.mayPass() ? Failure.TRANSIENT : Failure.REFUSED;
        };
    }
}

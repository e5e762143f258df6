package dev.chasqui.simulator;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradeCancel;
import dev.chasqui.model.TradeCorrection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The history of a feed as it can be seen at one moment. */
final class RestView {

    private static final Comparator<OrderBook.Level> BY_PRICE = Comparator.comparingDouble(OrderBook.Level::price);

    private final RestHistory history;
    private final List<Feed> feeds;
    private final long nowNanos;
    private final RestOptions options;

    /** A view of what any of some feeds carried. */
    RestView(RestHistory history, List<Feed> feeds, long nowNanos, RestOptions options) {
        this.history = history;
        this.feeds = feeds;
        this.nowNanos = nowNanos;
        this.options = options;
    }

    Collection<String> symbols(Channel channel) {
        return history.symbols(channel);
    }

    /** What happened in a range, both ends inclusive, in order. Of a bar that was replaced, the last one; trades as they stand now. */
    List<RestRow> between(Channel channel, String symbol, long start, long end) {
        List<RestRow> rows = visible(channel, symbol, start, end);
        return switch (channel) {
            case BARS, DAILY_BARS -> lastOfEachTime(rows);
            case TRADES -> asTheyStand(rows, symbol, start, end);
            case NEWS -> lastOfEachArticle(rows);
            default -> rows;
        };
    }

    private List<RestRow> visible(Channel channel, String symbol, long start, long end) {
        List<RestRow> found = new ArrayList<>();
        for (RestRow row : rows(channel, symbol, start, end)) {
            if (isVisible(row)) {
                found.add(row);
            }
        }
        return found;
    }

    private List<RestRow> rows(Channel channel, String symbol, long start, long end) {
        return history.series(channel, symbol)
                .map(series -> series.between(start, end))
                .orElse(List.of());
    }

    private boolean isVisible(RestRow row) {
        return row.number() >= history.oldest()
                && row.recordedNanos() + options.lagNanos(row.number()) <= nowNanos
                && isOffered(row);
    }

    // For every row of every page: a loop costs a fraction of a stream.
    private boolean isOffered(RestRow row) {
        for (Feed feed : feeds) {
            if (row.audience().test(feed)) {
                return true;
            }
        }
        return false;
    }

    private static List<RestRow> lastOfEachTime(List<RestRow> rows) {
        List<RestRow> last = new ArrayList<>();
        for (RestRow row : rows) {
            int before = last.size() - 1;
            if (before >= 0 && last.get(before).timeNanos() == row.timeNanos()) {
                last.set(before, row);
            } else {
                last.add(row);
            }
        }
        return last;
    }

    // An article has one time, that of its last change, wherever that lies.
    private List<RestRow> lastOfEachArticle(List<RestRow> rows) {
        Map<Long, Long> last = new HashMap<>();
        for (RestRow row : visible(Channel.NEWS, "", Long.MIN_VALUE, Long.MAX_VALUE)) {
            last.put(articleId(row), row.number());
        }
        return rows.stream()
                .filter(row -> last.getOrDefault(articleId(row), row.number()) == row.number())
                .toList();
    }

    private static long articleId(RestRow row) {
        return ((News) row.event()).id();
    }

    private List<RestRow> asTheyStand(List<RestRow> trades, String symbol, long start, long end) {
        List<RestRow> cancels = visible(Channel.CANCEL_ERRORS, symbol, Long.MIN_VALUE, Long.MAX_VALUE);
        List<RestRow> corrections = visible(Channel.CORRECTIONS, symbol, Long.MIN_VALUE, Long.MAX_VALUE);
        if (cancels.isEmpty() && corrections.isEmpty()) {
            return trades;
        }
        TradeRevisions revisions = new TradeRevisions();
        cancels.forEach(row -> revisions.add((TradeCancel) row.event()));
        corrections.forEach(row -> revisions.add((TradeCorrection) row.event()));
        List<RestRow> result = new ArrayList<>();
        trades.forEach(row -> result.add(row.with(revisions.revised((Trade) row.event()))));
        if (!corrections.isEmpty()) {
            List<RestRow> known = visible(Channel.TRADES, symbol, Long.MIN_VALUE, Long.MAX_VALUE);
            corrections.stream()
                    .map(row -> row.with(TradeRevisions.replacement((TradeCorrection) row.event(), known)))
                    .filter(row -> row.timeNanos() >= start && row.timeNanos() <= end)
                    .forEach(result::add);
            result.sort(RestRow.ORDER);
        }
        return result;
    }

    /** The latest message that fits. */
    Optional<MarketEvent> latest(Channel channel, String symbol, Predicate<MarketEvent> wanted) {
        List<RestRow> rows = rows(channel, symbol, Long.MIN_VALUE, Long.MAX_VALUE);
        for (int i = rows.size() - 1; i >= 0; i--) {
            RestRow row = rows.get(i);
            if (wanted.test(row.event()) && isVisible(row)) {
                return Optional.of(row.event());
            }
        }
        return Optional.empty();
    }

    /** The whole order book, from the last full one and the changes since. */
    Optional<MarketEvent> book(String symbol) {
        List<RestRow> rows = visible(Channel.ORDER_BOOKS, symbol, Long.MIN_VALUE, Long.MAX_VALUE);
        int first = rows.size();
        boolean full = false;
        while (first > 0 && !full) {
            first--;
            full = ((OrderBook) rows.get(first).event()).reset();
        }
        return rows.subList(first, rows.size()).stream()
                .map(row -> (OrderBook) row.event())
                .reduce(OrderBook::followedBy)
                .map(RestView::tidied);
    }

    private static OrderBook tidied(OrderBook book) {
        return new OrderBook(
                book.symbol(),
                book.timestampNanos(),
                sorted(book.bids(), Collections.reverseOrder(BY_PRICE)),
                sorted(book.asks(), BY_PRICE),
                false);
    }

    private static List<OrderBook.Level> sorted(List<OrderBook.Level> levels, Comparator<OrderBook.Level> order) {
        return levels.stream().filter(level -> level.size() > 0).sorted(order).toList();
    }
}

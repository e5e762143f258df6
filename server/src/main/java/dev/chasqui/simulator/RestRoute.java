package dev.chasqui.simulator;

import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a path asks for. Stocks and options have {@code /latest} at the end, crypto has it in the middle.
 *
 * @param kind whose data
 * @param channel of what; unused by {@link Question#SNAPSHOTS} and the questions of the trading host
 * @param symbol the only one, if the path names it
 * @param location of a crypto feed; empty for others
 */
record RestRoute(Question question, FeedKind kind, Channel channel, Optional<String> symbol, String location) {

    /** Kinds of questions. */
    enum Question {
        HISTORY,
        LATEST,
        SNAPSHOTS,
        /** Snapshots of all contracts of an underlying, which is the route's symbol. */
        CHAIN,
        CLOCK,
        CALENDAR
    }

    private static final String STOCKS = "/v2/stocks/";
    private static final String CRYPTO = "/v1beta3/crypto/";
    private static final String PERPETUALS = "/v1beta1/crypto-perps/global/";
    private static final String OPTIONS = "/v1beta1/options/";
    private static final String LATEST = "latest";
    private static final List<Channel> TICKS = List.of(Channel.TRADES, Channel.QUOTES, Channel.BARS);

    private static RestRoute of(Question question, FeedKind kind, Channel channel) {
        return new RestRoute(question, kind, channel, Optional.empty(), "");
    }

    private RestRoute symbol(String only) {
        return new RestRoute(question, kind, channel, Optional.of(only), location);
    }

    private RestRoute location(String name) {
        return new RestRoute(question, kind, channel, symbol, name);
    }

    static Optional<RestRoute> of(String path) {
        if (path.startsWith(STOCKS)) {
            return stocks(segments(path, STOCKS));
        } else if (path.startsWith(CRYPTO)) {
            return crypto(segments(path, CRYPTO));
        } else if (path.startsWith(PERPETUALS)) {
            return latestInTheMiddle(segments(path, PERPETUALS), FeedKind.PERPETUALS);
        } else if (path.startsWith(OPTIONS)) {
            return options(segments(path, OPTIONS));
        }
        return switch (path) {
            case "/v1beta1/news" -> Optional.of(of(Question.HISTORY, FeedKind.NEWS_ARTICLES, Channel.NEWS));
            case "/v2/clock" -> Optional.of(of(Question.CLOCK, FeedKind.TRADING, Channel.TRADE_UPDATES));
            case "/v2/calendar" -> Optional.of(of(Question.CALENDAR, FeedKind.TRADING, Channel.TRADE_UPDATES));
            default -> Optional.empty();
        };
    }

    private static List<String> segments(String path, String prefix) {
        return Arrays.asList(path.substring(prefix.length()).split("/", -1));
    }

    private static Optional<RestRoute> stocks(List<String> segments) {
        Optional<RestRoute> many = latestAtTheEnd(segments, FeedKind.STOCKS);
        if (many.isPresent() || segments.size() < 2) {
            return many;
        }
        String symbol = segments.get(0);
        List<String> rest = segments.subList(1, segments.size());
        return rest.equals(List.of("snapshot"))
                ? Optional.of(
                        of(Question.SNAPSHOTS, FeedKind.STOCKS, Channel.TRADES).symbol(symbol))
                : ticks(rest, FeedKind.STOCKS).map(route -> route.symbol(symbol));
    }

    private static Optional<RestRoute> latestAtTheEnd(List<String> segments, FeedKind kind) {
        return segments.equals(List.of("snapshots"))
                ? Optional.of(of(Question.SNAPSHOTS, kind, Channel.TRADES))
                : ticks(segments, kind);
    }

    private static Optional<RestRoute> ticks(List<String> segments, FeedKind kind) {
        boolean latest = segments.size() == 2 && segments.get(1).equals(LATEST);
        if (segments.size() != 1 && !latest) {
            return Optional.empty();
        }
        Question question = latest ? Question.LATEST : Question.HISTORY;
        return Channel.ofWireName(segments.get(0)).filter(TICKS::contains).map(channel -> of(question, kind, channel));
    }

    private static Optional<RestRoute> options(List<String> segments) {
        if (segments.size() == 2 && segments.get(0).equals("snapshots")) {
            return Optional.of(
                    of(Question.CHAIN, FeedKind.OPTIONS, Channel.TRADES).symbol(segments.get(1)));
        }
        return latestAtTheEnd(segments, FeedKind.OPTIONS).filter(RestRoute::isServedForOptions);
    }

    private boolean isServedForOptions() {
        return channel != (question == Question.LATEST ? Channel.BARS : Channel.QUOTES);
    }

    private static Optional<RestRoute> crypto(List<String> segments) {
        String location = segments.get(0);
        List<String> rest = segments.subList(1, segments.size());
        Optional<RestRoute> route = latestInTheMiddle(rest, FeedKind.CRYPTO);
        return (route.isPresent() || rest.contains(LATEST) ? route : latestAtTheEnd(rest, FeedKind.CRYPTO))
                .map(found -> found.location(location));
    }

    private static Optional<RestRoute> latestInTheMiddle(List<String> segments, FeedKind kind) {
        if (segments.size() != 2 || !segments.get(0).equals(LATEST)) {
            return Optional.empty();
        }
        return Channel.ofWireName(segments.get(1))
                .filter(channel -> kind.channels().contains(channel))
                .filter(channel -> channel != Channel.UPDATED_BARS && channel != Channel.DAILY_BARS)
                .map(channel -> of(Question.LATEST, kind, channel));
    }

    /** Whether it is answered without credentials. */
    boolean isPublic() {
        return kind == FeedKind.CRYPTO || kind == FeedKind.PERPETUALS;
    }
}

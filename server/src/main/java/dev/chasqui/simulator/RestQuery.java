package dev.chasqui.simulator;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Timestamps;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The parameters of a request, read and checked. */
final class RestQuery {

    static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MAX_LIMIT = 10_000;
    private static final int DEFAULT_NEWS_LIMIT = 10;
    private static final int MAX_NEWS_LIMIT = 50;
    private static final int DATE_LENGTH = 10;
    private static final Set<String> HISTORICAL_FEEDS = Set.of("sip", "iex", "boats", "otc");
    private static final Set<String> LATEST_FEEDS = Set.of("sip", "iex", "boats", "otc", "delayed_sip", "overnight");

    private final RestRequest request;
    private final RestRoute route;
    private final Instant now;

    RestQuery(RestRequest request, RestRoute route, Instant now) {
        this.request = request;
        this.route = route;
        this.now = now;
    }

    /** The symbols asked for, sorted. */
    NavigableSet<String> symbols() {
        if (route.symbol().isPresent()) {
            return new TreeSet<>(Set.of(route.symbol().get()));
        }
        NavigableSet<String> symbols = listed();
        if (symbols.isEmpty()) {
            throw RestRefusal.badRequest("symbols is required");
        }
        return symbols;
    }

    /** As {@link #symbols()}, where asking for none means all. */
    NavigableSet<String> listed() {
        NavigableSet<String> symbols = new TreeSet<>();
        for (String symbol : request.parameter("symbols").orElse("").split(",", -1)) {
            if (!symbol.isBlank()) {
                symbols.add(symbol.strip());
            }
        }
        return symbols;
    }

    int limit() {
        boolean news = route.channel() == Channel.NEWS;
        int most = news ? MAX_NEWS_LIMIT : MAX_LIMIT;
        Optional<String> text = request.parameter("limit");
        if (text.isEmpty()) {
            return news ? DEFAULT_NEWS_LIMIT : DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text.get());
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw RestRefusal.badRequest("invalid limit: must be 1 to " + most);
    }

    boolean descending() {
        String order = request.parameter("sort").orElse(route.channel() == Channel.NEWS ? "desc" : "asc");
        return switch (order) {
            case "asc" -> false;
            case "desc" -> true;
            default -> throw RestRefusal.badRequest("invalid sort: must be asc or desc");
        };
    }

    Optional<PageToken> pageToken() {
        return request.parameter("page_token").map(PageToken::of);
    }

    /** The first time asked for, inclusive; by default the beginning of the day. */
    long start() {
        Instant today = day(LocalDate.ofInstant(now, zone()));
        return nanos(request.parameter("start")
                .map(text -> time("start", text, false))
                .orElse(today));
    }

    /** The last time asked for, inclusive, if there is one. */
    Optional<Long> end() {
        return request.parameter("end").map(text -> nanos(time("end", text, true)));
    }

    private Instant time(String name, String text, boolean end) {
        try {
            if (text.length() != DATE_LENGTH) {
                return OffsetDateTime.parse(text).toInstant();
            }
            LocalDate date = LocalDate.parse(text);
            return end ? day(date.plusDays(1)).minusNanos(1) : day(date);
        } catch (DateTimeException e) {
            throw RestRefusal.badRequest("invalid " + name + ": must be a date or an RFC 3339 time");
        }
    }

    // A date means the whole day, of New York for what trades there.
    private ZoneId zone() {
        return route.kind() == FeedKind.STOCKS || route.kind() == FeedKind.OPTIONS ? NEW_YORK : ZoneOffset.UTC;
    }

    private Instant day(LocalDate date) {
        return date.atStartOfDay(zone()).toInstant();
    }

    private static long nanos(Instant time) {
        try {
            return Timestamps.toEpochNanos(time);
        } catch (ArithmeticException e) {
            return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** The channel that holds what is asked for: bars of minutes or of days. */
    Channel channel() {
        if (route.channel() != Channel.BARS) {
            return route.channel();
        }
        String timeframe = request.parameter("timeframe")
                .orElseThrow(() -> RestRefusal.badRequest("timeframe is required, for example 1Min"));
        return switch (timeframe) {
            case "1Min", "1T" -> Channel.BARS;
            case "1Day", "1D" -> Channel.DAILY_BARS;
            default ->
                throw RestRefusal.badRequest(
                        "invalid timeframe: this market has bars of 1Min and 1Day only, and makes no others of them");
        };
    }

    /** The feed asked for; if none is, the best one of those that the plan includes. */
    Feed feed(Predicate<Feed> plan) {
        return switch (route.kind()) {
            case STOCKS -> stockFeed(plan);
            case OPTIONS -> optionFeed(plan);
            case CRYPTO -> cryptoFeed();
            case PERPETUALS -> Feed.CRYPTO_PERPETUALS;
            case NEWS_ARTICLES -> Feed.NEWS;
            case TRADING -> Feed.TRADE_UPDATES;
        };
    }

    private Feed stockFeed(Predicate<Feed> plan) {
        boolean history = route.question() == RestRoute.Question.HISTORY;
        String name = request.parameter("feed").orElse(history || plan.test(Feed.SIP) ? "sip" : "iex");
        if (!(history ? HISTORICAL_FEEDS : LATEST_FEEDS).contains(name)) {
            throw RestRefusal.badRequest("invalid feed: " + name);
        }
        return name.equals("otc") ? new Feed("otc", FeedKind.STOCKS, "/v2/otc") : Feed.of(name);
    }

    private Feed optionFeed(Predicate<Feed> plan) {
        return switch (request.parameter("feed").orElse(plan.test(Feed.OPTIONS_OPRA) ? "opra" : "indicative")) {
            case "opra" -> Feed.OPTIONS_OPRA;
            case "indicative" -> Feed.OPTIONS_INDICATIVE;
            default -> throw RestRefusal.badRequest("invalid feed: must be opra or indicative");
        };
    }

    private Feed cryptoFeed() {
        try {
            return Feed.crypto(route.location());
        } catch (IllegalArgumentException e) {
            throw RestRefusal.badRequest("invalid location: " + route.location());
        }
    }

    /** A parameter that is a date. */
    LocalDate date(String name, LocalDate otherwise) {
        try {
            return request.parameter(name)
                    .map(text -> LocalDate.parse(text.length() > DATE_LENGTH ? text.substring(0, DATE_LENGTH) : text))
                    .orElse(otherwise);
        } catch (DateTimeException e) {
            throw RestRefusal.badRequest("invalid " + name + ": must be a date");
        }
    }
}

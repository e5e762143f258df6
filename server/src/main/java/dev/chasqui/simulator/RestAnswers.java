package dev.chasqui.simulator;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import dev.chasqui.wire.RestEncoder;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Answers one request from history. Bodies are decided at once, and written when the result is asked, on any thread. */
final class RestAnswers {

    private static final String ODD_LOT = "I";
    private static final Duration SIP_DELAY_WITHOUT_PLAN = Duration.ofMinutes(15);
    private static final String NEWS_SHELF = "";

    private final RestRoute route;
    private final RestQuery query;
    private final RestHistory history;
    private final RestOptions options;
    private final long number;
    private final Instant now;
    private final Predicate<Feed> plan;

    RestAnswers(
            RestRoute route,
            RestRequest request,
            RestHistory history,
            RestOptions options,
            long number,
            Instant now,
            Predicate<Feed> plan) {
        this.route = route;
        this.query = new RestQuery(request, route, now);
        this.history = history;
        this.options = options;
        this.number = number;
        this.now = now;
        this.plan = plan;
    }

    Supplier<byte[]> body() {
        return switch (route.question()) {
            case HISTORY -> history();
            case LATEST -> latest();
            case SNAPSHOTS -> snapshots(query.symbols());
            case CHAIN -> chain();
            case CLOCK -> clock();
            case CALENDAR -> calendar();
        };
    }

    /** The feed asked for, which the plan must include; of SIP's history every plan includes what is old enough. */
    private Feed feed() {
        Feed feed = query.feed(plan);
        if (!feed.equals(Feed.SIP) && !route.isPublic() && !plan.test(feed)) {
            throw new RestRefusal(403, "subscription does not permit querying " + feed + " data");
        }
        return feed;
    }

    /** How long SIP data is withheld: as configured, else as the plan has it. */
    private Duration sipDelay() {
        boolean byPlan = options.recentSip().isZero() && !plan.test(Feed.SIP);
        return byPlan ? SIP_DELAY_WITHOUT_PLAN : options.recentSip();
    }

    private RestView view(Feed... feeds) {
        return new RestView(history, List.of(feeds), Timestamps.toEpochNanos(now), options);
    }

    private RestEncoder encoder() {
        return RestEncoder.create(route.kind());
    }

    private Supplier<byte[]> history() {
        Feed feed = feed();
        long start = query.start();
        long end = end(feed);
        Optional<PageToken> after = query.pageToken();
        // What the delayed feed shows is of the same market, whose history has one name.
        RestView view = feed.equals(Feed.SIP) ? view(feed, Feed.DELAYED_SIP) : view(feed);
        RestPage page = new RestPage(query.limit(), query.descending());
        if (route.channel() == Channel.NEWS) {
            Set<String> wanted = withoutSlashes(query.listed());
            page.fill(new TreeSet<>(Set.of(NEWS_SHELF)), after, shelf -> articles(view, wanted, start, end));
        } else {
            Channel channel = query.channel();
            page.fill(query.symbols(), after, symbol -> view.between(channel, symbol, start, end));
        }
        return written(page, nextToken(page, after));
    }

    private long end(Feed feed) {
        Optional<Long> asked = query.end();
        Instant latest = now;
        if (feed.equals(Feed.SIP) && !sipDelay().isZero()) {
            latest = now.minus(sipDelay());
            if (asked.orElse(Long.MIN_VALUE) > Timestamps.toEpochNanos(latest)) {
                throw recentSip();
            }
        }
        if (asked.isPresent() && asked.get() < query.start()) {
            throw RestRefusal.badRequest("end should not be before start");
        }
        return asked.orElse(Timestamps.toEpochNanos(latest));
    }

    private static RestRefusal recentSip() {
        return new RestRefusal(403, "subscription does not permit querying recent SIP data");
    }

    // Articles name a pair as one word.
    private static Set<String> withoutSlashes(Collection<String> symbols) {
        return symbols.stream().map(symbol -> symbol.replace("/", "")).collect(Collectors.toSet());
    }

    private static List<RestRow> articles(RestView view, Set<String> wanted, long start, long end) {
        return view.between(Channel.NEWS, NEWS_SHELF, start, end).stream()
                .filter(row -> wanted.isEmpty()
                        || withoutSlashes(((News) row.event()).symbols()).stream()
                                .anyMatch(wanted::contains))
                .toList();
    }

    private Optional<String> nextToken(RestPage page, Optional<PageToken> after) {
        if (after.isPresent() && options.strikes(RestFault.LOOPING_TOKEN, number)) {
            return after.map(PageToken::text);
        }
        return options.strikes(RestFault.EMPTY_LAST_PAGE, number) ? page.end() : page.nextToken();
    }

    private Supplier<byte[]> written(RestPage page, Optional<String> token) {
        String next = token.orElse(null);
        if (route.channel() == Channel.NEWS) {
            return () -> encoder().news(page.messages(NEWS_SHELF), next);
        }
        return route.symbol()
                .<Supplier<byte[]>>map(only -> () -> encoder().page(route.channel(), only, page.messages(only), next))
                .orElse(() -> encoder().page(route.channel(), page.messages(), next));
    }

    private RestView latestView() {
        Feed feed = feed();
        if (feed.equals(Feed.SIP) && !sipDelay().isZero()) {
            throw recentSip();
        }
        return view(feed);
    }

    private Supplier<byte[]> latest() {
        RestView view = latestView();
        NavigableSet<String> symbols = query.symbols();
        Map<String, MarketEvent> found = new LinkedHashMap<>();
        symbols.forEach(symbol -> latest(view, symbol).ifPresent(message -> found.put(symbol, message)));
        return route.symbol()
                .<Supplier<byte[]>>map(only -> () -> encoder().latest(route.channel(), only, found.get(only)))
                .orElse(() -> encoder().latest(route.channel(), found));
    }

    private Optional<MarketEvent> latest(RestView view, String symbol) {
        return switch (route.channel()) {
            case TRADES -> view.latest(Channel.TRADES, symbol, this::movesThePrice);
            case ORDER_BOOKS -> view.book(symbol);
            default -> view.latest(route.channel(), symbol, any -> true);
        };
    }

    // The latest trade is one that counts for the price, and an odd lot does not.
    private boolean movesThePrice(MarketEvent event) {
        return route.kind() != FeedKind.STOCKS || !((Trade) event).conditions().contains(ODD_LOT);
    }

    private Supplier<byte[]> snapshots(NavigableSet<String> symbols) {
        RestView view = latestView();
        Map<String, Map<String, MarketEvent>> found = new LinkedHashMap<>();
        for (String symbol : symbols) {
            Map<String, MarketEvent> parts = snapshot(view, symbol);
            if (!parts.isEmpty()) {
                found.put(symbol, parts);
            }
        }
        if (route.kind() == FeedKind.STOCKS && route.symbol().isPresent()) {
            String only = route.symbol().get();
            return () -> encoder().snapshot(only, found.getOrDefault(only, Map.of()));
        }
        return () -> encoder().snapshots(found, route.kind() != FeedKind.STOCKS);
    }

    private Map<String, MarketEvent> snapshot(RestView view, String symbol) {
        Map<String, MarketEvent> parts = new LinkedHashMap<>();
        view.latest(Channel.TRADES, symbol, this::movesThePrice).ifPresent(trade -> parts.put("latestTrade", trade));
        view.latest(Channel.QUOTES, symbol, any -> true).ifPresent(quote -> parts.put("latestQuote", quote));
        view.latest(Channel.BARS, symbol, any -> true).ifPresent(bar -> parts.put("minuteBar", bar));
        view.latest(Channel.DAILY_BARS, symbol, any -> true).ifPresent(today -> {
            parts.put("dailyBar", today);
            view.latest(Channel.DAILY_BARS, symbol, bar -> bar.timestampNanos() < today.timestampNanos())
                    .ifPresent(before -> parts.put("prevDailyBar", before));
        });
        return parts;
    }

    /** The contracts whose symbols are the underlying's, followed by the six digits of the expiration. */
    private Supplier<byte[]> chain() {
        String underlying = route.symbol().orElseThrow();
        NavigableSet<String> contracts = new TreeSet<>();
        for (Channel channel : List.of(Channel.TRADES, Channel.QUOTES)) {
            history.symbols(channel).stream()
                    .filter(symbol -> symbol.startsWith(underlying)
                            && symbol.substring(underlying.length()).matches("\\d{6}[CP]\\d{8}"))
                    .forEach(contracts::add);
        }
        return snapshots(contracts);
    }

    private Supplier<byte[]> clock() {
        byte[] body = new TradingClock(options.alwaysOpen(), now).clock();
        return () -> body;
    }

    private Supplier<byte[]> calendar() {
        TradingClock clock = new TradingClock(options.alwaysOpen(), now);
        LocalDate start = query.date("start", clock.today());
        byte[] body = clock.calendar(start, query.date("end", start.plusYears(1)));
        return () -> body;
    }
}

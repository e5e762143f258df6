package dev.chasqui.stream;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import dev.chasqui.rest.HttpTransport;
import dev.chasqui.rest.RateBudget;
import dev.chasqui.rest.RestClient;
import dev.chasqui.rest.RestTime;
import dev.chasqui.rest.RetryPolicy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A REST server in memory and on virtual time, half a second away: it knows the messages that a test gives it. */
final class ScriptedRest implements HttpTransport, RestTime {

    private final VirtualLoop loop;
    private final Map<String, Map<String, String>> latest = new HashMap<>();
    final List<String> requests = new ArrayList<>();
    final List<String> calendarRequests = new ArrayList<>();
    Duration takes = Duration.ofMillis(500);
    int status = 200;
    String calendar = "[]";

    ScriptedRest(VirtualLoop loop) {
        this.loop = loop;
    }

    RestClient client() {
        return RestClient.builder()
                .transport(this)
                .time(this)
                .budget(RateBudget.perMinute(200, this))
                .retries(RetryPolicy.NONE)
                .build();
    }

    /** From now on these are the latest of their symbols. */
    void knows(MarketEvent... events) {
        for (MarketEvent event : events) {
            String kind = event instanceof Quote ? "quotes" : event instanceof Trade ? "trades" : "bars";
            latest.computeIfAbsent(kind, unused -> new HashMap<>()).put(event.symbol(), json(event));
        }
    }

    private static String json(MarketEvent event) {
        Instant time = Timestamps.toInstant(event.timestampNanos());
        if (event instanceof Quote) {
            return "{\"t\":\"" + time
                    + "\",\"bx\":\"V\",\"bp\":1.4,\"bs\":1,\"ax\":\"V\",\"ap\":1.6,\"as\":2,\"c\":[\"R\"],\"z\":\"C\"}";
        }
        if (event instanceof Trade trade) {
            return "{\"t\":\"" + time + "\",\"i\":" + trade.id()
                    + ",\"x\":\"V\",\"p\":1.5,\"s\":100,\"c\":[\"@\"],\"z\":\"C\"}";
        }
        return "{\"t\":\"" + time + "\",\"o\":1,\"h\":9,\"l\":1,\"c\":5,\"v\":100,\"n\":3,\"vw\":1.5}";
    }

    /** How many requests of a path were made. */
    long requests(String path) {
        return requests.stream().filter(request -> request.startsWith(path)).count();
    }

    @Override
    public CompletableFuture<Response> send(Request request) {
        String query = request.uri().getRawQuery();
        boolean ofCalendar = request.uri().getPath().endsWith("/calendar");
        (ofCalendar ? calendarRequests : requests).add(request.uri().getPath() + "?" + query);
        Response given = new Response(
                status, Map.of(), body(request.uri().getPath(), query).getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Response> answer = new CompletableFuture<>();
        loop.schedule(takes, () -> answer.complete(given));
        return answer;
    }

    private String body(String path, String query) {
        if (path.endsWith("/calendar")) {
            return calendar;
        }
        String[] parts = path.split("/", -1);
        String kind = parts[parts.length - 2];
        Map<String, String> known = latest.getOrDefault(kind, Map.of());
        String found = symbols(query)
                .filter(known::containsKey)
                .map(symbol -> "\"" + symbol + "\":" + known.get(symbol))
                .collect(Collectors.joining(","));
        return "{\"" + kind + "\":{" + found + "}}";
    }

    static Stream<String> symbols(String query) {
        return Stream.of(query.split("&", -1))
                .filter(parameter -> parameter.startsWith("symbols="))
                .flatMap(parameter -> Stream.of(URLDecoder.decode(parameter.substring(8), StandardCharsets.UTF_8)
                        .split(",", -1)));
    }

    @Override
    public long nanoTime() {
        return loop.nanoTime();
    }

    @Override
    public Instant wallClock() {
        return loop.wallClock();
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
        EventLoop.Timer timer = loop.schedule(delay, task);
        return timer::cancel;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}

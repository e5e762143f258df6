package dev.chasqui.acceptance.simulation;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Feed;
import dev.chasqui.rest.HttpTransport;
import dev.chasqui.rest.RestTime;
import dev.chasqui.simulator.RestRequest;
import dev.chasqui.simulator.RestResponse;
import dev.chasqui.simulator.SimulatedRest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Carries REST requests to the simulator's service in memory, on virtual time. */
final class SimulatedInternet implements HttpTransport, RestTime {

    private static final int PAGE = 20;
    private static final String FEED = "feed=" + Feed.IEX;
    private static final Duration LATENCY = Duration.ofMillis(15);

    private final EventLoop loop;
    private final SimulatedRest service;
    private final List<String> strangeRequests = new ArrayList<>();

    SimulatedInternet(EventLoop loop, SimulatedRest service) {
        this.loop = loop;
        this.service = service;
    }

    /** Requests for what another feed than the stream's has. */
    List<String> strangeRequests() {
        return strangeRequests;
    }

    @Override
    public CompletableFuture<Response> send(Request request) {
        String query = String.valueOf(request.uri().getRawQuery());
        if (query.contains("symbols=") && !query.contains(FEED)) {
            strangeRequests.add(request.uri().toString());
        }
        CompletableFuture<Response> answer = new CompletableFuture<>();
        loop.schedule(LATENCY, () -> {
            RestResponse response = service.handle(RestRequest.of(target(request), request.headers()));
            loop.schedule(LATENCY.plus(response.delay()), () -> arrive(response, answer));
        });
        return answer;
    }

    // Pages may be shorter than asked for; these are, so that most gaps take several.
    private static String target(Request request) {
        String query = request.uri().getRawQuery();
        return request.uri().getRawPath() + (query == null ? "" : "?" + query.replace("limit=10000", "limit=" + PAGE));
    }

    private static void arrive(RestResponse response, CompletableFuture<Response> answer) {
        if (response.delivery() != RestResponse.Delivery.WHOLE) {
            answer.completeExceptionally(new IOException("the connection was cut"));
            return;
        }
        Map<String, List<String>> headers = new TreeMap<>();
        response.headers().forEach((name, value) -> headers.put(name, List.of(value)));
        answer.complete(new Response(response.status(), headers, response.body()));
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

package dev.chasqui.stream;

import dev.chasqui.internal.liveness.Probe;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.rest.RestClient;
import dev.chasqui.rest.RetryPolicy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks REST what is newest. One request each time, which is not repeated: the next look comes soon. */
final class RestProbe implements Probe {

    private final RestClient rest;
    private final Feed feed;
    private final EventLoop loop;

    RestProbe(RestClient rest, Feed feed, EventLoop loop) {
        this.rest = rest.withRetries(RetryPolicy.NONE);
        this.feed = feed;
        this.loop = loop;
    }

    @Override
    public void latest(Channel channel, Set<String> symbols, Consumer<Answer> receiver) {
        CompletableFuture<? extends Map<String, ? extends MarketEvent>> asked;
        try {
            asked = ask(channel, symbols);
        } catch (IllegalArgumentException unknown) {
            asked = CompletableFuture.failedFuture(unknown);
        }
        asked.whenComplete((found, failure) -> {
            Answer answer = found == null ? new NotPossible(reason(failure)) : new Latest(times(found));
            loop.execute(() -> receiver.accept(answer));
        });
    }

    private CompletableFuture<? extends Map<String, ? extends MarketEvent>> ask(Channel channel, Set<String> symbols) {
        return switch (channel) {
            case QUOTES -> rest.latestQuotes(feed, symbols);
            case BARS, UPDATED_BARS -> rest.latestBars(feed, symbols);
            default -> rest.latestTrades(feed, symbols);
        };
    }

    private static Map<String, Long> times(Map<String, ? extends MarketEvent> found) {
        Map<String, Long> times = new HashMap<>();
        found.forEach((symbol, event) -> times.put(symbol, event.timestampNanos()));
        return times;
    }

    private static String reason(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause == null ? "REST gave no answer" : String.valueOf(cause.getMessage());
    }
}

package dev.chasqui.bench.sender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bench.data.Preparation;
import dev.chasqui.bench.data.Prepared;
import dev.chasqui.bench.data.Recipe;
import dev.chasqui.bench.data.TinyRecording;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.wire.Encoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sender against the project's client, over a real socket. */
final class SessionTest {

    private static final int LIMIT_SECONDS = 20;
    private static final int ENOUGH = 10_000;

    @TempDir
    private Path folder;

    private final BlockingQueue<MarketEvent> received = new LinkedBlockingQueue<>(ENOUGH);

    @Test
    void jsonReachesAClientAgainAndAgain() throws Exception {
        receive(Recipe.recorded(Encoding.JSON));
    }

    @Test
    void msgpackReachesAClientAgainAndAgain() throws Exception {
        receive(Recipe.recorded(Encoding.MSGPACK));
    }

    @Test
    void compressedFramesReachAClientAgainAndAgain() throws Exception {
        receive(Recipe.deflated());
    }

    private void receive(Recipe recipe) throws Exception {
        Prepared prepared = Prepared.load(Preparation.prepare(TinyRecording.write(folder), recipe, folder));
        Listener listener = Listener.open(null, "");
        CompletableFuture<Long> sent = new CompletableFuture<>();
        Thread sender = new Thread(() -> serve(listener, prepared, recipe.compressed(), sent), "sender");
        sender.setDaemon(true);
        sender.start();
        try (MarketDataStream stream = MarketDataStream.stocks(Feed.SIP)
                .credentials(Credentials.of("key", "secret"))
                .uri(URI.create("ws://127.0.0.1:" + listener.port()))
                .encoding(recipe.encoding())
                .compression(recipe.compressed())
                .dispatch(DispatchOptions.defaults().inline())
                .withoutRest()
                .build()) {
            stream.onAny(received::offer);
            stream.connect(Subscription.of(List.of(Channel.TRADES, Channel.QUOTES), List.of("*")));
            // The first messages of two passes, in order.
            for (String symbol : List.of("BAC", "SPY", "IBM", "BAC", "SPY", "IBM")) {
                MarketEvent event = received.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
                assertThat(event).isNotNull().extracting(MarketEvent::symbol).isEqualTo(symbol);
            }
        }
        assertThat(sent.get(LIMIT_SECONDS, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(6);
    }

    private static void serve(Listener listener, Prepared prepared, boolean compressed, CompletableFuture<Long> sent) {
        try {
            Session.serve(
                    listener.accept(),
                    compressed,
                    new FullSpeed(prepared, (messages, nanos, cpuNanos) -> sent.complete(messages)));
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

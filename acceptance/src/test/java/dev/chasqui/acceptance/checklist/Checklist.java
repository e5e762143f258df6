package dev.chasqui.acceptance.checklist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.acceptance.Harness;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.MarketDataStreamBuilder;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.Encoding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What several classes of the checklist need: messages, raw clients, streams of scripted servers, waiting for futures. */
final class Checklist {

    /** How long to wait for what must come. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    /** 2026-01-05 14:30 UTC. */
    static final long OPEN_NANOS = 1_767_623_400_000_000_000L;

    private Checklist() {}

    static Trade trade(String symbol, long id) {
        return new Trade(
                symbol, OPEN_NANOS + id, id, "V", 100 + id, 1, List.of("@"), "C", null, null, MarketEvent.NO_TIMESTAMP);
    }

    static List<MarketEvent> trades(String symbol, int first, int count) {
        return IntStream.range(first, first + count)
                .<MarketEvent>mapToObj(id -> trade(symbol, id))
                .toList();
    }

    static Quote quote(String symbol, int number) {
        return new Quote(
                symbol,
                OPEN_NANOS + number,
                "V",
                100 + number,
                100,
                "V",
                101 + number,
                200,
                List.of("R"),
                "C",
                MarketEvent.NO_TIMESTAMP);
    }

    static String tradeText(String symbol, long id) {
        return "{\"T\":\"t\",\"S\":\"" + symbol + "\",\"i\":" + id
                + ",\"x\":\"V\",\"p\":1.5,\"s\":10,\"c\":[\"@\"],\"z\":\"C\",\"t\":\"2026-01-05T14:30:00Z\"}";
    }

    /** A stream of a scripted server, which no simulator watches. */
    static MarketDataStream stream(Harness harness, URI uri, Consumer<MarketDataStreamBuilder> settings) {
        harness.allowRawMessages();
        return harness.stream(harness.simulator(), Feed.IEX, builder -> {
            // A server made by hand has no REST beside it.
            builder.uri(uri).withoutRest();
            settings.accept(builder);
        });
    }

    static MarketDataStream stream(Harness harness, ScriptedServer server) {
        return stream(harness, server.uri(Feed.IEX), builder -> {});
    }

    /** What clients asked for, authentication aside, over all sessions. */
    static List<ClientRequest> changesAsked(AlpacaSimulator simulator) {
        return simulator.ledger().sessions().stream()
                .flatMap(session -> session.requests().stream())
                .map(entry -> entry.request())
                .filter(request -> !(request instanceof ClientRequest.Authenticate))
                .toList();
    }

    @SuppressWarnings("NullAway") // What a future may hold is its own affair.
    static <T> T get(Future<T> future) {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed instead of succeeding", e);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came within " + LIMIT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits for a future to fail as it must. */
    static <E extends Throwable> E failure(Future<?> future, Class<E> type) {
        try {
            future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            throw new AssertionError("succeeded instead of failing with " + type.getSimpleName());
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            assertThat(cause).isInstanceOf(type);
            return type.cast(Objects.requireNonNull(cause));
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came within " + LIMIT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** A client that is no library: opened, not authenticated. */
    static RawSocket rawClient(AlpacaSimulator simulator, Feed feed, Encoding encoding) throws IOException {
        RawSocket client = new RawSocket(new Socket(InetAddress.getLoopbackAddress(), simulator.port()), true);
        client.write(
                "GET " + feed.path() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Type: "
                        + encoding.contentType() + "\r\n\r\n");
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
        return client;
    }
}

package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.internal.gap.NoHistory;
import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import dev.chasqui.rest.RestClient;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.AuthenticationMode;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.DataClockOptions;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.Heartbeat;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.stream.options.RepairOptions;
import dev.chasqui.stream.options.Timeouts;
import dev.chasqui.wire.Encoding;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A whole stream on virtual time, with its server, and everything it said about itself. */
final class VirtualStream {

    final VirtualLoop loop = new VirtualLoop();
    final ScriptedServer server = new ScriptedServer(loop);
    final ScriptedRest rest = new ScriptedRest(loop);
    final ScriptedProbe probe = new ScriptedProbe(loop);
    final List<StreamEvent> events = Collections.synchronizedList(new ArrayList<>());
    final LiveStream stream;

    VirtualStream() {
        this(ReconnectPolicy.defaults().withJitter(0));
    }

    VirtualStream(ReconnectPolicy policy) {
        this(policy, UnaryOperator.identity());
    }

    VirtualStream(ReconnectPolicy policy, UnaryOperator<DispatchOptions> dispatch) {
        this(policy, dispatch, DataClockOptions.defaults(), false);
    }

    /** One that begins subscriptions with what REST knows. */
    static VirtualStream withSnapshots(UnaryOperator<DispatchOptions> dispatch) {
        return new VirtualStream(ReconnectPolicy.defaults().withJitter(0), dispatch, DataClockOptions.defaults(), true);
    }

    VirtualStream(DataClockOptions dataClock) {
        this(ReconnectPolicy.defaults().withJitter(0), UnaryOperator.identity(), dataClock, false);
    }

    private VirtualStream(
            ReconnectPolicy policy,
            UnaryOperator<DispatchOptions> dispatch,
            DataClockOptions dataClock,
            boolean snapshots) {
        StreamConfig config = new StreamConfig(
                Feed.IEX,
                URI.create("ws://127.0.0.1:1/v2/iex"),
                () -> Credentials.of("KEY", "CANARY-SECRET"),
                AuthenticationMode.MESSAGE,
                Encoding.JSON,
                false,
                Timeouts.defaults(),
                policy,
                Heartbeat.defaults(),
                dataClock,
                dispatch.apply(DispatchOptions.defaults().inline()),
                RepairOptions.defaults(),
                RestSource.OFF,
                StreamConfig.DEFAULT_MAX_MESSAGE_BYTES,
                StreamConfig.DEFAULT_LATEST_TIME_TO_LIVE,
                snapshots,
                StreamConfig.NO_SYMBOL_LIMIT,
                null);
        RestClient restClient = rest.client();
        StreamRuntime runtime = new StreamRuntime(
                loop,
                server,
                Runnable::run,
                new SplittableRandom(1),
                probe,
                StockCalendar.loaded(restClient, loop),
                new NoHistory(GapReason.DISABLED),
                new RestLatest(restClient, Feed.IEX));
        stream = new LiveStream(config, runtime, loop::shutdown);
        stream.onEvent(events::add);
    }

    CompletableFuture<SubscriptionResult> connect(Subscription subscription) {
        CompletableFuture<SubscriptionResult> connected = stream.connect(subscription);
        loop.run();
        return connected;
    }

    /** Connected to a polite server and live. */
    VirtualStream live(Subscription subscription) {
        await(connect(subscription));
        assertThat(state()).isEqualTo(StreamState.LIVE);
        return this;
    }

    StreamState state() {
        return stream.status().state();
    }

    void advance(Duration time) {
        loop.advance(time);
    }

    ScriptedServer.Socket socket() {
        return server.last();
    }

    /** Futures complete on the event thread; this waits for that, not for time. */
    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("not completed: " + future, e);
        } catch (ExecutionException e) {
            throw new AssertionError("failed: " + e.getCause(), e);
        }
    }

    @SuppressWarnings("NullAway") // A failed future has a cause.
    static Throwable awaitFailure(CompletableFuture<?> future) {
        try {
            Object value = future.get(10, TimeUnit.SECONDS);
            throw new AssertionError("completed with " + value);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("not completed: " + future, e);
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    /** The events of one kind so far, once all that were raised have been delivered. */
    <E extends StreamEvent> List<E> events(Class<E> kind) {
        CompletableFuture<Void> delivered = new CompletableFuture<>();
        stream.afterEvents(() -> delivered.complete(null));
        await(delivered);
        synchronized (events) {
            return events.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }

    List<StreamState> states() {
        return events(StreamEvent.StateChanged.class).stream()
                .map(StreamEvent.StateChanged::to)
                .toList();
    }

    List<Duration> delays() {
        return events(StreamEvent.ReconnectScheduled.class).stream()
                .map(StreamEvent.ReconnectScheduled::delay)
                .toList();
    }
}

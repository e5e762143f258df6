package dev.chasqui.stream;

import dev.chasqui.internal.transport.Connector;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.rest.RestClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The door through which a simulation makes streams on a world of its own; in this package, since users have no such door. */
public final class SimulatedStreams {

    private SimulatedStreams() {}

    /** A stream of these settings on a virtual clock and network. */
    public static MarketDataStream create(
            MarketDataStreamBuilder settings,
            EventLoop loop,
            Connector network,
            @Nullable RestClient rest,
            RandomGenerator random) {
        StreamConfig config = settings.config();
        StreamRuntime runtime = new StreamRuntime(
                loop,
                network,
                Runnable::run,
                random,
                StreamThreads.probe(config, rest, loop),
                StreamThreads.calendar(config, rest, loop),
                StreamThreads.history(config, rest, loop),
                StreamThreads.latest(config, rest));
        return new LiveStream(config, runtime, () -> {});
    }

    /** Waits until the events raised so far have reached their listeners, which another thread does. */
    public static void awaitEvents(MarketDataStream stream) {
        CompletableFuture<Boolean> delivered = new CompletableFuture<>();
        ((LiveStream) stream).afterEvents(() -> delivered.complete(true));
        delivered.orTimeout(30, TimeUnit.SECONDS).join();
    }
}

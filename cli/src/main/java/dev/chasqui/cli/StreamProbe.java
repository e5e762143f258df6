package dev.chasqui.cli;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.MarketDataStreamBuilder;
import dev.chasqui.stream.StreamException;
import dev.chasqui.stream.SubscriptionResult;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.ReconnectScheduled;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import dev.chasqui.stream.event.StreamEvent.WaitingForSlot;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.wire.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Connects once, subscribes to little, and waits a moment for the first message. */
final class StreamProbe {

    /**
     * How far it came.
     *
     * @param reached the last state on the way to live
     * @param failure why it came no further; empty if it is live
     * @param granted what the server granted; null if it was not asked
     * @param firstMessage how long after the acknowledgement the first message came; empty if none came
     */
    record Outcome(
            StreamState reached,
            Optional<Cause> failure,
            @Nullable SubscriptionResult granted,
            Optional<Duration> firstMessage) {}

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
    static final Duration MESSAGE_LIMIT = Duration.ofSeconds(5);

    private final DoctorTarget target;
    private final Credentials credentials;
    private final Interruption interruption;
    private final CompletableFuture<SubscriptionResult> live = new CompletableFuture<>();
    private final CompletableFuture<Long> message = new CompletableFuture<>();
    private volatile StreamState reached = StreamState.CONNECTING;
    private volatile @Nullable Cause failure;

    StreamProbe(DoctorTarget target, Credentials credentials, Interruption interruption) {
        this.target = target;
        this.credentials = credentials;
        this.interruption = interruption;
    }

    Outcome run() throws InterruptedException {
        // What REST can do was seen already; here it would only hide what the stream does.
        MarketDataStreamBuilder builder =
                MarketDataStream.of(target.feed()).credentials(credentials).withoutRest();
        target.url().ifPresent(builder::uri);
        interruption.requested().thenRun(() -> fail(Cause.of(Cause.Kind.USER, "interrupted")));
        try (MarketDataStream stream = builder.build()) {
            stream.onEvent(this::onEvent);
            stream.onAny(this::onMessage);
            stream.ended().whenComplete((nothing, thrown) -> onFailure(thrown));
            stream.connect(target.subscription()).whenComplete(this::onConnected);
            return outcome();
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private void onEvent(StreamEvent event) {
        if (event instanceof StateChanged changed) {
            switch (changed.to()) {
                case AUTHENTICATING, SUBSCRIBING, LIVE -> reached = changed.to();
                default -> {}
            }
        } else if (event instanceof ReconnectScheduled again) {
            fail(again.cause());
        } else if (event instanceof WaitingForSlot) {
            fail(new Cause(
                    Cause.Kind.SERVER_ERROR,
                    ErrorCode.CONNECTION_LIMIT_EXCEEDED.code(),
                    "the only connection of this account and feed is taken (406)"));
        }
    }

    private void onMessage(MarketEvent event) {
        message.complete(System.nanoTime());
    }

    private void onConnected(@Nullable SubscriptionResult result, @Nullable Throwable thrown) {
        onFailure(thrown);
        if (result != null) {
            live.complete(result);
        }
    }

    private void onFailure(@Nullable Throwable thrown) {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        if (cause instanceof StreamException stopped) {
            fail(stopped.reason());
        } else if (cause != null) {
            fail(Cause.of(Cause.Kind.INTERNAL, cause.toString()));
        }
    }

    private void fail(Cause cause) {
        if (failure == null) {
            failure = cause;
        }
        live.completeExceptionally(new IllegalStateException(cause.text()));
    }

    private Outcome outcome() throws InterruptedException {
        try {
            SubscriptionResult granted = live.get(CONNECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return new Outcome(StreamState.LIVE, Optional.empty(), granted, firstMessage(System.nanoTime()));
        } catch (ExecutionException e) {
            return new Outcome(reached, Optional.ofNullable(failure), null, Optional.empty());
        } catch (TimeoutException e) {
            Cause none = Cause.of(
                    Cause.Kind.ACKNOWLEDGEMENT_TIMEOUT, "no answer within " + CONNECT_LIMIT.toSeconds() + " s");
            return new Outcome(reached, Optional.of(none), null, Optional.empty());
        }
    }

    private Optional<Duration> firstMessage(long liveNanos) throws InterruptedException {
        try {
            CompletableFuture.anyOf(message, interruption.requested())
                    .get(MESSAGE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            Long at = message.getNow(null);
            return at == null ? Optional.empty() : Optional.of(Duration.ofNanos(Math.max(0, at - liveNanos)));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}

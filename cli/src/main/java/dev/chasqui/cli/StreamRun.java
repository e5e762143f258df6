package dev.chasqui.cli;

import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.StreamException;
import dev.chasqui.stream.SubscriptionResult;
import dev.chasqui.stream.UnknownMessage;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import dev.chasqui.stream.event.StreamState;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Leads one stream into one output until there is a reason to end: the output has enough, the time is up, the stream has ended, or Ctrl-C.
 * Takes over both, and closes them.
 */
final class StreamRun {

    private static final Duration LAST_EVENT_LIMIT = Duration.ofSeconds(1);
    private static final int MOST_UNKNOWN_TYPES = 20;

    private final Feed feed;
    private final MarketDataStream stream;
    private final RepairedOutput output;
    private final Console console;
    private final EventText texts = new EventText(ZoneId.systemDefault());
    private final Set<String> unknownTypes = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final CompletableFuture<Void> live = new CompletableFuture<>();
    private final CompletableFuture<Void> lastEvent = new CompletableFuture<>();
    private volatile String latestTrouble = "";
    private volatile boolean messageCame;
    private boolean serverWasSuggested;

    StreamRun(Feed feed, MarketDataStream stream, Output output, Console console) {
        this.feed = feed;
        this.stream = stream;
        this.output = new RepairedOutput(output, feed, InstantSource.system());
        this.console = console;
    }

    /** Runs until there is a reason to end, the limit among them. */
    ExitCode run(Subscription subscription, TimeLimit limit) throws InterruptedException {
        try (output) {
            try (stream) {
                start(subscription);
                ending.complete(await(limit));
                // Before the end of the stream, with which every gap has its last event.
                sayWhatStaysOpen();
            }
            awaitLastEvent();
        }
        Ending end = ending.join();
        if (end.exit() == ExitCode.DONE && live.isDone() && !messageCame) {
            console.notices()
                    .say(
                            "no message came: the market may be closed, or the feed may not know these symbols; servers do not say which");
        }
        if (!end.message().isEmpty()) {
            console.notices().say(end.message());
        }
        return end.exit();
    }

    private void start(Subscription subscription) {
        // Unlike a plain handler, this kind is told how each message came.
        feed.kind().channels().forEach(channel -> stream.onDelivery(channel, MarketEvent.class, this::onMessage));
        stream.onEvent(this::onEvent);
        stream.onUnknown(this::onUnknown);
        output.ended().thenAccept(ending::complete);
        console.interruption().requested().thenRun(() -> ending.complete(Ending.INTERRUPTED));
        stream.ended().whenComplete((nothing, failure) -> onStreamEnded(failure));
        connect(subscription);
    }

    private void connect(Subscription subscription) {
        try {
            stream.connect(subscription).whenComplete(this::onConnected);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private Ending await(TimeLimit limit) throws InterruptedException {
        try {
            if (limit.sinceLive()) {
                CompletableFuture.anyOf(live, ending).get();
            }
            if (limit.time().isEmpty()) {
                return ending.get();
            }
            if (isDoneWithin(limit.time().get(), ending)) {
                return ending.join();
            }
            return live.isDone() ? finishRepairs(limit.forRepairs()) : neverLive();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static boolean isDoneWithin(Duration time, CompletableFuture<?> future)
            throws InterruptedException, ExecutionException {
        try {
            future.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** The time is up: nothing new is shown, but what was missed until now. */
    private Ending finishRepairs(Duration atMost) throws InterruptedException, ExecutionException {
        output.closeToNews();
        if (output.openGaps() > 0 && !atMost.isZero()) {
            console.notices()
                    .say("the time is up; waiting up to " + atMost.toSeconds() + " s for the repair of "
                            + output.openGaps() + " gaps. Ctrl-C ends at once");
        }
        boolean repairedInTime = areRepairsDoneWithin(atMost);
        if (!repairedInTime && !atMost.isZero() && output.openGaps() == 0) {
            console.notices().say("not everything that was fetched could be shown in time");
        }
        return ending.getNow(Ending.DONE);
    }

    /** Whether there is nothing more to wait for. */
    private boolean areRepairsDoneWithin(Duration atMost) throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + atMost.toNanos();
        int toldLate;
        do {
            // A gap that began in time and is told of meanwhile is not among those that are waited for.
            toldLate = output.gapsToldLate();
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            if (!isDoneWithin(left, CompletableFuture.anyOf(stream.whenRepaired(), ending))) {
                return false;
            }
        } while (output.gapsToldLate() > toldLate && !ending.isDone());
        return true;
    }

    private void sayWhatStaysOpen() {
        int gaps = output.openGaps();
        if (gaps > 0) {
            console.notices().say("gaps that are not repaired and stay open: " + gaps);
        }
    }

    private Ending neverLive() {
        String trouble = latestTrouble.isEmpty() ? "" : ": " + latestTrouble;
        return new Ending(
                ExitCode.GAVE_UP, "not connected to " + stream.status().uri() + " in the time given" + trouble);
    }

    private void onMessage(MarketEvent message, Provenance provenance) {
        if (!messageCame) {
            messageCame = true;
        }
        output.message(message, provenance);
    }

    // People first: the output waits for its reader.
    private void onEvent(StreamEvent event) {
        if (output.admits(event)) {
            texts.of(event).ifPresent(console.notices()::say);
            output.event(event);
        }
        if (event instanceof StateChanged changed) {
            if (changed.to() == StreamState.LIVE) {
                live.complete(null);
            }
            if (changed.to().isFinal()) {
                lastEvent.complete(null);
            }
        }
        if (event instanceof StreamEvent.ReconnectScheduled reconnect) {
            latestTrouble = reconnect.cause().text();
            suggestServer(reconnect.cause());
        }
    }

    private void suggestServer(Cause trouble) {
        if (serverWasSuggested || trouble.kind() != Cause.Kind.CONNECTION_REFUSED) {
            return;
        }
        serverWasSuggested = true;
        URI address = stream.status().uri();
        if (Keys.isLoopback(address)) {
            console.notices().say("to start a server there: chasqui simulate --port " + address.getPort());
        }
    }

    private void onUnknown(UnknownMessage message) {
        if (unknownTypes.size() < MOST_UNKNOWN_TYPES && unknownTypes.add(message.type())) {
            console.notices()
                    .say("messages of the type '" + message.type() + "' are left out: this version does not know it");
        }
    }

    private void onConnected(@Nullable SubscriptionResult result, @Nullable Throwable failure) {
        if (failure != null) {
            onFailure(failure);
        } else if (result != null && result.granted().isEmpty()) {
            ending.complete(new Ending(ExitCode.GAVE_UP, "the server grants nothing of " + result.requested()));
        }
    }

    private void onStreamEnded(@Nullable Throwable failure) {
        if (failure != null) {
            onFailure(failure);
        }
    }

    private void onFailure(Throwable failure) {
        Throwable reason =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (reason instanceof StreamException stopped) {
            ending.complete(new Ending(ExitCode.of(stopped), Advice.on(stopped, feed)));
        } else {
            ending.complete(new Ending(ExitCode.GAVE_UP, "unexpected: " + reason));
        }
    }

    // The event that the stream has ended comes on a thread of its own, and belongs into the output.
    private void awaitLastEvent() throws InterruptedException {
        try {
            lastEvent.get(LAST_EVENT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            console.notices()
                    .say("the end of the stream was not confirmed within " + LAST_EVENT_LIMIT.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}

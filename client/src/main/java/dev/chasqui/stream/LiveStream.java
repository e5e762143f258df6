package dev.chasqui.stream;

import dev.chasqui.internal.dispatch.DispatchCounters;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.StreamEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The stream that users hold: it passes on what they ask, and shows them what has been published. Safe for use by many threads. */
final class LiveStream extends TypedHandlers implements MarketDataStream {

    private final StreamConfig config;
    private final StreamCore core;
    private final Wishes wishes;

    LiveStream(StreamConfig config, StreamRuntime runtime, Runnable releaseThreads) {
        this(config, new StreamCore(config, runtime, releaseThreads));
    }

    private LiveStream(StreamConfig config, StreamCore core) {
        super(core.data().dispatcher().handlers());
        this.config = config;
        this.core = core;
        wishes = new Wishes(core, new SubscriptionRules(config.feed(), config.symbolLimit()));
    }

    /** A stream on a thread, sockets and a clock of its own. */
    static LiveStream create(StreamConfig config) {
        StreamThreads threads = new StreamThreads(config);
        return new LiveStream(config, threads.runtime(), threads::release);
    }

    // --- connecting and subscribing ---

    @Override
    public CompletableFuture<SubscriptionResult> connect(Subscription subscription) {
        return wishes.connect(subscription);
    }

    @Override
    public CompletableFuture<SubscriptionResult> subscribe(Subscription added) {
        return wishes.own().subscribe(added);
    }

    @Override
    public CompletableFuture<SubscriptionResult> unsubscribe(Subscription removed) {
        return wishes.own().unsubscribe(removed);
    }

    @Override
    public Subscription held() {
        return wishes.own().held();
    }

    @Override
    public SubscriptionHolder newHolder() {
        return wishes.newHolder();
    }

    // --- listeners ---

    @Override
    public Registration onEvent(Consumer<? super StreamEvent> listener) {
        return core.events().listen(listener);
    }

    @Override
    public Registration onUnknown(Consumer<? super UnknownMessage> receiver) {
        return core.events().receiveUnknown(receiver);
    }

    // --- what can be seen ---

    @Override
    public LatestValues latest() {
        return core.finder();
    }

    @Override
    public StreamStatus status() {
        return core.status();
    }

    @Override
    public StreamStatistics statistics() {
        DispatchCounters dispatched = core.data().dispatcher().counters();
        Inbound inbound = core.data().inbound();
        ConnectionTally tally = core.tally();
        long undecodable = inbound.undecodable.sum();
        long duplicates = inbound.duplicates.sum();
        long live = dispatched.offered() - dispatched.recovered() - dispatched.snapshots();
        return new StreamStatistics(
                live + undecodable + duplicates,
                inbound.countsByChannel(),
                dispatched.recovered(),
                dispatched.snapshots(),
                dispatched.delivered(),
                dispatched.conflated(),
                dispatched.dropped(),
                dispatched.filtered(),
                undecodable,
                duplicates,
                dispatched.queued(),
                inbound.unknown.sum(),
                inbound.frames.sum(),
                tally.wireBytes(),
                inbound.messageBytes.sum(),
                tally.liveConnections(),
                tally.epoch(),
                dispatched.handlerFailures(),
                core.events().dropped());
    }

    @Override
    public CompletableFuture<Void> whenRepaired() {
        return core.whenRepaired();
    }

    @Override
    public CompletableFuture<Void> ended() {
        return core.ended();
    }

    @Override
    public String toString() {
        return "MarketDataStream[" + config.feed() + ", " + status().state() + "]";
    }

    /** Runs after the events raised so far have been delivered. */
    void afterEvents(Runnable task) {
        core.events().afterEvents(task);
    }

    // --- the end ---

    @Override
    public void close() {
        core.close();
        if (core.isOwnThread()) {
            // The end follows on its own thread; what was promised of handlers holds from now on.
            core.data().dispatcher().close(Duration.ZERO);
        } else {
            core.awaitEnd();
        }
    }
}

package dev.chasqui.stream;

import dev.chasqui.internal.calendar.FeedHours;
import dev.chasqui.internal.dispatch.DispatchCounters;
import dev.chasqui.internal.dispatch.Dispatcher;
import dev.chasqui.internal.gap.FeedFacts;
import dev.chasqui.internal.gap.GapKeeper;
import dev.chasqui.internal.liveness.DataClock;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.DecodeProblem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream that users hold: it posts what they ask to the machine on the loop's thread, and shows them what the machine has published.
 * Safe for use by many threads.
 */
final class LiveStream implements MarketDataStream, StreamMachine.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

    private final StreamConfig config;
    private final EventLoop loop;
    private final EventPublisher events;
    private final LatestTable latest;
    private final LatestFinder finder;
    private final Dispatcher dispatcher;
    private final SnapshotStart snapshots;
    private final GapKeeper gaps;
    private final StockCalendar stockCalendar;
    private final DataClock dataClock;
    private final Inbound inbound;
    private final SubscriptionBook book;
    private final StreamMachine machine;
    private final SubscriptionRules rules;
    private final Ending ending;
    private final StreamFuture<Void> ended;
    private final HeldSubscription own;

    // Written by the loop's thread only.
    private volatile StreamStatus status;

    // Of the loop's thread: what the server has acknowledged on the connection that is open, or was until it ended.
    private Subscription acknowledged = Subscription.none();

    private final Object asking = new Object();
    // Guarded by asking.
    private final List<Change.Holder> holders = new ArrayList<>();
    private @Nullable CompletableFuture<SubscriptionResult> connected;

    LiveStream(StreamConfig config, StreamRuntime runtime, Runnable releaseThreads) {
        this.config = config;
        loop = runtime.loop();
        events = new EventPublisher("chasqui-events-" + config.feed(), this::originOf);
        latest = new LatestTable(loop::nanoTime, config.latestTimeToLive());
        finder = new LatestFinder(latest, runtime.latest(), loop, events, this::isOwnThread);
        dispatcher = Dispatcher.create(
                config.dispatch(),
                config.repair().delivery(),
                new DispatchReports(events, this::overflowEnded, this::dispatchStopped),
                this::lost,
                loop::nanoTime,
                "chasqui-dispatch-" + config.feed());
        rules = new SubscriptionRules(config.feed(), config.symbolLimit());
        ended = new StreamFuture<>(this::isOwnThread);
        ending = new Ending(config.timeouts().close(), dispatcher, events, releaseThreads, ended);
        status = new StreamStatus(StreamState.NEW, 0, config.uri(), Subscription.none(), Subscription.none(), null);
        snapshots = new SnapshotStart(config.snapshotOnSubscribe(), runtime.latest(), loop, latest, dispatcher);
        gaps = new GapKeeper(
                loop,
                config.repair(),
                FeedFacts.of(config.feed()),
                runtime.history(),
                runtime.random(),
                latest::symbolsSeen,
                new GapReports(events, latest, dispatcher, snapshots));
        stockCalendar = runtime.stockCalendar();
        dataClock = new DataClock(
                config.dataClock(),
                FeedHours.of(config.feed(), stockCalendar),
                loop,
                runtime.probe(),
                latest,
                new LivenessReports(loop, events, latest, this::mute, this::connectAnew, this::repeat));
        inbound = new Inbound(
                config.feed().kind(),
                loop,
                events,
                latest,
                dispatcher,
                gaps,
                snapshots,
                dataClock::noteData,
                this::unreadable,
                this::onControl);
        book = new SubscriptionBook(SubscriptionBook.MAX_REQUEST_BYTES);
        machine = new StreamMachine(config, runtime, events, book, inbound, this);
        own = new HeldSubscription(this);
        book.register(own.holder());
        holders.add(own.holder());
        dispatcher.deliverOnly(new DesiredFilter(Subscription.none()));
    }

    /** A stream on a thread, sockets and a clock of its own. */
    static LiveStream create(StreamConfig config) {
        StreamThreads threads = new StreamThreads(config);
        return new LiveStream(config, threads.runtime(), threads::release);
    }

    // --- connecting and subscribing ---

    @Override
    public CompletableFuture<SubscriptionResult> connect(Subscription subscription) {
        synchronized (asking) {
            if (connected != null) {
                change(own.holder(), true, subscription);
                return connected;
            }
            CompletableFuture<SubscriptionResult> first = change(own.holder(), true, subscription);
            connected = first;
            loop.execute(machine::start);
            loop.execute(stockCalendar::begin);
            return first;
        }
    }

    @Override
    public CompletableFuture<SubscriptionResult> subscribe(Subscription added) {
        return own.subscribe(added);
    }

    @Override
    public CompletableFuture<SubscriptionResult> unsubscribe(Subscription removed) {
        return own.unsubscribe(removed);
    }

    @Override
    public Subscription held() {
        return own.held();
    }

    @Override
    public SubscriptionHolder newHolder() {
        HeldSubscription further = new HeldSubscription(this);
        synchronized (asking) {
            holders.add(further.holder());
        }
        loop.execute(() -> book.register(further.holder()));
        return further;
    }

    CompletableFuture<SubscriptionResult> change(Change.Holder holder, boolean add, Subscription pairs) {
        synchronized (asking) {
            if (status.state().isFinal() || ending.isBegun()) {
                throw new IllegalStateException("the stream has ended: make a new one");
            }
            if (add) {
                rules.check(pairs);
                rules.checkLimit(desiredWith(pairs));
            }
            return post(holder, add, pairs);
        }
    }

    void release(Change.Holder holder) {
        synchronized (asking) {
            if (holders.remove(holder)) {
                post(holder, false, holder.held());
                loop.execute(() -> book.forget(holder));
            }
        }
    }

    private CompletableFuture<SubscriptionResult> post(Change.Holder holder, boolean add, Subscription pairs) {
        StreamFuture<SubscriptionResult> future = new StreamFuture<>(this::isOwnThread);
        if (add) {
            holder.add(pairs);
        } else {
            holder.remove(pairs);
        }
        Change change = new Change(holder, add, pairs, future);
        if (!loop.execute(() -> machine.submit(change))) {
            future.settleExceptionally(StreamMachine.closedError());
        }
        return future;
    }

    private Subscription desiredWith(Subscription pairs) {
        Subscription union = pairs;
        for (Change.Holder holder : holders) {
            union = union.plus(holder.held());
        }
        return union;
    }

    // --- handlers and listeners ---

    @Override
    public <E extends MarketEvent> Registration on(Channel channel, Class<E> type, Consumer<? super E> handler) {
        return on(channel, Subscription.ALL_SYMBOLS, type, handler);
    }

    @Override
    public <E extends MarketEvent> Registration on(
            Channel channel, String symbol, Class<E> type, Consumer<? super E> handler) {
        MessageTypes.check(channel, type);
        return dispatcher.handlers().register(channel, symbol, plain(handler))::run;
    }

    @Override
    public <E extends MarketEvent> Registration onAsync(
            Channel channel, Class<E> type, Function<? super E, ? extends CompletionStage<?>> handler) {
        return onAsync(channel, Subscription.ALL_SYMBOLS, type, handler);
    }

    @Override
    public <E extends MarketEvent> Registration onAsync(
            Channel channel, String symbol, Class<E> type, Function<? super E, ? extends CompletionStage<?>> handler) {
        MessageTypes.check(channel, type);
        return dispatcher.handlers().registerAsync(channel, symbol, asynchronous(handler))::run;
    }

    // The channel delivers the handler's type, which was checked. The function itself is passed on, not one around it,
    // so that one registered for several symbols is known as one when an article lists them all.
    @SuppressWarnings("unchecked")
    private static Consumer<? super MarketEvent> plain(Consumer<?> handler) {
        return (Consumer<? super MarketEvent>) handler;
    }

    @SuppressWarnings("unchecked")
    private static Function<? super MarketEvent, ? extends CompletionStage<?>> asynchronous(
            Function<?, ? extends CompletionStage<?>> handler) {
        return (Function<? super MarketEvent, ? extends CompletionStage<?>>) handler;
    }

    @Override
    public <E extends MarketEvent> Registration onDelivery(
            Channel channel, Class<E> type, BiConsumer<? super E, ? super Provenance> handler) {
        return onDelivery(channel, Subscription.ALL_SYMBOLS, type, handler);
    }

    @Override
    public <E extends MarketEvent> Registration onDelivery(
            Channel channel, String symbol, Class<E> type, BiConsumer<? super E, ? super Provenance> handler) {
        MessageTypes.check(channel, type);
        return dispatcher.handlers().registerWithProvenance(channel, symbol, told(handler))::run;
    }

    @SuppressWarnings("unchecked")
    private static BiConsumer<? super MarketEvent, ? super Provenance> told(BiConsumer<?, ? super Provenance> handler) {
        return (BiConsumer<? super MarketEvent, ? super Provenance>) handler;
    }

    @Override
    public Registration onRecovered(BiConsumer<? super MarketEvent, ? super Provenance> handler) {
        return dispatcher.handlers().registerRecovered(handler)::run;
    }

    @Override
    public Registration onAny(Consumer<? super MarketEvent> handler) {
        return dispatcher.handlers().register(null, Subscription.ALL_SYMBOLS, handler)::run;
    }

    @Override
    public void removeHandlers(String symbol) {
        dispatcher.handlers().removeAll(symbol);
    }

    @Override
    public Registration onEvent(Consumer<? super StreamEvent> listener) {
        return events.listen(listener);
    }

    @Override
    public Registration onUnknown(Consumer<? super UnknownMessage> receiver) {
        return events.receiveUnknown(receiver);
    }

    // --- what can be seen ---

    @Override
    public LatestValues latest() {
        return finder;
    }

    @Override
    public StreamStatus status() {
        return status;
    }

    @Override
    public StreamStatistics statistics() {
        DispatchCounters dispatched = dispatcher.counters();
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
                machine.wireBytes(),
                inbound.messageBytes.sum(),
                machine.liveConnections(),
                machine.epoch(),
                dispatched.handlerFailures(),
                events.dropped());
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended;
    }

    @Override
    public String toString() {
        return "MarketDataStream[" + config.feed() + ", " + status.state() + "]";
    }

    /** Runs after the events raised so far have been delivered. */
    void afterEvents(Runnable task) {
        events.afterEvents(task);
    }

    // --- the end ---

    @Override
    public void close() {
        // First the handlers: one that holds up the connection's thread would hold up what is posted to it as well.
        ending.begin("chasqui-closer-" + config.feed());
        loop.execute(machine::close);
        if (isOwnThread()) {
            // The end follows on its own thread; what was promised of handlers holds from now on.
            dispatcher.close(Duration.ZERO);
        } else {
            ending.await();
        }
    }

    private boolean isOwnThread() {
        return loop.inLoop() || dispatcher.isInHandler() || events.isEventThread();
    }

    // The dispatcher loses nothing before messages come, and those come when everything is made. A snapshot that finds
    // no
    // room leaves no hole.
    private void lost(MarketEvent event, Provenance provenance) {
        if (provenance.kind() != Provenance.Kind.SNAPSHOT) {
            gaps.lost(event);
        }
    }

    private void unreadable(DecodeProblem problem, long lastFrameNanos) {
        // Of a frame that breaks off, everything behind the fault is lost, whatever symbol it was about.
        boolean known = problem.scope() == DecodeProblem.Scope.ELEMENT
                && !problem.symbol().isEmpty();
        String symbol = known ? problem.symbol() : null;
        gaps.undecodable(lastFrameNanos, symbol, acknowledged, "something could not be read: " + problem.reason());
    }

    private void overflowEnded() {
        loop.execute(gaps::overflowEnded);
    }

    private void dispatchStopped(Throwable failure) {
        Cause cause = Cause.of(
                Cause.Kind.DISPATCH,
                "handlers cannot run any more (" + failure.getClass().getName()
                        + "): the virtual machine failed in one, or the executor refused work");
        loop.execute(() -> machine.fail(cause));
    }

    // --- what the machine tells, on the loop's thread ---

    @Override
    public void changed() {
        StreamStatus before = status;
        Subscription desired = book.desired();
        status = new StreamStatus(
                machine.state(), machine.epoch(), config.uri(), desired, book.active(), machine.nextAttempt());
        dataClock.update(status.state() == StreamState.LIVE, status.active());
        if (!before.desired().equals(desired)) {
            dispatcher.deliverOnly(new DesiredFilter(desired));
        }
    }

    @Override
    public void asked() {
        gaps.asked();
    }

    @Override
    public void interrupted(long sinceNanos, Cause cause) {
        Subscription active = acknowledged;
        acknowledged = Subscription.none();
        GapCause gapCause = cause.kind() == Cause.Kind.STALL ? GapCause.STALL : GapCause.CONNECTION;
        gaps.connectionLost(active, sinceNanos, gapCause, cause.text());
    }

    @Override
    public void acknowledged(boolean settled) {
        acknowledged = book.active();
        gaps.acknowledged(acknowledged);
        if (settled) {
            gaps.settled(book.desired(), acknowledged);
        }
        snapshots.acknowledged(acknowledged, book.desired());
    }

    @Override
    public void ending() {
        gaps.streamEnded();
        snapshots.close();
        finder.close();
        stockCalendar.end();
    }

    @Override
    public void completed(Iterable<Runnable> outcomes) {
        outcomes.forEach(events::afterEvents);
    }

    @Override
    public void stalled(long fromNanos, long toNanos) {
        LOG.warn("{}: the process stood still for {} ms", config.feed(), (toNanos - fromNanos) / 1_000_000);
    }

    @Override
    public void ended(StreamState from, StreamState last, Cause cause, @Nullable StreamException failure) {
        ending.machineEnded(new Ending.LastStep(from, last, cause, failure));
        ending.begin("chasqui-closer-" + config.feed());
    }

    @Override
    public void socketClosed() {
        ending.socketClosed();
    }

    // --- what the data clock finds, on the loop's thread ---

    private void mute(Set<Channel> channels, long sinceNanos) {
        String text = "no " + channels + " came for " + ageMillis(sinceNanos) + " ms although there were some";
        LOG.warn("{}: {}", config.feed(), text);
        gaps.mute(channels, sinceNanos, acknowledged, text);
    }

    private void connectAnew(String text) {
        machine.reconnect(Cause.of(Cause.Kind.MUTE, text));
    }

    private void repeat(Subscription pairs) {
        machine.repeat(pairs);
    }

    private long ageMillis(long nanos) {
        return (loop.nanoTime() - nanos) / 1_000_000;
    }

    private void onControl(ControlMessage message) {
        machine.onControl(message);
    }

    private StreamEvent.Origin originOf(long sequence) {
        return new StreamEvent.Origin(sequence, machine.epoch(), loop.nanoTime(), loop.wallClock());
    }
}

package dev.chasqui.stream;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.wire.ControlMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a stream, put together: the connection on one side, the data on the other. What the one goes through is told to the other
 * here, and published as the {@linkplain #status() status}. Confined to the loop's thread, but for what says otherwise.
 */
final class StreamCore implements StreamMachine.Owner, DataSide.Host {

    private static final Logger LOG = LoggerFactory.getLogger(StreamCore.class);

    private final StreamConfig config;
    private final EventLoop loop;
    private final ConnectionTally tally = new ConnectionTally();
    private final EventPublisher events;
    private final DataSide data;
    private final LatestFinder finder;
    private final StockCalendar stockCalendar;
    private final SubscriptionBook book = new SubscriptionBook(SubscriptionBook.MAX_REQUEST_BYTES);
    private final Change.Holder ownHolder = new Change.Holder();
    private final StreamMachine machine;
    private final StreamFuture<Void> ended;
    private final Ending ending;

    // Written by the loop's thread only.
    private volatile StreamStatus status;

    StreamCore(StreamConfig config, StreamRuntime runtime, Runnable releaseThreads) {
        this.config = config;
        loop = runtime.loop();
        stockCalendar = runtime.stockCalendar();
        status = new StreamStatus(StreamState.NEW, 0, config.uri(), Subscription.none(), Subscription.none(), null);
        events = new EventPublisher("chasqui-events-" + config.feed(), this::originOf);
        data = new DataSide(config, runtime, events, this);
        finder = new LatestFinder(data.latest(), runtime.latest(), loop, events, this::isOwnThread);
        book.register(ownHolder);
        machine = new StreamMachine(config, runtime, events, book, data.inbound(), tally, this);
        ended = new StreamFuture<>(this::isOwnThread);
        ending = new Ending(config.timeouts().close(), data.dispatcher(), events, releaseThreads, ended);
    }

    private StreamEvent.Origin originOf(long sequence) {
        return new StreamEvent.Origin(sequence, tally.epoch(), loop.nanoTime(), loop.wallClock());
    }

    // --- for any thread ---

    /** What was last published of the connection. */
    StreamStatus status() {
        return status;
    }

    ConnectionTally tally() {
        return tally;
    }

    EventPublisher events() {
        return events;
    }

    DataSide data() {
        return data;
    }

    LatestFinder finder() {
        return finder;
    }

    /** Completes when nothing more will happen. */
    StreamFuture<Void> ended() {
        return ended;
    }

    /** The stream's own wishes; known from the start, since to post anything would start the thread of a stream that may never connect. */
    Change.Holder ownHolder() {
        return ownHolder;
    }

    /** Whether this thread is one of those that complete the stream's futures, so that waiting for them here would never end. */
    boolean isOwnThread() {
        return loop.inLoop() || data.dispatcher().isInHandler() || events.isEventThread();
    }

    /** Whether nothing can be asked of the stream any more. */
    boolean isOver() {
        return status.state().isFinal() || ending.isBegun();
    }

    void start() {
        loop.execute(machine::start);
        loop.execute(stockCalendar::begin);
    }

    void register(Change.Holder holder) {
        loop.execute(() -> book.register(holder));
    }

    void forget(Change.Holder holder) {
        loop.execute(() -> book.forget(holder));
    }

    /** Takes a change up. Returns false if there is no thread for it any more. */
    boolean submit(Change change) {
        return loop.execute(() -> machine.submit(change));
    }

    /** Completes once every gap of now has ended, and what was fetched has reached the handlers. */
    @SuppressWarnings("NullAway") // A Void is always null.
    StreamFuture<Void> whenRepaired() {
        StreamFuture<Void> repaired = new StreamFuture<>(this::isOwnThread);
        Runnable done = () -> events.afterEvents(() -> repaired.settle(null));
        // Without a connection there is no gap, and to post anything would start the thread.
        boolean asked = status.state() != StreamState.NEW && loop.execute(() -> data.whenRepaired(done));
        if (!asked) {
            repaired.settle(null);
        }
        return repaired;
    }

    /** Begins the end. */
    void close() {
        // First the handlers: one that holds up the connection's thread would hold up what is posted to it as well.
        beginEnd();
        loop.execute(machine::close);
    }

    /** Waits for the end, within its bound. */
    void awaitEnd() {
        ending.await();
    }

    private void beginEnd() {
        ending.begin("chasqui-closer-" + config.feed());
    }

    // --- what the machine tells ---

    @Override
    public void changed() {
        StreamStatus before = status;
        StreamStatus now = new StreamStatus(
                machine.state(), tally.epoch(), config.uri(), book.desired(), book.active(), machine.nextAttempt());
        status = now;
        data.changed(before, now);
    }

    @Override
    public void asked() {
        data.asked();
    }

    @Override
    public void interrupted(long sinceNanos, Cause cause) {
        data.interrupted(sinceNanos, cause);
    }

    @Override
    public void acknowledged(boolean settled) {
        data.acknowledged(book.active(), book.desired(), settled);
    }

    @Override
    public void ending() {
        data.ending();
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
        beginEnd();
    }

    @Override
    public void socketClosed() {
        ending.socketClosed();
    }

    // --- what the data asks of the connection ---

    @Override
    public void onControl(ControlMessage message) {
        machine.onControl(message);
    }

    @Override
    public void reconnect(Cause cause) {
        machine.reconnect(cause);
    }

    @Override
    public void repeat(Subscription pairs) {
        machine.repeat(pairs);
    }

    @Override
    public void undeliverable(Cause cause) {
        loop.execute(() -> machine.fail(cause));
    }
}

package dev.chasqui.internal.dispatch;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.DispatchOptions.Mode;
import dev.chasqui.stream.options.RepairOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Takes messages from the connection's thread and hands them to the handlers.
 *
 * <p>Messages of one symbol always take the same of {@code workers} lanes. Each lane has an even share of the bounds and its own episodes of
 * slowness; see {@link DispatchListener}. In mode INLINE there is one lane and no queue; only messages that an asynchronous handler makes
 * wait are held, and a thread of the dispatcher continues them.
 */
public final class Dispatcher {

    private static final int NO_NUMBER = -1;

    private final HandlerRegistry handlers = new HandlerRegistry();
    private final Notices notices;
    private final Calls calls;
    private final LaneExecutors executors;
    private final Lane[] lanes;
    private final LossListener losses;
    private final boolean direct;
    private final boolean separate;
    private final Marks marks = new Marks();

    // Of the connection's thread; what is live is the rest of what the lanes have seen.
    private final AtomicLong recovered = new AtomicLong();
    private final AtomicLong snapshots = new AtomicLong();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Predicate<? super MarketEvent> wanted = event -> true;

    private Dispatcher(
            DispatchOptions options,
            RepairOptions.Delivery recovered,
            DispatchListener listener,
            LossListener losses,
            LongSupplier nanoTime,
            String threadName) {
        notices = new Notices(listener);
        calls = new Calls(notices, nanoTime, this::fail);
        this.losses = guarded(losses);
        direct = options.mode() == Mode.INLINE;
        separate = recovered == RepairOptions.Delivery.SEPARATE;
        lanes = new Lane[direct ? 1 : options.workers()];
        executors = new LaneExecutors(options, lanes.length, threadName);
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = newLane(options, nanoTime, i);
        }
    }

    // The end takes the locks of all lanes, so it must wait until the one that is held here is free.
    private LossListener guarded(LossListener listener) {
        return (event, provenance) -> {
            try {
                listener.lost(event, provenance);
            } catch (Throwable broken) {
                notices.add(unused -> fail(broken));
            }
        };
    }

    private Lane newLane(DispatchOptions options, LongSupplier nanoTime, int index) {
        Bounds bounds = Bounds.shareOf(options, lanes.length);
        Ledger ledger = new Ledger();
        Episode episode = new Episode(notices, nanoTime);
        Admission admission = new Admission(bounds, options.policies(), ledger, episode, losses, direct);
        Frame frame = new Frame();
        return new Lane(new LaneQueue(bounds, ledger, admission, frame), frame, this, executors.get(index));
    }

    /**
     * A dispatcher, without a thread until the first message.
     *
     * @param recovered who gets recovered messages
     * @param nanoTime a clock that never jumps
     * @param threadName prefix of the names of its threads
     */
    public static Dispatcher create(
            DispatchOptions options,
            RepairOptions.Delivery recovered,
            DispatchListener listener,
            LossListener losses,
            LongSupplier nanoTime,
            String threadName) {
        return new Dispatcher(options, recovered, listener, losses, nanoTime, threadName);
    }

    /** Where handlers are registered. */
    public HandlerRegistry handlers() {
        return handlers;
    }

    /**
     * Which messages are still wanted. All of them at first. Asked right before delivery, on the thread that delivers; in mode INLINE the answer for a
     * channel and a symbol may be kept until this is called again, so it must be the same for all messages of theirs, but for articles.
     */
    public void deliverOnly(Predicate<? super MarketEvent> wanted) {
        this.wanted = wanted;
        handlers.changed();
    }

    /** As {@link #offer(MarketEvent, int, int)}, for a message whose symbol has no number. */
    public void offer(MarketEvent event, int encodedBytes) {
        offer(event, NO_NUMBER, encodedBytes);
    }

    /**
     * Takes a live message. For the connection's thread only. Waits only where the policy BLOCK says so.
     *
     * @param symbol a small number that stands for the message's symbol and for no other, by which its handlers are found sooner; or negative
     */
    public void offer(MarketEvent event, int symbol, int encodedBytes) {
        passOn(event, symbol, encodedBytes, Origin.LIVE);
    }

    /**
     * As {@link #offer(MarketEvent, int)}, for a message that came in this way. One that is not live keeps its place among the messages of
     * its symbol, is not conflated, and is itself dropped rather than cost another message.
     */
    public void offer(MarketEvent event, int encodedBytes, Provenance provenance) {
        count(provenance);
        Origin origin = Origin.of(provenance, marks.current());
        if (!direct) {
            origin.held();
        }
        passOn(event, NO_NUMBER, encodedBytes, origin);
    }

    private void count(Provenance provenance) {
        switch (provenance.kind()) {
            case LIVE -> {}
            case RECOVERED -> recovered.lazySet(recovered.get() + 1);
            case SNAPSHOT -> snapshots.lazySet(snapshots.get() + 1);
        }
    }

    private void passOn(MarketEvent event, int symbol, int encodedBytes, Origin origin) {
        Lane lane = laneOf(event.symbol());
        if (direct) {
            lane.deliverDirectly(event, symbol, encodedBytes, origin);
        } else {
            lane.offer(event, encodedBytes, origin);
        }
    }

    /** What was offered since the last call is handed over. For the connection's thread only. */
    public void endOfFrame() {
        for (Lane lane : lanes) {
            lane.handOverFrame();
        }
    }

    /**
     * How many messages of up to 1 KiB can be offered now, whatever their symbols, without any queue passing half of its bounds. At least one if
     * nothing waits, and none after the end. For the connection's thread only; takes a lock for each worker.
     */
    public int room() {
        int room = Integer.MAX_VALUE;
        for (Lane lane : lanes) {
            room = Math.min(room, lane.room());
        }
        return room;
    }

    /** A place in the sequence of recovered messages. */
    public static final class Mark {
        private final List<Section> before;

        private Mark(List<Section> before) {
            this.before = before;
        }
    }

    /** The place behind what has been offered until now. For the connection's thread. */
    public Mark mark() {
        return new Mark(marks.mark());
    }

    /**
     * Whether every recovered message in front of the mark is done with: all handlers have been called with it, or it was dropped or filtered.
     * After the end always.
     */
    public boolean isPast(Mark mark) {
        return ended.get() || mark.before.stream().allMatch(Section::isEmpty);
    }

    /** Whether the caller is inside a handler of this dispatcher. */
    public boolean isInHandler() {
        for (Lane lane : lanes) {
            if (lane.queue.isServedByCaller()) {
                return true;
            }
        }
        return false;
    }

    /** The counts of now. */
    public DispatchCounters counters() {
        long recoveredSoFar = recovered.get();
        long snapshotsSoFar = snapshots.get();
        LaneCounters sum = new LaneCounters(0, 0, 0, 0, 0);
        for (Lane lane : lanes) {
            sum = sum.plus(lane.counters());
        }
        return new DispatchCounters(
                // One on its way into a lane is already counted by its kind.
                Math.max(sum.offered(), recoveredSoFar + snapshotsSoFar),
                sum.delivered(),
                sum.conflated(),
                sum.dropped(),
                sum.filtered(),
                sum.queued(),
                calls.failures(),
                recoveredSoFar,
                snapshotsSoFar);
    }

    /**
     * Ends delivery: no handler begins after this returns, what waits is dropped and counted, an offer that blocks returns. Waits for the
     * handlers under way, unless called from one, but not for stages of theirs. Returns whether all have ended in time, not counting a handler
     * that calls this.
     */
    public boolean close(Duration atMost) {
        ended.set(true);
        stopLanes();
        executors.close();
        try {
            return isInHandler() ? isIdle() : awaitIdle(TimeUnit.NANOSECONDS.convert(atMost));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return isIdle();
        }
    }

    /** No handler can run any more. The caller holds no lock. */
    void fail(Throwable failure) {
        boolean first = ended.compareAndSet(false, true);
        stopLanes();
        if (first) {
            notices.add(listener -> listener.stopped(failure));
            notices.deliver();
        }
    }

    /** Whether a message is still wanted. A predicate that fails ends everything, as it would go on failing unseen. */
    boolean wants(MarketEvent event) {
        try {
            return wanted.test(event);
        } catch (Throwable broken) {
            fail(broken);
            return false;
        }
    }

    boolean deliversRecoveredSeparately() {
        return separate;
    }

    Notices notices() {
        return notices;
    }

    Calls calls() {
        return calls;
    }

    private void stopLanes() {
        for (Lane lane : lanes) {
            lane.stop();
        }
    }

    private boolean isIdle() {
        for (Lane lane : lanes) {
            if (lane.queue.isServedByAnother()) {
                return false;
            }
        }
        return true;
    }

    private boolean awaitIdle(long nanos) throws InterruptedException {
        long left = nanos;
        for (Lane lane : lanes) {
            left = lane.queue.awaitIdle(left);
        }
        return isIdle() && executors.awaitEnd(left);
    }

    // Symbols that differ in their last letter only must not all end up in one lane.
    private Lane laneOf(String symbol) {
        if (lanes.length == 1) {
            return lanes[0];
        }
        int hash = symbol.hashCode();
        return lanes[Math.floorMod(hash ^ hash >>> 16, lanes.length)];
    }
}

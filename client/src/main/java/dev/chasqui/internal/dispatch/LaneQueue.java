package dev.chasqui.internal.dispatch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The shared state of one lane behind its lock: what it holds, who drains it, whether it has ended. No handler, listener or executor is
 * called with the lock held.
 *
 * <p>At most one drain exists at a time: whoever is told so by {@link #needsDrain}, {@link #resume} or {@link #yieldDrain} must have it run.
 */
final class LaneQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition idle = lock.newCondition();
    private final Bounds bounds;
    private final Ledger ledger;
    private final Admission admission;
    private final Batch batch;
    private final Frame frame;
    private final Queue<Gate> resumed = new ConcurrentLinkedQueue<>();

    /** The connection's thread as a caller of handlers, in mode INLINE. */
    final DirectCaller direct;

    private volatile boolean scheduled;
    private volatile boolean producerWaits;
    private volatile boolean stopped;
    private volatile @Nullable Thread drainer;

    // Of the connection's thread alone, which is the only one to use room up: there is at least this much.
    private long spareMessages;
    private long spareBytes;

    LaneQueue(Bounds bounds, Ledger ledger, Admission admission, Frame frame) {
        this.frame = frame;
        this.bounds = bounds;
        this.ledger = ledger;
        this.admission = admission;
        this.batch = new Batch(bounds.batchMessages());
        this.direct = new DirectCaller(this, lock, idle, ledger, admission);
        this.spareMessages = bounds.messages();
        this.spareBytes = bounds.bytes();
    }

    boolean isStopped() {
        return stopped;
    }

    /** Whoever is told of a loss holds the lock, and must not come back: the frame it came from is half taken over. */
    void requireUnlocked() {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("the dispatcher was called from a loss listener");
        }
    }

    /** Whether the current thread is the one that calls this lane's handlers. */
    boolean isServedByCaller() {
        return drainer == Thread.currentThread() || direct.isInHandler();
    }

    /** Whether this much surely fits; for the connection's thread. */
    boolean hasSpare(long messages, long bytes) {
        return messages < spareMessages && bytes < spareBytes;
    }

    /** How many messages may come beside those of the frame without passing half of the bounds; none after the end. */
    int room() {
        lock.lock();
        try {
            ledger.settle();
            return stopped
                    ? 0
                    : bounds.room(ledger.messages() + frame.end() - frame.next(), ledger.bytes() + frame.bytes());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the messages of the frame over until one must wait for room. For the connection's thread.
     *
     * @return false if one must wait; true when all are done with, or the lane has ended
     */
    boolean accept(Lane lane) {
        lock.lock();
        try {
            if (stopped) {
                ledger.count(Outcome.DROPPED, frame.end() - frame.next());
            } else if (!admission.admitAll(frame) && !acceptUntilFull(lane)) {
                return false;
            }
            frame.clear();
            return true;
        } finally {
            noteSpare();
            lock.unlock();
        }
    }

    private boolean acceptUntilFull(Lane lane) {
        while (!frame.isEmpty()) {
            if (!admission.admit(frame.message(lane))) {
                return false;
            }
            frame.advance();
        }
        return true;
    }

    private void noteSpare() {
        spareMessages = bounds.messages() - ledger.messages();
        spareBytes = bounds.bytes() - ledger.bytes();
    }

    /** Waits until there is room for so many bytes, or the lane has ended. For the connection's thread. */
    void awaitRoom(long bytes) {
        lock.lock();
        try {
            // Before looking: a drain that frees room from here on sees the mark.
            producerWaits = true;
            ledger.settle();
            while (!stopped && !admission.fits(bytes)) {
                room.awaitUninterruptibly();
                ledger.settle();
            }
        } finally {
            producerWaits = false;
            lock.unlock();
        }
    }

    /**
     * Lets a waiting connection see what the drain has freed. What was freed before is visible to whoever waits by then: between the two stands the
     * atomic claim of the next message.
     */
    void showRoom() {
        if (producerWaits) {
            lock.lock();
            try {
                room.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    /** As {@link #needsDrain()}, for what {@link #accept} has let in. */
    boolean needsDrainOfAccepted() {
        // It came in under the lock: a drain that has not found the end of its work by now will find it.
        return !scheduled && needsDrain();
    }

    /** Whether the caller must have the lane drained. */
    boolean needsDrain() {
        lock.lock();
        try {
            if (stopped || scheduled || !hasWork()) {
                return false;
            }
            scheduled = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The handler behind the gate may go on with a message of this lane; whether the caller must have the lane drained. */
    boolean resume(Gate gate) {
        resumed.add(gate);
        return needsDrain();
    }

    /** The drain begins; false if the lane has ended. */
    boolean beginDrain() {
        lock.lock();
        try {
            if (stopped) {
                return false;
            }
            drainer = Thread.currentThread();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The drain pauses; whether the caller must have it run again. */
    boolean yieldDrain() {
        lock.lock();
        try {
            return hasWork() && !stopped;
        } finally {
            scheduled = hasWork() && !stopped;
            endDrain();
            lock.unlock();
        }
    }

    /** Takes the next messages for the drain, in order; null at the end of the drain: there is nothing to do, or the lane has ended. */
    @Nullable
    Batch take() {
        lock.lock();
        try {
            ledger.settle();
            admission.endEpisodeIfCleared();
            room.signal();
            if (stopped || !hasWork()) {
                scheduled = false;
                endDrain();
                return null;
            }
            admission.waiting().moveTo(batch, bounds.batchBytes());
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** A gate whose turn has come back to this lane; null if there is none. */
    @Nullable
    Gate nextResumed() {
        return resumed.poll();
    }

    /** Without a lock, by the drain: a message that was never parked is done with. */
    void finish(boolean wanted, long bytes) {
        ledger.finish(wanted, bytes);
    }

    /** Whether the asynchronous handler may be called now; else the message is parked or the handler gone. */
    boolean enter(Gate gate, Message message) {
        lock.lock();
        try {
            ledger.settle();
            return gate.enter(message, admission.conflatesParked(message));
        } finally {
            room.signal();
            lock.unlock();
        }
    }

    /** Called back by a gate inside {@link #enter}. */
    void replacedAtGate(Message older) {
        admission.replacedAtGate(older);
    }

    /** The next parked message in line, now in delivery; null if it is not of this lane, or the lane has ended. */
    @Nullable
    Parked takeParked(Lane lane, Gate gate) {
        lock.lock();
        try {
            Parked place = stopped ? null : gate.take(lane);
            if (place != null) {
                place.message.deliveries++;
                admission.placeGone(place.message);
            }
            return place;
        } finally {
            lock.unlock();
        }
    }

    /** Sends the first in line away if it is of this lane: its handler is gone. */
    void discardFirst(Lane lane, Gate gate) {
        lock.lock();
        try {
            Parked place = gate.take(lane);
            if (place != null) {
                admission.placeGone(place.message);
                room.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A call or a round of calls has ended, and the message with it unless it is parked. */
    void endDelivery(Message message, Outcome outcome) {
        lock.lock();
        try {
            message.outcome = message.outcome.worse(outcome);
            admission.deliveryEnded(message);
            if (stopped && message.parked != null) {
                admission.dropParked(message);
            }
            admission.endEpisodeIfCleared();
            room.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing begins any more: all that waits is dropped, and the connection waits no longer. */
    void stop() {
        lock.lock();
        try {
            if (!stopped) {
                stopped = true;
                dropAll();
                room.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void dropAll() {
        ledger.abandon(batch.seal());
        admission.dropAll();
        resumed.clear();
    }

    /** Waits until no other thread calls handlers; the nanoseconds left, not positive if that was not enough. */
    long awaitIdle(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (isServedByAnother() && left > 0) {
                left = idle.awaitNanos(left);
            }
            return left;
        } finally {
            lock.unlock();
        }
    }

    boolean isServedByAnother() {
        return isAnother(drainer) || direct.isAnother();
    }

    LaneCounters counters() {
        lock.lock();
        try {
            // After the end nothing is taken over any more, whether or not the connection's thread has come to know.
            LaneCounters counters = ledger.counters();
            return stopped ? counters.withDropped(frame.waiting()) : counters.withQueued(frame.waiting());
        } finally {
            lock.unlock();
        }
    }

    private boolean hasWork() {
        return !admission.waiting().isEmpty() || !resumed.isEmpty();
    }

    private void endDrain() {
        drainer = null;
        idle.signalAll();
    }

    static boolean isAnother(@Nullable Thread thread) {
        return thread != null && thread != Thread.currentThread();
    }
}

package dev.chasqui.internal.dispatch;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connection's thread as the one that calls a lane's handlers, in mode INLINE: what it has in hand, and how it is found by whoever ends the
 * lane. A message that meets no asynchronous handler is done with without a lock. Shares the lock of the lane's queue.
 */
final class DirectCaller {

    private final LaneQueue queue;
    private final ReentrantLock lock;
    private final Condition idle;
    private final Ledger ledger;
    private final Admission admission;

    private volatile @Nullable Thread thread;

    // Of the connection's thread alone: others ask only whether it is theirs.
    private boolean inHandler;

    /**
     * A caller of one lane's handlers.
     *
     * @param lock of the queue
     * @param idle told when the thread has left the handlers
     */
    DirectCaller(LaneQueue queue, ReentrantLock lock, Condition idle, Ledger ledger, Admission admission) {
        this.queue = queue;
        this.lock = lock;
        this.idle = idle;
        this.ledger = ledger;
        this.admission = admission;
    }

    /** Whether the current thread is this one, inside a handler. */
    boolean isInHandler() {
        return inHandler && thread == Thread.currentThread();
    }

    /** Whether another thread than the current one calls handlers. */
    boolean isAnother() {
        return LaneQueue.isAnother(thread);
    }

    // --- without a lock ---

    /**
     * Takes in hand a message that no asynchronous handler is to have: nothing waits, so it surely fits. False if the lane has ended. To be
     * followed by {@link #leave}, or by {@link #endDelivery} once a {@link Message} was made of it, and after some of them by {@link #end}.
     */
    boolean enter() {
        if (thread == null) {
            // Before the look at the end, as whoever ends the lane says so before looking for callers.
            thread = Thread.currentThread();
        }
        if (queue.isStopped()) {
            return false;
        }
        inHandler = true;
        ledger.enter();
        return true;
    }

    /** The message is done with. */
    void leave(Outcome outcome) {
        inHandler = false;
        if (outcome == Outcome.DROPPED) {
            abandon();
        } else {
            ledger.finish(outcome == Outcome.DELIVERED);
        }
    }

    /** The end came between two handlers of a message. */
    private void abandon() {
        lock.lock();
        try {
            ledger.settle();
            ledger.abandon(1);
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes for now: whoever ends the lane need not wait for this thread. */
    void end() {
        if (thread != null) {
            thread = null;
            if (queue.isStopped()) {
                signalIdle();
            }
        }
    }

    private void signalIdle() {
        lock.lock();
        try {
            idle.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Counts a message that came after the end. */
    void countDropped() {
        lock.lock();
        try {
            ledger.count(Outcome.DROPPED, 1);
        } finally {
            lock.unlock();
        }
    }

    // --- with a lock ---

    /** A message that was to be done with without a lock comes before an asynchronous handler. */
    void keep(Message message) {
        lock.lock();
        try {
            ledger.settle();
            ledger.resize(message.bytes);
            message.deliveries = 1;
        } finally {
            lock.unlock();
        }
    }

    /** Lets in a message that is delivered at once if it is let in, as its deliveries tell; false if it must wait for room. */
    boolean accept(Message message) {
        queue.requireUnlocked();
        lock.lock();
        try {
            if (queue.isStopped()) {
                ledger.count(Outcome.DROPPED, 1);
                return true;
            }
            boolean settled = admission.admit(message);
            if (message.deliveries > 0) {
                thread = Thread.currentThread();
                inHandler = true;
            }
            return settled;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link LaneQueue#endDelivery}, by this thread, which has left the handlers. */
    void endDelivery(Message message, Outcome outcome) {
        inHandler = false;
        lock.lock();
        try {
            thread = null;
            idle.signalAll();
            queue.endDelivery(message, outcome);
        } finally {
            lock.unlock();
        }
    }
}

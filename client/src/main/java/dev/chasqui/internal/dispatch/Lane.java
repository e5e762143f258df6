package dev.chasqui.internal.dispatch;

import dev.chasqui.model.MarketEvent;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One worker's way from the connection to the handlers. Its drain is a task that exists while there is something to do, at most once at
 * any time.
 */
final class Lane implements Runnable {

    private static final int MESSAGES_PER_RUN = 4096;

    final LaneQueue queue;
    private final Dispatcher dispatcher;
    private final Executor executor;
    private final Delivery delivery;
    private final Frame frame;
    private volatile @Nullable Rescheduling rescheduling;

    /** A lane whose drain runs on the executor. */
    Lane(LaneQueue queue, Frame frame, Dispatcher dispatcher, Executor executor) {
        this.queue = queue;
        this.frame = frame;
        this.dispatcher = dispatcher;
        this.executor = executor;
        this.delivery = new Delivery(this, dispatcher);
    }

    /** Takes a message, to be handed over with others, or at once if room is short. For the connection's thread. */
    void offer(MarketEvent event, int encodedBytes, Origin origin) {
        frame.add(event, encodedBytes, origin);
        if (frame.isFull() || !queue.hasSpare(frame.end(), frame.bytes()) || queue.isStopped()) {
            handOverFrame();
        }
    }

    /** Hands over what was offered. For the connection's thread. */
    void handOverFrame() {
        queue.direct.end();
        if (frame.isEmpty()) {
            return;
        }
        queue.requireUnlocked();
        while (!queue.accept(this)) {
            scheduleIfNeeded();
            dispatcher.notices().deliver();
            queue.awaitRoom(frame.sizes[frame.next()]);
        }
        scheduleIfNeeded();
        dispatcher.notices().deliver();
    }

    /**
     * Delivers a message on the caller's thread, which is the connection's.
     *
     * @param symbol the number of its symbol, negative if it is not known
     */
    void deliverDirectly(MarketEvent event, int symbol, int encodedBytes, Origin origin) {
        if (!dispatcher.handlers().haveAsynchronous()) {
            delivery.deliverAtOnce(event, symbol, encodedBytes, origin);
            return;
        }
        Message message = new Message(this, event, encodedBytes, origin);
        origin.held();
        while (!queue.direct.accept(message)) {
            dispatcher.notices().deliver();
            queue.awaitRoom(message.bytes);
        }
        if (message.deliveries > 0) {
            delivery.deliverDirectly(message);
        }
        dispatcher.notices().deliver();
    }

    /** Has this lane's drain go on with the next message in line at a gate. */
    void resume(Gate gate) {
        if (queue.resume(gate)) {
            schedule();
        }
    }

    /** How many messages may come without passing half of the bounds. For the connection's thread. */
    int room() {
        return queue.room();
    }

    void stop() {
        queue.stop();
    }

    LaneCounters counters() {
        return queue.counters();
    }

    private void scheduleIfNeeded() {
        if (queue.needsDrainOfAccepted()) {
            schedule();
        }
    }

    private void schedule() {
        try {
            executor.execute(this);
        } catch (Throwable refused) {
            dispatcher.fail(refused);
        }
    }

    /** The drain: for the executor only. */
    @Override
    public void run() {
        Rescheduling outer = rescheduling;
        if (outer != null && outer.thread == Thread.currentThread()) {
            outer.again = true;
            return;
        }
        boolean again = true;
        while (again) {
            again = drain() && rescheduleOrRepeat();
        }
    }

    // An executor that runs tasks on the caller's thread would otherwise nest one drain in the other without end.
    private boolean rescheduleOrRepeat() {
        Rescheduling own = new Rescheduling(Thread.currentThread());
        rescheduling = own;
        schedule();
        rescheduling = null;
        return own.again;
    }

    private boolean drain() {
        if (!queue.beginDrain()) {
            return false;
        }
        try {
            return drainForAWhile();
        } catch (Throwable broken) {
            dispatcher.fail(broken);
            queue.yieldDrain();
            return false;
        } finally {
            dispatcher.notices().deliver();
        }
    }

    private boolean drainForAWhile() {
        int budget = MESSAGES_PER_RUN;
        while (budget > 0) {
            while (budget > 0 && delivery.continueParked()) {
                budget--;
            }
            Batch batch = queue.take();
            dispatcher.notices().deliver();
            if (batch == null) {
                return false;
            }
            budget -= deliver(batch);
        }
        return queue.yieldDrain();
    }

    private int deliver(Batch batch) {
        int count = 1;
        for (int place = batch.claim(); place != Batch.NONE; place = batch.claim()) {
            queue.showRoom();
            delivery.deliver(batch.take(place), batch.origin(place), batch.bytes(place));
            count++;
        }
        return count;
    }

    /** A drain asking for another run of itself. */
    private static final class Rescheduling {
        final Thread thread;
        boolean again;

        Rescheduling(Thread thread) {
            this.thread = thread;
        }
    }
}

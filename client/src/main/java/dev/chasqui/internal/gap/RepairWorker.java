package dev.chasqui.internal.gap;

import dev.chasqui.internal.transport.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the repairs, one reading of history at a time, in the order in which they become due. Confined to the event loop.
 */
final class RepairWorker {

    private final RepairContext context;
    private final List<RepairJob> resting = new ArrayList<>();
    private @Nullable RepairJob reading;
    private EventLoop.@Nullable Timer timer;
    private boolean closed;

    RepairWorker(RepairContext context) {
        this.context = context;
    }

    /** Repairs a gap whose end is known, once history has had time to settle. */
    void add(OpenGap gap) {
        if (closed) {
            return;
        }
        long readyAt = gap.toNanos() + context.options().settleDelay().toNanos();
        resting.add(new RepairJob(context, gap, readyAt, this::paused));
        wake();
    }

    /** Ends all work; what history still answers is ignored. */
    void close() {
        closed = true;
        stopTimer();
        resting.clear();
        if (reading != null) {
            reading.cancel();
        }
    }

    private void paused() {
        RepairJob job = reading;
        reading = null;
        if (job != null && !job.isOver()) {
            resting.add(job);
        }
        wake();
    }

    // In a turn of its own, so that gaps which end together are repaired together.
    private void wake() {
        stopTimer();
        if (closed || reading != null || resting.isEmpty()) {
            return;
        }
        long wait = first().readyAt() - context.loop().nanoTime();
        timer = context.loop().schedule(Duration.ofNanos(Math.max(0, wait)), this::read);
    }

    private void read() {
        timer = null;
        long now = context.loop().nanoTime();
        RepairJob job = first();
        resting.remove(job);
        resting.removeIf(other -> other.readyAt() - now <= 0 && job.absorb(other));
        reading = job;
        job.run();
    }

    private RepairJob first() {
        return resting.stream()
                .min(Comparator.comparingLong(RepairJob::readyAt))
                .orElseThrow();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}

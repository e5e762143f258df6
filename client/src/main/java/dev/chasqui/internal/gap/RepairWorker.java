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
    private final long companyNanos;
    private final List<RepairJob> resting = new ArrayList<>();
    private @Nullable RepairRound round;
    private EventLoop.@Nullable Timer timer;
    private boolean closed;

    RepairWorker(RepairContext context) {
        this.context = context;
        companyNanos = context.options().settleDelay().toNanos() / 2;
    }

    /** Repairs a gap whose end is known, once history has had time to settle. */
    void add(OpenGap gap) {
        if (closed) {
            return;
        }
        long readyAt = gap.toNanos() + context.options().settleDelay().toNanos();
        resting.add(new RepairJob(context, gap, readyAt));
        wake();
    }

    /** Ends all work; what history still answers is ignored. */
    void close() {
        closed = true;
        stopTimer();
        resting.clear();
        if (round != null) {
            round.cancel();
        }
    }

    // In a turn of its own, so that gaps which end together are repaired together.
    private void wake() {
        stopTimer();
        if (closed || round != null || resting.isEmpty()) {
            return;
        }
        long wait = nextReading() - context.loop().nanoTime();
        timer = context.loop().schedule(Duration.ofNanos(Math.max(0, wait)), this::read);
    }

    /** When the first is due, or a little later if others will be due by then: one reading may serve them all. */
    private long nextReading() {
        long first = first().readyAt();
        return resting.stream()
                .mapToLong(RepairJob::readyAt)
                .filter(readyAt -> readyAt - first <= companyNanos)
                .max()
                .orElse(first);
    }

    private void read() {
        timer = null;
        context.times().sample();
        List<RepairJob> together = takeTogether();
        if (together.isEmpty()) {
            wake();
            return;
        }
        round = new RepairRound(context, together, this::roundOver);
        round.begin();
    }

    /** The first that is due, and all that are due and lie close to it or to one another. Those that turn out to be over are gone. */
    private List<RepairJob> takeTogether() {
        long now = context.loop().nanoTime();
        List<RepairJob> due = new ArrayList<>(resting);
        due.removeIf(job -> job.readyAt() - now > 0);
        due.sort(Comparator.comparingLong(RepairJob::readyAt));
        resting.removeAll(due);
        due.removeIf(job -> !job.prepare());
        List<RepairJob> together = new ArrayList<>();
        for (RepairJob next = takeCompanion(due, together); next != null; next = takeCompanion(due, together)) {
            together.add(next);
        }
        resting.addAll(due);
        return together;
    }

    private static @Nullable RepairJob takeCompanion(List<RepairJob> due, List<RepairJob> together) {
        for (RepairJob job : due) {
            if (together.isEmpty() || together.stream().anyMatch(job::meets)) {
                due.remove(job);
                return job;
            }
        }
        return null;
    }

    private void roundOver() {
        if (round != null) {
            round.jobs().stream().filter(job -> !job.isOver()).forEach(resting::add);
        }
        round = null;
        wake();
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

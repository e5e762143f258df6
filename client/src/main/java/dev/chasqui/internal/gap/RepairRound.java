package dev.chasqui.internal.gap;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.event.GapReason;
import java.util.List;
import java.util.function.Consumer;

/**
 * One reading of history for all repairs that are due and lie close together, so that gaps in quick succession cost no more requests than
 * one. Confined to the event loop.
 */
final class RepairRound implements Pass.Owner {

    private final List<RepairJob> jobs;
    private final Reading reading;
    private final Pass pass;
    private final Runnable whenOver;

    /**
     * A round, not yet begun.
     *
     * @param jobs prepared ones that {@linkplain RepairJob#meets meet}; at least one
     * @param whenOver called once all of them rest or are over
     */
    RepairRound(RepairContext context, List<RepairJob> jobs, Runnable whenOver) {
        this.jobs = List.copyOf(jobs);
        this.whenOver = whenOver;
        RepairScope scope = RepairScope.of(jobs.stream().map(RepairJob::window).toList(), context);
        long start = jobs.stream().mapToLong(RepairJob::startOfReading).min().orElseThrow();
        reading = new Reading(context, scope);
        pass = new Pass(context, scope.channel(), scope.chunks(), start, scope.end(), this);
    }

    List<RepairJob> jobs() {
        return jobs;
    }

    void begin() {
        pass.begin();
    }

    void cancel() {
        pass.cancel();
    }

    @Override
    public void requested() {
        jobs.forEach(RepairJob::requested);
    }

    @Override
    public boolean row(MarketEvent row) {
        boolean delivered = reading.row(row);
        jobs.forEach(job -> job.saw(row, delivered));
        return delivered;
    }

    @Override
    public void finished() {
        jobs.forEach(RepairJob::finished);
        whenOver.run();
    }

    @Override
    public void tooRecent(String text) {
        eachAlone(job -> job.tooRecent(text));
    }

    @Override
    public void failed(GapReason reason, boolean someRead, String what, String advice) {
        eachAlone(job -> job.failed(reason, someRead, what, advice));
    }

    /** What is wrong for all together need not be wrong for each of them. */
    private void eachAlone(Consumer<RepairJob> verdict) {
        jobs.forEach(jobs.size() == 1 ? verdict : RepairJob::goOnAlone);
        whenOver.run();
    }

    @Override
    public void unavailable(GapReason reason, boolean someRead, String what, String advice) {
        jobs.forEach(job -> job.failed(reason, someRead, what, advice));
        whenOver.run();
    }
}

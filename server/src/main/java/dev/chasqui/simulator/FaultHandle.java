package dev.chasqui.simulator;

import java.time.Duration;

/** A fault that was injected: tells when it strikes, and takes it back. Safe for use by many threads. */
public final class FaultHandle {

    private final FaultSpec spec;
    private final Monitor monitor;
    private final Runnable cancellation;
    private long fired;

    FaultHandle(FaultSpec spec, Monitor monitor, Runnable cancellation) {
        this.spec = spec;
        this.monitor = monitor;
        this.cancellation = cancellation;
    }

    /** What was injected. */
    public FaultSpec spec() {
        return spec;
    }

    /** How often it has struck; a strike on several sessions at once counts once per session. */
    public long firedCount() {
        return monitor.read(() -> fired);
    }

    void onFired() {
        monitor.change(() -> fired++);
    }

    /**
     * Waits until it has struck at least once.
     *
     * @throws SimulatorException if it has not within {@code limit}, or if the thread is interrupted
     */
    public void awaitFired(Duration limit) {
        awaitFired(1, limit);
    }

    /**
     * Waits until it has struck at least so often.
     *
     * @throws SimulatorException if it has not within {@code limit}, or if the thread is interrupted
     */
    public void awaitFired(long count, Duration limit) {
        monitor.awaitTrue(
                () -> fired >= count,
                limit,
                () -> "the fault " + spec + " has struck " + fired + " times instead of " + count);
    }

    /** Takes the fault back: it strikes no more. What it has done to a connection stays. */
    public void cancel() {
        cancellation.run();
    }
}

package dev.chasqui.bench.receiver;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/**
 * Waits until a receiver has had so much time on processors, since on a busy machine time alone does not warm anything; but not for more than
 * {@value #LONGEST} times as long, since a receiver may be waiting for its sender. Waits in any case for the messages whose sums are compared.
 */
final class WarmUp {

    private static final int LONGEST = 10;
    private static final int STEP_MILLIS = 50;
    private static final long GIVE_UP_NANOS = Duration.ofMinutes(2).toNanos();

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final long start = System.nanoTime();
    private final long cpuStart = system.getProcessCpuTime();

    void await(Duration needed, List<? extends Meter> meters) throws InterruptedException {
        while (!isWarm(needed.toNanos()) || meters.get(0).sums() == null) {
            if (elapsed() > GIVE_UP_NANOS) {
                throw new IllegalStateException("only " + meters.get(0).count() + " messages came");
            }
            Thread.sleep(STEP_MILLIS);
        }
    }

    private boolean isWarm(long nanos) {
        return system.getProcessCpuTime() - cpuStart >= nanos || elapsed() >= LONGEST * nanos;
    }

    private long elapsed() {
        return System.nanoTime() - start;
    }
}

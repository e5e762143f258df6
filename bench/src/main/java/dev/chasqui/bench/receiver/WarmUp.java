package dev.chasqui.bench.receiver;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * Waits until a receiver has had so much time on processors, since on a busy machine time alone does not warm anything; but not for more than
 * {@value #LONGEST} times as long, since a receiver may be waiting for its sender.
 */
final class WarmUp {

    private static final int LONGEST = 10;
    private static final int STEP_MILLIS = 50;

    private WarmUp() {}

    static void await(Duration needed) throws InterruptedException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long start = System.nanoTime();
        long cpuStart = system.getProcessCpuTime();
        while (system.getProcessCpuTime() - cpuStart < needed.toNanos()
                && System.nanoTime() - start < LONGEST * needed.toNanos()) {
            Thread.sleep(STEP_MILLIS);
        }
    }
}

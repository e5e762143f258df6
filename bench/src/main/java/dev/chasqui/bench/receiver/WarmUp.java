package dev.chasqui.bench.receiver;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/**
 * Waits until a receiver is warm: its virtual machine has compiled next to nothing for a while, or it has had a fixed time on processors (on a
 * busy machine time alone does not warm anything), but not for more than {@value #LONGEST} times as long, since a receiver may be waiting for
 * its sender. Waits in any case for the messages whose sums are compared.
 */
final class WarmUp {

    private static final int LONGEST = 10;
    private static final int STEP_MILLIS = 50;
    private static final long GIVE_UP_NANOS = Duration.ofMinutes(2).toNanos();

    // Compilers may have nothing to do for a moment at the start, and report a method when it is done.
    private static final long LEAST_NANOS = Duration.ofSeconds(4).toNanos();
    private static final long WINDOW_NANOS = Duration.ofMillis(1_500).toNanos();
    private static final long IDLE_MILLIS = 50;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
    private final long start = System.nanoTime();
    private final long cpuStart = system.getProcessCpuTime();
    private long windowStart = start;
    private long compiledBefore = compilers.getTotalCompilationTime();

    void await(Duration atMost, List<? extends Meter> meters) throws InterruptedException {
        while (!isWarm(atMost.toNanos()) || meters.get(0).sums() == null) {
            if (elapsed() > GIVE_UP_NANOS) {
                throw new IllegalStateException("only " + meters.get(0).count() + " messages came");
            }
            Thread.sleep(STEP_MILLIS);
        }
    }

    private boolean isWarm(long nanos) {
        long cpu = system.getProcessCpuTime() - cpuStart;
        boolean settled = hasCompiled() && cpu >= LEAST_NANOS;
        return settled || cpu >= nanos || elapsed() >= LONGEST * nanos;
    }

    /** Whether a window has just ended in which compilers had next to nothing to do. */
    private boolean hasCompiled() {
        long now = System.nanoTime();
        if (now - windowStart < WINDOW_NANOS) {
            return false;
        }
        long compiled = compilers.getTotalCompilationTime();
        boolean idle = compiled - compiledBefore < IDLE_MILLIS;
        windowStart = now;
        compiledBefore = compiled;
        return idle;
    }

    private long elapsed() {
        return System.nanoTime() - start;
    }
}

package dev.chasqui.bench.receiver;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the process has used so far.
 *
 * @param messages counted by the meters
 * @param nanos a clock that never jumps
 * @param cpuNanos of all threads
 * @param allocatedBytes of all threads that live
 */
record Usage(long messages, long nanos, long cpuNanos, long allocatedBytes) {

    static Usage of(List<? extends Meter> meters) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long allocated = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            allocated += Math.max(bytes, 0);
        }
        long messages = meters.stream().mapToLong(Meter::count).sum();
        return new Usage(messages, System.nanoTime(), system.getProcessCpuTime(), allocated);
    }

    Usage since(Usage earlier) {
        return new Usage(
                messages - earlier.messages,
                nanos - earlier.nanos,
                cpuNanos - earlier.cpuNanos,
                allocatedBytes - earlier.allocatedBytes);
    }

    /** The most memory that this process ever had, as the kernel counts it, in KiB. */
    static long peakKibibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(-1);
    }
}

package dev.chasqui.acceptance.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a process uses, measured now and then. Confined to one thread. */
final class Vitals {

    private static final double MEBIBYTE = 1 << 20;
    private static final double MINUTE_NANOS = 60e9;
    private static final Path STATUS = Path.of("/proc/self/status");

    /**
     * One measurement.
     *
     * @param minutes since the first
     * @param heap mebibytes that are in use after a collection
     * @param resident mebibytes of the whole process, 0 where the system does not say
     */
    record Sample(double minutes, double heap, double resident, int threads, long descriptors) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%.1f min heap %.1f MiB, resident %.0f MiB, %d threads, %d descriptors",
                    minutes,
                    heap,
                    resident,
                    threads,
                    descriptors);
        }
    }

    private final long begin = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();

    /** Measures, after a collection of all garbage. */
    Sample measure() {
        System.gc();
        Sample sample = new Sample(
                (System.nanoTime() - begin) / MINUTE_NANOS,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEBIBYTE,
                resident(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                descriptors());
        samples.add(sample);
        return sample;
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** By how many mebibytes a minute the heap grows after the warm-up. NaN if a half of that time has no sample. */
    double heapSlope(Duration warmUp) {
        return growth(samples.stream()
                .filter(sample -> sample.minutes() * MINUTE_NANOS >= warmUp.toNanos())
                .toList());
    }

    /**
     * Growth of the lowest heap from the first half of the time to the second, in mebibytes a minute. What is played comes round again and
     * fills the bounded memories more at some of its hours than at others: the heap goes up and down with it, and a line through all
     * samples would lean as its ends happen to lie. Each half has every hour, so a leak lifts the lower one, and the hours do not.
     */
    static double growth(List<Sample> samples) {
        if (samples.isEmpty()) {
            return Double.NaN;
        }
        double begin = samples.get(0).minutes();
        double half = (samples.get(samples.size() - 1).minutes() - begin) / 2;
        return (lowest(samples, begin + half, Double.MAX_VALUE) - lowest(samples, begin, begin + half)) / half;
    }

    private static double lowest(List<Sample> samples, double from, double to) {
        return samples.stream()
                .filter(sample -> sample.minutes() >= from && sample.minutes() < to)
                .mapToDouble(Sample::heap)
                .min()
                .orElse(Double.NaN);
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    private static double resident() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

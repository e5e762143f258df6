package dev.chasqui.acceptance.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What a process uses, measured now and then. Confined to one thread. */
final class Vitals {

    /** One every seven seconds, each at another of the fifteen seconds between two sweeps. */
    private static final int SAMPLES_OF_A_MEAN = 15;

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

    /** By how many mebibytes a minute the heap grows after the warm-up. NaN if there are too few samples to say. */
    double heapSlope(Duration warmUp) {
        return growth(samples.stream()
                .filter(sample -> sample.minutes() * MINUTE_NANOS >= warmUp.toNanos())
                .toList());
    }

    /**
     * Growth of the lowest mean from the first half of the time to the second, in mebibytes a minute. The heap goes up and down: by 20 MiB every
     * 15 s, as the simulator's history is swept when a quarter of it is to be forgotten, and slowly, as what is played comes round again. Samples
     * in a row that lie at all places of a sweep make a mean without it, and what goes up and comes down again has a low in each half, which
     * a leak lifts.
     */
    static double growth(List<Sample> samples) {
        double[] means = means(samples);
        int half = means.length / 2;
        if (half == 0) {
            return Double.NaN;
        }
        double minutes = samples.get(half).minutes() - samples.get(0).minutes();
        return (lowest(means, means.length - half, means.length) - lowest(means, 0, half)) / minutes;
    }

    /** The mean heap of each {@link #SAMPLES_OF_A_MEAN} samples in a row. */
    private static double[] means(List<Sample> samples) {
        return IntStream.rangeClosed(0, samples.size() - SAMPLES_OF_A_MEAN)
                .mapToDouble(from -> samples.subList(from, from + SAMPLES_OF_A_MEAN).stream()
                        .mapToDouble(Sample::heap)
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private static double lowest(double[] means, int from, int to) {
        return Arrays.stream(means, from, to).min().orElseThrow();
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

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

    /** By how many mebibytes a minute the heap grows after the warm-up: the median of the slopes between any two samples. NaN of less than two. */
    double heapSlope(Duration warmUp) {
        List<Sample> warm = samples.stream()
                .filter(sample -> sample.minutes() * MINUTE_NANOS >= warmUp.toNanos())
                .toList();
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < warm.size(); i++) {
            for (int k = i + 1; k < warm.size(); k++) {
                Sample early = warm.get(i);
                Sample late = warm.get(k);
                slopes.add((late.heap() - early.heap()) / (late.minutes() - early.minutes()));
            }
        }
        return median(slopes.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double median(double[] numbers) {
        Arrays.sort(numbers);
        return numbers.length == 0 ? Double.NaN : numbers[numbers.length / 2];
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

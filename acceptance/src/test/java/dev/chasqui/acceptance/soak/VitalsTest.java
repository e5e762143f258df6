package dev.chasqui.acceptance.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The measure of a leak, on heaps made by hand: eight minutes, a sample every seven seconds. It tells 1 MiB a minute from none. */
final class VitalsTest {

    private static final int SAMPLES = 69;
    private static final double BETWEEN_SAMPLES = 7 / 60.0;
    private static final double SWING = 28;

    @ParameterizedTest
    @CsvSource({"0, 0.0", "0, 0.3", "0, 0.5", "0, 0.8", "1, 0.0", "1, 0.3", "1, 0.5", "1, 0.8"})
    void aLeakIsFoundWhereverTheSwingBegins(double leak, double phase) {
        for (double period = 1; period < 3; period += 0.1) {
            List<Vitals.Sample> samples = heap(leak, period, phase);

            assertThat(Vitals.growth(samples)).as("period %.1f min", period).isCloseTo(leak, within(0.45));
        }
    }

    @Test
    void noSampleIsNoGrowth() {
        assertThat(Vitals.growth(List.of())).isNaN();
        assertThat(Vitals.growth(heap(0, 1, 0).subList(0, 1))).isNaN();
    }

    /** A heap that goes up and down, and grows by what leaks. */
    private static List<Vitals.Sample> heap(double leak, double period, double phase) {
        return IntStream.range(0, SAMPLES)
                .mapToObj(i -> {
                    double minutes = 2 + i * BETWEEN_SAMPLES;
                    double swing = SWING / 2 * Math.sin(2 * Math.PI * (minutes / period + phase));
                    return new Vitals.Sample(minutes, 430 + leak * minutes + swing, 0, 20, 60);
                })
                .toList();
    }
}

package dev.chasqui.acceptance.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The measure of a leak, on heaps made by hand: eight minutes, a sample every seven seconds. */
final class VitalsTest {

    private static final int SAMPLES = 69;
    private static final double BETWEEN_SAMPLES = 7 / 60.0;
    private static final double SWEEP_MINUTES = 15 / 60.0;
    private static final double SWEPT = 22;
    private static final double SLOW_WAVE = 3;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 1, 4})
    void aLeakIsFoundWhateverElseGoesUpAndDown(double leak) {
        for (double phase = 0; phase < 1; phase += 0.1) {
            for (double minutes = 1; minutes < 3.2; minutes += 0.3) {
                assertThat(Vitals.growth(heap(leak, phase, minutes)))
                        .as("phase %.1f, a wave of %.1f min", phase, minutes)
                        .isCloseTo(leak, within(0.25 + leak / 4));
            }
        }
    }

    @Test
    void fewSamplesSayNothing() {
        assertThat(Vitals.growth(List.of())).isNaN();
        assertThat(Vitals.growth(heap(0, 0, 1).subList(0, 15))).isNaN();
    }

    /** A heap that is swept, goes up and down by a slow wave as well, of at most half of the time, and grows by what leaks. */
    private static List<Vitals.Sample> heap(double leak, double phase, double waveMinutes) {
        return IntStream.range(0, SAMPLES)
                .mapToObj(i -> {
                    double minutes = 2 + i * BETWEEN_SAMPLES;
                    double toBeSwept = SWEPT * ((minutes / SWEEP_MINUTES + phase) % 1);
                    double wave = SLOW_WAVE * Math.sin(2 * Math.PI * (minutes / waveMinutes + phase));
                    return new Vitals.Sample(minutes, 430 + leak * minutes + toBeSwept + wave, 0, 20, 60);
                })
                .toList();
    }
}

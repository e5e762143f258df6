package dev.chasqui.internal.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RhythmTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final Rhythm rhythm = new Rhythm();
    private long now = 17 * SECOND;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aQuantileIsNeverTooSmallAndAtMostSevenPerCentTooLarge(long seed) {
        Random random = new Random(seed);
        long[] pauses = new long[2_000];
        rhythm.note(now);
        for (int i = 0; i < pauses.length; i++) {
            // From a millisecond to some seconds, evenly by magnitude.
            pauses[i] = (long) (1_000_000 * Math.pow(10, 3.2 * random.nextDouble()));
            tick(pauses[i]);
        }
        Arrays.sort(pauses);
        for (double share : new double[] {0.5, 0.9, 0.999, 1}) {
            long exact = pauses[(int) Math.ceil(share * pauses.length) - 1];
            assertThat(rhythm.quantileNanos(share))
                    .as("seed %d, share %s", seed, share)
                    .isBetween(exact, (long) (exact * 1.07) + 1_000_000);
        }
    }

    @Test
    void notingAgainIsNotingTheSameMoment() {
        Rhythm one = new Rhythm();
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            now += random.nextInt(4) == 0 ? SECOND * random.nextInt(3) : 1_000_000L * random.nextInt(50);
            int times = random.nextInt(3);
            rhythm.note(now);
            rhythm.noteAgain(times);
            for (int j = 0; j <= times; j++) {
                one.note(now);
            }
        }
        assertThat(rhythm.medianPerMinute()).isPositive().isEqualTo(one.medianPerMinute());
        for (double share : new double[] {0.5, 0.6, 0.7, 0.8, 0.9, 0.999, 1}) {
            assertThat(rhythm.quantileNanos(share)).isEqualTo(one.quantileNanos(share));
        }
    }

    @Test
    void whatIsOlderThanHalfAnHourIsForgotten() {
        rhythm.note(now);
        tick(20 * SECOND);
        for (int i = 0; i < 31 * 60; i++) {
            tick(SECOND);
        }
        assertThat(rhythm.quantileNanos(1)).isLessThan(2 * SECOND);
    }

    @Test
    void afterHoursOfSilenceEverythingIsForgottenButTheSilence() {
        rhythm.note(now);
        for (int i = 0; i < 100; i++) {
            tick(SECOND);
        }
        tick(5 * 60 * MINUTE);
        assertThat(rhythm.isKnown()).isFalse();
        assertThat(rhythm.medianPerMinute()).isZero();
        assertThat(rhythm.quantileNanos(1)).isGreaterThan(2 * 60 * MINUTE);
    }

    @Test
    void aPauseWithAnotherReasonDoesNotCount() {
        rhythm.note(now);
        tick(SECOND);
        rhythm.interrupt();
        tick(10 * MINUTE);
        tick(SECOND);
        assertThat(rhythm.quantileNanos(1)).isLessThan(2 * SECOND);
    }

    @Test
    void tenPausesMakeARhythm() {
        rhythm.note(now);
        for (int i = 0; i < 9; i++) {
            tick(SECOND);
        }
        assertThat(rhythm.isKnown()).isFalse();
        tick(SECOND);
        assertThat(rhythm.isKnown()).isTrue();
        rhythm.reset();
        assertThat(rhythm.isKnown()).isFalse();
        assertThat(rhythm.quantileNanos(1)).isZero();
    }

    @Test
    void theMedianIsOfWholeMinutes() {
        rhythm.note(now);
        assertThat(rhythm.medianPerMinute()).isZero();
        for (int i = 0; i < 120; i++) {
            tick(SECOND);
        }
        assertThat(rhythm.medianPerMinute()).isEqualTo(60);
        for (int i = 0; i < 5; i++) {
            tick(4 * MINUTE);
        }
        assertThat(rhythm.medianPerMinute()).isZero();
    }

    private void tick(long pause) {
        now += pause;
        rhythm.note(now);
    }
}

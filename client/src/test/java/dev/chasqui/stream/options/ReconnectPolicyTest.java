package dev.chasqui.stream.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReconnectPolicyTest {

    private static final long SEED = 20_131_008;
    private static final int SAMPLES = 10_000;

    private final ReconnectPolicy policy = ReconnectPolicy.defaults();

    @Test
    void delaysDoubleUntilTheLargest() {
        List<Long> seconds = IntStream.rangeClosed(1, 9)
                .mapToObj(attempt -> policy.schedule(attempt).toSeconds())
                .toList();
        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
    }

    @Test
    void theMillionthAttemptWaitsNoLongerThanTheLargestDelay() {
        assertThat(policy.schedule(1_000_000)).isEqualTo(Duration.ofSeconds(60));
        assertThat(policy.schedule(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(60));
        ReconnectPolicy wide = policy.withDelays(Duration.ofHours(1), Duration.ofDays(1));
        assertThat(wide.schedule(64)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void equalDelaysNeverGrow() {
        ReconnectPolicy flat = policy.withDelays(Duration.ofSeconds(3), Duration.ofSeconds(3));
        assertThat(flat.schedule(1)).isEqualTo(Duration.ofSeconds(3));
        assertThat(flat.schedule(7)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void withoutJitterEveryDelayIsExact() {
        ReconnectPolicy exact = policy.withJitter(0);
        Random random = new Random(SEED);
        for (int attempt = 1; attempt <= 10; attempt++) {
            assertThat(exact.delay(attempt, random)).isEqualTo(exact.schedule(attempt));
        }
    }

    @Test
    void jitterVariesADelayInBothDirectionsByItsShare() {
        long[] nanos = samples(3, policy);
        long schedule = Duration.ofSeconds(4).toNanos();
        assertThat(LongStream.of(nanos).min().orElseThrow()).isBetween(share(schedule, 0.8), share(schedule, 0.81));
        assertThat(LongStream.of(nanos).max().orElseThrow()).isBetween(share(schedule, 1.19), share(schedule, 1.2));
        assertThat(LongStream.of(nanos).average().orElseThrow()).isBetween(schedule * 0.99, schedule * 1.01);
    }

    @Test
    void noDelayIsEverAboveTheLargest() {
        ReconnectPolicy wild = policy.withJitter(0.5);
        for (int attempt = 1; attempt <= 12; attempt++) {
            assertThat(LongStream.of(samples(attempt, wild))).allMatch(nanos -> nanos > 0 && nanos <= 60_000_000_000L);
        }
    }

    @Test
    void atTheLargestDelayTheJitterStillSpreads() {
        long[] nanos = samples(20, policy);
        long max = Duration.ofSeconds(60).toNanos();
        assertThat(LongStream.of(nanos).min().orElseThrow()).isBetween(share(max, 0.8), share(max, 0.81));
        // Ten equal bins between 48 s and 60 s: had the upper half been cut off, half of all would be in the last.
        int[] bins = new int[10];
        for (long value : nanos) {
            bins[(int) Math.min(9, (value - share(max, 0.8)) * 10 / share(max, 0.2))]++;
        }
        assertThat(IntStream.of(bins))
                .as("seed %d", SEED)
                .allMatch(count -> count > SAMPLES / 20 && count < SAMPLES / 5);
        assertThat(LongStream.of(nanos).distinct().count()).isGreaterThan(SAMPLES - 10);
    }

    @Test
    void aDelayThatOnlyTheJitterLiftsAboveTheLargestIsFoldedBack() {
        ReconnectPolicy close = policy.withDelays(Duration.ofSeconds(55), Duration.ofSeconds(60));
        long[] nanos = samples(1, close);
        assertThat(LongStream.of(nanos)).allMatch(value -> value <= 60_000_000_000L && value >= 44_000_000_000L);
        assertThat(LongStream.of(nanos)
                        .filter(value -> value == 60_000_000_000L)
                        .count())
                .isLessThan(10);
    }

    @Test
    void theSameSeedGivesTheSameDelays() {
        assertThat(samples(5, policy)).isEqualTo(samples(5, policy));
    }

    @Test
    void attemptsAreAllowedUpToTheirNumber() {
        assertThat(policy.allows(1)).isTrue();
        assertThat(policy.allows(5)).isTrue();
        assertThat(policy.allows(6)).isFalse();
        assertThat(policy.forever().allows(Integer.MAX_VALUE)).isTrue();
        assertThat(policy.withMaxAttempts(1).allows(2)).isFalse();
    }

    @Test
    void onceTheAttemptsAreSpentThereIsARestOnlyIfOneIsSet() {
        Random random = new Random(SEED);
        assertThat(policy.rest(random)).isEmpty();
        ReconnectPolicy resting = policy.withCoolDown(Duration.ofMinutes(5));
        assertThat(resting.withJitter(0).rest(random)).contains(Duration.ofMinutes(5));
        assertThat(resting.rest(random).orElseThrow()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
        assertThat(resting.withCoolDown(null)).isEqualTo(policy);
    }

    @Test
    void eachWithMethodChangesItsOwnSettingOnly() {
        ReconnectPolicy changed = policy.withDelays(Duration.ofMillis(5), Duration.ofMillis(7))
                .withMaxAttempts(9)
                .withJitter(0.1)
                .withStableAfter(Duration.ofMillis(11))
                .withSlotBudget(Duration.ofMillis(13))
                .withCoolDown(Duration.ofMillis(17));
        assertThat(changed)
                .isEqualTo(new ReconnectPolicy(
                        Duration.ofMillis(5),
                        Duration.ofMillis(7),
                        9,
                        0.1,
                        Duration.ofMillis(11),
                        Duration.ofMillis(13),
                        Duration.ofMillis(17)));
        assertThat(policy).isEqualTo(ReconnectPolicy.defaults());
    }

    private static long[] samples(int attempt, ReconnectPolicy policy) {
        Random random = new Random(SEED);
        return LongStream.range(0, SAMPLES)
                .map(ignored -> policy.delay(attempt, random).toNanos())
                .toArray();
    }

    private static long share(long whole, double share) {
        return Math.round(whole * share);
    }
}

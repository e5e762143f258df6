package dev.chasqui.stream.options;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When to connect again after a connection was lost or could not be made, and what follows when that does not help. Immutable; the
 * {@code with} methods return changed copies.
 *
 * <p>The delay before attempt n is {@code min(initialDelay × 2^(n−1), maxDelay)}, spread by the jitter and never above {@code maxDelay}.
 * The count of attempts returns to zero only after a connection has been live for {@code stableAfter}.
 *
 * <p>When the attempts are spent, the stream fails; or, with a {@code coolDown}, it is a circuit breaker: it rests that long, tries once,
 * and rests again if that fails. Errors that no attempt would mend end the stream at once in either case.
 *
 * @param initialDelay before the first attempt, 1 ms to 1 hour; 1 s by default
 * @param maxDelay never more than this, {@code initialDelay} to 1 day; 60 s by default
 * @param maxAttempts attempts in a row before giving up or resting, at least 1; 5 by default; {@link #UNLIMITED} for ever
 * @param jitter share of the delay by which it varies in both directions, 0 to 0.5; 0.2 by default
 * @param stableAfter how long a connection must be live to count as good, 0 to 1 day; 10 s by default
 * @param slotBudget how long to wait for the only connection slot while the server says 406, 0 to 1 day; two minutes by default.
 *     Attempts for the slot do not count as attempts
 * @param coolDown how long to rest before the next single attempt once {@code maxAttempts} are spent, 1 ms to 1 day, spread by the
 *     jitter; null, which is the default, to give up instead
 */
public record ReconnectPolicy(
        Duration initialDelay,
        Duration maxDelay,
        int maxAttempts,
        double jitter,
        Duration stableAfter,
        Duration slotBudget,
        @Nullable Duration coolDown) {

    /** First delay by default. */
    public static final Duration DEFAULT_INITIAL_DELAY = Duration.ofSeconds(1);
    /** Largest delay by default. */
    public static final Duration DEFAULT_MAX_DELAY = Duration.ofSeconds(60);
    /** Attempts in a row by default. */
    public static final int DEFAULT_MAX_ATTEMPTS = 5;
    /** Attempts without end. */
    public static final int UNLIMITED = Integer.MAX_VALUE;
    /** Jitter by default. */
    public static final double DEFAULT_JITTER = 0.2;
    /** Time to prove a connection good by default. */
    public static final Duration DEFAULT_STABLE_AFTER = Duration.ofSeconds(10);
    /** Time to wait for the slot by default: a session that ended uncleanly holds it for up to 90 s. */
    public static final Duration DEFAULT_SLOT_BUDGET = Duration.ofMinutes(2);

    private static final double MAX_JITTER = 0.5;
    private static final int LARGEST_SHIFT = 40;

    /** Checks the ranges. */
    public ReconnectPolicy {
        Durations.requireBetween("initialDelay", initialDelay, Duration.ofMillis(1), Duration.ofHours(1));
        Durations.requireBetween("maxDelay", maxDelay, initialDelay, Duration.ofDays(1));
        Durations.requireBetween("stableAfter", stableAfter, Duration.ZERO, Duration.ofDays(1));
        Durations.requireBetween("slotBudget", slotBudget, Duration.ZERO, Duration.ofDays(1));
        if (coolDown != null) {
            Durations.requireBetween("coolDown", coolDown, Duration.ofMillis(1), Duration.ofDays(1));
        }
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts must be at least 1, not " + maxAttempts);
        }
        if (!(jitter >= 0 && jitter <= MAX_JITTER)) {
            throw new IllegalArgumentException("jitter must be 0 to " + MAX_JITTER + ", not " + jitter);
        }
    }

    /** 1 s, 2 s, 4 s … up to 60 s, five attempts in a row, then failure. */
    public static ReconnectPolicy defaults() {
        return new ReconnectPolicy(
                DEFAULT_INITIAL_DELAY,
                DEFAULT_MAX_DELAY,
                DEFAULT_MAX_ATTEMPTS,
                DEFAULT_JITTER,
                DEFAULT_STABLE_AFTER,
                DEFAULT_SLOT_BUDGET,
                null);
    }

    /** As this policy, with attempts that are never spent. */
    public ReconnectPolicy forever() {
        return withMaxAttempts(UNLIMITED);
    }

    /** With other delays. */
    public ReconnectPolicy withDelays(Duration initial, Duration max) {
        return new ReconnectPolicy(initial, max, maxAttempts, jitter, stableAfter, slotBudget, coolDown);
    }

    /** With another number of attempts in a row. */
    public ReconnectPolicy withMaxAttempts(int attempts) {
        return new ReconnectPolicy(initialDelay, maxDelay, attempts, jitter, stableAfter, slotBudget, coolDown);
    }

    /** With another spread. */
    public ReconnectPolicy withJitter(double share) {
        return new ReconnectPolicy(initialDelay, maxDelay, maxAttempts, share, stableAfter, slotBudget, coolDown);
    }

    /** With another time to prove a connection good. */
    public ReconnectPolicy withStableAfter(Duration time) {
        return new ReconnectPolicy(initialDelay, maxDelay, maxAttempts, jitter, time, slotBudget, coolDown);
    }

    /** With another time to wait for the connection slot. */
    public ReconnectPolicy withSlotBudget(Duration time) {
        return new ReconnectPolicy(initialDelay, maxDelay, maxAttempts, jitter, stableAfter, time, coolDown);
    }

    /** With a rest and a single attempt, again and again, once the attempts are spent; null to give up instead. */
    public ReconnectPolicy withCoolDown(@Nullable Duration rest) {
        return new ReconnectPolicy(initialDelay, maxDelay, maxAttempts, jitter, stableAfter, slotBudget, rest);
    }

    /** Whether an attempt with this number, counted from 1, is still made. */
    public boolean allows(int attempt) {
        return maxAttempts == UNLIMITED || attempt <= maxAttempts;
    }

    /** The delay before an attempt, counted from 1, without jitter. */
    public Duration schedule(int attempt) {
        int doublings = Math.min(attempt - 1, LARGEST_SHIFT);
        double nanos = (double) initialDelay.toNanos() * (1L << doublings);
        return nanos >= maxDelay.toNanos() ? maxDelay : Duration.ofNanos((long) nanos);
    }

    /** The delay before an attempt, counted from 1. At the upper bound the jitter is folded back below it, so that it still spreads. */
    public Duration delay(int attempt, RandomGenerator random) {
        long nanos = spread(schedule(attempt), random);
        long above = Math.max(0, nanos - maxDelay.toNanos());
        return Duration.ofNanos(nanos - 2 * above);
    }

    /** How long to rest now that the attempts are spent; empty to give up. */
    public Optional<Duration> rest(RandomGenerator random) {
        return Optional.ofNullable(coolDown).map(time -> Duration.ofNanos(spread(time, random)));
    }

    private long spread(Duration time, RandomGenerator random) {
        return (long) (time.toNanos() * (1 + jitter * (2 * random.nextDouble() - 1)));
    }
}

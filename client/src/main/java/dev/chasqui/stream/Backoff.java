package dev.chasqui.stream;

import dev.chasqui.stream.ErrorTable.Verdict;
import dev.chasqui.stream.options.ReconnectPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The count of failures in a row and what follows from the next one: a delay that grows, a rest once the attempts are spent, or the end.
 * A connection that proves stable sets the count to zero; one that only came to life does not, so that a server which accepts and drops at
 * once meets growing delays, and after a rest the next rest. Confined to the loop's thread.
 */
final class Backoff {

    /** What to do after a failure. */
    sealed interface Step {
        /** Wait, then dial. */
        record Wait(Duration delay, int attempt) implements Step {}

        /** The attempts are spent: rest, then dial once. */
        record Rest(Duration coolDown) implements Step {}

        /** The attempts are spent, and that is the end. */
        record GiveUp() implements Step {}
    }

    /** Spread, since a host that slept wakes all its streams at once. */
    private static final long SOON_NANOS = Duration.ofMillis(250).toNanos();

    private final ReconnectPolicy policy;
    private final RandomGenerator random;
    private int failuresInARow;
    private int limitedFailures;

    Backoff(ReconnectPolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
    }

    /** A connection came to life. */
    void live() {
        limitedFailures = 0;
    }

    /** A connection has been alive for long enough. */
    void stable() {
        failuresInARow = 0;
    }

    /** Whether a failure of a kind that is borne a few times only was once too often. */
    boolean exhausts(Verdict verdict) {
        boolean limited = verdict.tries() != Verdict.ANY_NUMBER && verdict.tries() != Verdict.NOT_COUNTED;
        return limited && ++limitedFailures >= verdict.tries();
    }

    Step failed(Verdict verdict) {
        int attempt = failuresInARow + 1;
        if (verdict.tries() == Verdict.NOT_COUNTED) {
            return new Step.Wait(Duration.ofNanos(random.nextLong(SOON_NANOS)), attempt);
        }
        if (!policy.allows(attempt)) {
            Optional<Duration> rest = policy.rest(random);
            return rest.isPresent() ? new Step.Rest(longer(rest.get(), verdict.floor())) : new Step.GiveUp();
        }
        failuresInARow = attempt;
        return new Step.Wait(longer(policy.delay(attempt, random), verdict.floor()), attempt);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}

package dev.chasqui.stream;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.stream.options.ReconnectPolicy;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The wait for the only connection slot: how often it was asked for, when to ask again, and when the budget is spent. It begins with the
 * first refusal, goes on over several sockets, and ends when a session is authenticated. Confined to the loop's thread.
 *
 * <p>On one socket the pauses grow from half of the policy's first delay to five times that delay (0.5 s to 5 s by default); the server
 * closes an unauthenticated socket after 10 s. Between sockets the usual delays apply, up to ten times the first.
 */
final class SlotWait {

    private static final int LONGEST_PAUSE = 5;
    private static final int LONGEST_REDIAL = 10;

    private final ReconnectPolicy policy;
    private final EventLoop loop;
    private final RandomGenerator random;
    private boolean waiting;
    private long since;
    private int refusals;
    private int redials;

    SlotWait(ReconnectPolicy policy, EventLoop loop, RandomGenerator random) {
        this.policy = policy;
        this.loop = loop;
        this.random = random;
    }

    boolean isWaiting() {
        return waiting;
    }

    void refused() {
        if (!waiting) {
            waiting = true;
            since = loop.nanoTime();
            refusals = 0;
            redials = 0;
        }
        refusals++;
    }

    void granted() {
        waiting = false;
    }

    int refusals() {
        return refusals;
    }

    int redials() {
        return redials;
    }

    Duration left() {
        Duration left = policy.slotBudget().minusNanos(loop.nanoTime() - since);
        return left.isNegative() ? Duration.ZERO : left;
    }

    boolean isSpent() {
        return left().isZero();
    }

    /** How long to wait before asking again on the same socket. */
    Duration pause() {
        Duration first = policy.initialDelay();
        Duration grown = first.multipliedBy(refusals).dividedBy(2);
        Duration longest = first.multipliedBy(LONGEST_PAUSE);
        return shorter(shorter(grown, longest), left());
    }

    /** How long to wait before the next socket. */
    Duration redialDelay() {
        redials++;
        Duration longest = policy.initialDelay().multipliedBy(LONGEST_REDIAL);
        return shorter(shorter(policy.delay(redials, random), longest), left());
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

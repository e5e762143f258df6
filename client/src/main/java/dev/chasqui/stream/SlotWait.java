package dev.chasqui.stream;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.wire.ErrorCode;
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

    /** Time in which nobody could ask does not count. */
    void stalled(long nanos) {
        since += nanos;
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

    Cause cause() {
        return refusal("the server said 406 (connection limit exceeded): "
                + ErrorTable.advice(ErrorCode.CONNECTION_LIMIT_EXCEEDED.code()) + "; trying for another "
                + left().toSeconds() + " s");
    }

    Cause spentCause() {
        return refusal("the connection slot was not free within "
                + policy.slotBudget().toSeconds()
                + " s: end the other program that uses this account and feed, or share its connection");
    }

    private static Cause refusal(String text) {
        return new Cause(Cause.Kind.SERVER_ERROR, ErrorCode.CONNECTION_LIMIT_EXCEEDED.code(), text);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

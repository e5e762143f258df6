package dev.chasqui.stream;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.stream.ErrorTable.Verdict;
import dev.chasqui.stream.Timers.Purpose;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import dev.chasqui.stream.event.ErrorClass;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.ReconnectPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows a connection that did not come about or ended: another dial, and when; a rest; or the end. It has the budgets of
 * both waits, the one between connections and the one for the slot. Confined to the loop's thread.
 */
final class Redial {

    /** What it asks of the machine. */
    interface Host {
        StreamState state();

        void move(StreamState next, Cause cause);

        void dial(Cause cause);

        /** No further connection would help. */
        void failed(Cause cause, StreamException failure);
    }

    private final ReconnectPolicy policy;
    private final EventLoop loop;
    private final Timers timers;
    private final EventPublisher events;
    private final Host host;
    private final Backoff backoff;
    private final SlotWait slot;

    private @Nullable Instant nextAttempt;

    Redial(
            ReconnectPolicy policy,
            EventLoop loop,
            Timers timers,
            RandomGenerator random,
            EventPublisher events,
            Host host) {
        this.policy = policy;
        this.loop = loop;
        this.timers = timers;
        this.events = events;
        this.host = host;
        backoff = new Backoff(policy, random);
        slot = new SlotWait(policy, loop, random);
    }

    /** When the next connection is tried; null unless it is waited for. */
    @Nullable
    Instant nextAttempt() {
        return nextAttempt;
    }

    /** Nothing is waited for any more: it is dialled, or the end has come. */
    void over() {
        nextAttempt = null;
    }

    /** The slot is ours. */
    void authenticated() {
        slot.granted();
    }

    /** A connection is live; if it stays so for a while, earlier failures are forgotten. */
    void live() {
        backoff.live();
        timers.start(Purpose.STABLE, policy.stableAfter(), backoff::stable);
    }

    /** The process stood still, which is not the server's fault. */
    void stalled(Duration stall) {
        slot.stalled(stall.toNanos());
    }

    /** The server refuses the slot. Returns how long to wait before asking again on the same socket; null if the budget is spent. */
    @Nullable
    Duration slotRefused() {
        slot.refused();
        if (slot.isSpent()) {
            slotTaken();
            return null;
        }
        Duration pause = slot.pause();
        if (host.state() == StreamState.AUTHENTICATING) {
            host.move(StreamState.WAITING_FOR_SLOT, slot.cause());
        }
        int asked = slot.refusals();
        Duration left = slot.left();
        events.publish(origin -> new StreamEvent.WaitingForSlot(
                origin, asked, pause, origin.wallClock().plus(left)));
        return pause;
    }

    /** A connection has ended, or did not come about. */
    void lost(Cause cause, Verdict verdict) {
        timers.cancel(Purpose.STABLE);
        boolean fatal = verdict.errorClass() == ErrorClass.FATAL || backoff.exhausts(verdict);
        if (host.state() == StreamState.WAITING_FOR_SLOT) {
            dialForSlot();
        } else if (fatal) {
            host.failed(cause, new StreamException.Refused(cause));
        } else {
            dialLater(cause, verdict);
        }
    }

    private void dialLater(Cause cause, Verdict verdict) {
        Backoff.Step step = backoff.failed(verdict);
        if (step instanceof Backoff.Step.Wait wait) {
            waitToDial(wait.delay(), wait.attempt(), cause);
        } else if (step instanceof Backoff.Step.Rest rest) {
            coolDown(rest.coolDown(), cause);
        } else {
            giveUp(cause);
        }
    }

    private void dialForSlot() {
        if (slot.isSpent()) {
            slotTaken();
            return;
        }
        Duration delay = slot.redialDelay();
        waitToDial(delay, slot.redials(), slot.cause());
    }

    private void waitToDial(Duration delay, int attempt, Cause cause) {
        rest(StreamState.WAITING, delay, cause);
        events.publish(origin -> new StreamEvent.ReconnectScheduled(origin, delay, attempt, cause));
        dialAfter(delay, cause);
    }

    private void coolDown(Duration rest, Cause cause) {
        Instant probe = rest(StreamState.COOLING_DOWN, rest, cause);
        events.publish(origin -> new StreamEvent.CircuitOpened(origin, rest, probe, cause));
        dialAfter(rest, cause);
    }

    private Instant rest(StreamState waiting, Duration delay, Cause cause) {
        Instant next = loop.wallClock().plus(delay);
        nextAttempt = next;
        host.move(waiting, cause);
        return next;
    }

    // After the event, so that no dial comes sooner than the event says.
    private void dialAfter(Duration delay, Cause cause) {
        timers.start(Purpose.RECONNECT, delay, () -> host.dial(cause));
    }

    private void giveUp(Cause cause) {
        Cause spent = new Cause(
                Kind.ATTEMPTS_EXHAUSTED,
                cause.code(),
                "gave up after " + policy.maxAttempts() + " attempts to connect again; the last: " + cause.text());
        host.failed(spent, new StreamException.GaveUp(spent));
    }

    private void slotTaken() {
        Cause cause = slot.spentCause();
        host.failed(cause, new StreamException.SlotTaken(cause));
    }
}

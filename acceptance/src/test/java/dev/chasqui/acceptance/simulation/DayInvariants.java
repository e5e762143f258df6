package dev.chasqui.acceptance.simulation;

import dev.chasqui.stream.SimulatedStreams;
import dev.chasqui.stream.StreamStatistics;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.Heartbeat;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.wire.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What holds for every stream on every day, beside the ledger: sockets, states, events, counts, dials, secrets. */
final class DayInvariants {

    private static final ReconnectPolicy POLICY = ReconnectPolicy.defaults();
    private static final long LEAST_PAUSE = Duration.ofMillis(1).toNanos();

    private final List<String> broken = new ArrayList<>();
    private final Set<Long> openGaps = new HashSet<>();
    private long liveSince;
    private long notBefore;
    private int clockJumps;
    private int failures;
    private boolean provedGoodOrNot;

    List<String> check(Simulation day) {
        SimulatedStreams.awaitEvents(day.stream());
        hold(!day.network().twoSocketsAtOnce(), "two sockets at once");
        hold(day.state() == StreamState.LIVE, "not live again but " + day.state());
        events(day.events());
        counts(day.stream().statistics());
        dials(day.network().dials());
        hold(openGaps.isEmpty(), "gaps that nobody has ended: " + openGaps);
        long silences = day.loop().nanoTime() / Heartbeat.DEFAULT_INTERVAL.toNanos();
        hold(day.network().pings() <= silences + clockJumps, day.network().pings() + " pings");
        return broken;
    }

    private void events(List<StreamEvent> events) {
        StreamState state = StreamState.NEW;
        long sequence = 0;
        for (StreamEvent event : events) {
            hold(event.origin().sequence() == ++sequence, "event " + event + " is not the " + sequence + "th");
            hold(!event.toString().contains(Simulation.SECRET), "the secret is in " + event.getClass());
            if (event instanceof StreamEvent.StateChanged change) {
                hold(change.from() == state, "from " + state + " came " + change);
                hold(state.successors().contains(change.to()), "no legal step: " + change);
                state = change.to();
                attempts(change);
                patience(change);
            } else if (event instanceof StreamEvent.ReconnectScheduled scheduled) {
                attempts(scheduled);
                patience(scheduled);
            } else if (event instanceof StreamEvent.ClockJump) {
                clockJumps++;
            } else {
                gaps(event);
            }
        }
    }

    private void attempts(StreamEvent.StateChanged change) {
        if (change.to() == StreamState.LIVE) {
            liveSince = change.origin().monotonicNanos();
        } else if (change.from() == StreamState.LIVE && change.cause().kind() == Cause.Kind.STALL) {
            // It may have been live for long enough before the process stood still; nobody counted.
            provedGoodOrNot = true;
        } else if (change.from() == StreamState.LIVE
                && change.origin().monotonicNanos() - liveSince >= ReconnectPolicy.DEFAULT_STABLE_AFTER.toNanos()) {
            failures = 0;
        }
    }

    /** Attempts are counted on until a connection has proved good. */
    private void attempts(StreamEvent.ReconnectScheduled scheduled) {
        boolean slot = scheduled.cause().code() == ErrorCode.CONNECTION_LIMIT_EXCEEDED.code();
        if (slot) {
            return;
        }
        if (provedGoodOrNot && scheduled.attempt() == 1) {
            failures = 0;
        }
        provedGoodOrNot = false;
        hold(scheduled.attempt() == failures + 1, failures + " failures before " + scheduled);
        failures += scheduled.cause().kind() == Cause.Kind.STALL ? 0 : 1;
    }

    private void patience(StreamEvent.ReconnectScheduled scheduled) {
        notBefore = scheduled.origin().monotonicNanos() + scheduled.delay().toNanos();
        boolean counted = scheduled.cause().kind() != Cause.Kind.STALL
                && scheduled.cause().code() != ErrorCode.CONNECTION_LIMIT_EXCEEDED.code();
        double least = POLICY.schedule(scheduled.attempt()).toNanos() * (1 - POLICY.jitter());
        hold(!counted || scheduled.delay().toNanos() >= least - 1, "too short a delay: " + scheduled);
    }

    private void patience(StreamEvent.StateChanged change) {
        boolean soon = change.to() == StreamState.CONNECTING && change.origin().monotonicNanos() < notBefore;
        hold(!soon, "sooner than scheduled: " + change);
    }

    private void gaps(StreamEvent event) {
        if (event instanceof StreamEvent.GapOpened opened) {
            openGaps.add(opened.gap().id());
        } else if (event instanceof StreamEvent.GapClosed closed) {
            openGaps.remove(closed.gap().id());
        } else if (event instanceof StreamEvent.GapPartial partial) {
            openGaps.remove(partial.gap().id());
        } else if (event instanceof StreamEvent.GapUnrecoverable lost) {
            openGaps.remove(lost.gap().id());
        }
    }

    private void counts(StreamStatistics counts) {
        long in = counts.received() + counts.recovered() + counts.snapshots();
        long out = counts.delivered()
                + counts.conflated()
                + counts.dropped()
                + counts.filtered()
                + counts.undecodable()
                + counts.duplicates();
        hold(counts.queued() == 0, counts.queued() + " messages still wait");
        hold(in == out, "in " + in + ", out " + out + ": " + counts);
        hold(counts.eventsDropped() == 0, counts.eventsDropped() + " events lost");
        hold(counts.handlerFailures() == 0, counts.handlerFailures() + " handlers failed");
    }

    private void dials(List<Long> dials) {
        for (int i = 1; i < dials.size(); i++) {
            hold(dials.get(i) - dials.get(i - 1) >= LEAST_PAUSE, "two dials at once, the " + i + "th and the next");
        }
    }

    private void hold(boolean condition, String otherwise) {
        if (!condition) {
            broken.add(otherwise);
        }
    }
}

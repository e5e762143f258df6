package dev.chasqui.acceptance.simulation;

import dev.chasqui.stream.SimulatedStreams;
import dev.chasqui.stream.StreamStatistics;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.wire.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What holds for every stream on every day, beside the ledger: sockets, states, events, counts, dials, secrets. */
final class DayInvariants {

    private static final long LEAST_PAUSE = Duration.ofMillis(1).toNanos();

    private final List<String> broken = new ArrayList<>();
    private long liveSince;
    private int failures;

    List<String> check(Simulation day) {
        SimulatedStreams.awaitEvents(day.stream());
        hold(!day.network().twoSocketsAtOnce(), "two sockets at once");
        hold(day.state() == StreamState.LIVE, "not live again but " + day.state());
        events(day.events());
        counts(day.stream().statistics());
        dials(day.network().dials());
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
            } else if (event instanceof StreamEvent.ReconnectScheduled scheduled) {
                attempts(scheduled);
            }
        }
    }

    private void attempts(StreamEvent.StateChanged change) {
        if (change.to() == StreamState.LIVE) {
            liveSince = change.origin().monotonicNanos();
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
        hold(scheduled.attempt() == failures + 1, failures + " failures before " + scheduled);
        failures += scheduled.cause().kind() == Cause.Kind.STALL ? 0 : 1;
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

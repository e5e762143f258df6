package dev.chasqui.acceptance;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.StreamStatistics;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.ReconnectScheduled;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import dev.chasqui.stream.event.StreamState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold of every stream in every test. Each check is a function of what was written down, and says in words what is broken. */
final class Invariants {

    /** The clock of a test machine may be read a little before the timer that it is compared with. */
    private static final long CLOCK_TOLERANCE_NANOS = Duration.ofMillis(1).toNanos();

    private Invariants() {}

    /** I1: no two live sockets over the limit, and nothing else that a good client does not do. */
    static List<String> goodManners(List<String> violationsSeenByServer) {
        return violationsSeenByServer.stream()
                .map(violation -> "I1 the server saw: " + violation)
                .toList();
    }

    /** I2: only legal steps, each from where the last one led; numbers without a gap; epochs never fall; the last event agrees with the status. */
    static List<String> truthfulEvents(List<StreamEvent> events, StreamState status) {
        List<String> broken = new ArrayList<>();
        StreamState state = StreamState.NEW;
        long sequence = 0;
        long epoch = 0;
        for (StreamEvent event : events) {
            if (event.origin().sequence() != ++sequence) {
                broken.add(
                        "I2 event " + sequence + " has number " + event.origin().sequence());
                sequence = event.origin().sequence();
            }
            if (event.origin().epoch() < epoch) {
                broken.add("I2 epoch fell from " + epoch + ": " + event);
            }
            epoch = event.origin().epoch();
            if (event instanceof StateChanged step) {
                if (step.from() != state || !step.from().successors().contains(step.to())) {
                    broken.add("I2 no legal step from " + state + ": " + step);
                }
                state = step.to();
            }
        }
        if (state != status) {
            broken.add("I2 events end in " + state + ", the status is " + status);
        }
        return broken;
    }

    /** I3: exactly one final event, and nothing after it: no event, no message. */
    static List<String> oneEnd(List<Journal.Entry> entries) {
        List<String> broken = new ArrayList<>();
        boolean ended = false;
        for (Journal.Entry entry : entries) {
            if (ended) {
                broken.add("I3 after the end came " + entry);
            }
            ended |= entry instanceof Journal.Told told
                    && told.event() instanceof StateChanged step
                    && step.to().isFinal();
        }
        if (!ended) {
            broken.add("I3 no final event");
        }
        return broken;
    }

    /** I5: no text holds a secret. */
    static List<String> keepsSecrets(Collection<String> canaries, String where, String text) {
        return canaries.stream()
                .filter(text::contains)
                .map(canary -> "I5 a secret shows in " + where)
                .toList();
    }

    /** I6: every message received or fetched is accounted for, once nothing waits. */
    static List<String> addsUp(StreamStatistics counts) {
        long came = counts.received() + counts.recovered() + counts.snapshots();
        long known = counts.delivered()
                + counts.conflated()
                + counts.dropped()
                + counts.filtered()
                + counts.undecodable()
                + counts.duplicates();
        return counts.queued() == 0 && came == known ? List.of() : List.of("I6 messages do not add up: " + counts);
    }

    /** Of I7: nothing is delivered that was not sent. */
    static List<String> nothingInvented(List<MarketEvent> delivered, List<MarketEvent> sent) {
        Set<MarketEvent> known = new HashSet<>(sent);
        return delivered.stream()
                .filter(message -> !known.contains(message))
                .map(message -> "I7 delivered, but never sent: " + message)
                .toList();
    }

    /** I8: by channel and symbol, what is delivered comes in the order in which it was sent, and each once. */
    static List<String> wireOrder(List<MarketEvent> delivered, List<MarketEvent> sent) {
        Map<Lane, Iterator<MarketEvent>> lanes = new HashMap<>();
        byLane(sent).forEach((lane, messages) -> lanes.put(lane, messages.iterator()));
        Set<MarketEvent> known = new HashSet<>(sent);
        Set<Lane> broken = new HashSet<>();
        List<String> found = new ArrayList<>();
        for (MarketEvent message : delivered) {
            Lane lane = Lane.of(message);
            if (known.contains(message)
                    && !broken.contains(lane)
                    && !advance(lanes.getOrDefault(lane, Collections.emptyIterator()), message)) {
                broken.add(lane);
                found.add("I8 out of order or twice: " + message);
            }
        }
        return found;
    }

    private static boolean advance(Iterator<MarketEvent> lane, MarketEvent wanted) {
        while (lane.hasNext()) {
            if (lane.next().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    private record Lane(Channel channel, String symbol) {
        static Lane of(MarketEvent message) {
            return new Lane(message.channel(), message.symbol());
        }
    }

    private static Map<Lane, List<MarketEvent>> byLane(List<MarketEvent> messages) {
        Map<Lane, List<MarketEvent>> lanes = new HashMap<>();
        messages.forEach(message -> lanes.computeIfAbsent(Lane.of(message), lane -> new ArrayList<>())
                .add(message));
        return lanes;
    }

    /** I9: no dial without being scheduled, and none before its time. */
    static List<String> patience(List<StreamEvent> events) {
        List<String> broken = new ArrayList<>();
        List<ReconnectScheduled> scheduled = new ArrayList<>();
        for (StreamEvent event : events) {
            if (event instanceof ReconnectScheduled announced) {
                scheduled.add(announced);
            } else if (event instanceof StateChanged step
                    && step.to() == StreamState.CONNECTING
                    && step.from() != StreamState.NEW) {
                broken.addAll(impatience(step, scheduled));
                scheduled.clear();
            }
        }
        return broken;
    }

    private static List<String> impatience(StateChanged dial, List<ReconnectScheduled> scheduled) {
        if (scheduled.size() != 1) {
            return List.of("I9 a dial was scheduled " + scheduled.size() + " times instead of once: " + dial);
        }
        ReconnectScheduled announced = scheduled.get(0);
        long waited = dial.origin().monotonicNanos() - announced.origin().monotonicNanos();
        return waited + CLOCK_TOLERANCE_NANOS >= announced.delay().toNanos()
                ? List.of()
                : List.of("I9 dialled after " + Duration.ofNanos(waited) + " instead of " + announced.delay());
    }
}

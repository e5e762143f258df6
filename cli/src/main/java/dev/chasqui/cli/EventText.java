package dev.chasqui.cli;

import dev.chasqui.stream.event.ErrorClass;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.DecodeFailed;
import dev.chasqui.stream.event.StreamEvent.HandlerFailed;
import dev.chasqui.stream.event.StreamEvent.Overflow;
import dev.chasqui.stream.event.StreamEvent.ReconnectScheduled;
import dev.chasqui.stream.event.StreamEvent.ServerError;
import dev.chasqui.stream.event.StreamEvent.SlowConsumerCleared;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import dev.chasqui.stream.event.StreamEvent.SubscriptionChanged;
import dev.chasqui.stream.event.StreamEvent.WaitingForSlot;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.wire.DecodeProblem;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a person should know of a stream's events, in one line: what happened and what follows. Confined to one thread at a time.
 */
final class EventText {

    private static final DateTimeFormatter TIME_OF_DAY = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final ZoneId zone;
    private final RepairText repairs;
    private boolean slowReaderIsKnown;

    EventText(ZoneId zone) {
        this.zone = zone;
        repairs = new RepairText(zone);
    }

    /** The line; empty for steps on the way that explain nothing. */
    Optional<String> of(StreamEvent event) {
        if (event instanceof StateChanged changed) {
            return changed.to() == StreamState.LIVE ? Optional.of("connected") : Optional.empty();
        }
        if (event instanceof ReconnectScheduled reconnect) {
            return Optional.of(reconnect.cause().text() + "; attempt " + reconnect.attempt() + " in "
                    + seconds(reconnect.delay()));
        }
        if (event instanceof WaitingForSlot waiting) {
            return Optional.of(slot(waiting));
        }
        if (event instanceof SubscriptionChanged changed) {
            return subscription(changed);
        }
        if (event instanceof ServerError error) {
            return error(error);
        }
        return ofHandling(event);
    }

    private Optional<String> ofHandling(StreamEvent event) {
        if (event instanceof Overflow overflow) {
            return overflow(overflow);
        }
        if (event instanceof SlowConsumerCleared cleared) {
            return cleared(cleared);
        }
        if (event instanceof HandlerFailed failed) {
            return Optional.of("a message of " + failed.symbol() + " could not be written: " + failed.failure());
        }
        if (event instanceof DecodeFailed failed) {
            return Optional.of(decoding(failed));
        }
        return repairs.of(event).or(() -> LivenessText.of(event));
    }

    private String slot(WaitingForSlot waiting) {
        String owners = waiting.attempt() > 1
                ? "the connection is still taken (406)"
                : "the only connection of this account and feed is taken (406): by another program, or by the last session"
                        + " of this one, which the server forgets within about 90 s";
        return owners + "; asking again in " + seconds(waiting.nextTry()) + ", until "
                + TIME_OF_DAY.format(
                        waiting.until().truncatedTo(ChronoUnit.SECONDS).atZone(zone));
    }

    private static Optional<String> subscription(SubscriptionChanged changed) {
        if (!changed.refused().isEmpty()) {
            return Optional.of("the server refused " + changed.refused());
        }
        return changed.missing().isEmpty()
                ? Optional.empty()
                : Optional.of("the server has not granted " + changed.missing() + " yet; asking again");
    }

    // What ends a connection is told with the reconnect or the end that follows.
    private static Optional<String> error(ServerError error) {
        return error.errorClass() == ErrorClass.REQUEST
                ? Optional.of("the server answered " + error.code() + " " + error.message())
                : Optional.empty();
    }

    private Optional<String> overflow(Overflow overflow) {
        return switch (overflow.policy()) {
            case CONFLATE -> Optional.empty();
            case GAP, DROP_OLDEST ->
                Optional.of("too many messages for this view: the oldest "
                        + overflow.channel().wireName() + " are left out");
            case BLOCK -> slowReader();
        };
    }

    // A slow reader stays slow: once is enough.
    private Optional<String> slowReader() {
        if (slowReaderIsKnown) {
            return Optional.empty();
        }
        slowReaderIsKnown = true;
        return Optional.of(
                "whoever reads the output is slow, so the connection waits: nothing is lost here, but a server"
                        + " cuts off clients that do not keep up");
    }

    private static Optional<String> cleared(SlowConsumerCleared cleared) {
        long dropped = sum(cleared.dropped());
        return dropped == 0
                ? Optional.empty()
                : Optional.of("keeping up again; " + dropped + " messages were left out");
    }

    private static long sum(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static String decoding(DecodeFailed failed) {
        String what = failed.problem().scope() == DecodeProblem.Scope.ELEMENT ? "one message" : "the rest of a frame";
        String more = failed.suppressed() == 0 ? "" : " (and " + failed.suppressed() + " more)";
        return what + " could not be read and is left out: " + failed.problem().reason() + more;
    }

    /** Seconds with one decimal. */
    static String seconds(Duration delay) {
        return String.format(Locale.ROOT, "%.1f s", delay.toMillis() / 1000.0);
    }
}

package dev.chasqui.acceptance.simulation;

import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.StreamEvent;
import java.time.Duration;
import java.time.Instant;

/** What a client with a wrong clock says about times, in the times of the world. */
final class TrueTimes {

    private TrueTimes() {}

    /**
     * The event as a client with the right clock would have told it.
     *
     * @param start the time of day when the clock that never jumps stood at 0
     */
    static StreamEvent of(StreamEvent event, Instant start) {
        Duration wrong = Duration.between(
                start.plusNanos(event.origin().monotonicNanos()), event.origin().wallClock());
        if (event instanceof StreamEvent.GapOpened e) {
            return new StreamEvent.GapOpened(e.origin(), right(e.gap(), wrong));
        } else if (event instanceof StreamEvent.GapClosed e) {
            return new StreamEvent.GapClosed(e.origin(), right(e.gap(), wrong), e.repair());
        } else if (event instanceof StreamEvent.GapPartial e) {
            return new StreamEvent.GapPartial(e.origin(), right(e.gap(), wrong), e.repair(), e.reason(), e.text());
        } else if (event instanceof StreamEvent.GapUnrecoverable e) {
            return new StreamEvent.GapUnrecoverable(e.origin(), right(e.gap(), wrong), e.reason(), e.text());
        }
        return event;
    }

    private static Gap right(Gap gap, Duration wrong) {
        Instant to = gap.to();
        return new Gap(
                gap.id(),
                gap.channel(),
                gap.symbols(),
                gap.from().minus(wrong),
                to == null ? null : to.minus(wrong),
                gap.cause(),
                gap.text());
    }
}

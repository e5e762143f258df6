package dev.chasqui.acceptance.simulation;

import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.StreamEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What a client with a wrong clock says about gaps, in the times of the world. A clock that was set while a gap was open was wrong in two
 * ways; the client had to take both into account, and so does this.
 */
final class TrueTimes {

    private final Instant start;
    private final Map<Long, Duration> wrongAtOpening = new HashMap<>();

    /**
     * For one stream.
     *
     * @param start the time of day when the clock that never jumps stood at 0
     */
    TrueTimes(Instant start) {
        this.start = start;
    }

    /** The event as a client with the right clock would have told it. */
    StreamEvent of(StreamEvent event) {
        Duration wrong = Duration.between(
                start.plusNanos(event.origin().monotonicNanos()), event.origin().wallClock());
        if (event instanceof StreamEvent.GapOpened e) {
            wrongAtOpening.put(e.gap().id(), wrong);
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

    private Gap right(Gap gap, Duration wrongNow) {
        Duration wrongThen = wrongAtOpening.getOrDefault(gap.id(), wrongNow);
        boolean less = wrongThen.compareTo(wrongNow) < 0;
        Instant to = gap.to();
        return new Gap(
                gap.id(),
                gap.channel(),
                gap.symbols(),
                gap.from().minus(less ? wrongNow : wrongThen),
                to == null ? null : to.minus(less ? wrongThen : wrongNow),
                gap.cause(),
                gap.text());
    }
}

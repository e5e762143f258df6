package dev.chasqui.cli;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Timestamps;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.GapClosed;
import dev.chasqui.stream.event.StreamEvent.GapOpened;
import dev.chasqui.stream.event.StreamEvent.GapPartial;
import dev.chasqui.stream.event.StreamEvent.GapUnrecoverable;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes everything on until it is closed to news; then only what still belongs to the time before: the repair of the gaps that were open,
 * their ends, and the end of the stream.
 */
final class RepairedOutput implements Output {

    /** A bar has the time at which its minute begins. */
    private static final long MINUTE_NANOS = 60_000_000_000L;

    /** By how much the delayed feed is behind the market. */
    private static final Duration DELAY = Duration.ofMinutes(15);

    private final Output inner;
    private final InstantSource clock;
    private final Duration delay;

    private final Set<Long> open = ConcurrentHashMap.newKeySet();

    // Gaps that began in time: all up to a number, and those that were told later. What is fetched for one may come
    // after the word that it has ended.
    private volatile long lastToldInTime;
    private final Set<Long> toldLate = ConcurrentHashMap.newKeySet();

    private volatile Instant lastMoment = Instant.MAX;

    RepairedOutput(Output inner, Feed feed, InstantSource clock) {
        this.inner = inner;
        this.clock = clock;
        delay = feed.equals(Feed.DELAYED_SIP) ? DELAY : Duration.ZERO;
    }

    /** Nothing new is shown any more. */
    void closeToNews() {
        lastMoment = clock.instant();
    }

    private boolean isOpenToNews() {
        return lastMoment.equals(Instant.MAX);
    }

    /** Gaps of which nothing but their begin has been told. */
    int openGaps() {
        return open.size();
    }

    /** Gaps that began in time and were told of after that. */
    int gapsToldLate() {
        return toldLate.size();
    }

    /** How many gaps are kept in mind. */
    int remembered() {
        return toldLate.size() + open.size();
    }

    @Override
    public void message(MarketEvent message, Provenance provenance) {
        if (isOpenToNews() || belongsToOld(message, provenance)) {
            inner.message(message, provenance);
        }
    }

    /** History is asked for a little more than a gap, so the repair of an old one may bring what is new. */
    private boolean belongsToOld(MarketEvent message, Provenance provenance) {
        long made = message.timestampNanos() + (message instanceof Bar ? MINUTE_NANOS : 0);
        return provenance.isRecovered()
                && beganInTime(provenance.gapId())
                && !Timestamps.toInstant(made).plus(delay).isAfter(lastMoment);
    }

    private boolean beganInTime(long gapId) {
        return gapId <= lastToldInTime || toldLate.contains(gapId);
    }

    /** Takes note of an event, and tells whether people and the output should learn of it. To be asked once for each. */
    boolean admits(StreamEvent event) {
        boolean old = event instanceof GapOpened opened ? begin(opened) : belongsToOld(event);
        ended(event).map(Gap::id).ifPresent(open::remove);
        return isOpenToNews() || old;
    }

    @Override
    public void event(StreamEvent event) {
        inner.event(event);
    }

    /** What happened before the last moment may be found out, or told, only after it. */
    private boolean begin(GapOpened opened) {
        Gap gap = opened.gap();
        Instant last = lastMoment;
        if (last.equals(Instant.MAX)) {
            lastToldInTime = gap.id();
        } else if (!missingSince(gap).isAfter(last)) {
            toldLate.add(gap.id());
        } else {
            return false;
        }
        open.add(gap.id());
        return true;
    }

    /** When the first message that may be missing came, or would have come; an overflow's gap begins with the time that it says. */
    private Instant missingSince(Gap gap) {
        return gap.cause() == GapCause.OVERFLOW ? gap.from().plus(delay) : gap.from();
    }

    private boolean belongsToOld(StreamEvent event) {
        boolean lastStep = event instanceof StateChanged changed && changed.to().isFinal();
        return lastStep || ended(event).filter(gap -> beganInTime(gap.id())).isPresent();
    }

    private static Optional<Gap> ended(StreamEvent event) {
        if (event instanceof GapClosed closed) {
            return Optional.of(closed.gap());
        } else if (event instanceof GapPartial partial) {
            return Optional.of(partial.gap());
        } else if (event instanceof GapUnrecoverable lost) {
            return Optional.of(lost.gap());
        }
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Ending> ended() {
        return inner.ended();
    }

    @Override
    public void close() {
        inner.close();
    }
}

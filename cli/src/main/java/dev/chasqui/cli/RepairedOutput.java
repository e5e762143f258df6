package dev.chasqui.cli;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Timestamps;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.GapClosed;
import dev.chasqui.stream.event.StreamEvent.GapOpened;
import dev.chasqui.stream.event.StreamEvent.GapPartial;
import dev.chasqui.stream.event.StreamEvent.GapUnrecoverable;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import java.time.Instant;
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

    private final Output inner;

    /** Gaps that began in time; what is fetched for them may come after the word that they have ended. */
    private final Set<Long> begun = ConcurrentHashMap.newKeySet();

    private final Set<Long> open = ConcurrentHashMap.newKeySet();
    private volatile Instant lastMoment = Instant.MAX;

    RepairedOutput(Output inner) {
        this.inner = inner;
    }

    /** Nothing new is shown any more. */
    void closeToNews() {
        lastMoment = Instant.now();
    }

    private boolean isOpenToNews() {
        return lastMoment.equals(Instant.MAX);
    }

    /** Gaps of which nothing but their begin has been told. */
    int openGaps() {
        return open.size();
    }

    @Override
    public void message(MarketEvent message, Provenance provenance) {
        if (isOpenToNews() || belongsToOld(message, provenance)) {
            inner.message(message, provenance);
        }
    }

    /** History is asked for a little more than a gap, so the repair of an old one may bring what is new. */
    private boolean belongsToOld(MarketEvent message, Provenance provenance) {
        long sent = message.timestampNanos() + (message instanceof Bar ? MINUTE_NANOS : 0);
        return provenance.isRecovered()
                && begun.contains(provenance.gapId())
                && !Timestamps.toInstant(sent).isAfter(lastMoment);
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
        boolean old = !opened.gap().from().isAfter(lastMoment);
        if (old) {
            begun.add(opened.gap().id());
            open.add(opened.gap().id());
        }
        return old;
    }

    private boolean belongsToOld(StreamEvent event) {
        boolean lastStep = event instanceof StateChanged changed && changed.to().isFinal();
        return lastStep || ended(event).filter(gap -> begun.contains(gap.id())).isPresent();
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

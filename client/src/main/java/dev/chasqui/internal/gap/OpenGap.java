package dev.chasqui.internal.gap;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.StreamEvent.RepairSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A gap that has not come to its end. Confined to the loop's thread. */
final class OpenGap {

    final long id;
    final Channel channel;
    final GapCause cause;
    final Set<String> symbols;

    private final String text;
    private Instant from;
    private @Nullable Instant to;
    private @Nullable Instant firstLost;
    private @Nullable Instant lastLost;
    private Duration serverAhead = Duration.ZERO;
    private long recovered;
    private long duplicates;
    private int requests;

    OpenGap(long id, Channel channel, Set<String> symbols, Instant from, GapCause cause, String text) {
        this.id = id;
        this.channel = channel;
        this.symbols = new TreeSet<>(symbols);
        this.from = from;
        this.cause = cause;
        this.text = text;
    }

    Instant from() {
        return from;
    }

    /** The end, which is known. */
    Instant end() {
        if (to == null) {
            throw new IllegalStateException("gap " + id + " has no end yet");
        }
        return to;
    }

    boolean hasEnded() {
        return to != null;
    }

    /** Sets the bounds; a gap is never inside out. */
    void bound(Instant begin, Instant end) {
        from = begin;
        to = end.isBefore(begin) ? begin : end;
    }

    /** How much later the clock of the market is than ours; zero if it is not. */
    void serverAhead(Duration ahead) {
        serverAhead = ahead;
    }

    Duration serverAhead() {
        return serverAhead;
    }

    /** What was lost is known to the message: the first and the last time of an event. */
    void lostBetween(Instant first, Instant last) {
        firstLost = first;
        lastLost = last;
    }

    /** The time of the first event that was lost, where that is known. */
    @Nullable
    Instant firstLost() {
        return firstLost;
    }

    /** The time of the last event that was lost, where that is known. */
    @Nullable
    Instant lastLost() {
        return lastLost;
    }

    void recovered() {
        recovered++;
    }

    void duplicate() {
        duplicates++;
    }

    void requested() {
        requests++;
    }

    long recoveredCount() {
        return recovered;
    }

    RepairSummary summary() {
        return new RepairSummary(recovered, duplicates, requests);
    }

    Gap toGap() {
        return new Gap(id, channel, symbols, from, to, cause, text);
    }
}

package dev.chasqui.internal.gap;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.StreamEvent.RepairSummary;
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

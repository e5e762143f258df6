package dev.chasqui.internal.gap;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Timestamps;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapCause;
import dev.chasqui.stream.event.StreamEvent.RepairSummary;
import java.util.Set;
import java.util.TreeSet;

/** A gap that has no terminal event yet. Its ends only ever move apart, its symbols only become fewer. */
final class OpenGap {

    private final long id;
    private final Channel channel;
    private final GapCause cause;
    private final String text;
    private final long fromNanos;
    private Set<String> symbols;
    private long toNanos;
    private boolean hasEnd;
    private long from;
    private long to;

    private long firstLost = Long.MAX_VALUE;
    private long lastLost = Long.MIN_VALUE;
    private long lagNanos;
    private long recovered;
    private long duplicates;
    private int requests;
    private boolean truncationTold;

    OpenGap(long id, Channel channel, Set<String> symbols, GapCause cause, String text, long fromNanos, long from) {
        this.id = id;
        this.channel = channel;
        this.symbols =
                symbols.contains(Subscription.ALL_SYMBOLS) ? Set.of(Subscription.ALL_SYMBOLS) : new TreeSet<>(symbols);
        this.cause = cause;
        this.text = text;
        this.fromNanos = fromNanos;
        this.from = from;
        to = from;
    }

    // --- what is missing ---

    long id() {
        return id;
    }

    Channel channel() {
        return channel;
    }

    GapCause cause() {
        return cause;
    }

    Set<String> symbols() {
        return symbols;
    }

    boolean isOfAllSymbols() {
        return symbols.contains(Subscription.ALL_SYMBOLS);
    }

    boolean covers(String symbol) {
        return symbols.contains(symbol) || isOfAllSymbols();
    }

    /** Its begin, as a moment of the clock that never jumps. */
    long fromNanos() {
        return fromNanos;
    }

    /** Its begin, in nanoseconds since 1970. */
    long from() {
        return from;
    }

    /** Its end, in nanoseconds since 1970. */
    long to() {
        return to;
    }

    /** When its end was known, as a moment of the clock that never jumps. */
    long toNanos() {
        return toNanos;
    }

    boolean hasEnd() {
        return hasEnd;
    }

    /** Whether it is known which messages are missing: those that were dropped here. */
    boolean isExact() {
        return cause == GapCause.OVERFLOW;
    }

    /** The time of the first message that was dropped. */
    long firstLost() {
        return firstLost;
    }

    /** The time of the last message that was dropped. */
    long lastLost() {
        return lastLost;
    }

    /** A message of this time was dropped. It came some time between that and now. */
    void lost(long time, long now) {
        firstLost = Math.min(firstLost, time);
        lastLost = Math.max(lastLost, time);
        from = Math.min(from, time);
        to = Math.max(to, Math.max(time, now));
    }

    void narrowTo(Set<String> fewer) {
        symbols = new TreeSet<>(fewer);
    }

    void end(long nanos, long wall) {
        hasEnd = true;
        toNanos = nanos;
        to = Math.max(wall, from);
    }

    /** Takes the widest of what is known by now about the time of day at its ends. */
    void widen(WallTimes times) {
        if (!isExact()) {
            from = Math.min(from, times.earliest(fromNanos));
            to = hasEnd ? Math.max(to, times.latest(toNanos)) : to;
        }
    }

    /** By how much the messages before it were behind our clock. */
    long lagNanos() {
        return lagNanos;
    }

    void setLag(long nanos) {
        lagNanos = nanos;
    }

    Gap toGap() {
        return new Gap(
                id,
                channel,
                symbols,
                Timestamps.toInstant(from),
                hasEnd ? Timestamps.toInstant(to) : null,
                cause,
                text);
    }

    // --- its repair ---

    void countRecovered() {
        recovered++;
    }

    void countDuplicate() {
        duplicates++;
    }

    void countRequest() {
        requests++;
    }

    boolean hasRecovered() {
        return recovered > 0;
    }

    RepairSummary summary() {
        return new RepairSummary(recovered, duplicates, requests);
    }

    /** Whether that is news: it is told once per gap. */
    boolean tellTruncation() {
        boolean news = !truncationTold;
        truncationTold = true;
        return news;
    }
}

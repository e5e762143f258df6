package dev.chasqui.internal.gap;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.options.RepairOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gaps of one channel that are repaired together: what to ask for, and what may keep them from being closed. */
final class RepairJob {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration BAR_UPDATE = Duration.ofSeconds(30);

    final Channel channel;
    final List<OpenGap> gaps = new ArrayList<>();
    private final RepairOptions options;
    private final Duration eventDelay;
    private @Nullable GapReason shortcoming;
    private String shortcomingText = "";
    private int pages;
    private boolean pagesRead;
    private long witness = Long.MIN_VALUE;

    /**
     * A job for one gap.
     *
     * @param eventDelay how far the times of messages lie behind their arrival
     */
    RepairJob(OpenGap first, RepairOptions options, Duration eventDelay) {
        this.channel = first.channel;
        this.options = options;
        this.eventDelay = eventDelay;
        gaps.add(first);
    }

    /** Takes a further gap if it is of this channel and near; returns whether it did. */
    boolean merge(OpenGap gap) {
        Duration near = options.overlapBack().plus(options.overlapForward());
        boolean apart = gap.from().minus(near).isAfter(latestEnd())
                || gap.end().plus(near).isBefore(earliestBegin());
        if (gap.channel != channel || apart) {
            return false;
        }
        gaps.add(gap);
        return true;
    }

    private Instant earliestBegin() {
        return gaps.stream().map(OpenGap::from).min(Instant::compareTo).orElseThrow();
    }

    private Instant latestEnd() {
        return gaps.stream().map(OpenGap::end).max(Instant::compareTo).orElseThrow();
    }

    /** Symbols to ask for, as the gaps name them. */
    Set<String> symbols() {
        Set<String> symbols = new TreeSet<>();
        gaps.forEach(gap -> symbols.addAll(gap.symbols));
        return symbols;
    }

    /** When everything that belongs to the gaps has happened. */
    Instant over() {
        return latestEnd();
    }

    /** The first instant to ask for. */
    Instant start() {
        Instant begin = gaps.stream().map(this::start).min(Instant::compareTo).orElseThrow();
        return begin;
    }

    // Of what a full queue dropped the very times are known; elsewhere something older may be among what was missed.
    private Instant start(OpenGap gap) {
        Instant first = gap.firstLost();
        return first != null ? first : eventTime(gap.from().minus(options.overlapBack()));
    }

    /** The last instant to ask for. */
    Instant end() {
        Instant end = gaps.stream().map(this::end).max(Instant::compareTo).orElseThrow();
        return end;
    }

    /** What the time of an event was that was sent at an instant. */
    private Instant eventTime(Instant sent) {
        return (isBars() ? sent.minus(MINUTE) : sent).minus(eventDelay);
    }

    private Instant end(OpenGap gap) {
        Instant last = gap.lastLost();
        return last != null
                ? last
                : eventTime(gap.end().plus(options.overlapForward()).plus(gap.serverAhead()));
    }

    boolean isBars() {
        return channel == Channel.BARS || channel == Channel.UPDATED_BARS;
    }

    /** When the last bar of the gaps can change no more, as far as updates come in time; the end of the gaps for other channels. */
    Instant unchanging() {
        if (!isBars()) {
            return latestEnd();
        }
        Instant lastMinute = Instant.ofEpochSecond(Math.floorDiv(latestEnd().getEpochSecond(), 60) * 60);
        return lastMinute.plus(BAR_UPDATE);
    }

    /** The gap that a recovered message belongs to: the first that it may lie in. */
    OpenGap gapOf(MarketEvent event) {
        Instant time = Instant.ofEpochSecond(0, event.timestampNanos());
        return gaps.stream()
                .filter(gap -> !time.isAfter(end(gap)))
                .findFirst()
                .orElse(gaps.get(gaps.size() - 1));
    }

    /** Notes that less is asked for than was missed; what goes wrong later counts for more. */
    void limit(GapReason reason, String text) {
        if (shortcoming == null) {
            shortcoming = reason;
            shortcomingText = text;
        }
    }

    /** Notes what ends the repair before it is done. */
    void fallShort(GapReason reason, String text) {
        shortcoming = reason;
        shortcomingText = text;
    }

    @Nullable
    GapReason shortcoming() {
        return shortcoming;
    }

    String shortcomingText() {
        return shortcomingText;
    }

    void pageRead() {
        pagesRead = true;
    }

    boolean hasReadPages() {
        return pagesRead;
    }

    /** Notes a live message of the time right after the gaps. */
    void noteLive(MarketEvent event) {
        boolean tells = channel == Channel.TRADES || channel == Channel.QUOTES;
        long time = event.timestampNanos();
        if (tells
                && time > witness
                && event.channel() == channel
                && concerns(channel, event.symbol())
                && time <= endNanos()) {
            witness = time;
        }
    }

    private long endNanos() {
        Instant end = end();
        return end.getEpochSecond() * 1_000_000_000L + end.getNano();
    }

    /** Whether history has come as far as the stream did within the time that is asked for. */
    boolean showsWitness(long newest) {
        return witness == Long.MIN_VALUE || newest >= witness;
    }

    boolean concerns(Channel other, String symbol) {
        return other == channel
                && gaps.stream()
                        .anyMatch(
                                gap -> gap.symbols.contains(symbol) || gap.symbols.contains(Subscription.ALL_SYMBOLS));
    }

    /** Counts a page; returns whether it was one too many. */
    boolean exceedsPages() {
        return ++pages > options.maxPages();
    }
}

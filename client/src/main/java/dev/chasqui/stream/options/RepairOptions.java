package dev.chasqui.stream.options;

import dev.chasqui.model.Channel;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is done about gaps: which channels are repaired from REST history, how far a repair reaches, how its messages are delivered, and
 * how much memory it may take. Immutable; the {@code with} methods return changed copies.
 *
 * @param channels repaired ones; trades, bars, updated bars and news by default. Channels without history at Alpaca are never repaired
 * @param ordered channels whose live messages wait, per symbol, until the gap of that symbol is repaired; none by default
 * @param delivery who gets recovered messages; {@link Delivery#TOGETHER} by default
 * @param overlapBack how much earlier than the gap history is asked for, since trades may be reported late; 15 s by default
 * @param overlapForward how much later than the gap history is asked for; 2 s by default
 * @param settleDelay how long REST is given to show what just happened; 2 s by default
 * @param verifyFor how long the end of a gap is asked for again until nothing new appears, three times at least; 30 s by default
 * @param maxBackfill how far back a repair reaches; 4 h by default. Of a longer gap the newest part is repaired
 * @param maxPages pages of one reading of a gap; 1,000 by default
 * @param requestsPerMinute requests of all repairs of the stream; 100 by default, half of the basic plan
 * @param deferRecent whether data that the plan shows only after 15 minutes is fetched then; false by default
 * @param dedupKeys how many messages are remembered to tell what was delivered; 1,048,576 by default, about 20 bytes each
 * @param dedupTime how long they are remembered while there is no gap; 120 s by default
 * @param holdBytes encoded bytes of live messages that may wait on ordered channels; 64 MiB by default
 * @param maxHold how long they may wait; 5 s by default
 */
public record RepairOptions(
        Set<Channel> channels,
        Set<Channel> ordered,
        Delivery delivery,
        Duration overlapBack,
        Duration overlapForward,
        Duration settleDelay,
        Duration verifyFor,
        Duration maxBackfill,
        int maxPages,
        int requestsPerMinute,
        boolean deferRecent,
        int dedupKeys,
        Duration dedupTime,
        long holdBytes,
        Duration maxHold) {

    private static final Set<Channel> DEFAULT_CHANNELS =
            EnumSet.of(Channel.TRADES, Channel.BARS, Channel.UPDATED_BARS, Channel.NEWS);
    private static final Set<Channel> REPAIRABLE =
            EnumSet.of(Channel.TRADES, Channel.QUOTES, Channel.BARS, Channel.UPDATED_BARS, Channel.NEWS);

    /** Who gets recovered messages. */
    public enum Delivery {
        /** The same handlers as live ones. */
        TOGETHER,
        /** Only handlers registered for recovered messages. */
        SEPARATE
    }

    /** Checks the ranges. */
    public RepairOptions {
        channels = copy(channels);
        ordered = copy(ordered);
        if (!REPAIRABLE.containsAll(channels)) {
            throw new IllegalArgumentException("only " + REPAIRABLE + " have history to repair from, not " + channels);
        }
        if (!channels.containsAll(ordered)) {
            throw new IllegalArgumentException("ordered channels " + ordered + " must be repaired ones: " + channels);
        }
        Objects.requireNonNull(delivery, "delivery");
        Durations.requireBetween("overlapBack", overlapBack, Duration.ZERO, Duration.ofHours(1));
        Durations.requireBetween("overlapForward", overlapForward, Duration.ZERO, Duration.ofHours(1));
        Durations.requireBetween("settleDelay", settleDelay, Duration.ZERO, Duration.ofMinutes(5));
        Durations.requireBetween("verifyFor", verifyFor, Duration.ZERO, Duration.ofMinutes(30));
        Durations.requireBetween("maxBackfill", maxBackfill, Duration.ofSeconds(1), Duration.ofDays(30));
        requireRange("maxPages", maxPages, 1, 1_000_000);
        requireRange("requestsPerMinute", requestsPerMinute, 1, 1_000_000);
        requireRange("dedupKeys", dedupKeys, 1024, 1 << 28);
        Durations.requireBetween("dedupTime", dedupTime, Duration.ofSeconds(1), Duration.ofDays(1));
        requireRange("holdBytes", holdBytes, 0, Long.MAX_VALUE);
        Durations.requireBetween("maxHold", maxHold, Duration.ZERO, Duration.ofHours(1));
    }

    /** The defaults above. */
    public static RepairOptions defaults() {
        return new RepairOptions(
                DEFAULT_CHANNELS,
                Set.of(),
                Delivery.TOGETHER,
                Duration.ofSeconds(15),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofHours(4),
                1_000,
                100,
                false,
                1 << 20,
                Duration.ofSeconds(120),
                64L << 20,
                Duration.ofSeconds(5));
    }

    /** Repairs nothing: gaps are told, and what was missed stays missing. The rest as by default. */
    public static RepairOptions disabled() {
        return defaults().withChannels(Set.of());
    }

    /** With other channels to repair. Those that are ordered must be among them. */
    public RepairOptions withChannels(Set<Channel> repaired) {
        return changed(draft -> draft.channels = repaired);
    }

    /** With other channels whose live messages wait for the repair. */
    public RepairOptions withOrdered(Set<Channel> waiting) {
        return changed(draft -> draft.ordered = waiting);
    }

    /** With other receivers of recovered messages. */
    public RepairOptions withDelivery(Delivery receivers) {
        return changed(draft -> draft.delivery = receivers);
    }

    /** With history asked for so much earlier and later than the gap. */
    public RepairOptions withOverlap(Duration back, Duration forward) {
        return changed(draft -> {
            draft.overlapBack = back;
            draft.overlapForward = forward;
        });
    }

    /** With another time for REST to show what just happened. */
    public RepairOptions withSettleDelay(Duration delay) {
        return changed(draft -> draft.settleDelay = delay);
    }

    /** With another time to ask for the end of a gap again. */
    public RepairOptions withVerifyFor(Duration time) {
        return changed(draft -> draft.verifyFor = time);
    }

    /** With another reach back. */
    public RepairOptions withMaxBackfill(Duration reach) {
        return changed(draft -> draft.maxBackfill = reach);
    }

    /** With another number of pages of one reading of a gap. */
    public RepairOptions withMaxPages(int pages) {
        return changed(draft -> draft.maxPages = pages);
    }

    /** With another number of requests a minute. */
    public RepairOptions withRequestsPerMinute(int requests) {
        return changed(draft -> draft.requestsPerMinute = requests);
    }

    /** With recent data that the plan withholds fetched when it may be, or not at all. */
    public RepairOptions withDeferRecent(boolean deferred) {
        return changed(draft -> draft.deferRecent = deferred);
    }

    /** With so many messages remembered for so long. */
    public RepairOptions withDedup(int keys, Duration time) {
        return changed(draft -> {
            draft.dedupKeys = keys;
            draft.dedupTime = time;
        });
    }

    /** With so many bytes of live messages that may wait on ordered channels for so long. */
    public RepairOptions withHold(long bytes, Duration time) {
        return changed(draft -> {
            draft.holdBytes = bytes;
            draft.maxHold = time;
        });
    }

    private RepairOptions changed(Consumer<RepairDraft> change) {
        RepairDraft draft = new RepairDraft(this);
        change.accept(draft);
        return draft.checked();
    }

    private static Set<Channel> copy(Set<Channel> channels) {
        return channels.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(channels));
    }

    private static void requireRange(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", not " + value);
        }
    }
}

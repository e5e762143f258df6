package dev.chasqui.stream.options;

import dev.chasqui.model.Channel;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

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
 * @param verifyFor how long the end of a gap is asked for again until nothing new appears; 30 s by default
 * @param maxBackfill how far back a repair reaches; 4 h by default. Of a longer gap the newest part is repaired
 * @param maxPages pages of one repair; 1,000 by default
 * @param requestsPerMinute requests of all repairs of the stream; 100 by default, half of the basic plan
 * @param deferRecent whether data that the plan shows only after 15 minutes is fetched then; false by default
 * @param dedupKeys how many messages are remembered to tell what was delivered; 1,048,576 by default, about 32 bytes each
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
        requireRange("overlapBack", overlapBack, Duration.ZERO, Duration.ofHours(1));
        requireRange("overlapForward", overlapForward, Duration.ZERO, Duration.ofHours(1));
        requireRange("settleDelay", settleDelay, Duration.ZERO, Duration.ofMinutes(5));
        requireRange("verifyFor", verifyFor, Duration.ZERO, Duration.ofMinutes(30));
        requireRange("maxBackfill", maxBackfill, Duration.ofSeconds(1), Duration.ofDays(30));
        requireRange("maxPages", maxPages, 1, 1_000_000);
        requireRange("requestsPerMinute", requestsPerMinute, 1, 1_000_000);
        requireRange("dedupKeys", dedupKeys, 1024, 1 << 28);
        requireRange("dedupTime", dedupTime, Duration.ofSeconds(1), Duration.ofDays(1));
        requireRange("holdBytes", holdBytes, 0, Long.MAX_VALUE);
        requireRange("maxHold", maxHold, Duration.ZERO, Duration.ofHours(1));
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

    private static Set<Channel> copy(Set<Channel> channels) {
        return channels.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(channels));
    }

    private static void requireRange(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", not " + value);
        }
    }

    private static void requireRange(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", not " + value);
        }
    }
}

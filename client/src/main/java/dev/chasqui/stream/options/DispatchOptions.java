package dev.chasqui.stream.options;

import dev.chasqui.model.Channel;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * How messages get from the connection to the handlers: where handlers run, how much may wait for them, and what happens beyond that.
 * Immutable; the {@code with} methods return changed copies.
 *
 * @param mode where handlers run; {@link Mode#THREAD} by default
 * @param executor the user's executor, for {@link Mode#EXECUTOR} only; else null
 * @param workers how many handlers may run at once, messages of one symbol always in order and one at a time; 1 by default, at most 64
 * @param maxMessages messages that may wait, 1 to 16,777,216; {@value #DEFAULT_MAX_MESSAGES} by default
 * @param maxBytes bytes, as encoded on the wire, that may wait; 64 MiB by default. One message may always wait, however large
 * @param policies what happens to a message of a channel when the queue is full
 */
public record DispatchOptions(
        Mode mode,
        @Nullable Executor executor,
        int workers,
        int maxMessages,
        long maxBytes,
        Map<Channel, OverflowPolicy> policies) {

    /** Messages that may wait by default. */
    public static final int DEFAULT_MAX_MESSAGES = 65_536;

    /** Encoded bytes that may wait by default: 64 MiB. */
    public static final long DEFAULT_MAX_BYTES = 64L << 20;

    /** Fill of the queue, in per cent of either bound, at which a slow consumer is reported. */
    public static final int SLOW_PERCENT = 75;

    /** Fill of the queue, in per cent of both bounds, at which the episode is over. */
    public static final int CLEARED_PERCENT = 50;

    private static final int MAX_WORKERS = 64;
    private static final int LARGEST_MAX_MESSAGES = 1 << 24;

    /** Where handlers run. */
    public enum Mode {
        /** On threads of the stream: one per worker. */
        THREAD,
        /** On the user's executor. It is never shut down by the stream. */
        EXECUTOR,
        /** On the connection's own thread, without a queue: fastest, and a handler that blocks stops everything. */
        INLINE
    }

    /** Checks the ranges and that each policy makes sense for its channel. */
    public DispatchOptions {
        Objects.requireNonNull(mode, "mode");
        if ((mode == Mode.EXECUTOR) != (executor != null)) {
            throw new IllegalArgumentException("an executor belongs to mode EXECUTOR, and only to it");
        }
        requireRange("workers", workers, 1, MAX_WORKERS);
        requireRange("maxMessages", maxMessages, 1, LARGEST_MAX_MESSAGES);
        requireRange("maxBytes", maxBytes, 1, Long.MAX_VALUE);
        EnumMap<Channel, OverflowPolicy> complete = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            OverflowPolicy policy = policies.getOrDefault(channel, OverflowPolicy.defaultFor(channel));
            if (!policy.allows(channel)) {
                throw new IllegalArgumentException(
                        policy + " loses data of " + channel.wireName() + "; choose GAP, DROP_OLDEST or BLOCK");
            }
            complete.put(channel, policy);
        }
        policies = Collections.unmodifiableMap(complete);
    }

    /** One thread of the stream, 65,536 messages, 64 MiB, quotes and order books conflated, a gap of everything else. */
    public static DispatchOptions defaults() {
        return new DispatchOptions(Mode.THREAD, null, 1, DEFAULT_MAX_MESSAGES, DEFAULT_MAX_BYTES, Map.of());
    }

    /** Handlers run on the connection's thread. */
    public DispatchOptions inline() {
        return new DispatchOptions(Mode.INLINE, null, 1, maxMessages, maxBytes, policies);
    }

    /** Handlers run on the given executor, at most {@link #workers()} at once. */
    public DispatchOptions on(Executor userExecutor) {
        return new DispatchOptions(Mode.EXECUTOR, userExecutor, workers, maxMessages, maxBytes, policies);
    }

    /** With this many handlers at once; the bounds are shared evenly among them. */
    public DispatchOptions withWorkers(int count) {
        return new DispatchOptions(mode, executor, count, maxMessages, maxBytes, policies);
    }

    /** With this many messages that may wait. */
    public DispatchOptions withMaxMessages(int messages) {
        return new DispatchOptions(mode, executor, workers, messages, maxBytes, policies);
    }

    /** With this many encoded bytes that may wait. */
    public DispatchOptions withMaxBytes(long bytes) {
        return new DispatchOptions(mode, executor, workers, maxMessages, bytes, policies);
    }

    /** With another policy for one channel. */
    public DispatchOptions withPolicy(Channel channel, OverflowPolicy policy) {
        EnumMap<Channel, OverflowPolicy> changed = new EnumMap<>(policies);
        changed.put(channel, policy);
        return new DispatchOptions(mode, executor, workers, maxMessages, maxBytes, changed);
    }

    /** Whether handlers that do not return hold up the connection itself. */
    public boolean holdsUpConnection() {
        return mode == Mode.INLINE || policies.containsValue(OverflowPolicy.BLOCK);
    }

    private static void requireRange(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", not " + value);
        }
    }
}

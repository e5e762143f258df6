package dev.chasqui.internal.dispatch;

import dev.chasqui.stream.options.DispatchOptions;

/**
 * How much one lane may hold.
 *
 * <p>A message of a conflated channel whose symbol does not wait yet is let in beyond the bounds, up to {@code hardMessages} and
 * {@code hardBytes}: twice the messages and a tenth more bytes.
 *
 * @param messages that may wait
 * @param bytes that may wait
 */
record Bounds(int messages, long bytes) {

    private static final int LARGEST_BATCH = 256;
    private static final int BATCHES = 64;

    /** More than most messages have, and what one may have if as many as may wait by default shall fit into their bytes. */
    private static final int BYTES_PER_MESSAGE = 1024;

    /** An even share for each of so many lanes. */
    static Bounds shareOf(DispatchOptions options, int lanes) {
        return new Bounds(Math.max(1, options.maxMessages() / lanes), Math.max(1, options.maxBytes() / lanes));
    }

    long hardMessages() {
        return 2L * messages;
    }

    long hardBytes() {
        long more = bytes + bytes / 10;
        return more < 0 ? Long.MAX_VALUE : more;
    }

    /** Messages to take at once: few enough that almost all that waits stays within reach of the policies. */
    int batchMessages() {
        return Math.max(1, Math.min(LARGEST_BATCH, messages / BATCHES));
    }

    long batchBytes() {
        return Math.max(1, bytes / BATCHES);
    }

    boolean isSlow(long heldMessages, long heldBytes) {
        return reaches(heldMessages, messages) || reaches(heldBytes, bytes);
    }

    boolean isCleared(long heldMessages, long heldBytes) {
        return heldMessages <= percent(messages, DispatchOptions.CLEARED_PERCENT)
                && heldBytes <= percent(bytes, DispatchOptions.CLEARED_PERCENT);
    }

    /** How many messages may join these without passing half; an empty lane always takes one. */
    int room(long heldMessages, long heldBytes) {
        long ofMessages = percent(messages, DispatchOptions.CLEARED_PERCENT) - heldMessages;
        long ofBytes = (percent(bytes, DispatchOptions.CLEARED_PERCENT) - heldBytes) / BYTES_PER_MESSAGE;
        return (int) Math.max(heldMessages == 0 ? 1 : 0, Math.min(ofMessages, ofBytes));
    }

    private static boolean reaches(long held, long bound) {
        return held >= bound - percent(bound, 100 - DispatchOptions.SLOW_PERCENT);
    }

    // In two parts, as the bound may be the largest long.
    private static long percent(long bound, int percent) {
        return bound / 100 * percent + bound % 100 * percent / 100;
    }
}

package dev.chasqui.internal.dispatch;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What one lane holds, and what became of the rest. Guarded by the lane's lock, but for {@link #enter} and {@link #finish}, by which the thread
 * that delivers new messages notes without a lock what it takes in hand and is done with; {@link #settle()} brings that into the books.
 */
final class Ledger {

    private long messages;
    private long bytes;

    private long resolvedAsDelivered;
    private long resolvedAsFiltered;
    private long conflated;
    private long dropped;

    private final AtomicLong entered = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong filtered = new AtomicLong();
    private final AtomicLong finishedBytes = new AtomicLong();
    private long settledEntered;
    private long settledMessages;
    private long settledBytes;

    void hold(int addedMessages, long addedBytes) {
        messages += addedMessages;
        bytes += addedBytes;
    }

    void resize(long difference) {
        bytes += difference;
    }

    void release(Outcome outcome, long freedBytes) {
        messages--;
        bytes -= freedBytes;
        count(outcome, 1);
    }

    /** Counts a message that was never held, or one that replaced its like in place. */
    void count(Outcome outcome, long count) {
        switch (outcome) {
            case DELIVERED -> resolvedAsDelivered += count;
            case FILTERED -> resolvedAsFiltered += count;
            case CONFLATED -> conflated += count;
            case DROPPED -> dropped += count;
        }
    }

    /** Counts messages that the end took out of the drain's hands; their bytes no longer matter. */
    void abandon(int count) {
        messages -= count;
        dropped += count;
    }

    /** Without a lock, by the thread alone that delivers in mode INLINE: a message is in its hands. */
    void enter() {
        entered.lazySet(entered.get() + 1);
    }

    /** Without a lock, by the thread that delivers: a message has been delivered or filtered. */
    void finish(boolean wanted, long freedBytes) {
        finishedBytes.lazySet(finishedBytes.get() + freedBytes);
        finish(wanted);
    }

    /** The same for a message that was {@linkplain #enter() entered}. */
    void finish(boolean wanted) {
        AtomicLong counter = wanted ? delivered : filtered;
        counter.lazySet(counter.get() + 1);
    }

    /** Brings into the books what was noted without a lock. */
    void settle() {
        long doneMessages = delivered.get() + filtered.get();
        long doneBytes = finishedBytes.get();
        long begun = entered.get();
        messages += begun - settledEntered;
        messages -= doneMessages - settledMessages;
        settledEntered = begun;
        bytes -= doneBytes - settledBytes;
        settledMessages = doneMessages;
        settledBytes = doneBytes;
    }

    /** Messages held, as of the last {@link #settle()}. */
    long messages() {
        return messages;
    }

    /** Bytes held, as of the last {@link #settle()}. */
    long bytes() {
        return bytes;
    }

    /** The counts of now, in which every message held is found exactly once. */
    LaneCounters counters() {
        long nowDelivered = delivered.get();
        long nowFiltered = filtered.get();
        long begun = entered.get() - settledEntered;
        return new LaneCounters(
                nowDelivered + resolvedAsDelivered,
                conflated,
                dropped,
                nowFiltered + resolvedAsFiltered,
                messages + begun - (nowDelivered + nowFiltered - settledMessages));
    }
}

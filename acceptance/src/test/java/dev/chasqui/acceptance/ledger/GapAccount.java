package dev.chasqui.acceptance.ledger;

import dev.chasqui.model.Subscription;
import dev.chasqui.model.Timestamps;
import dev.chasqui.stream.event.Gap;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.event.StreamEvent.RepairSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was told of one gap, and what was missing in it. */
final class GapAccount {

    /** How a gap ended. */
    enum End {
        CLOSED,
        PARTIAL,
        UNRECOVERABLE
    }

    final Gap opened;
    private Gap latest;
    private @Nullable End end;
    private @Nullable GapReason reason;
    private @Nullable RepairSummary repair;
    private long missed;
    private long firstMissed = Long.MAX_VALUE;
    private long lastMissed = Long.MIN_VALUE;

    GapAccount(Gap opened) {
        this.opened = opened;
        this.latest = opened;
    }

    void end(Gap gap, End how, @Nullable GapReason why, @Nullable RepairSummary summary) {
        latest = gap;
        end = how;
        reason = why;
        repair = summary;
    }

    /** How it ended; null if it has not. */
    @Nullable
    End end() {
        return end;
    }

    @Nullable
    GapReason reason() {
        return reason;
    }

    /** Whether it was said that everything in it was delivered. */
    boolean isSaidWhole() {
        return end == End.CLOSED;
    }

    /** How many messages repair is said to have delivered. */
    long saidRecovered() {
        return repair == null ? 0 : repair.recovered();
    }

    long from() {
        return Timestamps.toEpochNanos(latest.from());
    }

    /** Its end; for ever, if it was told of none. */
    long to() {
        return latest.to() == null ? Long.MAX_VALUE : Timestamps.toEpochNanos(latest.to());
    }

    boolean concerns(List<String> symbols) {
        return latest.symbols().contains(Subscription.ALL_SYMBOLS)
                || symbols.stream().anyMatch(latest.symbols()::contains);
    }

    /** Messages that fall into it did not come live. */
    void addMissed(long first, long last, long count) {
        missed += count;
        firstMissed = Math.min(firstMissed, first);
        lastMissed = Math.max(lastMissed, last);
    }

    long missed() {
        return missed;
    }

    /** From the first to the last message that did not come live. */
    long holeNanos() {
        return missed == 0 ? 0 : lastMissed - firstMissed;
    }
}

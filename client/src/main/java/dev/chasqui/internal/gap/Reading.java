package dev.chasqui.internal.gap;

import dev.chasqui.internal.gap.DedupWindow.Verdict;
import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import org.jspecify.annotations.Nullable;

/** What becomes of the rows of one reading of history: to which gap each belongs, and whether it is delivered. */
final class Reading {

    private final RepairContext context;
    private final RepairScope scope;
    private final DedupWindow.Pass memory;
    private final long nearEnd;

    /** A reading without rows yet. */
    Reading(RepairContext context, RepairScope scope) {
        this.context = context;
        this.scope = scope;
        memory = context.window().newPass();
        // By the window that ends first: another may end much later.
        long firstEnd = scope.windows().stream().mapToLong(GapWindow::end).min().orElseThrow();
        nearEnd = firstEnd - context.window().retentionNanos();
    }

    /** Takes a row; returns whether it was delivered. */
    boolean row(MarketEvent row) {
        if (row instanceof Bar bar) {
            return bar(bar);
        }
        OpenGap gap = scope.owner(scope.channel(), row);
        return gap != null && deliver(row, gap, verdict(row));
    }

    private Verdict verdict(MarketEvent row) {
        return memory.recovered(row, row.timestampNanos() >= nearEnd);
    }

    private boolean bar(Bar bar) {
        OpenGap minutes = scope.owner(Channel.BARS, bar);
        OpenGap updates = scope.owner(Channel.UPDATED_BARS, bar);
        if (minutes == null && updates == null) {
            return false;
        }
        // Without minute bars nobody knows which of them were updated; then all are given as such.
        Bar asSent = minutes == null ? update(bar) : bar;
        Verdict verdict = verdict(asSent);
        if (verdict != Verdict.CHANGED) {
            return deliver(asSent, first(minutes, updates), verdict);
        }
        boolean wanted = updates != null || wantsUpdates(bar.symbol());
        return deliver(update(bar), first(updates, minutes), wanted ? verdict : Verdict.DUPLICATE);
    }

    private static OpenGap first(@Nullable OpenGap one, @Nullable OpenGap other) {
        if (one != null) {
            return one;
        }
        if (other != null) {
            return other;
        }
        throw new IllegalStateException("a row belongs to no gap");
    }

    private boolean wantsUpdates(String symbol) {
        Subscription desired = context.desired().get();
        return desired == null || desired.covers(Channel.UPDATED_BARS, symbol);
    }

    private static Bar update(Bar bar) {
        return new Bar(
                Bar.Kind.UPDATED_MINUTE,
                bar.symbol(),
                bar.timestampNanos(),
                bar.open(),
                bar.high(),
                bar.low(),
                bar.close(),
                bar.volume(),
                bar.tradeCount(),
                bar.vwap());
    }

    private boolean deliver(MarketEvent row, OpenGap gap, Verdict verdict) {
        if (verdict == Verdict.DUPLICATE) {
            gap.countDuplicate();
            return false;
        }
        if (verdict == Verdict.CONFLICT) {
            context.sink().conflict();
        }
        gap.countRecovered();
        context.sink().deliver(row, gap);
        return true;
    }
}

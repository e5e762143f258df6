package dev.chasqui.acceptance.soak;

import dev.chasqui.acceptance.Spread;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a stream says of its connections and gaps: how long each took, and which breaks nobody ordered. Safe for use by many threads. */
final class SoakAccount {

    private final List<Double> recoveries = new ArrayList<>();
    private final List<Double> repairs = new ArrayList<>();
    private final Map<Long, Long> openGaps = new HashMap<>();
    private final List<String> spurious = new ArrayList<>();
    private long droppedAt;
    private long liveEpoch = -1;
    private boolean live;
    private boolean breakOrdered;

    synchronized void told(StreamEvent event) {
        if (event instanceof StreamEvent.StateChanged changed) {
            changed(changed);
        } else if (event instanceof StreamEvent.GapOpened opened) {
            openGaps.put(opened.gap().id(), opened.origin().monotonicNanos());
        } else if (event instanceof StreamEvent.GapClosed closed) {
            Long since = openGaps.remove(closed.gap().id());
            if (since != null) {
                repairs.add((closed.origin().monotonicNanos() - since) / 1e6);
            }
        } else if (event instanceof StreamEvent.GapPartial partial) {
            openGaps.remove(partial.gap().id());
        } else if (event instanceof StreamEvent.GapUnrecoverable lost) {
            openGaps.remove(lost.gap().id());
        }
        notifyAll();
    }

    private void changed(StreamEvent.StateChanged change) {
        long at = change.origin().monotonicNanos();
        if (change.from() == StreamState.LIVE) {
            live = false;
            droppedAt = at;
            if (!breakOrdered && !change.to().isFinal()) {
                spurious.add(change.cause().toString());
            }
            breakOrdered = false;
        }
        if (change.to() == StreamState.LIVE) {
            live = true;
            liveEpoch = change.origin().epoch();
            if (droppedAt != 0) {
                recoveries.add((at - droppedAt) / 1e6);
            }
        }
    }

    /** The connection is about to be broken. */
    synchronized void breakOrdered() {
        breakOrdered = true;
    }

    /** The connection that was live last. */
    synchronized long liveEpoch() {
        return liveEpoch;
    }

    /** Waits until a connection later than this one is live. */
    synchronized boolean awaitLiveAfter(long epoch, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!live || liveEpoch <= epoch) {
            if (!awaitNews(end)) {
                return false;
            }
        }
        return true;
    }

    /** Waits until every gap has ended; returns how many have not. */
    synchronized int awaitNoGaps(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!openGaps.isEmpty() && awaitNews(end)) {
            // Each event may be the last end.
        }
        return openGaps.size();
    }

    private boolean awaitNews(long end) throws InterruptedException {
        long left = end - System.nanoTime();
        if (left <= 0) {
            return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
        return true;
    }

    synchronized int openGaps() {
        return openGaps.size();
    }

    synchronized List<String> spurious() {
        return List.copyOf(spurious);
    }

    /** Milliseconds from the end of a live connection to the next one. */
    synchronized Spread recoveries() {
        return spread(recoveries);
    }

    /** Milliseconds from the opening of a gap to its closing. */
    synchronized Spread repairs() {
        return spread(repairs);
    }

    private static Spread spread(List<Double> numbers) {
        return Spread.of(numbers.stream().mapToDouble(Double::doubleValue).toArray());
    }
}

package dev.chasqui.internal.dispatch;

/** One lane's part of {@link DispatchCounters}. */
record LaneCounters(long delivered, long conflated, long dropped, long filtered, long queued) {

    /** Everything that ever came. */
    long offered() {
        return delivered + conflated + dropped + filtered + queued;
    }

    LaneCounters withQueued(long more) {
        return new LaneCounters(delivered, conflated, dropped, filtered, queued + more);
    }

    LaneCounters withDropped(long more) {
        return new LaneCounters(delivered, conflated, dropped + more, filtered, queued);
    }

    LaneCounters plus(LaneCounters other) {
        return new LaneCounters(
                delivered + other.delivered,
                conflated + other.conflated,
                dropped + other.dropped,
                filtered + other.filtered,
                queued + other.queued);
    }
}

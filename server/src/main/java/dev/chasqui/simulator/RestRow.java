package dev.chasqui.simulator;

import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import java.util.Comparator;
import java.util.function.Predicate;

/**
 * A message that was published.
 *
 * @param number in order of publication
 * @param recordedNanos when it was published, nanoseconds since 1970
 * @param audience the feeds that carry it
 */
record RestRow(MarketEvent event, long number, long recordedNanos, Predicate<Feed> audience) {

    static final Comparator<RestRow> ORDER =
            Comparator.comparingLong(RestRow::timeNanos).thenComparingLong(RestRow::number);

    long timeNanos() {
        return event.timestampNanos();
    }

    RestRow with(MarketEvent changed) {
        return new RestRow(changed, number, recordedNanos, audience);
    }
}

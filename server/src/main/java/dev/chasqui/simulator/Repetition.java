package dev.chasqui.simulator;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradeCancel;
import dev.chasqui.model.TradeCorrection;
import java.util.List;

/**
 * Makes the messages of a recording that is played again go on where its last round ended: later by the time that a round takes, with
 * ids above those of the rounds before. Confined to one thread at a time.
 */
final class Repetition {

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    private long rounds;
    private long lowestId = -1;
    private long highestId;
    private long firstTime = Long.MAX_VALUE;
    private long lastTime = Long.MIN_VALUE;

    /** The next round begins. */
    void nextRound() {
        rounds++;
    }

    /** The messages as they are in this round; the very same list in the first one. */
    List<MarketEvent> inThisRound(List<MarketEvent> events) {
        if (rounds == 0) {
            events.forEach(this::learn);
            return events;
        }
        long idShift = rounds * (highestId - lowestId + 1);
        return events.stream()
                .map(event -> Altered.of(event, timeOf(event), idShift))
                .toList();
    }

    private long timeOf(MarketEvent event) {
        long time = event.timestampNanos();
        if (time == MarketEvent.NO_TIMESTAMP) {
            return time;
        }
        long shift = rounds * (lastTime - firstTime + SECOND);
        // Bars stay on the minute.
        return time + (event instanceof Bar ? -Math.floorDiv(-shift, MINUTE) * MINUTE : shift);
    }

    private void learn(MarketEvent event) {
        if (event.timestampNanos() != MarketEvent.NO_TIMESTAMP) {
            firstTime = Math.min(firstTime, event.timestampNanos());
            lastTime = Math.max(lastTime, event.timestampNanos());
        }
        if (event instanceof Trade trade) {
            learn(trade.id());
        } else if (event instanceof TradeCancel cancel) {
            learn(cancel.id());
        } else if (event instanceof TradeCorrection correction) {
            learn(correction.original().id());
            learn(correction.corrected().id());
        } else if (event instanceof News news) {
            learn(news.id());
        }
    }

    // Ids are unsigned; -1 is the highest of all.
    private void learn(long id) {
        lowestId = Long.compareUnsigned(id, lowestId) < 0 ? id : lowestId;
        highestId = Long.compareUnsigned(id, highestId) > 0 ? id : highestId;
    }
}

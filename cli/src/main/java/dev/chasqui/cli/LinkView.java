package dev.chasqui.cli;

import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.StreamStatistics;
import dev.chasqui.stream.StreamStatus;
import dev.chasqui.stream.event.StreamState;

/**
 * A stream's connection at one moment, as far as a table shows it.
 *
 * @param state where it stands
 * @param address where it connects to
 * @param reconnects how often it was live again after a loss
 * @param lost messages that came and were left out, because there were too many
 */
record LinkView(StreamState state, String address, long reconnects, long lost) {

    static LinkView of(MarketDataStream stream) {
        StreamStatus status = stream.status();
        StreamStatistics statistics = stream.statistics();
        return new LinkView(
                status.state(),
                status.uri().toString(),
                Math.max(0, statistics.connections() - 1),
                statistics.dropped());
    }
}

package dev.chasqui.stream;

import dev.chasqui.model.Channel;
import java.util.Map;

/**
 * Counts since the stream was made. Once the queue is empty,
 * {@code received + recovered + snapshots = delivered + conflated + dropped + filtered + undecodable + duplicates}.
 *
 * @param received data messages that came over the wire, readable or not
 * @param receivedByChannel readable data messages by channel; channels without any are left out
 * @param recovered messages fetched by REST after a gap and put in front of the handlers
 * @param snapshots messages fetched by REST with a subscription and put in front of the handlers
 * @param delivered messages handed to every handler that wanted them, or to none because none did
 * @param conflated messages replaced by a newer one of the same symbol
 * @param dropped messages lost to a full queue, or left over when the stream closed
 * @param filtered messages of symbols that nobody wants any more
 * @param undecodable messages that could not be read; an unreadable frame counts as one
 * @param duplicates messages that came over the wire although they had been delivered before, and were not delivered again
 * @param queued messages that wait for handlers now
 * @param unknown messages of a type that is not known; not part of {@code received}
 * @param frames whole WebSocket messages received
 * @param wireBytes bytes read from the socket, below TLS and compression
 * @param messageBytes bytes of WebSocket messages after inflation
 * @param connections connections that reached the state LIVE
 * @param attempts connection attempts
 * @param handlerFailures calls of handlers that failed
 * @param eventsDropped stream events and unknown messages lost because their listeners did not keep up
 */
public record StreamStatistics(
        long received,
        Map<Channel, Long> receivedByChannel,
        long recovered,
        long snapshots,
        long delivered,
        long conflated,
        long dropped,
        long filtered,
        long undecodable,
        long duplicates,
        long queued,
        long unknown,
        long frames,
        long wireBytes,
        long messageBytes,
        long connections,
        long attempts,
        long handlerFailures,
        long eventsDropped) {

    /** Copies the map unless it is immutable already. */
    public StreamStatistics {
        receivedByChannel = Map.copyOf(receivedByChannel);
    }

    /** How many bytes of messages came out of each byte on the wire; 0 before anything came. Above 1 with compression. */
    public double compressionRatio() {
        return wireBytes == 0 ? 0 : (double) messageBytes / wireBytes;
    }
}

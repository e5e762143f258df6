package dev.chasqui.stream;

import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.StreamState;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A consistent view of a stream at one moment.
 *
 * @param state where it stands
 * @param epoch number of the connection attempt, from 1; 0 before the first
 * @param uri where it connects to
 * @param desired what the user wants
 * @param active what the server has acknowledged on this connection; empty when not connected
 * @param nextAttempt when the next connection is tried, by the time of day; null unless {@link StreamState#WAITING} or
 *     {@link StreamState#COOLING_DOWN}
 */
public record StreamStatus(
        StreamState state,
        long epoch,
        URI uri,
        Subscription desired,
        Subscription active,
        @Nullable Instant nextAttempt) {}

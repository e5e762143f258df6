package dev.chasqui.internal.transport;

import dev.chasqui.stream.event.Cause;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection could not be made or has ended.
 *
 * @param cause for programs and people
 * @param retryAfter what the server asked to wait, if it did
 */
public record ConnectionFailure(Cause cause, @Nullable Duration retryAfter) {

    /** A failure without a wish of the server's. */
    public static ConnectionFailure of(Cause cause) {
        return new ConnectionFailure(cause, null);
    }
}

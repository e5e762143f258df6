package dev.chasqui.stream;

import dev.chasqui.wire.ControlMessage.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The error of the server that a session outlived so far: if the server closes soon, that is why. Confined to the loop's thread. */
final class LastError {

    private static final long EXPLAINS_CLOSE_NANOS = Duration.ofSeconds(10).toNanos();

    private @Nullable Failure failure;
    private long at;

    void note(Failure told, long now) {
        failure = told;
        at = now;
    }

    /** The error, unless it was too long ago to explain anything; else null. */
    @Nullable
    Failure recent(long now) {
        return failure != null && now - at < EXPLAINS_CLOSE_NANOS ? failure : null;
    }
}

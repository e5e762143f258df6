package dev.chasqui.server;

import java.time.Duration;
import java.util.Optional;

/** Decides over opening requests before they become sessions. */
@FunctionalInterface
public interface OpeningPolicy {

    /**
     * An HTTP answer instead of a connection.
     *
     * @param status of the answer
     * @param retryAfter what the client is asked to wait, written in whole seconds; empty to say nothing
     */
    record Refusal(int status, Optional<Duration> retryAfter) {}

    /** Empty to let the request through. */
    Optional<Refusal> refusal();
}

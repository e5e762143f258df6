package dev.chasqui.simulator;

import java.time.Instant;
import java.util.Map;

/**
 * A REST request that was answered.
 *
 * @param at when it came
 * @param path of the request
 * @param query its parameters by name
 * @param status of the answer; {@link #NO_ANSWER} if the connection was closed instead
 */
public record RestRecord(Instant at, String path, Map<String, String> query, int status) {

    /** The status of a request that was not answered. */
    public static final int NO_ANSWER = 0;

    /** Copies the map. */
    public RestRecord {
        query = Map.copyOf(query);
    }
}

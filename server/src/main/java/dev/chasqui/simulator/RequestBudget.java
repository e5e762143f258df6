package dev.chasqui.simulator;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Counts the requests of each minute of the clock. */
final class RequestBudget {

    private static final long MINUTE = 60;

    private final OptionalInt limit;
    private long minute = Long.MIN_VALUE;
    private int used;

    RequestBudget(OptionalInt limit) {
        this.limit = limit;
    }

    /** Takes one request; false if none is left. */
    boolean take(Instant now) {
        long current = Math.floorDiv(now.getEpochSecond(), MINUTE);
        if (current != minute) {
            minute = current;
            used = 0;
        }
        used++;
        return used <= limit.orElse(Integer.MAX_VALUE);
    }

    /** What the headers of an answer say. */
    Map<String, String> headers(Instant now, boolean allowed) {
        long wait = MINUTE - Math.floorMod(now.getEpochSecond(), MINUTE);
        Map<String, String> headers = new HashMap<>();
        headers.put("x-ratelimit-limit", Integer.toString(limit.orElse(0)));
        headers.put("x-ratelimit-remaining", Integer.toString(Math.max(0, limit.orElse(0) - used)));
        headers.put("x-ratelimit-reset", Long.toString(now.getEpochSecond() + wait));
        if (!allowed) {
            headers.put("retry-after", Long.toString(wait));
        }
        return headers;
    }
}

package dev.chasqui.rest;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many requests may be sent in a minute: a bucket of tokens, each of which comes back one minute after it was taken, so that no
 * minute sees more. Give the same object to all clients that use the same key, as the server counts their requests together. Safe from
 * any thread; has no thread of its own.
 *
 * <p>A request that finds no token waits for one, in the order of asking; cancelled meanwhile, it keeps its token. A server that says how long to wait stops all of them.
 */
public final class RateBudget {

    /** Requests per minute of Alpaca's basic plan. */
    public static final int BASIC_PLAN = 200;

    private static final long WINDOW = Duration.ofMinutes(1).toNanos();
    private static final int LARGEST = 1_000_000;

    private final LongSupplier nanoTime;
    // When each token was taken or will be, the oldest at next; times only grow along the ring.
    private final long[] takenAt;
    private int next;
    private long taken;
    private long pausedUntil;

    private RateBudget(int requests, LongSupplier nanoTime) {
        if (requests < 1 || requests > LARGEST) {
            throw new IllegalArgumentException("requests per minute must be 1 to " + LARGEST + ", not " + requests);
        }
        this.nanoTime = nanoTime;
        takenAt = new long[requests];
        pausedUntil = nanoTime.getAsLong();
    }

    /** A budget of so many requests per minute, 1 to 1,000,000; {@value #BASIC_PLAN} is what the basic plan allows. */
    public static RateBudget perMinute(int requests) {
        return new RateBudget(requests, System::nanoTime);
    }

    /** A budget on the clock of somebody's own. */
    public static RateBudget perMinute(int requests, RestTime time) {
        return new RateBudget(requests, time::nanoTime);
    }

    /** The number that it was made with. */
    public int requestsPerMinute() {
        return takenAt.length;
    }

    /** Takes a token, and tells after which time it may be used: zero if now. Ask {@link #pause()} again then. */
    synchronized Duration take() {
        long now = nanoTime.getAsLong();
        long at = pausedUntil - now > 0 ? pausedUntil : now;
        if (taken >= takenAt.length) {
            long back = takenAt[next] + WINDOW;
            at = back - at > 0 ? back : at;
        }
        takenAt[next] = at;
        next = (next + 1) % takenAt.length;
        taken++;
        return Duration.ofNanos(at - now);
    }

    /** How long requests must still wait because a server said so; zero if they need not. */
    synchronized Duration pause() {
        return Duration.ofNanos(Math.max(0, pausedUntil - nanoTime.getAsLong()));
    }

    /** Lets no request out for a time; a pause never ends earlier because of a shorter one. */
    synchronized void pauseFor(Duration time) {
        long now = nanoTime.getAsLong();
        long until = now + time.toNanos();
        if (until - pausedUntil <= 0) {
            return;
        }
        pausedUntil = until;
        long kept = Math.min(taken, takenAt.length);
        for (int i = 0; i < kept; i++) {
            // Waiting requests will go out when the pause ends, so their tokens come back later as well.
            if (takenAt[i] - now > 0 && until - takenAt[i] > 0) {
                takenAt[i] = until;
            }
        }
    }
}

package dev.chasqui.simulator;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a simulator answers REST requests: when what was published becomes visible, how much of it is kept, and what goes wrong. Immutable.
 */
public final class RestOptions {

    /** Rows that are kept by default. */
    public static final int DEFAULT_MAX_ROWS = 1_000_000;

    /** How long rows are kept by default. */
    public static final Duration DEFAULT_MAX_AGE = Duration.ofHours(24);

    private static final int DEFAULT_ERROR_STATUS = 500;

    private final int maxRows;
    private final Duration maxAge;
    private final Duration visibilityLag;
    private final double lateShare;
    private final Duration lateBy;
    private final Duration answerDelay;
    private final OptionalInt requestsPerMinute;
    private final boolean rateLimitHeaders;
    private final Duration recentSip;
    private final Map<RestFault, Integer> every;
    private final int errorStatus;
    private final Optional<URI> redirect;
    private final boolean alwaysOpen;

    private RestOptions(Builder builder) {
        maxRows = builder.maxRows;
        maxAge = builder.maxAge;
        visibilityLag = builder.visibilityLag;
        lateShare = builder.lateShare;
        lateBy = builder.lateBy;
        answerDelay = builder.answerDelay;
        requestsPerMinute = builder.requestsPerMinute;
        rateLimitHeaders = builder.rateLimitHeaders;
        recentSip = builder.recentSip;
        every = Map.copyOf(builder.every);
        errorStatus = builder.errorStatus;
        redirect = builder.redirect;
        alwaysOpen = builder.alwaysOpen;
    }

    /** Everything that was published is visible at once, and nothing goes wrong. */
    public static RestOptions defaults() {
        return builder().build();
    }

    /** Begins with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    int maxRows() {
        return maxRows;
    }

    Duration maxAge() {
        return maxAge;
    }

    /** From publication to visibility of the row with this number. */
    long lagNanos(long row) {
        return visibilityLag.toNanos() + (isLate(row) ? lateBy.toNanos() : 0);
    }

    // By the row's number and not at random, so that a row stays late and a second run has the same ones.
    private boolean isLate(long row) {
        long mixed = (row + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return (mixed >>> 11) * 0x1p-53 < lateShare;
    }

    Duration answerDelay() {
        return answerDelay;
    }

    OptionalInt requestsPerMinute() {
        return requestsPerMinute;
    }

    boolean rateLimitHeaders() {
        return rateLimitHeaders;
    }

    Duration recentSip() {
        return recentSip;
    }

    boolean strikes(RestFault fault, long request) {
        Integer interval = every.get(fault);
        return interval != null && request % interval == 0;
    }

    int errorStatus() {
        return errorStatus;
    }

    Optional<URI> redirect() {
        return redirect;
    }

    boolean alwaysOpen() {
        return alwaysOpen;
    }

    /** Collects options. Confined to one thread at a time; a method that is given a value out of range throws. */
    public static final class Builder {

        private int maxRows = DEFAULT_MAX_ROWS;
        private Duration maxAge = DEFAULT_MAX_AGE;
        private Duration visibilityLag = Duration.ZERO;
        private double lateShare;
        private Duration lateBy = Duration.ZERO;
        private Duration answerDelay = Duration.ZERO;
        private OptionalInt requestsPerMinute = OptionalInt.empty();
        private boolean rateLimitHeaders;
        private Duration recentSip = Duration.ZERO;
        private final Map<RestFault, Integer> every = new EnumMap<>(RestFault.class);
        private int errorStatus = DEFAULT_ERROR_STATUS;
        private Optional<URI> redirect = Optional.empty();
        private boolean alwaysOpen;

        private Builder() {}

        /** How many published messages are kept, the oldest going first; 0 to keep none. Default: {@value RestOptions#DEFAULT_MAX_ROWS}. */
        public Builder maxRows(int rows) {
            check(rows >= 0, "maxRows must not be negative, but is " + rows);
            maxRows = rows;
            return this;
        }

        /** How long published messages are kept, counted from their publication. Default: 24 hours. */
        public Builder maxAge(Duration age) {
            maxAge = positive("maxAge", age);
            return this;
        }

        /** Time from publication until a message can be had. Default: 0. */
        public Builder visibilityLag(Duration lag) {
            visibilityLag = notNegative("visibilityLag", lag);
            return this;
        }

        /**
         * Makes a share of all messages come later than the others.
         *
         * @param share 0 for none, the default, to 1 for all
         * @param by time on top of {@link #visibilityLag}
         */
        public Builder late(double share, Duration by) {
            check(share >= 0 && share <= 1, "the share of late rows must be 0 to 1, not " + share);
            lateShare = share;
            lateBy = notNegative("the time of late rows", by);
            return this;
        }

        /** Time from a request to its answer. Default: 0. */
        public Builder answerDelay(Duration delay) {
            answerDelay = notNegative("answerDelay", delay);
            return this;
        }

        /** Requests that are answered in each minute of the clock, at least 1; more get 429. Default: no limit. */
        public Builder requestsPerMinute(int requests) {
            check(requests >= 1, "requestsPerMinute must be at least 1, not " + requests);
            requestsPerMinute = OptionalInt.of(requests);
            return this;
        }

        /**
         * Whether answers carry {@code X-RateLimit-Limit}, {@code -Remaining} and {@code -Reset}, and 429 {@code Retry-After} as well.
         * Default: false, as was measured.
         */
        public Builder rateLimitHeaders(boolean write) {
            rateLimitHeaders = write;
            return this;
        }

        /**
         * How recent data of the feed {@code sip} must not be: a request for younger data is answered 403, and one that names no end ends there.
         * 15 minutes is the free plan. Default: 0, no restriction unless the plan lacks the feed (see
         * {@link AlpacaSimulator.Builder#acceptedFeeds}).
         */
        public Builder recentSip(Duration forbidden) {
            recentSip = notNegative("recentSip", forbidden);
            return this;
        }

        /** Makes a fault strike each n-th request, 1 for all; requests are counted from when these options came into force. Default: none. */
        public Builder every(RestFault fault, int requests) {
            check(requests >= 1, "a fault strikes every 1 or more requests, not " + requests);
            every.put(fault, requests);
            return this;
        }

        /** The status of {@link RestFault#ERROR}, 400 to 599. Default: 500. */
        public Builder errorStatus(int status) {
            check(status >= 400 && status <= 599, "errorStatus must be 400 to 599, not " + status);
            errorStatus = status;
            return this;
        }

        /** Answers every request with 307 to the same path and query at this address. Default: none. */
        public Builder redirect(URI address) {
            redirect = Optional.of(address);
            return this;
        }

        /** Whether clock and calendar tell of a market that never closes; else the New York Stock Exchange's hours. Default: false. */
        public Builder alwaysOpen(boolean open) {
            alwaysOpen = open;
            return this;
        }

        /** The options. */
        public RestOptions build() {
            return new RestOptions(this);
        }

        private static Duration positive(String name, Duration value) {
            check(!value.isZero(), name + " must be positive");
            return notNegative(name, value);
        }

        private static Duration notNegative(String name, Duration value) {
            check(!value.isNegative(), name + " must not be negative, but is " + value);
            return value;
        }

        private static void check(boolean holds, String complaint) {
            if (!holds) {
                throw new IllegalArgumentException(complaint);
            }
        }
    }
}

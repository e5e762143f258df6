package dev.chasqui.rest;

import dev.chasqui.rest.HttpTransport.Response;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What an answer says about when the next request may come. Alpaca sends these headers sometimes, so each may be absent. */
final class RateHeaders {

    /** A server that asks for more is not waited for. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(1);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int MOST_DIGITS = 12;

    private RateHeaders() {}

    /** How long an answer that is a failure asks to wait; null if it does not say. */
    static @Nullable Duration retryAfter(Response response, Instant now) {
        String header = response.header("Retry-After");
        Duration asked = header == null ? null : secondsOrDate(header.strip(), now);
        if (asked == null && response.status() == TOO_MANY_REQUESTS) {
            asked = untilReset(response, now);
        }
        return asked;
    }

    /** How long no request will be answered, as the answer to a successful one says; zero if it does not. */
    static Duration usedUp(Response response, Instant now) {
        String remaining = response.header("X-RateLimit-Remaining");
        if (remaining == null || !remaining.strip().equals("0")) {
            return Duration.ZERO;
        }
        Duration left = untilReset(response, now);
        return left == null ? Duration.ZERO : left;
    }

    // Reset is a date by the server's clock: a window is no longer than a minute, whatever our clock says.
    private static @Nullable Duration untilReset(Response response, Instant now) {
        String reset = response.header("X-RateLimit-Reset");
        if (reset == null || !isNumber(reset.strip())) {
            return null;
        }
        Duration left = notNegative(Duration.between(now, Instant.ofEpochSecond(Long.parseLong(reset.strip()))));
        return left.compareTo(LONGEST_WINDOW) > 0 ? LONGEST_WINDOW : left;
    }

    private static @Nullable Duration secondsOrDate(String text, Instant now) {
        if (isNumber(text)) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return notNegative(Duration.between(now, date));
        } catch (DateTimeException neither) {
            return null;
        }
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= MOST_DIGITS
                && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    private static Duration notNegative(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }
}

package dev.chasqui.stream;

import dev.chasqui.internal.transport.ConnectionFailure;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.ErrorClass;
import dev.chasqui.wire.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/** What each server code, HTTP status and failure of the connection means: the one place that decides it. Pure functions. */
final class ErrorTable {

    /**
     * What follows from an error.
     *
     * @param errorClass what to do
     * @param floor the least delay before the next attempt
     * @param tries how many failures of this kind in a row, this one included, before it counts as fatal; {@link #NOT_COUNTED} if it is
     *     no failure of the server or the way to it
     */
    record Verdict(ErrorClass errorClass, Duration floor, int tries) {

        static final int ANY_NUMBER = Integer.MAX_VALUE;

        static final int NOT_COUNTED = 0;

        /** Nobody's fault: connect again soon. */
        static Verdict blameless() {
            return new Verdict(ErrorClass.RETRY, Duration.ZERO, NOT_COUNTED);
        }

        static Verdict of(ErrorClass errorClass) {
            return new Verdict(errorClass, Duration.ZERO, ANY_NUMBER);
        }

        static Verdict slow(Duration floor) {
            return new Verdict(ErrorClass.RETRY_SLOW, floor, ANY_NUMBER);
        }

        static Verdict limited(Duration floor, int tries) {
            return new Verdict(ErrorClass.RETRY_SLOW, floor, tries);
        }
    }

    private static final Verdict FATAL = Verdict.of(ErrorClass.FATAL);
    private static final Verdict RETRY = Verdict.of(ErrorClass.RETRY);
    private static final Verdict REQUEST = Verdict.of(ErrorClass.REQUEST);
    private static final Verdict BENIGN = Verdict.of(ErrorClass.BENIGN);

    private static final Duration SHORT_FLOOR = Duration.ofSeconds(1);
    private static final Duration TOO_MANY_REQUESTS_FLOOR = Duration.ofSeconds(10);
    private static final Duration LONG_FLOOR = Duration.ofSeconds(30);
    private static final Duration TLS_FLOOR = Duration.ofSeconds(60);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);
    private static final int FEW = 3;

    private static final int SERVICE_RESTART = 1012;
    private static final int TRY_AGAIN_LATER = 1013;

    private ErrorTable() {}

    /** The meaning of an error message of the server, given whether the session was authenticated and whether the stream was ever live. */
    static Verdict ofServerCode(int code, boolean authenticated, boolean wasLive) {
        Optional<ErrorCode> known = ErrorCode.of(code);
        if (known.isEmpty()) {
            return authenticated ? REQUEST : RETRY;
        }
        return switch (known.get()) {
            case INVALID_SYNTAX, SYMBOL_LIMIT_EXCEEDED, INVALID_SUBSCRIBE_ACTION, STAR_NOT_ALLOWED ->
                authenticated ? REQUEST : Verdict.limited(Duration.ZERO, FEW);
            case NOT_AUTHENTICATED -> Verdict.limited(Duration.ZERO, FEW);
            case AUTH_FAILED -> wasLive ? Verdict.limited(LONG_FLOOR, FEW) : FATAL;
            case ALREADY_AUTHENTICATED -> BENIGN;
            case AUTH_TIMEOUT -> RETRY;
            case CONNECTION_LIMIT_EXCEEDED -> Verdict.slow(Duration.ZERO);
            case SLOW_CLIENT -> Verdict.slow(SHORT_FLOOR);
            case V2_NOT_ENABLED, INSUFFICIENT_SUBSCRIPTION, INSUFFICIENT_SCOPE -> FATAL;
            case MSGPACK_REQUIRED -> authenticated ? REQUEST : FATAL;
            case INTERNAL_ERROR -> RETRY;
        };
    }

    /** The meaning of a connection that failed or ended. */
    static Verdict ofFailure(ConnectionFailure failure, boolean wasLive) {
        Cause cause = failure.cause();
        return switch (cause.kind()) {
            case HTTP_STATUS -> ofHttpStatus(cause.code(), failure, wasLive);
            case TLS -> wasLive ? Verdict.slow(TLS_FLOOR) : FATAL;
            case PROXY -> cause.code() == Cause.NO_CODE ? RETRY : FATAL;
            case PROTOCOL -> Verdict.slow(LONG_FLOOR);
            case CLOSED_BY_SERVER ->
                cause.code() == SERVICE_RESTART || cause.code() == TRY_AGAIN_LATER ? Verdict.slow(SHORT_FLOOR) : RETRY;
            default -> RETRY;
        };
    }

    private static Verdict ofHttpStatus(int status, ConnectionFailure failure, boolean wasLive) {
        return switch (status) {
            case 401, 403 -> wasLive ? Verdict.limited(LONG_FLOOR, FEW) : FATAL;
            case 400, 404 -> wasLive ? Verdict.slow(LONG_FLOOR) : Verdict.limited(Duration.ZERO, FEW);
            case 408, 425 -> Verdict.slow(floor(failure, Duration.ZERO));
            case 429 -> Verdict.slow(floor(failure, TOO_MANY_REQUESTS_FLOOR));
            default -> status >= 300 && status < 500 ? FATAL : Verdict.slow(floor(failure, Duration.ZERO));
        };
    }

    private static Duration floor(ConnectionFailure failure, Duration least) {
        Duration asked = failure.retryAfter() == null ? Duration.ZERO : failure.retryAfter();
        Duration bounded = asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
        return bounded.compareTo(least) > 0 ? bounded : least;
    }

    /** What a person should do about an error message of the server. */
    static String advice(int code) {
        return ErrorCode.of(code).map(ErrorTable::advice).orElse("unknown code: see the server's documentation");
    }

    private static String advice(ErrorCode code) {
        return switch (code) {
            case INVALID_SYNTAX -> "the server did not understand the request: check symbols and channels";
            case NOT_AUTHENTICATED -> "the server has lost the session; it is made anew";
            case AUTH_FAILED ->
                "check key and secret, and that they belong to this environment (live, paper or sandbox)";
            case ALREADY_AUTHENTICATED -> "harmless";
            case AUTH_TIMEOUT -> "the server waited too long for the credentials; trying again";
            case SYMBOL_LIMIT_EXCEEDED ->
                "the plan allows fewer symbols (the free plan 30 trades and quotes): unsubscribe some first, or use bars";
            case CONNECTION_LIMIT_EXCEEDED ->
                "another session uses this account and feed: another program, or our own last session, which the server forgets within about 90 s";
            case SLOW_CLIENT ->
                "this client did not read fast enough: fewer symbols, faster handlers, or a better link";
            case V2_NOT_ENABLED -> "this account has no access to market data of version 2";
            case INSUFFICIENT_SUBSCRIPTION ->
                "the plan does not include this feed: the free plan has iex, delayed_sip and test";
            case INVALID_SUBSCRIBE_ACTION -> "this feed does not offer that channel";
            case INSUFFICIENT_SCOPE -> "the token lacks the scope for market data";
            case MSGPACK_REQUIRED -> "option streams need MessagePack";
            case STAR_NOT_ALLOWED -> "name the option symbols: * is not allowed for option quotes";
            case INTERNAL_ERROR -> "the server failed; trying again";
        };
    }
}

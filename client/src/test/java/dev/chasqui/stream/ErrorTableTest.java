package dev.chasqui.stream;

import static dev.chasqui.stream.event.ErrorClass.BENIGN;
import static dev.chasqui.stream.event.ErrorClass.FATAL;
import static dev.chasqui.stream.event.ErrorClass.REQUEST;
import static dev.chasqui.stream.event.ErrorClass.RETRY;
import static dev.chasqui.stream.event.ErrorClass.RETRY_SLOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.internal.transport.ConnectionFailure;
import dev.chasqui.stream.ErrorTable.Verdict;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import dev.chasqui.stream.event.ErrorClass;
import dev.chasqui.wire.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table, row by row. */
class ErrorTableTest {

    private static final int ANY = Verdict.ANY_NUMBER;
    private static final Duration NONE = Duration.ZERO;

    // --- codes of the server ---

    private static Verdict verdict(ErrorClass errorClass, int floorSeconds, int tries) {
        return new Verdict(errorClass, Duration.ofSeconds(floorSeconds), tries);
    }

    private static Verdict simple(ErrorClass errorClass) {
        return verdict(errorClass, 0, ANY);
    }

    /** Code, then the verdict before authentication and after it. */
    static Stream<Arguments> codes() {
        Verdict threeTries = verdict(RETRY_SLOW, 0, 3);
        return Stream.of(
                Arguments.of(400, threeTries, simple(REQUEST)),
                Arguments.of(401, threeTries, threeTries),
                Arguments.of(403, simple(BENIGN), simple(BENIGN)),
                Arguments.of(404, simple(RETRY), simple(RETRY)),
                Arguments.of(405, threeTries, simple(REQUEST)),
                Arguments.of(406, simple(RETRY_SLOW), simple(RETRY_SLOW)),
                Arguments.of(407, verdict(RETRY_SLOW, 1, ANY), verdict(RETRY_SLOW, 1, ANY)),
                Arguments.of(408, simple(FATAL), simple(FATAL)),
                Arguments.of(409, simple(FATAL), simple(FATAL)),
                Arguments.of(410, threeTries, simple(REQUEST)),
                Arguments.of(411, simple(FATAL), simple(FATAL)),
                Arguments.of(412, simple(FATAL), simple(REQUEST)),
                Arguments.of(413, threeTries, simple(REQUEST)),
                Arguments.of(500, simple(RETRY), simple(RETRY)),
                Arguments.of(499, simple(RETRY), simple(REQUEST)),
                Arguments.of(0, simple(RETRY), simple(REQUEST)),
                Arguments.of(-1, simple(RETRY), simple(REQUEST)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("codes")
    void everyCodeButAuthFailedMeansTheSameWhetherTheStreamWasLiveOrNot(int code, Verdict before, Verdict after) {
        for (boolean wasLive : new boolean[] {false, true}) {
            assertThat(ErrorTable.ofServerCode(code, false, wasLive)).isEqualTo(before);
            assertThat(ErrorTable.ofServerCode(code, true, wasLive)).isEqualTo(after);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusedCredentialsAreFatalUnlessTheyWereGoodBefore(boolean authenticated) {
        assertThat(ErrorTable.ofServerCode(402, authenticated, false)).isEqualTo(simple(FATAL));
        assertThat(ErrorTable.ofServerCode(402, authenticated, true)).isEqualTo(verdict(RETRY_SLOW, 30, 3));
    }

    @Test
    void everyKnownCodeHasARowAbove() {
        List<Integer> rows =
                new ArrayList<>(codes().map(row -> (Integer) row.get()[0]).toList());
        rows.add(402);
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(rows).contains(code.code());
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyKnownCodeHasItsOwnAdvice(ErrorCode code) {
        String advice = ErrorTable.advice(code.code());
        assertThat(advice).isNotBlank().doesNotContain("unknown code");
        for (ErrorCode other : ErrorCode.values()) {
            assertThat(other == code || !ErrorTable.advice(other.code()).equals(advice))
                    .as("%s and %s", code, other)
                    .isTrue();
        }
    }

    @Test
    void anUnknownCodePointsToTheDocumentation() {
        assertThat(ErrorTable.advice(999)).contains("documentation");
    }

    // --- HTTP ---

    private static Verdict http(int status, @Nullable Duration retryAfter, boolean wasLive) {
        Cause cause = new Cause(Kind.HTTP_STATUS, status, "HTTP " + status);
        return ErrorTable.ofFailure(new ConnectionFailure(cause, retryAfter), wasLive);
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 307, 308, 402, 405, 407, 410, 418, 426, 451})
    void aRedirectionOrAnotherRefusalIsFatal(int status) {
        assertThat(http(status, null, false)).isEqualTo(simple(FATAL));
        assertThat(http(status, null, true)).isEqualTo(simple(FATAL));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void refusedAtTheDoorIsFatalUnlessTheStreamWasLive(int status) {
        assertThat(http(status, null, false)).isEqualTo(simple(FATAL));
        assertThat(http(status, null, true)).isEqualTo(verdict(RETRY_SLOW, 30, 3));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404})
    void notFoundIsTriedThriceAtFirstAndForEverOnceTheStreamWasLive(int status) {
        assertThat(http(status, null, false)).isEqualTo(verdict(RETRY_SLOW, 0, 3));
        assertThat(http(status, null, true)).isEqualTo(verdict(RETRY_SLOW, 30, ANY));
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "3, 10", "10, 10", "11, 11", "600, 600", "601, 600", "86400, 600"})
    void tooManyRequestsWaitsAsAskedBetweenTenSecondsAndTenMinutes(int asked, int floor) {
        assertThat(http(429, Duration.ofSeconds(asked), false)).isEqualTo(verdict(RETRY_SLOW, floor, ANY));
        assertThat(http(429, Duration.ofSeconds(asked), true)).isEqualTo(verdict(RETRY_SLOW, floor, ANY));
    }

    @Test
    void tooManyRequestsWithoutAWishWaitsTenSeconds() {
        assertThat(http(429, null, false)).isEqualTo(verdict(RETRY_SLOW, 10, ANY));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 500, 502, 503, 504, 520})
    void aPassingFailureIsTriedAgainAndNotBeforeTheServerWishes(int status) {
        for (boolean wasLive : new boolean[] {false, true}) {
            Verdict plain = http(status, null, wasLive);
            assertThat(plain).isEqualTo(verdict(RETRY_SLOW, 0, ANY));
            assertThat(http(status, Duration.ofSeconds(17), wasLive)).isEqualTo(verdict(RETRY_SLOW, 17, ANY));
            assertThat(http(status, Duration.ofDays(1), wasLive)).isEqualTo(verdict(RETRY_SLOW, 600, ANY));
        }
    }

    // --- everything else that may happen to a connection ---

    private static Verdict failure(Kind kind, int code, boolean wasLive) {
        return ErrorTable.ofFailure(ConnectionFailure.of(new Cause(kind, code, "it failed")), wasLive);
    }

    @Test
    void tlsIsFatalAtFirstAndTriedSlowlyOnceTheStreamWasLive() {
        assertThat(failure(Kind.TLS, Cause.NO_CODE, false)).isEqualTo(simple(FATAL));
        assertThat(failure(Kind.TLS, Cause.NO_CODE, true)).isEqualTo(verdict(RETRY_SLOW, 60, ANY));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aProxyIsFatalOnlyIfItWantsAPassword(boolean wasLive) {
        assertThat(failure(Kind.PROXY, 407, wasLive)).isEqualTo(simple(FATAL));
        assertThat(failure(Kind.PROXY, Cause.NO_CODE, wasLive)).isEqualTo(simple(RETRY));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anotherProtocolIsTriedSlowly(boolean wasLive) {
        assertThat(failure(Kind.PROTOCOL, Cause.NO_CODE, wasLive)).isEqualTo(verdict(RETRY_SLOW, 30, ANY));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1005, 1006, 1008, 1009, 1011, 3000, 4000, 4999})
    void aCloseOfTheServerIsTriedAgain(int code) {
        assertThat(failure(Kind.CLOSED_BY_SERVER, code, false)).isEqualTo(simple(RETRY));
        assertThat(failure(Kind.CLOSED_BY_SERVER, code, true)).isEqualTo(simple(RETRY));
    }

    @ParameterizedTest
    @ValueSource(ints = {1012, 1013})
    void aServerThatRestartsIsGivenASecond(int code) {
        assertThat(failure(Kind.CLOSED_BY_SERVER, code, true)).isEqualTo(verdict(RETRY_SLOW, 1, ANY));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whateverElseHappensIsTriedAgain(Kind kind) {
        Set<Kind> withRowsOfTheirOwn =
                EnumSet.of(Kind.HTTP_STATUS, Kind.TLS, Kind.PROXY, Kind.PROTOCOL, Kind.CLOSED_BY_SERVER);
        if (!withRowsOfTheirOwn.contains(kind)) {
            assertThat(failure(kind, Cause.NO_CODE, false)).isEqualTo(new Verdict(RETRY, NONE, ANY));
            assertThat(failure(kind, Cause.NO_CODE, true)).isEqualTo(new Verdict(RETRY, NONE, ANY));
        }
    }
}

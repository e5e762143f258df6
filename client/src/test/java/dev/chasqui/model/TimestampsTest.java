package dev.chasqui.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1970-01-01T00:00:00Z",
        "1, 1970-01-01T00:00:00.000000001Z",
        "-1, 1969-12-31T23:59:59.999999999Z",
        "-1000000000, 1969-12-31T23:59:59Z",
        "1767623400123456789, 2026-01-05T14:30:00.123456789Z",
        "9223372036854775807, 2262-04-11T23:47:16.854775807Z",
        "-9223372036854775808, 1677-09-21T00:12:43.145224192Z",
    })
    void nanosecondsAndInstantsAreTheSameBothWays(long nanos, Instant instant) {
        assertThat(Timestamps.toInstant(nanos)).isEqualTo(instant);
        assertThat(Timestamps.toEpochNanos(instant)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2262-04-11T23:47:16.854775808Z",
                "1677-09-21T00:12:43.145224191Z",
                "2514-05-30T01:53:04.000000001Z",
                "0000-01-01T00:00:00Z",
                "+999999999-12-31T23:59:59.999999999Z"
            })
    void instantOutOfRangeIsRefused(String instant) {
        assertThatThrownBy(() -> Timestamps.toEpochNanos(Instant.parse(instant)))
                .isInstanceOf(ArithmeticException.class);
    }
}

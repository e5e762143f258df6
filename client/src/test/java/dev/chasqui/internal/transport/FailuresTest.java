package dev.chasqui.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "' 12 ', 12", "-5, 0", "86400, 86400"})
    void retryAfterIsReadAsSeconds(String header, long seconds) {
        assertThat(Failures.retryAfter(header)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void aDateThatHasPassedMeansNow() {
        assertThat(Failures.retryAfter("Tue, 3 Jun 2008 11:05:30 GMT")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1.5", "99999999999999999999", "2030-01-01"})
    void anythingElseIsNoWish(String header) {
        assertThat(Failures.retryAfter(header)).isNull();
    }

    @Test
    void noHeaderIsNoWish() {
        assertThat(Failures.retryAfter(null)).isNull();
    }

    @Test
    void otherPeoplesTextBecomesOneShortLine() {
        assertThat(Failures.clean("a\r\nb\tc\u0000d\u007fe\u009bf\u202eg\u2028h"))
                .isEqualTo("a  b c d e f g h");
        assertThat(Failures.clean("x".repeat(200))).hasSize(200);
        assertThat(Failures.clean("x".repeat(201))).isEqualTo("x".repeat(200) + "…");
        assertThat(Failures.clean("Straße 東京")).isEqualTo("Straße 東京");
    }

    @Test
    void aLongTextIsNotCutWithinACharacter() {
        String clean = Failures.clean("x".repeat(199) + "🚀🚀");
        assertThat(clean).isEqualTo("x".repeat(199) + "…");
    }

    @Test
    void anExceptionWithoutTextShowsItsType() {
        assertThat(Failures.text(new IllegalStateException())).isEqualTo("IllegalStateException");
    }
}

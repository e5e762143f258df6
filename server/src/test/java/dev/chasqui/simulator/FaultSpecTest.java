package dev.chasqui.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultSpecTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop",
                "drop=every:2s,times:3",
                "drop=after:1000messages",
                "drop=every:5messages,times:always",
                "half-open=at:subscribe",
                "mute=for:500ms,after:5s",
                "refuse=status:429,retry-after:7s,at:connect,times:2",
                "error=code:406,at:auth,times:always",
                "error=code:500,then:close,every:60s",
                "close=code:none,after:0s",
                "late-ack=delay:250ms",
                "slow-link=bytes-per-second:5000",
                "oversized-frame=bytes:1000,at:auth",
                "restart=for:1s,after:60s"
            })
    void theTextFormIsReadAndWrittenBack(String text) {
        assertThat(FaultSpec.parse(text)).hasToString(text);
    }

    @Test
    void theFluentFormIsTheSame() {
        assertThat(FaultSpec.of(Fault.ERROR).code(406).at(FaultStage.AUTH).times(2))
                .hasToString("error=code:406,at:auth,times:2");
        assertThat(FaultSpec.of(Fault.DROP).every(Duration.ofMillis(1500)).always())
                .hasToString("drop=every:1500ms,times:always");
        assertThat(FaultSpec.of(Fault.REFUSE).status(503).retryAfter(Duration.ofMinutes(1)))
                .hasToString("refuse=status:503,retry-after:60s");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            quoteCharacter = '"',
            value = {
                "nonsense -> unknown fault 'nonsense'; there are drop, drop-in-frame, half-open",
                "drop=every -> 'every' is no argument: write NAME:VALUE.",
                "drop= -> '' is no argument",
                "drop=every:2 -> every must be a time with its unit, such as 500ms, 2s or 1m, not '2'",
                "drop=every:0s -> must be positive",
                "drop=after:0messages -> must be positive",
                "drop=every:2s,after:3s -> one schedule only",
                "drop=times:0 -> times must be at least 1",
                "drop=times:often -> times must be a whole number, not 'often'",
                "drop=at:noon -> unknown stage 'noon'",
                "drop=delay:2s -> drop has no argument 'delay'",
                "late-ack=delay:soon -> delay must be a time",
                "late-ack=at:auth -> late-ack cannot strike at auth",
                "late-ack=every:2s -> late-ack cannot be scheduled as every:2s",
                "restart=after:5messages -> restart cannot be scheduled as after:5messages",
                "restart=at:auth -> restart cannot strike at auth",
                "error -> error needs a code, such as error=code:406",
                "error=code:406,then:dance -> then must be close or stay, not 'dance'",
                "error=code:406,at:connect -> error cannot strike at connect",
                "refuse=status:many -> status must be a whole number, not 'many'"
            })
    void aMistakeIsToldWithWhatWouldBeRight(String text, String message) {
        assertThatThrownBy(() -> FaultSpec.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aFaultFromTheStartNeedsASchedule() {
        assertThatThrownBy(() -> AlpacaSimulator.builder().fault(FaultSpec.of(Fault.DROP)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "drop needs a schedule, such as every:2s. drop takes at:connect|auth|subscribe; every:2s");
    }

    @Test
    void timesAreOneUnlessRepeated() {
        assertThat(FaultSpec.parse("drop=after:5s").times()).hasValue(1);
        assertThat(FaultSpec.parse("drop=every:5s").times()).isEmpty();
        assertThat(FaultSpec.parse("drop=every:5s,times:2").times()).hasValue(2);
        assertThat(FaultSpec.parse("refuse=times:always").times()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyFaultHasANameThatLeadsBackToItAndASummary(Fault fault) {
        assertThat(Fault.of(fault.argumentName())).isEqualTo(fault);
        assertThat(fault.argumentName()).matches("[a-z]+(-[a-z]+)*");
        assertThat(fault.summary()).isNotBlank();
    }
}

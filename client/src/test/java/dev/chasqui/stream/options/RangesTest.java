package dev.chasqui.stream.options;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each bound is legal, and one step beyond it is refused with a message that names option, value and range. */
class RangesTest {

    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    static Stream<Arguments> durations() {
        Timeouts times = Timeouts.defaults();
        ReconnectPolicy policy = ReconnectPolicy.defaults();
        DataClockOptions clock = DataClockOptions.defaults();
        Duration second = Duration.ofSeconds(1);
        Duration tenMillis = Duration.ofMillis(10);
        Duration tenMinutes = Duration.ofMinutes(10);
        return Stream.of(
                duration("initialDelay", MILLI, HOUR, value -> policy.withDelays(value, DAY)),
                duration(
                        "maxDelay",
                        Duration.ofSeconds(2),
                        DAY,
                        value -> policy.withDelays(Duration.ofSeconds(2), value)),
                duration("stableAfter", Duration.ZERO, DAY, policy::withStableAfter),
                duration("slotBudget", Duration.ZERO, DAY, policy::withSlotBudget),
                duration("coolDown", MILLI, DAY, policy::withCoolDown),
                duration("heartbeat interval", tenMillis, HOUR, value -> new Heartbeat(value, MILLI.multipliedBy(10))),
                duration("heartbeat timeout", tenMillis, HOUR, value -> new Heartbeat(HOUR, value)),
                duration(
                        "silence",
                        second,
                        HOUR,
                        value -> clock.withMaxProbeInterval(DAY).withSilence(value)),
                duration("extendedSilence", second, DAY, clock::withExtendedSilence),
                duration("symbolSilence", second, tenMinutes, clock::withSymbolSilence),
                duration("maxProbeInterval", Duration.ofMinutes(1), DAY, clock::withMaxProbeInterval),
                duration("blindReconnectInterval", second, DAY, clock::withBlindReconnectInterval),
                duration("connect timeout", MILLI, tenMinutes, times::withConnect),
                duration("upgrade timeout", MILLI, tenMinutes, times::withUpgrade),
                duration("welcome timeout", MILLI, tenMinutes, times::withWelcome),
                duration("authentication timeout", MILLI, tenMinutes, times::withAuthentication),
                duration("acknowledgement timeout", MILLI, tenMinutes, times::withAcknowledgement),
                duration("credentials timeout", MILLI, tenMinutes, times::withCredentials),
                duration("close timeout", MILLI, tenMinutes, times::withClose));
    }

    private static Arguments duration(String option, Duration min, Duration max, Consumer<Duration> set) {
        return Arguments.of(option, min, max, set);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("durations")
    void bothBoundsOfATimeAreLegal(String option, Duration min, Duration max, Consumer<Duration> set) {
        assertThatCode(() -> set.accept(min)).as(option).doesNotThrowAnyException();
        assertThatCode(() -> set.accept(max)).as(option).doesNotThrowAnyException();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("durations")
    void aTimeBeyondItsBoundsIsRefusedByName(String option, Duration min, Duration max, Consumer<Duration> set) {
        for (Duration value : new Duration[] {min.minusNanos(1), max.plusNanos(1), Duration.ofSeconds(-1)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> set.accept(value))
                    .withMessage(option + " must be " + min + " to " + max + ", not " + value);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void attemptsBelowOneAreRefused(int attempts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReconnectPolicy.defaults().withMaxAttempts(attempts))
                .withMessage("maxAttempts must be at least 1, not " + attempts);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 0.51, Double.NaN, Double.POSITIVE_INFINITY})
    void jitterBeyondItsBoundsIsRefused(double jitter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReconnectPolicy.defaults().withJitter(jitter))
                .withMessage("jitter must be 0 to 0.5, not " + jitter);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65, -1})
    void workersBeyondTheirBoundsAreRefused(int workers) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DispatchOptions.defaults().withWorkers(workers))
                .withMessage("workers must be 1 to 64, not " + workers);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16_777_217, -1})
    void messagesThatMayWaitBeyondTheirBoundsAreRefused(int messages) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DispatchOptions.defaults().withMaxMessages(messages))
                .withMessage("maxMessages must be 1 to 16777216, not " + messages);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void bytesThatMayWaitBelowOneAreRefused(long bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DispatchOptions.defaults().withMaxBytes(bytes))
                .withMessage("maxBytes must be 1 to 9223372036854775807, not " + bytes);
    }

    @Test
    void theBoundsOfDispatchAreLegal() {
        DispatchOptions defaults = DispatchOptions.defaults();
        assertThatCode(() -> defaults.withWorkers(1).withMaxMessages(1).withMaxBytes(1))
                .doesNotThrowAnyException();
        assertThatCode(() -> defaults.withWorkers(64).withMaxMessages(1 << 24).withMaxBytes(Long.MAX_VALUE))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_536})
    void aPortBeyondItsBoundsIsRefused(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyOptions.of("proxy.example", port))
                .withMessage("proxy port must be 1 to 65535, not " + port);
    }

    @Test
    void aProxyWithoutHostIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProxyOptions.of(" ", 3128))
                .withMessage("proxy host must not be blank");
    }

    @Test
    void userAndPasswordOfAProxyComeTogether() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProxyOptions("proxy.example", 3128, "user", null))
                .withMessageContaining("both user and password");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ProxyOptions("proxy.example", 3128, null, "canary-secret"))
                .withMessageNotContaining("canary");
    }
}

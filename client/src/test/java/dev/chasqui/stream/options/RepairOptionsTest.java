package dev.chasqui.stream.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.RepairOptions.Delivery;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RepairOptionsTest {

    private static final RepairOptions DEFAULTS = RepairOptions.defaults();
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void defaultsAreTheDocumentedOnes() {
        assertThat(DEFAULTS)
                .isEqualTo(new RepairOptions(
                        Set.of(Channel.TRADES, Channel.BARS, Channel.UPDATED_BARS, Channel.NEWS),
                        Set.of(),
                        Delivery.TOGETHER,
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        Duration.ofHours(4),
                        1_000,
                        100,
                        false,
                        1_048_576,
                        Duration.ofSeconds(120),
                        67_108_864,
                        Duration.ofSeconds(5)));
    }

    @Test
    void disabledRepairsNoChannelAndChangesNothingElse() {
        RepairOptions disabled = RepairOptions.disabled();
        assertThat(disabled.channels()).isEmpty();
        assertThat(disabled.withChannels(DEFAULTS.channels())).isEqualTo(DEFAULTS);
    }

    @Test
    void eachWithMethodChangesItsOwnSettingsOnly() {
        RepairOptions changed = DEFAULTS.withChannels(Set.of(Channel.QUOTES, Channel.TRADES))
                .withOrdered(Set.of(Channel.QUOTES))
                .withDelivery(Delivery.SEPARATE)
                .withOverlap(Duration.ofSeconds(1), Duration.ofSeconds(3))
                .withSettleDelay(Duration.ofSeconds(4))
                .withVerifyFor(Duration.ofSeconds(5))
                .withMaxBackfill(Duration.ofSeconds(6))
                .withMaxPages(7)
                .withRequestsPerMinute(8)
                .withDeferRecent(true)
                .withDedup(9_000, Duration.ofSeconds(10))
                .withHold(11, Duration.ofSeconds(12));
        assertThat(changed)
                .isEqualTo(new RepairOptions(
                        Set.of(Channel.QUOTES, Channel.TRADES),
                        Set.of(Channel.QUOTES),
                        Delivery.SEPARATE,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6),
                        7,
                        8,
                        true,
                        9_000,
                        Duration.ofSeconds(10),
                        11,
                        Duration.ofSeconds(12)));
        assertThat(DEFAULTS).isEqualTo(RepairOptions.defaults());
    }

    @ParameterizedTest
    @EnumSource(
            value = Channel.class,
            names = {"TRADES", "QUOTES", "BARS", "UPDATED_BARS", "NEWS"},
            mode = EnumSource.Mode.EXCLUDE)
    void aChannelWithoutHistoryCannotBeRepaired(Channel channel) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withChannels(Set.of(channel)))
                .withMessageContaining("not [" + channel + "]");
    }

    @Test
    void aChannelThatIsNotRepairedCannotBeOrdered() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withOrdered(Set.of(Channel.QUOTES)))
                .withMessageContaining("ordered channels [QUOTES] must be repaired ones");
    }

    @Test
    void channelsAreACopyThatCannotBeChanged() {
        EnumSet<Channel> given = EnumSet.of(Channel.NEWS);
        RepairOptions options = DEFAULTS.withChannels(given);
        given.add(Channel.TRADES);
        assertThat(options.channels()).containsExactly(Channel.NEWS);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> options.channels().add(Channel.TRADES));
    }

    static Stream<Arguments> durations() {
        Duration second = Duration.ofSeconds(1);
        return Stream.of(
                time("overlapBack", Duration.ZERO, HOUR, value -> DEFAULTS.withOverlap(value, HOUR)),
                time("overlapForward", Duration.ZERO, HOUR, value -> DEFAULTS.withOverlap(HOUR, value)),
                time("settleDelay", Duration.ZERO, Duration.ofMinutes(5), DEFAULTS::withSettleDelay),
                time("verifyFor", Duration.ZERO, Duration.ofMinutes(30), DEFAULTS::withVerifyFor),
                time("maxBackfill", second, Duration.ofDays(30), DEFAULTS::withMaxBackfill),
                time("dedupTime", second, Duration.ofDays(1), value -> DEFAULTS.withDedup(1024, value)),
                time("maxHold", Duration.ZERO, HOUR, value -> DEFAULTS.withHold(0, value)));
    }

    private static Arguments time(String option, Duration min, Duration max, Consumer<Duration> set) {
        return Arguments.of(option, min, max, set);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("durations")
    void aTimeBeyondItsBoundsIsRefusedByName(String option, Duration min, Duration max, Consumer<Duration> set) {
        assertThatCode(() -> set.accept(min)).doesNotThrowAnyException();
        assertThatCode(() -> set.accept(max)).doesNotThrowAnyException();
        for (Duration value : new Duration[] {min.minusNanos(1), max.plusNanos(1)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> set.accept(value))
                    .withMessage(option + " must be " + min + " to " + max + ", not " + value);
        }
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                number("maxPages", 1, 1_000_000, value -> DEFAULTS.withMaxPages((int) value)),
                number("requestsPerMinute", 1, 1_000_000, value -> DEFAULTS.withRequestsPerMinute((int) value)),
                number("dedupKeys", 1024, 1 << 28, value -> DEFAULTS.withDedup((int) value, HOUR)));
    }

    private static Arguments number(String option, long min, long max, LongConsumer set) {
        return Arguments.of(option, min, max, set);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("numbers")
    void aNumberBeyondItsBoundsIsRefusedByName(String option, long min, long max, LongConsumer set) {
        assertThatCode(() -> set.accept(min)).doesNotThrowAnyException();
        assertThatCode(() -> set.accept(max)).doesNotThrowAnyException();
        for (long value : new long[] {min - 1, max + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> set.accept(value))
                    .withMessage(option + " must be " + min + " to " + max + ", not " + value);
        }
    }

    @Test
    void bytesThatMayWaitCannotBeNegative() {
        assertThatCode(() -> DEFAULTS.withHold(0, HOUR)).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DEFAULTS.withHold(-1, HOUR))
                .withMessageStartingWith("holdBytes must be 0 to ");
    }
}

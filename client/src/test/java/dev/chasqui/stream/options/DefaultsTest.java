package dev.chasqui.stream.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The numbers that the documentation promises, written out once more. */
class DefaultsTest {

    @Test
    void reconnectionWaitsOneSecondDoublingToSixtyFiveTimes() {
        assertThat(ReconnectPolicy.DEFAULT_INITIAL_DELAY).isEqualTo(Duration.ofSeconds(1));
        assertThat(ReconnectPolicy.DEFAULT_MAX_DELAY).isEqualTo(Duration.ofSeconds(60));
        assertThat(ReconnectPolicy.DEFAULT_MAX_ATTEMPTS).isEqualTo(5);
        assertThat(ReconnectPolicy.DEFAULT_JITTER).isEqualTo(0.2);
        assertThat(ReconnectPolicy.DEFAULT_STABLE_AFTER).isEqualTo(Duration.ofSeconds(10));
        assertThat(ReconnectPolicy.DEFAULT_SLOT_BUDGET).isEqualTo(Duration.ofMinutes(2));
        assertThat(ReconnectPolicy.defaults())
                .isEqualTo(new ReconnectPolicy(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(60),
                        5,
                        0.2,
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(2),
                        null));
    }

    @Test
    void heartbeatPingsAfterThirtySecondsAndWaitsFive() {
        assertThat(Heartbeat.DEFAULT_INTERVAL).isEqualTo(Duration.ofSeconds(30));
        assertThat(Heartbeat.DEFAULT_TIMEOUT).isEqualTo(Duration.ofSeconds(5));
        assertThat(Heartbeat.defaults()).isEqualTo(new Heartbeat(Duration.ofSeconds(30), Duration.ofSeconds(5)));
    }

    @Test
    void silenceOfAMinuteIsSuspiciousInTheSessionAndOfFiveOutsideIt() {
        assertThat(DataClockOptions.DEFAULT_SILENCE).isEqualTo(Duration.ofSeconds(60));
        assertThat(DataClockOptions.DEFAULT_EXTENDED_SILENCE).isEqualTo(Duration.ofMinutes(5));
        assertThat(DataClockOptions.DEFAULT_SYMBOL_SILENCE).isEqualTo(Duration.ofSeconds(30));
        assertThat(DataClockOptions.DEFAULT_MAX_PROBE_INTERVAL).isEqualTo(Duration.ofMinutes(10));
        assertThat(DataClockOptions.DEFAULT_BLIND_RECONNECT_INTERVAL).isEqualTo(Duration.ofMinutes(5));
        assertThat(DataClockOptions.defaults())
                .isEqualTo(new DataClockOptions(
                        true,
                        DataClockOptions.Hours.OF_THE_MARKET,
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(5)));
    }

    @Test
    void everyStepHasItsTime() {
        assertThat(Timeouts.DEFAULT_CONNECT).isEqualTo(Duration.ofSeconds(5));
        assertThat(Timeouts.DEFAULT_UPGRADE).isEqualTo(Duration.ofSeconds(5));
        assertThat(Timeouts.DEFAULT_WELCOME).isEqualTo(Duration.ofSeconds(3));
        assertThat(Timeouts.DEFAULT_AUTHENTICATION).isEqualTo(Duration.ofSeconds(5));
        assertThat(Timeouts.DEFAULT_ACKNOWLEDGEMENT).isEqualTo(Duration.ofSeconds(5));
        assertThat(Timeouts.DEFAULT_CREDENTIALS).isEqualTo(Duration.ofSeconds(30));
        assertThat(Timeouts.DEFAULT_CLOSE).isEqualTo(Duration.ofSeconds(2));
        assertThat(Timeouts.defaults())
                .isEqualTo(new Timeouts(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(2)));
    }

    @Test
    void greetingAndAuthenticationTogetherEndBeforeTheServersTenSeconds() {
        Duration both = Timeouts.DEFAULT_WELCOME.plus(Timeouts.DEFAULT_AUTHENTICATION);
        assertThat(both).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void dispatchIsOneThreadBehindABoundedQueue() {
        assertThat(DispatchOptions.DEFAULT_MAX_MESSAGES).isEqualTo(65_536);
        assertThat(DispatchOptions.DEFAULT_MAX_BYTES).isEqualTo(64L * 1024 * 1024);
        assertThat(DispatchOptions.SLOW_PERCENT).isEqualTo(75);
        assertThat(DispatchOptions.CLEARED_PERCENT).isEqualTo(50);
        DispatchOptions defaults = DispatchOptions.defaults();
        assertThat(defaults.mode()).isEqualTo(DispatchOptions.Mode.THREAD);
        assertThat(defaults.executor()).isNull();
        assertThat(defaults.workers()).isEqualTo(1);
        assertThat(defaults.maxMessages()).isEqualTo(65_536);
        assertThat(defaults.maxBytes()).isEqualTo(64L << 20);
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void quotesAndOrderBooksAreConflatedAndEverythingElseOpensAGap(Channel channel) {
        boolean conflated = EnumSet.of(Channel.QUOTES, Channel.ORDER_BOOKS).contains(channel);
        OverflowPolicy expected = conflated ? OverflowPolicy.CONFLATE : OverflowPolicy.GAP;
        assertThat(OverflowPolicy.defaultFor(channel)).isEqualTo(expected);
        assertThat(DispatchOptions.defaults().policies()).containsEntry(channel, expected);
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void onlyChannelsWhoseLatestMessageSaysEverythingMayBeConflated(Channel channel) {
        boolean conflatable = EnumSet.of(
                        Channel.QUOTES, Channel.ORDER_BOOKS, Channel.DAILY_BARS, Channel.LULDS, Channel.PRICING)
                .contains(channel);
        assertThat(OverflowPolicy.CONFLATE.allows(channel)).isEqualTo(conflatable);
        assertThat(OverflowPolicy.GAP.allows(channel)).isTrue();
        assertThat(OverflowPolicy.DROP_OLDEST.allows(channel)).isTrue();
        assertThat(OverflowPolicy.BLOCK.allows(channel)).isTrue();
    }

    @Test
    void variablesOfTheEnvironmentHaveAlpacasNames() {
        assertThat(Credentials.KEY_VARIABLE).isEqualTo("APCA_API_KEY_ID");
        assertThat(Credentials.SECRET_VARIABLE).isEqualTo("APCA_API_SECRET_KEY");
    }
}

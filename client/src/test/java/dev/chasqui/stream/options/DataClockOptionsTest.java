package dev.chasqui.stream.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DataClockOptionsTest {

    @Test
    void eachMethodChangesItsOwnSettingOnly() {
        DataClockOptions changed = DataClockOptions.defaults()
                .off()
                .atAnyHour()
                .withSilence(Duration.ofSeconds(2))
                .withExtendedSilence(Duration.ofSeconds(3))
                .withSymbolSilence(Duration.ofSeconds(5))
                .withMaxProbeInterval(Duration.ofSeconds(7))
                .withBlindReconnectInterval(Duration.ofSeconds(11));
        assertThat(changed)
                .isEqualTo(new DataClockOptions(
                        false,
                        DataClockOptions.Hours.ALWAYS,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(11)));
    }
}

package dev.chasqui.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command line asks for, and how long that takes. */
final class PlanTest {

    @Test
    void theWholeHasEveryGroupAndTheShortFormTheMainOnes() {
        assertThat(names(Plan.parse())).isEqualTo(Group.NAMES);
        assertThat(names(Plan.parse("--short"))).containsExactlyInAnyOrderElementsOf(Group.SHORT);
        assertThat(names(Plan.parse("--short", "--only", "parts,decode"))).containsExactly("decode", "parts");
    }

    @Test
    void theForecastKeepsWhatTheCommandPromises() {
        assertThat(minutes(Plan.parse())).isBetween(20.0, 40.0);
        assertThat(minutes(Plan.parse("--short"))).isLessThan(2);
        assertThat(minutes(Plan.parse("--only", "end-to-end", "--repetitions", "6")))
                .isEqualTo(2 * minutes(Plan.parse("--only", "end-to-end")));
    }

    @Test
    void throughputIsMeasuredAtLeastFiveTimesAndLatencyThree() {
        assertThat(Plan.parse().repetitions() * Plan.parse().times()).isGreaterThanOrEqualTo(5);
        assertThat(Plan.parse().forLatency().times()).isEqualTo(3);
        assertThat(Plan.parse("--repetitions", "7").repetitions()).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--only", "--only none", "--repetitions", "--repetitions 0", "--repetitions x", "--fast"})
    void whatMakesNoSenseIsRefused(String line) {
        assertThatThrownBy(() -> Plan.parse(line.split(" "))).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> names(Plan plan) {
        return Group.all(plan).stream().map(Group::name).toList();
    }

    private static double minutes(Plan plan) {
        return Group.all(plan).stream().mapToDouble(Group::seconds).sum() / 60;
    }
}

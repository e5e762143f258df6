package dev.chasqui.acceptance.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.Credentials;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A stream under a rain of faults on real sockets: twice 8 seconds in the build. Ten minutes with ten million messages and a thousand faults:
 *
 * <pre>mvn -B -pl acceptance -am test -Dtest=SoakTest -Dsurefire.failIfNoSpecifiedTests=false -Dsurefire.argLine=-Xmx1500m
 *     -Dchasqui.soak.minutes=10 -Dchasqui.soak.seed=1</pre>
 *
 * <p>{@code -Dchasqui.soak.market=seeded} plays a market made from the seed, with minute bars, instead of the recorded day; {@code
 * -Dchasqui.soak.rate=N} sets the messages a second, {@code -Dchasqui.soak.quotes=true} has quotes repaired, too.
 */
final class SoakTest {

    private static final @Nullable String MINUTES = System.getProperty("chasqui.soak.minutes");
    private static final Duration BRIEF = Duration.ofSeconds(8);
    private static final int FULL_RATE = 17_500;
    private static final int BRIEF_RATE = 4_000;
    // Shorter soaks are too short to tell growth from chance.
    private static final double MINUTES_FOR_A_SLOPE = 8;
    private static final double MAX_SLOPE = 0.5;
    // The JDK starts threads and opens files of its own when it likes.
    private static final int LEEWAY = 2;

    static List<Soak.Market> markets() {
        String wanted = System.getProperty("chasqui.soak.market", "");
        if (!wanted.isEmpty()) {
            return List.of(Soak.Market.valueOf(wanted.toUpperCase(Locale.ROOT)));
        }
        boolean brief = MINUTES == null;
        return brief && Soak.Market.best() == Soak.Market.RECORDED
                ? List.of(Soak.Market.RECORDED, Soak.Market.SEEDED)
                : List.of(Soak.Market.best());
    }

    @ParameterizedTest
    @MethodSource("markets")
    void underARainOfFaultsNothingThatCanBeRecoveredIsLostOrDeliveredTwice(Soak.Market market) throws Exception {
        Duration time = MINUTES == null ? BRIEF : Duration.ofSeconds((long) (60 * Double.parseDouble(MINUTES)));
        long seed = Long.getLong("chasqui.soak.seed", System.nanoTime());
        int rate = Integer.getInteger("chasqui.soak.rate", MINUTES == null ? BRIEF_RATE : FULL_RATE);
        SoakReport report;
        try (Soak soak = new Soak(seed, market, rate, repaired(), Credentials.of("KEY", "SECRET"))) {
            report = soak.run(time);
        }
        System.out.println(report.table());
        assertThat(report.violations()).as("-Dchasqui.soak.seed=%d", seed).isEmpty();
        assertThat(report.faultCount()).isPositive();
        assertThat(report.published()).isPositive();
        leavesNothingBehind(report.vitals());
        if (time.toSeconds() / 60.0 >= MINUTES_FOR_A_SLOPE) {
            assertThat(report.heapSlope()).as("heap, MiB a minute").isLessThanOrEqualTo(MAX_SLOPE);
        }
    }

    private static void leavesNothingBehind(List<Vitals.Sample> samples) {
        Vitals.Sample before = samples.get(0);
        Vitals.Sample after = samples.get(samples.size() - 1);
        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + LEEWAY);
        assertThat(after.descriptors()).as("descriptors").isLessThanOrEqualTo(before.descriptors() + LEEWAY);
    }

    private static Set<Channel> repaired() {
        Set<Channel> repaired = EnumSet.of(Channel.TRADES, Channel.BARS);
        if (Boolean.getBoolean("chasqui.soak.quotes")) {
            repaired.add(Channel.QUOTES);
        }
        return repaired;
    }
}

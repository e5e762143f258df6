package dev.chasqui.acceptance.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.acceptance.Figures;
import dev.chasqui.acceptance.Harness;
import dev.chasqui.acceptance.InvariantsExtension;
import dev.chasqui.acceptance.Journal;
import dev.chasqui.acceptance.Spread;
import dev.chasqui.acceptance.proxy.Ending;
import dev.chasqui.acceptance.proxy.FaultProxy;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.event.StreamEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How long a stream with 500 subscriptions needs, over the scheduled delay, to be live again after a reset. A thousand resets:
 *
 * <pre>mvn -q -pl acceptance -am test -Dtest=RecoveryTimeTest -Dsurefire.failIfNoSpecifiedTests=false -Dchasqui.figures=full</pre>
 */
@ExtendWith(InvariantsExtension.class)
final class RecoveryTimeTest {

    private static final double MEDIAN_MILLIS = 60;
    private static final double P99_MILLIS = 250;
    private static final double MAX_MILLIS = 1000;
    private static final int ENOUGH_FOR_P99 = 200;

    private static final Subscription KEYS = Subscription.of(
            List.of(Channel.TRADES, Channel.QUOTES),
            IntStream.range(0, 250).mapToObj(number -> "S" + number).toList());

    @Test
    void afterAResetAStreamIsLiveAgainSoonAfterTheScheduledDelay(Harness harness) throws Exception {
        int resets = Figures.count("recovery", 20, 1000);
        AlpacaSimulator simulator = harness.simulator();
        FaultProxy proxy = harness.closeAfterStreams(FaultProxy.to(simulator.port()));
        MarketDataStream stream = harness.stream(
                simulator,
                Feed.IEX,
                builder -> builder.uri(proxy.via(simulator.uri(Feed.IEX)))
                        .rest(simulator.restUri())
                        .reconnect(Harness.QUICK_RECONNECT.forever().withStableAfter(Duration.ZERO)));
        stream.connect(KEYS).get(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Journal journal = harness.journal(stream);

        double[] over = new double[resets];
        try (Hiccups hiccups = Hiccups.begin()) {
            for (int i = 0; i < resets; i++) {
                over[i] = reset(proxy, stream, journal, i + 1);
            }
            Spread spread = Spread.of(over);
            Figures.print(
                    "recovery",
                    spread.text("ms over the delay") + String.format(", hiccup %.1f ms", hiccups.worstMillis()));
            assertThat(spread.median()).isLessThanOrEqualTo(MEDIAN_MILLIS + hiccups.worstMillis());
            if (resets >= ENOUGH_FOR_P99) {
                assertThat(spread.p99()).isLessThanOrEqualTo(P99_MILLIS + hiccups.worstMillis());
            }
            assertThat(spread.max()).isLessThanOrEqualTo(MAX_MILLIS + hiccups.worstMillis());
        }
        assertThat(proxy.accepted()).as("no reconnect without a reset").isEqualTo(resets + 1L);
    }

    /** Resets the connection of this epoch; returns how long the next one took to be live, over the delay, in milliseconds. */
    private static double reset(FaultProxy proxy, MarketDataStream stream, Journal journal, long epoch) {
        assertThat(proxy.cut(Ending.RST)).isEqualTo(1);
        StreamEvent.ReconnectScheduled scheduled = journal.await(
                StreamEvent.ReconnectScheduled.class, event -> event.origin().epoch() == epoch);
        StreamEvent.StateChanged live = journal.awaitLive(epoch + 1);
        assertThat(stream.status().active()).isEqualTo(KEYS);
        long taken = live.origin().monotonicNanos() - scheduled.origin().monotonicNanos();
        return (taken - scheduled.delay().toNanos()) / 1e6;
    }
}

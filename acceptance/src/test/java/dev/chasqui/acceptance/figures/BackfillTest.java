package dev.chasqui.acceptance.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.acceptance.Figures;
import dev.chasqui.acceptance.Harness;
import dev.chasqui.acceptance.Spread;
import dev.chasqui.acceptance.ledger.ChannelRow;
import dev.chasqui.acceptance.ledger.LedgerReport;
import dev.chasqui.acceptance.proxy.Door;
import dev.chasqui.acceptance.proxy.Ending;
import dev.chasqui.acceptance.proxy.FaultProxy;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.RestFault;
import dev.chasqui.simulator.RestOptions;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.RepairOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What an outage costs when history can be had, and when it cannot: completeness, requests, time, and what the live messages feel of it.
 * Sixty seconds with 100,000 trades of 50 symbols:
 *
 * <pre>mvn -q -pl acceptance -am test -Dtest=BackfillTest -Dsurefire.failIfNoSpecifiedTests=false -Dchasqui.figures=full</pre>
 */
final class BackfillTest {

    private static final int FULL_SECONDS = 60;
    private static final int BRIEF_SECONDS = 5;
    private static final double TRADES_A_SECOND = 100_000.0 / FULL_SECONDS;
    private static final int PAGE = 10_000;
    private static final int MORE_REQUESTS = 8;
    private static final Duration DONE_WITHIN = Duration.ofSeconds(10);
    private static final Duration SETTLE = Duration.ofMillis(300);
    private static final Duration OVERLAP_BACK = Duration.ofSeconds(2);
    private static final Duration OVERLAP_FORWARD = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int QUIET_TRADES = (int) (2 * TRADES_A_SECOND);
    // Of which a busy machine is capable whatever the client does.
    private static final double NOISE_MILLIS = 50;

    private final AlpacaSimulator simulator = AlpacaSimulator.builder().start();
    private final FaultProxy proxy = FaultProxy.to(simulator.port());
    private final BlockingQueue<StreamEvent> events = new LinkedBlockingQueue<>();
    private final MarketDataStream stream = MarketDataStream.stocks(Feed.SIP)
            .uri(proxy.via(simulator.uri(Feed.SIP)))
            .credentials(Credentials.of("KEY", "SECRET"))
            .timeouts(Harness.SHORT_TIMEOUTS)
            .reconnect(Harness.QUICK_RECONNECT.forever())
            .repair(RepairOptions.defaults()
                    .withOverlap(OVERLAP_BACK, OVERLAP_FORWARD)
                    .withSettleDelay(SETTLE)
                    .withRequestsPerMinute(10_000))
            .rest(simulator.restUri())
            .build();

    @AfterEach
    void close() {
        stream.close();
        proxy.close();
        simulator.close();
    }

    @Test
    void anOutageIsRepairedWhollyWithFewRequestsAndLiveMessagesDoNotFeelIt() throws Exception {
        int seconds = Figures.count("outage", BRIEF_SECONDS, FULL_SECONDS);
        stream.connect(TradeFlow.SUBSCRIPTION).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        try (Hiccups hiccups = Hiccups.begin();
                TradeFlow flow = TradeFlow.begin(simulator, stream, TRADES_A_SECOND)) {
            // After the flow's ledger: what is awaited here, the ledger was told of before.
            stream.onEvent(events::add);
            Spread before = calm(flow);
            proxy.door(Door.REFUSE);
            proxy.cut(Ending.RST);
            flow.awaitMore((long) (seconds * TRADES_A_SECOND), PATIENCE.plusSeconds(seconds));
            proxy.door(Door.OPEN);
            await(StreamEvent.StateChanged.class, change -> change.to() == StreamState.LIVE);
            long live = System.nanoTime();
            flow.latency();
            StreamEvent.GapClosed closed =
                    await(StreamEvent.GapClosed.class, event -> event.gap().channel() == Channel.TRADES);
            double took = (System.nanoTime() - live) / 1e9;
            Spread during = flow.latency();
            LedgerReport report = flow.finish(PATIENCE);
            ChannelRow trades = report.of(Channel.TRADES);
            Figures.print(
                    "backfill",
                    String.format(
                            Locale.ROOT,
                            "outage %d s, %d recovered, lost %d, duplicated %d, %d requests, %.2f s after LIVE; live before %s;"
                                    + " during %s; hiccup %.1f ms",
                            seconds,
                            trades.recovered(),
                            trades.lost(),
                            trades.duplicated(),
                            closed.repair().requests(),
                            took,
                            before.text("ms"),
                            during.text("ms"),
                            hiccups.worstMillis()));
            assertThat(report.violations()).isEmpty();
            assertThat(trades.lost()).isZero();
            assertThat(trades.recovered())
                    .isEqualTo(closed.repair().recovered())
                    .isPositive();
            assertThat(closed.repair().requests()).isLessThanOrEqualTo(pages(closed) + MORE_REQUESTS);
            assertThat(took)
                    .isLessThanOrEqualTo(DONE_WITHIN.plus(SETTLE).toMillis() / 1e3 + hiccups.worstMillis() / 1e3);
            assertThat(during.p99()).isLessThanOrEqualTo(2 * before.p99() + NOISE_MILLIS + hiccups.worstMillis());
        }
    }

    @Test
    void withoutHistoryEveryGapEndsWithItsReasonAndLiveMessagesDoNotFeelIt() throws Exception {
        simulator.rest(RestOptions.builder().every(RestFault.NO_ANSWER, 1).build());
        stream.connect(TradeFlow.SUBSCRIPTION).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        try (Hiccups hiccups = Hiccups.begin();
                TradeFlow flow = TradeFlow.begin(simulator, stream, TRADES_A_SECOND)) {
            // After the flow's ledger: what is awaited here, the ledger was told of before.
            stream.onEvent(events::add);
            Spread before = calm(flow);
            proxy.cut(Ending.RST);
            await(StreamEvent.StateChanged.class, change -> change.to() == StreamState.LIVE);
            flow.latency();
            StreamEvent.GapUnrecoverable end = await(
                    StreamEvent.GapUnrecoverable.class, event -> event.gap().channel() == Channel.TRADES);
            Spread during = flow.latency();
            LedgerReport report = flow.finish(PATIENCE);
            Figures.print(
                    "no-history",
                    "gaps " + report.gaps().unrecoverable() + ", told lost "
                            + report.of(Channel.TRADES).lostTold() + "; live before " + before.text("ms") + "; during "
                            + during.text("ms"));
            assertThat(end.reason()).isEqualTo(GapReason.REST_DOWN);
            assertThat(report.violations()).isEmpty();
            assertThat(report.gaps().closed() + report.gaps().neverEnded()).isZero();
            assertThat(during.p99()).isLessThanOrEqualTo(2 * before.p99() + NOISE_MILLIS + hiccups.worstMillis());
        }
    }

    /** What live messages take while nothing happens. */
    private Spread calm(TradeFlow flow) throws InterruptedException {
        flow.awaitMore(QUIET_TRADES, PATIENCE);
        flow.latency();
        flow.awaitMore(QUIET_TRADES, PATIENCE);
        events.clear();
        return flow.latency();
    }

    /** Of the rows that a repair asks for, by the length of the gap. */
    private static int pages(StreamEvent.GapClosed closed) {
        Duration asked = Duration.between(closed.gap().from(), closed.gap().to())
                .plus(OVERLAP_BACK)
                .plus(OVERLAP_FORWARD);
        return (int) Math.ceil(asked.toMillis() / 1e3 * TRADES_A_SECOND / PAGE);
    }

    private <E extends StreamEvent> E await(Class<E> type, Predicate<E> wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            StreamEvent event = events.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new AssertionError("no " + type.getSimpleName() + " within " + PATIENCE);
            }
            if (type.isInstance(event) && wanted.test(type.cast(event))) {
                return type.cast(event);
            }
        }
    }
}

package dev.chasqui.acceptance.ledger;

import static dev.chasqui.acceptance.ledger.History.gap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.acceptance.Figures;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Gap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The ledger keeps up with a long day of random faults, and counts each of them exactly. Ten million messages:
 *
 * <pre>mvn -q -pl acceptance -am test -Dtest=LedgerScaleTest -Dsurefire.failIfNoSpecifiedTests=false -Dchasqui.figures=full</pre>
 */
final class LedgerScaleTest {

    private static final int SYMBOLS = 200;

    /** What was done wrong on purpose. */
    private static final class Planted {
        long attempted;
        long recovered;
        long silent;
        long told;
        long whole;
        long duplicated;
        long unexpected;
        long misordered;
    }

    private final long seed = Figures.seed();
    private final Random random = new Random(seed);
    private final Planted planted = new Planted();
    private final History history = new History(Duration.ofSeconds(60), Duration.ZERO);
    private final List<MarketEvent> missing = new ArrayList<>();
    private long gaps;

    @Test
    void everyFaultOfALongRandomHistoryIsCountedExactly() {
        int count = Figures.count("ledger", 300_000, 10_000_000);
        history.checker.expect(Subscription.of(
                List.of(Channel.TRADES, Channel.QUOTES),
                IntStream.range(0, SYMBOLS).mapToObj(LedgerScaleTest::symbol).toList()));
        int remembered = 0;
        long begin = System.nanoTime();
        for (int i = 1; i <= count; i += 100) {
            if (i % 10_000 == 1) {
                outage(i);
            } else {
                flow(i);
            }
            remembered = Math.max(remembered, history.checker.remembered());
        }
        LedgerReport report = history.finish();
        double seconds = (System.nanoTime() - begin) / 1e9;
        Figures.print(
                "ledger",
                String.format(
                        Locale.ROOT,
                        "%d messages in %.1f s, %.0f a second, at most %d remembered",
                        planted.attempted,
                        seconds,
                        planted.attempted / seconds,
                        remembered));
        assertAllFound(report);
    }

    private void assertAllFound(LedgerReport report) {
        assertThat(report.sum(ChannelRow::attempted)).isEqualTo(planted.attempted);
        assertThat(report.sum(ChannelRow::recovered)).isEqualTo(planted.recovered);
        assertThat(report.sum(ChannelRow::lostSilently)).as(this::seed).isEqualTo(planted.silent);
        assertThat(report.sum(ChannelRow::lostTold)).as(this::seed).isEqualTo(planted.told);
        assertThat(report.sum(ChannelRow::lostWhole)).as(this::seed).isEqualTo(planted.whole);
        assertThat(report.sum(ChannelRow::duplicated)).as(this::seed).isEqualTo(planted.duplicated);
        assertThat(report.sum(ChannelRow::unexpected)).as(this::seed).isEqualTo(planted.unexpected);
        assertThat(report.sum(ChannelRow::misordered)).as(this::seed).isEqualTo(planted.misordered);
        assertThat(report.complaints()).isEmpty();
    }

    private String seed() {
        return "-Dchasqui.seed=" + seed;
    }

    private static String symbol(int number) {
        return "S" + number;
    }

    private MarketEvent message(int number) {
        String symbol = symbol(random.nextInt(SYMBOLS));
        return random.nextBoolean() ? History.trade(symbol, number) : History.quote(symbol, number);
    }

    /** A hundred milliseconds of one message each, now and then with a fault. */
    private void flow(int begin) {
        for (int i = begin; i < begin + 100; i++) {
            MarketEvent event = message(i);
            planted.attempted++;
            history.published(i, event);
            switch (random.nextInt(20_000)) {
                case 0 -> planted.silent++;
                case 1 -> {
                    planted.duplicated++;
                    history.live(i, event, event);
                }
                case 2 -> {
                    planted.unexpected++;
                    history.live(i, event, History.trade("S0", -i));
                }
                case 3 -> {
                    planted.misordered++;
                    planted.attempted++;
                    MarketEvent later = History.trade(event.symbol(), -1_000_000_000L - i);
                    MarketEvent first = History.trade(event.symbol(), -2_000_000_000L - i);
                    history.live(i, event);
                    planted.attempted++;
                    history.published(i, first, later).live(i, later, first);
                }
                default -> history.live(i, event);
            }
        }
    }

    /** A hundred milliseconds of which nothing comes live. */
    private void outage(int begin) {
        long trades = ++gaps;
        long quotes = ++gaps;
        history.opened(gapOf(trades, Channel.TRADES, begin, false));
        history.opened(gapOf(quotes, Channel.QUOTES, begin, false));
        missing.clear();
        for (int i = begin; i < begin + 100; i++) {
            MarketEvent event = message(i);
            planted.attempted++;
            history.published(i, event);
            missing.add(event);
        }
        boolean repaired = random.nextBoolean();
        long recovered = 0;
        for (MarketEvent event : missing) {
            if (event.channel() == Channel.QUOTES) {
                planted.told++;
            } else if (repaired && random.nextInt(1000) == 0) {
                planted.whole++;
            } else if (repaired) {
                recovered++;
                history.recovered(begin + 5000L, trades, event);
            } else {
                planted.told++;
            }
        }
        planted.recovered += recovered;
        history.unrecoverable(gapOf(quotes, Channel.QUOTES, begin, true));
        Gap ended = gapOf(trades, Channel.TRADES, begin, true);
        if (repaired) {
            history.closed(ended, recovered);
        } else {
            history.unrecoverable(ended);
        }
    }

    private static Gap gapOf(long id, Channel channel, int begin, boolean ended) {
        return gap(id, channel, "*", begin - 1L, ended ? begin + 99L : null);
    }
}

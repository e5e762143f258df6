package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatestTableTest {

    private final AtomicLong clock =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos());
    private final SymbolNumbers symbols = new SymbolNumbers();
    private final LatestTable latest = new LatestTable(symbols, clock::get, Duration.ofSeconds(60));

    private void pass(Duration time) {
        // The clock runs over the end of its range within most of these tests.
        clock.addAndGet(time.toNanos());
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(latest.quotes.fresh("AAPL")).isEmpty();
        assertThat(latest.trades.last("AAPL")).isEmpty();
        assertThat(latest.bars.last("AAPL")).isEmpty();
    }

    @Test
    void theNewestOfEachKindAndSymbolIsKept() {
        latest.update(Samples.quote("AAPL", 1), symbols.of("AAPL"), clock.get());
        latest.update(Samples.quote("AAPL", 2), symbols.of("AAPL"), clock.get());
        latest.update(Samples.quote("MSFT", 1), symbols.of("MSFT"), clock.get());
        latest.update(Samples.trade("AAPL", 5), symbols.of("AAPL"), clock.get());
        assertThat(latest.quotes.fresh("AAPL")).contains(Samples.quote("AAPL", 2));
        assertThat(latest.quotes.fresh("MSFT")).contains(Samples.quote("MSFT", 1));
        assertThat(latest.trades.fresh("AAPL")).contains(Samples.trade("AAPL", 5));
        assertThat(latest.trades.fresh("MSFT")).isEmpty();
    }

    @Test
    void aValueNeverGoesBackInTheTimeOfTheExchange() {
        latest.update(Samples.trade("AAPL", 10), symbols.of("AAPL"), clock.get());
        pass(Duration.ofSeconds(1));
        latest.update(Samples.trade("AAPL", 9), symbols.of("AAPL"), clock.get());
        assertThat(latest.trades.fresh("AAPL")).contains(Samples.trade("AAPL", 10));
        assertThat(latest.trades.last("AAPL"))
                .hasValueSatisfying(value -> assertThat(value.age()).isEqualTo(Duration.ofSeconds(1)));
    }

    @Test
    void ofTwoMessagesOfOneTimeTheLaterCounts() {
        latest.update(Samples.bar(Bar.Kind.MINUTE, "AAPL", 60, 5), symbols.of("AAPL"), clock.get());
        latest.update(Samples.bar(Bar.Kind.UPDATED_MINUTE, "AAPL", 60, 6), symbols.of("AAPL"), clock.get());
        assertThat(latest.bars.fresh("AAPL")).contains(Samples.bar(Bar.Kind.UPDATED_MINUTE, "AAPL", 60, 6));
    }

    @Test
    void anUpdateOfAnEarlierMinuteDoesNotReplaceALaterOne() {
        latest.update(Samples.bar(Bar.Kind.MINUTE, "AAPL", 120, 7), symbols.of("AAPL"), clock.get());
        latest.update(Samples.bar(Bar.Kind.UPDATED_MINUTE, "AAPL", 60, 6), symbols.of("AAPL"), clock.get());
        assertThat(latest.bars.fresh("AAPL")).contains(Samples.bar(Bar.Kind.MINUTE, "AAPL", 120, 7));
    }

    @Test
    void theBarOfTheDayIsNoMinute() {
        latest.update(Samples.bar(Bar.Kind.DAY, "AAPL", 60, 5), symbols.of("AAPL"), clock.get());
        assertThat(latest.bars.fresh("AAPL")).isEmpty();
    }

    @Test
    void aValueIsFreshForItsTimeToLiveAndKnownAfterwards() {
        latest.update(Samples.quote("AAPL", 1), symbols.of("AAPL"), clock.get());
        pass(Duration.ofSeconds(60));
        assertThat(latest.quotes.fresh("AAPL")).isPresent();
        pass(Duration.ofNanos(1));
        assertThat(latest.quotes.fresh("AAPL")).isEmpty();
        assertThat(latest.quotes.last("AAPL")).hasValueSatisfying(value -> {
            assertThat(value.value()).isEqualTo(Samples.quote("AAPL", 1));
            assertThat(value.age()).isEqualTo(Duration.ofSeconds(60).plusNanos(1));
        });
    }

    @Test
    void aNewMessageMakesTheSymbolFreshAgain() {
        latest.update(Samples.bar(Bar.Kind.MINUTE, "AAPL", 60, 5), symbols.of("AAPL"), clock.get());
        pass(Duration.ofSeconds(90));
        latest.update(Samples.bar(Bar.Kind.MINUTE, "AAPL", 120, 5), symbols.of("AAPL"), clock.get());
        assertThat(latest.bars.fresh("AAPL")).isPresent();
    }

    @Test
    void aMessageWithoutTimeIsReplacedByAnyWithOne() {
        latest.update(Samples.trade("AAPL", MarketEvent.NO_TIMESTAMP), symbols.of("AAPL"), clock.get());
        assertThat(latest.trades.fresh("AAPL")).contains(Samples.trade("AAPL", MarketEvent.NO_TIMESTAMP));
        latest.update(Samples.trade("AAPL", 1), symbols.of("AAPL"), clock.get());
        assertThat(latest.trades.fresh("AAPL")).contains(Samples.trade("AAPL", 1));
    }

    @Test
    void otherMessagesAreNotKept() {
        latest.update(Samples.news("AAPL"), symbols.of("AAPL"), clock.get());
        assertThat(latest.trades.last("AAPL")).isEmpty();
    }

    @Test
    void thousandsOfSymbolsKeepTheirValuesWhileRoomIsMadeForMore() {
        for (int i = 0; i < 5_000; i++) {
            latest.update(Samples.trade("S" + i, i), symbols.of("S" + i), clock.get());
            latest.update(Samples.quote("S" + (5_000 - i), i), symbols.of("S" + (5_000 - i)), clock.get());
        }
        for (int i = 0; i < 5_000; i++) {
            assertThat(latest.trades.fresh("S" + i)).contains(Samples.trade("S" + i, i));
            assertThat(latest.quotes.fresh("S" + (5_000 - i))).contains(Samples.quote("S" + (5_000 - i), i));
        }
        assertThat(latest.symbolsSeen(Channel.TRADES))
                .hasSize(5_000)
                .contains("S0")
                .doesNotContain("S5000");
        assertThat(latest.symbolsSeen(Channel.BARS)).isEmpty();
    }

    @Test
    void aValueWithoutARemarkFollowsOneThatWasStale() {
        latest.update(Samples.trade("AAPL", 1), symbols.of("AAPL"), clock.get());
        latest.markStale(Channel.TRADES, Set.of(Subscription.ALL_SYMBOLS));
        assertThat(latest.trades.fresh("AAPL")).isEmpty();
        latest.update(Samples.trade("AAPL", 2), symbols.of("AAPL"), clock.get());
        assertThat(latest.trades.fresh("AAPL")).contains(Samples.trade("AAPL", 2));
    }

    /** A value is written in place: whoever reads meanwhile must not see the new value with the old time. */
    @Test
    void aReaderNeverSeesHalfOfAValue() throws Exception {
        long now = 1_000_000;
        LatestTable table = new LatestTable(symbols, () -> now, Duration.ofSeconds(60));
        table.update(Samples.trade("AAPL", 0), symbols.of("AAPL"), 0);
        Thread writer = new Thread(() -> {
            for (long i = 1; i <= now; i++) {
                table.update(Samples.trade("AAPL", i), symbols.of("AAPL"), i);
            }
        });
        writer.start();
        long seen = -1;
        while (seen < now) {
            LatestValue<Trade> value = table.trades.last("AAPL").orElseThrow();
            assertThat(value.value().timestampNanos()).isGreaterThanOrEqualTo(seen);
            seen = value.value().timestampNanos();
            assertThat(value.age().toNanos()).isEqualTo(now - seen);
        }
        writer.join();
    }
}

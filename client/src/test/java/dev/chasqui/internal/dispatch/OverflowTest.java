package dev.chasqui.internal.dispatch;

import static dev.chasqui.internal.dispatch.Events.book;
import static dev.chasqui.internal.dispatch.Events.quote;
import static dev.chasqui.internal.dispatch.Events.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.OrderBook;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.OverflowPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OverflowTest {

    @Test
    void withRoomNothingIsConflated() {
        DispatchFixture fixture = DispatchFixture.holding(4).recording();
        fixture.offer(quote("A", 1), quote("A", 2), quote("A", 3), quote("A", 4));
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("A1", "A2", "A3", "A4");
        assertThat(fixture.counters().conflated()).isZero();
    }

    @Test
    void whenFullTheNewestQuotePerSymbolWinsInItsPlace() {
        DispatchFixture fixture = DispatchFixture.holding(4).recording();
        fixture.offer(quote("A", 1), quote("A", 2), quote("B", 3), trade("C", 4), quote("A", 5), quote("A", 6));
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("A1", "A6", "B3", "C4");
        assertThat(fixture.counters().conflated()).isEqualTo(2);
        assertThat(fixture.counters().dropped()).isZero();
    }

    @Test
    void aQuoteOfASymbolThatDoesNotWaitIsLetInBeyondTheBounds() {
        DispatchFixture fixture = DispatchFixture.holding(2).recording();
        fixture.offer(trade("A", 1), trade("B", 2), quote("C", 3), quote("D", 4), quote("C", 5));
        assertThat(fixture.counters().queued()).isEqualTo(4);
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("A1", "B2", "C5", "D4");
    }

    @Test
    void beyondTwiceTheBoundTheOldestQuoteIsDropped() {
        DispatchFixture fixture = DispatchFixture.holding(2).recording();
        fixture.offer(quote("A", 1), quote("B", 2), quote("C", 3), quote("D", 4), quote("E", 5), trade("F", 6));
        assertThat(fixture.counters().queued()).isEqualTo(4);
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("B2", "C3", "D4", "E5");
        assertThat(fixture.counters().dropped()).isEqualTo(2);
    }

    @Test
    void bytesBeyondTheBoundStayWithinATenth() {
        DispatchFixture fixture =
                DispatchFixture.with(DispatchOptions.defaults().withMaxBytes(100));
        for (int i = 1; i <= 1000; i++) {
            fixture.offer(quote("S" + i, i));
            assertThat(fixture.counters().queued()).isLessThanOrEqualTo(11);
        }
        assertThat(fixture.counters().dropped()).isEqualTo(989);
    }

    @Test
    void aQuoteThatGrowsInItsPlaceCostsTheOldestOfItsChannel() {
        DispatchFixture fixture = DispatchFixture.with(
                        DispatchOptions.defaults().withMaxBytes(100))
                .recording();
        fixture.dispatcher.offer(quote("A", 1), 50);
        fixture.dispatcher.offer(quote("B", 2), 50);
        fixture.dispatcher.endOfFrame();
        fixture.dispatcher.offer(quote("B", 3), 90);
        fixture.dispatcher.endOfFrame();
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("B3");
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(3, 1, 1, 1, 0, 0, 0, 0, 0));
    }

    @Test
    void orderBooksAreMergedWithoutLosingALevel() {
        DispatchFixture fixture = DispatchFixture.holding(1);
        List<OrderBook> books = new ArrayList<>();
        fixture.handlers().register(Channel.ORDER_BOOKS, "*", event -> books.add((OrderBook) event));
        fixture.offer(book("B", 1, 10, 1), book("B", 2, 11, 2), book("B", 3, 10, 0));
        fixture.executor.runAll();
        assertThat(books).singleElement().satisfies(merged -> {
            assertThat(merged.timestampNanos()).isEqualTo(3);
            assertThat(merged.bids()).containsExactly(new OrderBook.Level(10, 0), new OrderBook.Level(11, 2));
        });
        assertThat(fixture.counters().conflated()).isEqualTo(2);
    }

    @Test
    void theOldestOfTheSameChannelMakesRoom() {
        DispatchFixture fixture = DispatchFixture.holding(3).recording();
        fixture.offer(quote("A", 1), trade("B", 2), trade("C", 3), trade("D", 4), trade("E", 5));
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("A1", "D4", "E5");
        assertThat(fixture.counters().dropped()).isEqualTo(2);
    }

    @Test
    void aMessageIsDroppedWhenNoneOfItsChannelCanMakeRoom() {
        DispatchFixture fixture = DispatchFixture.holding(2).recording();
        fixture.offer(quote("A", 1), quote("B", 2), trade("C", 3));
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("A1", "B2");
        assertThat(fixture.counters().dropped()).isEqualTo(1);
    }

    @Test
    void extraQuotesCostOneTradePerTradeOnly() {
        DispatchFixture fixture = DispatchFixture.holding(3).recording();
        fixture.offer(trade("A", 1), trade("B", 2), quote("C", 3), quote("D", 4), quote("E", 5), trade("F", 6));
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("B2", "C3", "D4", "E5", "F6");
    }

    @Test
    void oneMessageMayWaitHoweverLarge() {
        DispatchFixture fixture = DispatchFixture.with(
                        DispatchOptions.defaults().withMaxBytes(100))
                .recording();
        fixture.dispatcher.offer(trade("A", 1), 5000);
        fixture.dispatcher.offer(trade("B", 2), 10);
        fixture.dispatcher.endOfFrame();
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("B2");
        fixture.dispatcher.offer(trade("C", 3), 5000);
        fixture.dispatcher.endOfFrame();
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("B2", "C3");
    }

    @Test
    void aFrameLargerThanTheQueueIsBoundedBeforeItEnds() {
        DispatchFixture fixture = DispatchFixture.holding(100).recording();
        for (int i = 1; i <= 100_000; i++) {
            fixture.dispatcher.offer(trade("A", i), 10);
        }
        assertThat(fixture.counters().queued()).isEqualTo(100);
        fixture.dispatcher.endOfFrame();
        fixture.executor.runAll();
        assertThat(fixture.delivered).hasSize(100).startsWith("A99901").endsWith("A100000");
        assertThat(fixture.counters().dropped()).isEqualTo(99_900);
    }

    @Test
    void aFrameIsHandedOverAsAWhole() {
        DispatchFixture fixture = DispatchFixture.withDefaults().recording();
        fixture.dispatcher.offer(trade("A", 1), 10);
        fixture.dispatcher.offer(trade("A", 2), 10);
        assertThat(fixture.executor.waiting()).isZero();
        assertThat(fixture.counters().queued()).isEqualTo(2);
        fixture.dispatcher.endOfFrame();
        assertThat(fixture.executor.waiting()).isEqualTo(1);
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("A1", "A2");
    }

    @Test
    void blockWaitsForRoomAndLosesNothing() throws Exception {
        DispatchFixture fixture =
                DispatchFixture.holding(2, Channel.TRADES, OverflowPolicy.BLOCK).recording();
        CountDownLatch blocked = new CountDownLatch(1);
        RecordingListener told = fixture.listener;
        Thread connection = new Thread(() -> {
            fixture.offerTrades("A", 1, 2);
            blocked.countDown();
            fixture.offerTrades("A", 3, 10);
        });
        connection.start();
        assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
        Awaitility.await().until(() -> told.notices.contains("overflow TRADES BLOCK"));
        assertThat(fixture.counters().queued()).isLessThanOrEqualTo(3);
        while (connection.isAlive() || fixture.executor.waiting() > 0) {
            fixture.executor.runAll();
            Thread.onSpinWait();
        }
        assertThat(fixture.delivered)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .startsWith("A1")
                .endsWith("A10");
        assertThat(fixture.counters().delivered()).isEqualTo(10);
    }

    @Test
    void blockSeesRoomAsSoonAsOneMessageOfABatchIsDone() throws Exception {
        DispatchOptions options =
                DispatchOptions.defaults().withMaxMessages(256).withPolicy(Channel.TRADES, OverflowPolicy.BLOCK);
        DispatchFixture fixture = DispatchFixture.with(options);
        CountDownLatch offered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        fixture.handlers().register(Channel.TRADES, "*", event -> {
            if (Events.number(event) == 2) {
                await(release);
            }
        });
        fixture.offerTrades("A", 1, 256);
        Thread connection = new Thread(() -> {
            fixture.offerTrades("A", 257, 257);
            offered.countDown();
        });
        connection.start();
        Awaitility.await().until(() -> fixture.listener.notices.contains("overflow TRADES BLOCK"));
        Thread drain = new Thread(fixture.executor::runAll);
        drain.start();
        assertThat(offered.await(10, TimeUnit.SECONDS)).isTrue();
        release.countDown();
        drain.join(10_000);
        connection.join(10_000);
        fixture.executor.runAll();
        assertThat(fixture.counters().delivered()).isEqualTo(257);
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}

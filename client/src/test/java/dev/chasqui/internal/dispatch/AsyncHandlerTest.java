package dev.chasqui.internal.dispatch;

import static dev.chasqui.internal.dispatch.Events.book;
import static dev.chasqui.internal.dispatch.Events.quote;
import static dev.chasqui.internal.dispatch.Events.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.OrderBook;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.OverflowPolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AsyncHandlerTest {

    private final Deque<CompletableFuture<Object>> stages = new ArrayDeque<>();
    private final List<String> taken = new ArrayList<>();

    private CompletionStage<?> take(MarketEvent event) {
        taken.add(Events.key(event));
        CompletableFuture<Object> stage = new CompletableFuture<>();
        stages.add(stage);
        return stage;
    }

    private DispatchFixture slow(DispatchFixture fixture) {
        fixture.handlers().registerAsync(null, "*", this::take);
        return fixture;
    }

    private void completeOne(DispatchFixture fixture) {
        stages.remove().complete("done");
        fixture.executor.runAll();
    }

    @Test
    void theNextMessageWaitsForTheStageWhileOthersGoOn() {
        DispatchFixture fixture = slow(DispatchFixture.withDefaults()).recording();
        fixture.offerTrades("A", 1, 3);
        fixture.executor.runAll();
        assertThat(taken).containsExactly("A1");
        assertThat(fixture.delivered).containsExactly("A1", "A2", "A3");
        assertThat(fixture.counters().delivered()).isEqualTo(1);
        assertThat(fixture.counters().queued()).isEqualTo(2);
        completeOne(fixture);
        completeOne(fixture);
        assertThat(taken).containsExactly("A1", "A2", "A3");
        assertThat(fixture.counters().delivered()).isEqualTo(3);
    }

    @Test
    void aCompletedStageGoesOnOnTheExecutorAndNotOnTheCompletingThread() {
        DispatchFixture fixture = slow(DispatchFixture.withDefaults());
        fixture.offerTrades("A", 1, 2);
        fixture.executor.runAll();
        stages.remove().complete("done");
        assertThat(taken).containsExactly("A1");
        assertThat(fixture.executor.waiting()).isEqualTo(1);
        fixture.executor.runAll();
        assertThat(taken).containsExactly("A1", "A2");
    }

    @Test
    void aNullStageHasCompleted() {
        DispatchFixture fixture = DispatchFixture.withDefaults();
        fixture.handlers().registerAsync(Channel.TRADES, "*", event -> {
            taken.add(Events.key(event));
            return null;
        });
        fixture.offerTrades("A", 1, 3);
        fixture.executor.runAll();
        assertThat(taken).containsExactly("A1", "A2", "A3");
    }

    @Test
    void aLongLineBehindACompletedStageNeedsNoStack() {
        DispatchFixture fixture = DispatchFixture.withDefaults();
        CompletableFuture<Object> first = new CompletableFuture<>();
        fixture.handlers().registerAsync(Channel.TRADES, "*", event -> {
            taken.add(Events.key(event));
            return taken.size() == 1 ? first : CompletableFuture.completedFuture("done");
        });
        fixture.offerTrades("A", 1, 50_000);
        fixture.executor.runAll();
        first.complete("done");
        fixture.executor.runAll();
        assertThat(taken).hasSize(50_000);
        assertThat(fixture.counters().delivered()).isEqualTo(50_000);
    }

    @Test
    void parkedTradesKeepTheirRoomAndTheOldestMakesRoom() {
        DispatchFixture fixture = slow(DispatchFixture.holding(3)).recording();
        for (int i = 1; i <= 10; i++) {
            fixture.offer(trade("A", i));
            fixture.executor.runAll();
            assertThat(fixture.counters().queued()).isLessThanOrEqualTo(3);
        }
        assertThat(fixture.delivered).as("the other handler misses nothing").hasSize(10);
        completeOne(fixture);
        completeOne(fixture);
        completeOne(fixture);
        assertThat(taken).containsExactly("A1", "A8", "A9", "A10");
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(10, 4, 0, 6, 0, 0, 0, 0, 0));
    }

    @Test
    void parkedQuotesGiveTheirPlaceToTheNewestOfTheirSymbol() {
        DispatchFixture fixture = slow(DispatchFixture.holding(2)).recording();
        for (int i = 1; i <= 9; i += 2) {
            fixture.offer(quote("A", i), quote("B", i + 1));
            fixture.executor.runAll();
        }
        assertThat(fixture.delivered).hasSize(10);
        for (int i = 0; i < 3; i++) {
            completeOne(fixture);
        }
        assertThat(taken).containsExactly("A1", "B10", "A9");
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(10, 3, 7, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void parkedBooksAreMergedForThatHandlerAlone() {
        List<OrderBook> quick = new ArrayList<>();
        List<OrderBook> late = new ArrayList<>();
        DispatchFixture fixture = DispatchFixture.holding(2);
        fixture.handlers().register(Channel.ORDER_BOOKS, "*", event -> quick.add((OrderBook) event));
        fixture.handlers().registerAsync(Channel.ORDER_BOOKS, "*", event -> {
            late.add((OrderBook) event);
            return take(event);
        });
        for (int i = 1; i <= 5; i++) {
            fixture.offer(book("A", i, i, i));
            fixture.executor.runAll();
        }
        completeOne(fixture);
        assertThat(quick).hasSize(5).allSatisfy(each -> assertThat(each.bids()).hasSize(1));
        assertThat(late.stream().flatMap(each -> each.bids().stream()).map(OrderBook.Level::price))
                .containsExactly(1.0, 2.0, 3.0, 4.0, 5.0);
        assertThat(late).hasSize(2);
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(5, 2, 3, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void blockWaitsForAParkedMessage() throws Exception {
        DispatchFixture fixture = slow(DispatchFixture.holding(1, Channel.TRADES, OverflowPolicy.BLOCK));
        fixture.offerTrades("A", 1, 1);
        fixture.executor.runAll();
        fixture.offerTrades("A", 2, 2);
        fixture.executor.runAll();
        CountDownLatch offered = new CountDownLatch(1);
        Thread connection = new Thread(() -> {
            fixture.offerTrades("A", 3, 3);
            offered.countDown();
        });
        connection.start();
        Awaitility.await().until(() -> fixture.listener.notices.contains("overflow TRADES BLOCK"));
        assertThat(offered.getCount()).isEqualTo(1);
        completeOne(fixture);
        assertThat(offered.await(10, TimeUnit.SECONDS)).isTrue();
        connection.join();
        fixture.executor.runAll();
        completeOne(fixture);
        assertThat(taken).containsExactly("A1", "A2", "A3");
    }

    @Test
    void whatIsParkedIsFilteredIfItIsNoLongerWantedThen() {
        DispatchFixture fixture = slow(DispatchFixture.withDefaults());
        fixture.offer(trade("A", 1), trade("A", 2), trade("B", 3));
        fixture.executor.runAll();
        fixture.dispatcher.deliverOnly(event -> event.symbol().equals("B"));
        completeOne(fixture);
        assertThat(taken).containsExactly("A1", "B3");
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(3, 2, 0, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void whatIsParkedForARemovedHandlerFreesItsRoom() {
        DispatchFixture fixture = DispatchFixture.holding(8);
        Runnable removal = fixture.handlers().registerAsync(Channel.TRADES, "*", this::take);
        fixture.offerTrades("A", 1, 5);
        fixture.executor.runAll();
        assertThat(fixture.counters().queued()).isEqualTo(4);
        removal.run();
        assertThat(fixture.counters().queued()).isZero();
        completeOne(fixture);
        assertThat(taken).containsExactly("A1");
    }

    @Test
    void aMessageIsDeliveredOnceItsLastAsynchronousHandlerHasTakenIt() {
        DispatchFixture fixture = slow(slow(DispatchFixture.withDefaults()));
        fixture.offerTrades("A", 1, 2);
        fixture.executor.runAll();
        assertThat(taken).containsExactly("A1", "A1");
        completeOne(fixture);
        assertThat(taken).containsExactly("A1", "A1", "A2");
        assertThat(fixture.counters().delivered()).isEqualTo(1);
        completeOne(fixture);
        assertThat(fixture.counters().delivered()).isEqualTo(2);
    }

    @Test
    void aHandlerOfAllSymbolsTakesTurnsAcrossWorkers() {
        DispatchFixture fixture =
                slow(DispatchFixture.with(DispatchOptions.defaults().withWorkers(8)));
        for (int i = 0; i < 32; i++) {
            fixture.offer(trade("S" + i, 1));
        }
        fixture.executor.runAll();
        assertThat(taken).hasSize(1);
        for (int i = 1; i < 32; i++) {
            completeOne(fixture);
            assertThat(taken).hasSize(i + 1);
        }
        assertThat(fixture.counters().delivered()).isEqualTo(32);
    }

    @Test
    void aStageOfTheUsersOwnMakingThatSpeaksTwiceGivesOneTurn() {
        DispatchFixture fixture = DispatchFixture.withDefaults();
        CompletableFuture<Object> stage = new CompletableFuture<>() {
            @Override
            public CompletableFuture<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> action) {
                action.accept("once", null);
                action.accept("twice", null);
                return this;
            }
        };
        fixture.handlers().registerAsync(Channel.TRADES, "*", event -> {
            take(event);
            return taken.size() == 1 ? stages.element() : taken.size() == 2 ? stage : new CompletableFuture<>();
        });
        fixture.offerTrades("A", 1, 4);
        fixture.executor.runAll();
        completeOne(fixture);
        assertThat(taken).containsExactly("A1", "A2", "A3");
    }

    @Test
    void aStageThatCannotBeWaitedForIsAFailureAndGivesTheTurnBack() {
        DispatchFixture fixture = DispatchFixture.withDefaults();
        CompletableFuture<Object> stage = new CompletableFuture<>() {
            @Override
            public CompletableFuture<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> action) {
                throw new UnsupportedOperationException("stage");
            }
        };
        fixture.handlers().registerAsync(Channel.TRADES, "*", event -> stage);
        fixture.offerTrades("A", 1, 2);
        fixture.executor.runAll();
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(2, 2, 0, 0, 0, 0, 2, 0, 0));
    }

    @Test
    void closeDropsWhatIsParked() {
        DispatchFixture fixture = slow(DispatchFixture.withDefaults());
        fixture.offerTrades("A", 1, 3);
        fixture.executor.runAll();
        assertThat(fixture.dispatcher.close(Duration.ZERO)).isTrue();
        completeOne(fixture);
        assertThat(taken).containsExactly("A1");
        assertThat(fixture.counters()).isEqualTo(new DispatchCounters(3, 1, 0, 2, 0, 0, 0, 0, 0));
    }
}

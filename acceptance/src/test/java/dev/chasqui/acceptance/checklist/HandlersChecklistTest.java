package dev.chasqui.acceptance.checklist;

import static dev.chasqui.acceptance.checklist.Checklist.LIMIT;
import static dev.chasqui.acceptance.checklist.Checklist.get;
import static dev.chasqui.acceptance.checklist.Checklist.quote;
import static dev.chasqui.acceptance.checklist.Checklist.trade;
import static dev.chasqui.acceptance.checklist.Checklist.trades;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.acceptance.Harness;
import dev.chasqui.acceptance.InvariantsExtension;
import dev.chasqui.acceptance.Journal;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.Fault;
import dev.chasqui.simulator.FaultSpec;
import dev.chasqui.simulator.SimulatedSession;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.Registration;
import dev.chasqui.stream.StreamStatistics;
import dev.chasqui.stream.event.ErrorClass;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.OverflowPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Items 51 to 57 of the checklist, gap repair aside: slow, failing, changing and parallel handlers. */
@ExtendWith(InvariantsExtension.class)
final class HandlersChecklistTest {

    private static final String[] SYMBOLS = {"AAPL", "MSFT", "IBM"};

    /** Takes the first message and holds it until released; what follows passes. */
    private static final class Obstacle {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        void pass() {
            entered.countDown();
            try {
                assertThat(released.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void awaitEntered() throws InterruptedException {
            assertThat(entered.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }

        void release() {
            released.countDown();
        }
    }

    private static StreamStatistics await(MarketDataStream stream, Predicate<StreamStatistics> wanted) {
        Awaitility.await().atMost(LIMIT).until(() -> wanted.test(stream.statistics()));
        return stream.statistics();
    }

    private static MarketDataStream stream(Harness harness, AlpacaSimulator simulator, DispatchOptions options) {
        return harness.stream(simulator, Feed.SIP, builder -> builder.dispatch(options));
    }

    private static final Subscription TRADES = Subscription.trades(SYMBOLS);

    // 51
    @Test
    void whenTheQueueIsFullTheOldestTradesAreDroppedCountedAndReported(Harness harness) throws Exception {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream =
                stream(harness, simulator, DispatchOptions.defaults().withMaxMessages(100));
        Obstacle obstacle = new Obstacle();
        List<Trade> handled = Collections.synchronizedList(new ArrayList<>());
        stream.onTrade(trade -> {
            obstacle.pass();
            handled.add(trade);
        });
        get(stream.connect(TRADES));
        simulator.publish(trade("AAPL", 0));
        obstacle.awaitEntered();
        for (int i = 1; i <= 1000; i += 10) {
            simulator.publish(trades("AAPL", i, 10));
        }
        StreamStatistics full = await(stream, counts -> counts.received() == 1001);
        assertThat(full.queued()).isLessThanOrEqualTo(100);
        assertThat(full.received()).isEqualTo(full.delivered() + full.dropped() + full.queued());
        assertThat(get(stream.subscribe(Subscription.bars("IBM"))).isComplete())
                .as("control messages pass")
                .isTrue();

        obstacle.release();
        StreamStatistics after = await(stream, counts -> counts.queued() == 0);
        assertThat(after.dropped()).isEqualTo(1001 - handled.size()).isPositive();
        int oldestKept = 1001 - (handled.size() - 1);
        assertThat(handled.get(0).id()).isZero();
        assertThat(handled.subList(1, handled.size())).isEqualTo(trades("AAPL", oldestKept, handled.size() - 1));
        Journal journal = harness.journal(stream);
        assertThat(journal.await(StreamEvent.Overflow.class).policy()).isEqualTo(OverflowPolicy.GAP);
        assertThat(journal.await(StreamEvent.SlowConsumerCleared.class).dropped())
                .containsExactly(Map.entry(Channel.TRADES, after.dropped()));
    }

    // 51
    @Test
    void whenTheQueueIsFullTheNewestQuoteOfEachSymbolWins(Harness harness) throws Exception {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream =
                stream(harness, simulator, DispatchOptions.defaults().withMaxMessages(20));
        Obstacle obstacle = new Obstacle();
        List<Quote> handled = Collections.synchronizedList(new ArrayList<>());
        stream.onQuote(quote -> {
            obstacle.pass();
            handled.add(quote);
        });
        get(stream.connect(Subscription.quotes(SYMBOLS)));
        simulator.publish(quote("AAPL", 0));
        obstacle.awaitEntered();
        for (int i = 1; i <= 300; i++) {
            simulator.publish(quote("AAPL", i), quote("MSFT", i), quote("IBM", i));
        }
        await(stream, counts -> counts.received() == 901);
        obstacle.release();
        StreamStatistics after = await(stream, counts -> counts.queued() == 0);
        assertThat(after.dropped()).isZero();
        assertThat(after.conflated()).isEqualTo(901 - handled.size()).isPositive();
        for (String symbol : SYMBOLS) {
            List<Quote> own = handled.stream()
                    .filter(quote -> quote.symbol().equals(symbol))
                    .toList();
            assertThat(own.get(own.size() - 1)).isEqualTo(quote(symbol, 300));
        }
        assertThat(harness.journal(stream)
                        .await(StreamEvent.SlowConsumerCleared.class)
                        .conflated())
                .containsExactly(Map.entry(Channel.QUOTES, after.conflated()));
    }

    // 51
    @Test
    void whatWaitsIsNotDeliveredAnyMoreOnceTheStreamIsClosed(Harness harness) throws Exception {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = stream(harness, simulator, DispatchOptions.defaults());
        Obstacle obstacle = new Obstacle();
        AtomicReference<Thread> caller = new AtomicReference<>();
        AtomicInteger handled = new AtomicInteger();
        stream.onTrade(trade -> {
            caller.set(Thread.currentThread());
            obstacle.pass();
            handled.incrementAndGet();
        });
        get(stream.connect(TRADES));
        simulator.publish(trade("AAPL", 0));
        obstacle.awaitEntered();
        simulator.publish(trades("AAPL", 1, 10));
        await(stream, counts -> counts.received() == 11);

        stream.close();
        obstacle.release();

        Thread handler = Objects.requireNonNull(caller.get());
        handler.join(LIMIT.toMillis());
        assertThat(handler.isAlive()).isFalse();
        assertThat(handled).hasValue(1);
    }

    // 51
    @Test
    void whenAskedToBlockNothingIsLostAndMemoryIsBounded(Harness harness) throws Exception {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = stream(
                harness,
                simulator,
                DispatchOptions.defaults().withMaxMessages(100).withPolicy(Channel.TRADES, OverflowPolicy.BLOCK));
        Obstacle obstacle = new Obstacle();
        List<Trade> handled = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger mostQueued = new AtomicInteger();
        stream.onTrade(trade -> {
            obstacle.pass();
            mostQueued.accumulateAndGet((int) stream.statistics().queued(), Math::max);
            handled.add(trade);
        });
        get(stream.connect(TRADES));
        for (int i = 0; i < 2000; i += 10) {
            simulator.publish(trades("AAPL", i, 10));
        }
        obstacle.awaitEntered();
        harness.journal(stream).await(StreamEvent.Overflow.class);
        obstacle.release();
        harness.journal(stream).awaitDelivered(2000);
        assertThat(handled).isEqualTo(trades("AAPL", 0, 2000));
        assertThat(stream.statistics().dropped()).isZero();
        // What waits, and the frame that is held back.
        assertThat(mostQueued.get()).isBetween(1, 110);
    }

    // 52
    @Test
    void aSlowConsumerIsReportedOncePerEpisodeAndItsEndToo(Harness harness) throws Exception {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream =
                stream(harness, simulator, DispatchOptions.defaults().withMaxMessages(100));
        List<Obstacle> obstacles = List.of(new Obstacle(), new Obstacle());
        stream.onTrade("AAPL", trade -> obstacles.get((int) trade.id()).pass());
        get(stream.connect(TRADES));
        Journal journal = harness.journal(stream);
        for (int episode = 0; episode < 2; episode++) {
            long before = stream.statistics().received();
            int wanted = episode + 1;
            simulator.publish(trade("AAPL", episode));
            obstacles.get(episode).awaitEntered();
            simulator.publish(trades("MSFT", 1000 * episode, 60));
            StreamStatistics sixty = await(stream, counts -> counts.received() == before + 61);
            assertThat(sixty.queued()).as("lag gauge").isBetween(60L, 61L);
            assertThat(journal.events(StreamEvent.SlowConsumer.class)).hasSize(episode);
            simulator.publish(trades("MSFT", 1000 * episode + 60, 20));
            simulator.publish(trades("MSFT", 1000 * episode + 80, 10));
            await(stream, counts -> counts.received() == before + 91);
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> journal.events(StreamEvent.SlowConsumer.class).size() == wanted);
            obstacles.get(episode).release();
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> journal.events(StreamEvent.SlowConsumerCleared.class)
                                    .size()
                            == wanted);
            await(stream, counts -> counts.queued() == 0);
        }
        assertThat(journal.events(StreamEvent.SlowConsumer.class))
                .hasSize(2)
                .allMatch(event -> event.queuedMessages() >= 75 && event.queuedMessages() <= 91);
        assertThat(stream.statistics().dropped()).isZero();
    }

    // 53
    @Test
    void handlersThatThrowHurtNoOtherHandlerAndNoLaterMessage(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = stream(harness, simulator, DispatchOptions.defaults());
        stream.onTrade("AAPL", trade -> {
            throw new IllegalStateException("runtime exception of a test");
        });
        stream.onTrade("AAPL", trade -> {
            throw new AssertionError("error of a test");
        });
        stream.onTrade("AAPL", trade -> {
            throw new StackOverflowError("stack overflow of a test");
        });
        List<Trade> handled = Collections.synchronizedList(new ArrayList<>());
        stream.onTrade("AAPL", handled::add);
        get(stream.connect(TRADES));
        simulator.publish(trades("AAPL", 0, 10));
        Journal journal = harness.journal(stream);
        journal.awaitDelivered(10);
        assertThat(handled).isEqualTo(trades("AAPL", 0, 10));
        assertThat(stream.statistics().handlerFailures()).isEqualTo(30);
        for (Class<?> type : List.of(IllegalStateException.class, AssertionError.class, StackOverflowError.class)) {
            StreamEvent.HandlerFailed failed =
                    journal.await(StreamEvent.HandlerFailed.class, event -> type.isInstance(event.failure()));
            assertThat(failed.channel()).isEqualTo(Channel.TRADES);
            assertThat(failed.symbol()).isEqualTo("AAPL");
        }
        assertThat(stream.status().state()).isEqualTo(StreamState.LIVE);
    }

    // 54
    @Test
    void aHandlerRegisteredAndRemovedDuringDispatchSkipsAndRepeatsNothing(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = stream(harness, simulator, DispatchOptions.defaults());
        List<Trade> always = Collections.synchronizedList(new ArrayList<>());
        List<Long> between = Collections.synchronizedList(new ArrayList<>());
        List<Registration> registrations = new ArrayList<>();
        stream.onTrade(trade -> {
            always.add(trade);
            if (trade.id() == 5) {
                registrations.add(stream.onTrade(other -> between.add(other.id())));
            } else if (trade.id() == 15) {
                registrations.get(0).remove();
            }
        });
        get(stream.connect(TRADES));
        simulator.publish(trades("AAPL", 0, 20));
        harness.journal(stream).awaitDelivered(20);
        assertThat(always).isEqualTo(trades("AAPL", 0, 20));
        // The message during which it was registered may be its first; the one during which it was removed is not its
        // last.
        int first = between.get(0).intValue();
        assertThat(first).isBetween(5, 6);
        assertThat(between)
                .containsExactlyElementsOf(
                        IntStream.range(first, 15).mapToObj(Long::valueOf).toList());
    }

    // 54
    @Test
    void aHandlerThatRemovesItselfIsCalledOnce(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = stream(harness, simulator, DispatchOptions.defaults());
        AtomicInteger called = new AtomicInteger();
        List<Registration> own = new ArrayList<>();
        own.add(stream.onTrade("AAPL", trade -> {
            called.incrementAndGet();
            own.get(0).remove();
        }));
        get(stream.connect(TRADES));
        simulator.publish(trades("AAPL", 0, 10));
        harness.journal(stream).awaitDelivered(10);
        assertThat(called).hasValue(1);
    }

    // 55
    @Test
    void messagesOfASymbolStayInOrderAndOneAtATimeWithEightWorkers(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream =
                stream(harness, simulator, DispatchOptions.defaults().withWorkers(8));
        Map<String, List<MarketEvent>> bySymbol = new ConcurrentHashMap<>();
        Map<String, Boolean> busy = new ConcurrentHashMap<>();
        Set<String> overlaps = ConcurrentHashMap.newKeySet();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        stream.onTrade(trade -> {
            if (busy.put(trade.symbol(), true) != null) {
                overlaps.add(trade.symbol());
            }
            threads.add(Thread.currentThread());
            bySymbol.computeIfAbsent(trade.symbol(), symbol -> new ArrayList<>())
                    .add(trade);
            busy.remove(trade.symbol());
        });
        String[] symbols = IntStream.range(0, 40).mapToObj(i -> "S" + i).toArray(String[]::new);
        get(stream.connect(Subscription.trades(symbols)));
        for (int i = 0; i < 200; i++) {
            List<MarketEvent> frame = new ArrayList<>();
            for (String symbol : symbols) {
                frame.add(trade(symbol, i));
            }
            simulator.publish(frame);
        }
        harness.journal(stream).awaitDelivered(200 * symbols.length);
        for (String symbol : symbols) {
            assertThat(bySymbol.get(symbol)).isEqualTo(trades(symbol, 0, 200));
        }
        assertThat(overlaps).isEmpty();
        assertThat(threads).hasSizeBetween(2, 8);
    }

    // 55
    @Test
    void allMessagesStayInOrderWithOneWorker(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = stream(harness, simulator, DispatchOptions.defaults());
        get(stream.connect(Subscription.of(List.of(Channel.TRADES, Channel.QUOTES), List.of(SYMBOLS))));
        List<MarketEvent> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            List<MarketEvent> frame = List.of(trade("AAPL", i), quote("MSFT", i), trade("IBM", i), quote("AAPL", i));
            simulator.publish(frame);
            all.addAll(frame);
        }
        harness.journal(stream).awaitDelivered(all.size());
        assertThat(harness.journal(stream).delivered()).isEqualTo(all);
    }

    // 56
    @Test
    void pingsAreAnsweredWhileAHandlerBlocks(Harness harness) throws Exception {
        AlpacaSimulator simulator = harness.simulator(
                builder -> builder.pingInterval(Duration.ofMillis(50)).pongTimeout(Duration.ofSeconds(1)));
        MarketDataStream stream = stream(harness, simulator, DispatchOptions.defaults());
        Obstacle obstacle = new Obstacle();
        stream.onTrade(trade -> obstacle.pass());
        get(stream.connect(TRADES));
        simulator.publish(trade("AAPL", 0));
        obstacle.awaitEntered();
        SimulatedSession session = simulator.awaitSession(Feed.SIP, LIMIT);
        long before = session.record().pongsReceived();
        Awaitility.await().atMost(LIMIT).until(() -> session.record().pongsReceived() >= before + 30);
        assertThat(session.isOpen()).isTrue();
        obstacle.release();
        harness.journal(stream).awaitDelivered(1);
        assertThat(stream.statistics().attempts()).isEqualTo(1);
    }

    // 57
    @Test
    void beingCutOffAsASlowClientIsToldAndConnectedAgainNoSoonerThanASecond(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = stream(harness, simulator, DispatchOptions.defaults());
        get(stream.connect(TRADES));
        simulator.inject(FaultSpec.of(Fault.ERROR).code(407).after(Duration.ZERO));
        Journal journal = harness.journal(stream);
        StreamEvent.ReconnectScheduled next = journal.await(StreamEvent.ReconnectScheduled.class);
        assertThat(next.cause().code()).isEqualTo(407);
        assertThat(next.cause().text()).contains("did not read fast enough");
        assertThat(next.delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(journal.await(StreamEvent.ServerError.class).errorClass()).isEqualTo(ErrorClass.RETRY_SLOW);
        journal.awaitLive(2);
    }
}

package dev.chasqui.acceptance.figures;

import dev.chasqui.acceptance.Spread;
import dev.chasqui.acceptance.ledger.LedgerChecker;
import dev.chasqui.acceptance.ledger.LedgerReport;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.stream.MarketDataStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Trades of {@value #SYMBOLS} symbols at an even rate, stamped when they are sent, and how long each takes from there to the handler. A
 * ledger is told of all. Safe for use by many threads.
 */
final class TradeFlow implements AutoCloseable {

    static final int SYMBOLS = 50;
    static final Subscription SUBSCRIPTION = Subscription.of(
            List.of(Channel.TRADES),
            IntStream.range(0, SYMBOLS).mapToObj(TradeFlow::symbol).toList());

    private static final long TICK_NANOS = Duration.ofMillis(5).toNanos();
    private static final double MILLISECOND = 1e6;

    private final AlpacaSimulator simulator;
    private final LedgerChecker ledger = new LedgerChecker(Duration.ofHours(1), Duration.ofSeconds(2));
    private final double perTick;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "chasqui-trade-flow"));

    // Guarded by this.
    private List<Double> latencies = new ArrayList<>();
    private long ticks;
    private long sent;
    private long awaited = Long.MAX_VALUE;
    private CountDownLatch reached = new CountDownLatch(1);
    private long lastDelivered;

    private TradeFlow(AlpacaSimulator simulator, double perSecond) {
        this.simulator = simulator;
        this.perTick = perSecond * TICK_NANOS / 1e9;
    }

    /** Begins to send, and to watch a stream that is live with {@link #SUBSCRIPTION}. */
    static TradeFlow begin(AlpacaSimulator simulator, MarketDataStream stream, double perSecond) {
        TradeFlow flow = new TradeFlow(simulator, perSecond);
        flow.ledger.expect(SUBSCRIPTION);
        stream.onEvent(flow.ledger::told);
        stream.onDelivery(Channel.TRADES, Trade.class, flow::delivered);
        flow.clock.scheduleAtFixedRate(flow::tick, 0, TICK_NANOS, TimeUnit.NANOSECONDS);
        return flow;
    }

    private static String symbol(int number) {
        return "S" + number;
    }

    private synchronized void tick() {
        ticks++;
        Instant now = Instant.now();
        List<MarketEvent> frame = new ArrayList<>();
        while (sent < (long) (ticks * perTick)) {
            frame.add(trade(sent++, Timestamps.toEpochNanos(now)));
        }
        frame.forEach(event -> ledger.published(event, now));
        if (!frame.isEmpty()) {
            simulator.publish(frame);
        }
        if (sent >= awaited) {
            reached.countDown();
        }
    }

    private static Trade trade(long number, long time) {
        double price = 100 + ThreadLocalRandom.current().nextInt(400) / 4.0;
        String symbol = symbol((int) (number % SYMBOLS));
        return new Trade(
                symbol, time, number + 1, "V", price, 100, List.of("@"), "C", null, null, MarketEvent.NO_TIMESTAMP);
    }

    private void delivered(Trade trade, Provenance provenance) {
        Instant now = Instant.now();
        ledger.delivered(trade, provenance, now);
        if (!provenance.isRecovered()) {
            live(trade.id(), (Timestamps.toEpochNanos(now) - trade.timestampNanos()) / MILLISECOND);
        }
    }

    private synchronized void live(long number, double latency) {
        latencies.add(latency);
        lastDelivered = Math.max(lastDelivered, number);
        notifyAll();
    }

    /** Lets so many more trades pass. */
    void awaitMore(long trades, Duration limit) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        synchronized (this) {
            reached = latch;
            awaited = sent + trades;
        }
        if (!latch.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("fewer than " + trades + " trades were sent within " + limit);
        }
    }

    /** Milliseconds from the sending to the handler, of those that came live since this was asked for the last time. */
    synchronized Spread latency() {
        Spread spread =
                Spread.of(latencies.stream().mapToDouble(Double::doubleValue).toArray());
        latencies = new ArrayList<>();
        return spread;
    }

    /** Sends no more, waits for the last trade, and gives the verdict. */
    LedgerReport finish(Duration limit) throws InterruptedException {
        close();
        if (!clock.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("the flow of trades does not end");
        }
        long end = System.nanoTime() + limit.toNanos();
        synchronized (this) {
            while (lastDelivered < sent) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("the last trade " + sent + " has not come, but " + lastDelivered);
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        }
        return ledger.finish();
    }

    @Override
    public void close() {
        clock.shutdown();
    }
}

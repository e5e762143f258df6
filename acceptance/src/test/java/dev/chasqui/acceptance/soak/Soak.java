package dev.chasqui.acceptance.soak;

import dev.chasqui.acceptance.ledger.LedgerChecker;
import dev.chasqui.acceptance.proxy.Direction;
import dev.chasqui.acceptance.proxy.Fault;
import dev.chasqui.acceptance.proxy.FaultProxy;
import dev.chasqui.acceptance.proxy.Scope;
import dev.chasqui.acceptance.proxy.Toxic;
import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import dev.chasqui.rest.RateBudget;
import dev.chasqui.rest.RestClient;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.FaultHandle;
import dev.chasqui.simulator.FaultSpec;
import dev.chasqui.simulator.FramesFile;
import dev.chasqui.simulator.MarketSource;
import dev.chasqui.simulator.Pace;
import dev.chasqui.simulator.Publication;
import dev.chasqui.simulator.RestFault;
import dev.chasqui.simulator.RestOptions;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.Heartbeat;
import dev.chasqui.stream.options.OverflowPolicy;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.stream.options.RepairOptions;
import dev.chasqui.stream.options.Timeouts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/**
 * One stream on real sockets for a while: a simulator that plays a recorded day again and again or a market made from the seed, a proxy, a
 * client that repairs its gaps, and faults drawn from a seed, one as soon as the stream is live again after the one before. A ledger is told of everything that was
 * published and of everything that was delivered. Confined to one thread.
 */
final class Soak implements AutoCloseable {

    private static final List<String> SYMBOLS = List.of("AIG", "BAC", "IBM", "SPY");
    private static final Set<Channel> CHANNELS = Set.of(Channel.TRADES, Channel.QUOTES, Channel.BARS);
    private static final Subscription SUBSCRIPTION = Subscription.of(CHANNELS, SYMBOLS);
    private static final Path RECORDED_DAY =
            Path.of(System.getProperty("chasqui.shared", "../../shared"), "data/lean-sip-20131008.frames.jsonl.gz");

    // How much the simulator's history and the ledger remember: longer than any repair takes.
    private static final Duration MEMORY = Duration.ofSeconds(60);
    private static final Duration FLIGHT = Duration.ofSeconds(2);
    private static final Duration OVERLAP_BACK = Duration.ofSeconds(2);
    private static final Duration OVERLAP_FORWARD = Duration.ofMillis(500);
    private static final Duration SETTLE = Duration.ofMillis(300);
    private static final Duration VERIFY = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofSeconds(2);
    private static final Duration LIVE_AGAIN = Duration.ofSeconds(30);
    private static final Duration LAST_REPAIRS = Duration.ofSeconds(90);
    // No part of a minute: what the simulator does once a minute must not come in step with the samples.
    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(7);
    private static final Duration WARM_UP = Duration.ofMinutes(2);
    private static final int LEAST_PAUSE_MILLIS = 20;
    private static final int MORE_PAUSE_MILLIS = 300;
    private static final int REST_PAUSE_MILLIS = 1_500;
    private static final int REQUESTS = 100_000;

    /** What is played. */
    enum Market {
        /** Trades and quotes of a recorded day; needs the recorded data. */
        RECORDED,
        /** Trades, quotes and minute bars made from the seed. */
        SEEDED;

        /** The recorded day if it is there. */
        static Market best() {
            return Files.isReadable(RECORDED_DAY) ? RECORDED : SEEDED;
        }
    }

    private final long seed;
    private final Market market;
    private final SplittableRandom random;
    private final Set<Channel> repaired;
    private final int rate;
    private final AtomicLong published = new AtomicLong();
    private volatile long lastPublished;
    private volatile long lastDelivered;
    private final LedgerChecker ledger = new LedgerChecker(MEMORY, FLIGHT);
    private final SoakAccount account = new SoakAccount();
    private final Vitals vitals = new Vitals();
    private final Map<SoakFault, Integer> struck = new EnumMap<>(SoakFault.class);
    private final List<FaultHandle> injected = new ArrayList<>();
    private final List<Fault> toxics = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final AlpacaSimulator simulator;
    private final FaultProxy proxy;
    private final RestClient rest;
    private final MarketDataStream stream;
    private long restUntil;
    private boolean restFaulty;

    /**
     * Not yet begun.
     *
     * @param market what is played
     * @param rate messages a second
     * @param repaired channels whose gaps are repaired; all others' are told only
     */
    Soak(long seed, Market market, int rate, Set<Channel> repaired, Credentials credentials) {
        this.seed = seed;
        this.market = market;
        this.rate = rate;
        this.repaired = repaired;
        random = new SplittableRandom(seed);
        simulator = AlpacaSimulator.builder()
                .market(source())
                .rest(history().build())
                .ghostDuration(Duration.ofMillis(300))
                .pingInterval(Duration.ofSeconds(2))
                .pongTimeout(Duration.ofSeconds(2))
                .outboundLimitBytes(64L << 20)
                .onPublished(this::published)
                .start();
        proxy = FaultProxy.to(simulator.port());
        rest = RestClient.builder()
                .credentials(credentials)
                .dataHost(simulator.restUri())
                .budget(RateBudget.perMinute(REQUESTS))
                .build();
        stream = MarketDataStream.stocks(Feed.SIP)
                .uri(proxy.via(simulator.uri(Feed.SIP)))
                .credentials(credentials)
                .heartbeat(new Heartbeat(Duration.ofMillis(500), Duration.ofMillis(250)))
                .timeouts(new Timeouts(STEP, STEP, STEP, STEP, Duration.ofMillis(500), STEP, STEP))
                .reconnect(ReconnectPolicy.defaults()
                        .withDelays(Duration.ofMillis(20), Duration.ofMillis(500))
                        .withStableAfter(Duration.ZERO)
                        .forever())
                .dispatch(DispatchOptions.defaults()
                        .withMaxMessages(1 << 18)
                        .withPolicy(Channel.QUOTES, OverflowPolicy.GAP))
                .repair(RepairOptions.defaults()
                        .withChannels(repaired)
                        .withOverlap(OVERLAP_BACK, OVERLAP_FORWARD)
                        .withSettleDelay(SETTLE)
                        .withVerifyFor(VERIFY)
                        .withRequestsPerMinute(REQUESTS)
                        .withDedup(1 << 20, MEMORY))
                .rest(rest)
                .build();
        stream.onEvent(ledger::told);
        stream.onEvent(account::told);
        listen(Channel.TRADES, Trade.class);
        listen(Channel.QUOTES, Quote.class);
        listen(Channel.BARS, Bar.class);
    }

    private MarketSource source() {
        return market == Market.RECORDED
                ? FramesFile.of(RECORDED_DAY).rebased().looped().pace(Pace.perSecond(rate))
                : MarketSource.seeded(seed).symbols(SYMBOLS).messagesPerSecond(rate);
    }

    private RestOptions.Builder history() {
        return RestOptions.builder()
                .maxRows((int) (rate * MEMORY.toSeconds()))
                .visibilityLag(Duration.ofMillis(20))
                .late(0.01, Duration.ofMillis(100));
    }

    private void published(Publication publication) {
        List<MarketEvent> frame = publication.events();
        Instant now = Instant.now();
        frame.forEach(event -> ledger.published(event, now));
        published.addAndGet(frame.size());
        // A bar has the time at which its minute began.
        if (!(frame.get(frame.size() - 1) instanceof Bar)) {
            lastPublished = frame.get(frame.size() - 1).timestampNanos();
        }
    }

    private <E extends MarketEvent> void listen(Channel channel, Class<E> type) {
        stream.onDelivery(channel, type, (event, provenance) -> {
            ledger.delivered(event, provenance, Instant.now());
            if (!provenance.isRecovered() && !(event instanceof Bar)) {
                lastDelivered = event.timestampNanos();
            }
        });
    }

    // --- the soak ---

    /** Makes faults for so long, lets the stream recover, and gives the verdict. */
    SoakReport run(Duration time) throws InterruptedException, ExecutionException, TimeoutException {
        vitals.measure();
        ledger.expect(SUBSCRIPTION);
        stream.connect(SUBSCRIPTION).get(LIVE_AGAIN.toSeconds(), TimeUnit.SECONDS);
        long begin = System.nanoTime();
        long publishedBefore = published.get();
        makeFaults(begin + time.toNanos());
        double seconds = (System.nanoTime() - begin) / 1e9;
        long messages = published.get() - publishedBefore;
        comeToRest();
        close();
        vitals.measure();
        return report(seconds, messages);
    }

    private SoakReport report(double seconds, long messages) {
        return new SoakReport(
                seed,
                market,
                seconds,
                messages,
                struck,
                account.spurious(),
                account.recoveries(),
                account.repairs(),
                ledger.finish(),
                stream.statistics(),
                repaired,
                vitals.samples(),
                vitals.heapSlope(WARM_UP),
                problems);
    }

    private void makeFaults(long end) throws InterruptedException {
        long nextSample = System.nanoTime() + BETWEEN_SAMPLES.toNanos();
        while (System.nanoTime() < end && problems.isEmpty()) {
            pause(LEAST_PAUSE_MILLIS + random.nextInt(MORE_PAUSE_MILLIS));
            undo();
            if (System.nanoTime() > nextSample) {
                vitals.measure();
                nextSample += BETWEEN_SAMPLES.toNanos();
            }
            strike(SoakFault.draw(random), random.split());
        }
    }

    /** Ends early if the stream does. */
    private void pause(long millis) throws InterruptedException {
        try {
            stream.ended().get(millis, TimeUnit.MILLISECONDS);
            problems.add("the stream ended");
        } catch (ExecutionException e) {
            problems.add("the stream ended: " + e.getCause());
        } catch (TimeoutException e) {
            // As it should be.
        }
    }

    private void strike(SoakFault fault, RandomGenerator details) throws InterruptedException {
        long epoch = account.liveEpoch();
        if (fault.kind().isEnding()) {
            account.breakOrdered();
        }
        fault.strike(this, details);
        struck.merge(fault, 1, Integer::sum);
        if (fault.kind().isEnding() && !account.awaitLiveAfter(epoch, LIVE_AGAIN)) {
            problems.add("not live again within " + LIVE_AGAIN + " after " + fault + ": " + stream.status());
        }
    }

    /** What lasts ends, but for REST's misbehaviour, which needs a repair to be seen. */
    private void undo() {
        injected.forEach(FaultHandle::cancel);
        injected.clear();
        toxics.forEach(Fault::remove);
        toxics.clear();
        if (restFaulty && System.nanoTime() > restUntil) {
            restRecovers();
        }
    }

    private void restRecovers() {
        restFaulty = false;
        simulator.rest(history().build());
    }

    private void comeToRest() throws InterruptedException, ExecutionException, TimeoutException {
        undo();
        restRecovers();
        if (!account.awaitLiveAfter(-1, LIVE_AGAIN)) {
            problems.add("not live at the end: " + stream.status());
            return;
        }
        if (account.awaitNoGaps(LAST_REPAIRS) > 0) {
            problems.add(account.openGaps() + " gaps without an end " + LAST_REPAIRS + " after the last fault");
        }
        ledger.expect(Subscription.none());
        long last = lastPublished;
        Awaitility.await("what was expected has been delivered")
                .atMost(LIVE_AGAIN)
                .until(() -> lastDelivered > last);
    }

    MarketDataStream stream() {
        return stream;
    }

    AlpacaSimulator simulator() {
        return simulator;
    }

    // --- what faults do ---

    FaultProxy proxy() {
        return proxy;
    }

    void inject(FaultSpec spec) {
        injected.add(simulator.inject(spec));
    }

    void toxic(Direction direction, Toxic toxic, Scope scope) {
        toxics.add(proxy.add(direction, toxic, scope));
    }

    void restFails(RestFault fault, int every) {
        simulator.rest(history().every(fault, every).build());
        restFaulty = true;
        restUntil = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REST_PAUSE_MILLIS);
    }

    /** Idempotent. */
    @Override
    public void close() {
        stream.close();
        rest.close();
        proxy.close();
        simulator.close();
    }
}

package dev.chasqui.acceptance.simulation;

import dev.chasqui.acceptance.ledger.LedgerChecker;
import dev.chasqui.acceptance.ledger.LedgerReport;
import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradingStatus;
import dev.chasqui.rest.RateBudget;
import dev.chasqui.rest.RestClient;
import dev.chasqui.server.DataFrame;
import dev.chasqui.server.ServerPolicy;
import dev.chasqui.server.SessionHub;
import dev.chasqui.server.SessionObserver;
import dev.chasqui.server.Timers;
import dev.chasqui.simulator.RestFault;
import dev.chasqui.simulator.RestOptions;
import dev.chasqui.simulator.SimulatedRest;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.SimulatedStreams;
import dev.chasqui.stream.VirtualLoop;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.OverflowPolicy;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.stream.options.RepairOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One day of one stream, drawn from a seed: a market, a user, and faults that strike at random moments. The client's own logic and the
 * simulator's run on one thread and one virtual clock; the same seed gives the same day.
 */
final class Simulation implements AutoCloseable {

    static final String SECRET = "CANARY-SECRET-OF-THE-SIMULATION";

    private static final List<String> ALWAYS = List.of("AAA", "BBB", "CCC", "DDD", "EEE", "FFF");
    private static final List<String> SOMETIMES = List.of("XXX", "YYY");
    private static final Set<Channel> CHANNELS = Set.of(Channel.TRADES, Channel.QUOTES, Channel.BARS, Channel.STATUSES);
    private static final Set<StreamState> WITHOUT_DATA =
            EnumSet.of(StreamState.WAITING, StreamState.CONNECTING, StreamState.WAITING_FOR_SLOT);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration AFTERMATH = Duration.ofMinutes(20);
    private static final Duration FLIGHT = Duration.ofSeconds(3);
    private static final int LEAST_FAULTS = 20;
    private static final int MORE_FAULTS = 20;
    private static final int QUEUE = 64;
    /** A history that lags by more than three settle delays may seem whole before it is. */
    private static final int MOST_LAG_MILLIS = 5_900;

    private static final List<SimulatedFault> FAULTS = List.of(SimulatedFault.values());

    private final SplittableRandom random;
    private final VirtualLoop loop = new VirtualLoop();
    private final Instant start = loop.wallClock();
    private final SimulatedInterference interference = new SimulatedInterference();
    private final SessionHub hub;
    private final SimulatedNetwork network;
    private final SimulatedMarket market;
    private final SimulatedRest service;
    private final SimulatedInternet internet;
    private final RestClient rest;
    private final LedgerChecker ledger = new LedgerChecker(Duration.ofDays(2), FLIGHT);
    private final MarketDataStream stream;
    private final List<StreamEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final Map<SimulatedFault, Integer> struck = new EnumMap<>(SimulatedFault.class);
    private final boolean repairs;
    private Duration handlerTime = Duration.ZERO;
    private Duration stall = Duration.ZERO;
    private final List<String> problems = new ArrayList<>();
    private long delivered;
    private @Nullable String freshWithoutConnection;

    Simulation(long seed) {
        random = new SplittableRandom(seed);
        repairs = random.nextInt(10) > 0;
        Timers timers = (delay, task) -> loop.schedule(delay, task)::cancel;
        hub = new SessionHub(
                ServerPolicy.DEFAULT,
                (feed, key, secret) -> Optional.empty(),
                timers,
                interference,
                List.of(new SessionObserver() {}));
        network = new SimulatedNetwork(loop, hub, Feed.IEX);
        service = SimulatedRest.create(this::trueTime, RestOptions.defaults());
        internet = new SimulatedInternet(loop, service);
        rest = RestClient.builder()
                .credentials(Credentials.of("KEY", SECRET))
                .dataHost(URI.create("http://127.0.0.1:1"))
                .transport(internet)
                .time(internet)
                .budget(RateBudget.perMinute(RateBudget.BASIC_PLAN, internet))
                .build();
        market = new SimulatedMarket(loop, this::trueNanos, random.split(), allSymbols(), this::publish);
        stream = newStream();
        stream.onEvent(events::add);
        TrueTimes times = new TrueTimes(start);
        stream.onEvent(event -> ledger.told(times.of(event)));
        listen(Channel.TRADES, Trade.class);
        listen(Channel.QUOTES, Quote.class);
        listen(Channel.BARS, Bar.class);
        listen(Channel.UPDATED_BARS, Bar.class);
        listen(Channel.STATUSES, TradingStatus.class);
    }

    private MarketDataStream newStream() {
        var settings = MarketDataStream.stocks(Feed.IEX)
                .uri(URI.create("ws://127.0.0.1:1"))
                .credentials(Credentials.of("KEY", SECRET))
                .reconnect(ReconnectPolicy.defaults().forever())
                .repair(random.nextBoolean() ? RepairOptions.defaults() : withQuotes())
                .dispatch(DispatchOptions.defaults()
                        .on(this::runHandlers)
                        .withMaxMessages(QUEUE)
                        .withPolicy(Channel.QUOTES, OverflowPolicy.GAP));
        if (!repairs) {
            settings.withoutRest();
        }
        return SimulatedStreams.create(settings, loop, network, repairs ? rest : null, random.split());
    }

    private static RepairOptions withQuotes() {
        return RepairOptions.defaults().withChannels(Set.of(Channel.TRADES, Channel.QUOTES, Channel.BARS));
    }

    private void listen(Channel channel, Class<? extends MarketEvent> type) {
        stream.onDelivery(channel, type, (event, provenance) -> {
            delivered++;
            ledger.delivered(event, provenance, trueTime());
        });
    }

    private static List<String> allSymbols() {
        List<String> all = new ArrayList<>(ALWAYS);
        all.addAll(SOMETIMES);
        return all;
    }

    private Instant trueTime() {
        return start.plusNanos(loop.nanoTime());
    }

    private long trueNanos() {
        return start.getEpochSecond() * 1_000_000_000L + start.getNano() + loop.nanoTime();
    }

    private void publish(List<MarketEvent> frame) {
        for (MarketEvent event : frame) {
            if (SOMETIMES.contains(event.symbol())) {
                ledger.known(event, trueTime());
            } else {
                ledger.published(event, trueTime());
            }
        }
        service.record(frame);
        hub.publish(feed -> true, DataFrame.of(frame), true);
        hub.flush();
    }

    private void runHandlers(Runnable drain) {
        loop.schedule(handlerTime, drain);
    }

    // --- the day ---

    /** Lives through the day and gives the ledger's verdict. */
    LedgerReport run() {
        ledger.expect(Subscription.of(CHANNELS, ALWAYS));
        stream.connect(Subscription.of(CHANNELS, ALWAYS));
        loop.advance(Duration.ofSeconds(5));
        market.start();
        int faults = LEAST_FAULTS + random.nextInt(MORE_FAULTS);
        RandomGenerator details = random.split();
        for (int i = 0; i < faults; i++) {
            SimulatedFault fault = FAULTS.get(random.nextInt(FAULTS.size()));
            long at = (long) (random.nextDouble() * DAY.minus(AFTERMATH).toNanos());
            loop.schedule(Duration.ofNanos(at), () -> {
                struck.merge(fault, 1, Integer::sum);
                fault.strike(this, details);
            });
        }
        passTime(DAY.minus(AFTERMATH));
        calmDown();
        passTime(AFTERMATH);
        market.stop();
        passTime(Duration.ofMinutes(2));
        problems.addAll(new DayInvariants().check(this));
        problems.addAll(internet.strangeRequests());
        Optional.ofNullable(freshWithoutConnection).ifPresent(problems::add);
        network.link().ifPresent(link -> link.breakNow("the end of the day"));
        loop.advance(Duration.ofMillis(200));
        end();
        return ledger.finish();
    }

    private void passTime(Duration time) {
        long end = loop.nanoTime() + time.toNanos();
        while (loop.nanoTime() < end) {
            loop.advance(Duration.ofNanos(Math.min(Duration.ofSeconds(1).toNanos(), end - loop.nanoTime())));
            lookAtLatest();
            if (!stall.isZero()) {
                Duration standing = stall;
                stall = Duration.ZERO;
                loop.stall(standing);
            }
        }
    }

    /** While nothing can come, nothing is the newest for certain. */
    private void lookAtLatest() {
        if (freshWithoutConnection == null && WITHOUT_DATA.contains(state())) {
            freshWithoutConnection = ALWAYS.stream()
                    .filter(symbol -> stream.latest().trade(symbol).isPresent()
                            || stream.latest().quote(symbol).isPresent())
                    .findFirst()
                    .map(symbol -> symbol + " was fresh at " + trueTime() + " while " + state())
                    .orElse(null);
        }
    }

    private void calmDown() {
        network.forgetFates();
        interference.stop();
        handlerTime = Duration.ZERO;
        service.options(RestOptions.defaults());
    }

    // --- what faults do ---

    SimulatedNetwork network() {
        return network;
    }

    SimulatedInterference interference() {
        return interference;
    }

    SimulatedMarket market() {
        return market;
    }

    VirtualLoop loop() {
        return loop;
    }

    void later(Duration delay, Runnable task) {
        loop.schedule(delay, task);
    }

    void handlersTake(Duration time) {
        handlerTime = time;
    }

    void stall(Duration time) {
        stall = time;
    }

    void restFails(Duration time, RandomGenerator details) {
        RestFault[] kinds = RestFault.values();
        service.options(RestOptions.builder()
                .every(kinds[details.nextInt(kinds.length)], 1 + details.nextInt(3))
                .visibilityLag(Duration.ofMillis(details.nextInt(MOST_LAG_MILLIS)))
                .answerDelay(Duration.ofMillis(details.nextInt(3_000)))
                .build());
        later(time, () -> service.options(RestOptions.defaults()));
    }

    void restLags(RandomGenerator details) {
        service.options(RestOptions.builder()
                .visibilityLag(Duration.ofMillis(details.nextInt(MOST_LAG_MILLIS)))
                .build());
        later(Duration.ofMinutes(1), () -> service.options(RestOptions.defaults()));
    }

    void changeSubscriptions() {
        Subscription some = Subscription.of(CHANNELS, SOMETIMES);
        if (stream.held().contains(Channel.TRADES, SOMETIMES.get(0))) {
            stream.unsubscribe(some);
        } else {
            stream.subscribe(some);
        }
    }

    // --- what can be checked afterwards ---

    /** What was wrong with the day. */
    List<String> problems(LedgerReport report) {
        problems.addAll(report.violations());
        return problems;
    }

    MarketDataStream stream() {
        return stream;
    }

    StreamState state() {
        return stream.status().state();
    }

    List<StreamEvent> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    Map<SimulatedFault, Integer> struck() {
        return struck;
    }

    long delivered() {
        return delivered;
    }

    @Override
    public void close() {
        end();
        rest.close();
    }

    private void end() {
        Thread closer = new Thread(stream::close, "simulation-closer");
        closer.start();
        while (closer.isAlive()) {
            loop.run();
            Thread.onSpinWait();
        }
    }
}

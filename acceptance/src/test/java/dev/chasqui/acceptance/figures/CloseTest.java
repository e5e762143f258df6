package dev.chasqui.acceptance.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.acceptance.Figures;
import dev.chasqui.acceptance.Harness;
import dev.chasqui.acceptance.InvariantsExtension;
import dev.chasqui.acceptance.Journal;
import dev.chasqui.acceptance.Messages;
import dev.chasqui.acceptance.Spread;
import dev.chasqui.acceptance.proxy.Direction;
import dev.chasqui.acceptance.proxy.Door;
import dev.chasqui.acceptance.proxy.Ending;
import dev.chasqui.acceptance.proxy.Fault;
import dev.chasqui.acceptance.proxy.FaultProxy;
import dev.chasqui.acceptance.proxy.Toxic;
import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.Credentials;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How long closing takes, in whatever state the stream is, with eight threads at work and sometimes two that close the same stream. Each
 * stream has one last event; afterwards no thread and no socket is left. A thousand streams on each of eight threads:
 *
 * <pre>mvn -q -pl acceptance -am test -Dtest=CloseTest -Dsurefire.failIfNoSpecifiedTests=false -Dchasqui.figures=full</pre>
 */
@ExtendWith(InvariantsExtension.class)
final class CloseTest {

    private static final int THREADS = 8;
    private static final double P99_MILLIS = 250;
    private static final double MAX_MILLIS = Harness.SHORT_TIMEOUTS.close().toMillis();

    /** Of one silence after the other, so that few are spread well. */
    private static final int SPACING = 97;

    private final long seed = Figures.seed();
    private final AtomicInteger silences = new AtomicInteger();
    private final Map<StreamState, Integer> closedIn = new ConcurrentSkipListMap<>();

    /** How a stream is brought into some state before it is closed. */
    private enum Situation {
        NEVER_CONNECTED,
        JUST_CONNECTING,
        MUTE_SERVER,
        SILENT_DURING_OPENING,
        LIVE_WITH_TRAFFIC,
        SLOT_TAKEN,
        NOBODY_LISTENS,
        JUST_RESET
    }

    @Test
    void closingIsQuickInEveryStateAndLeavesNothing(Harness harness) throws Exception {
        int rounds = Figures.count("close", 2 * Situation.values().length, 1000);
        AlpacaSimulator simulator = harness.simulator();
        // A stream that asks for a slot that is taken is what some rounds are about.
        harness.allowViolations(simulator);
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            workers.add(new Worker(harness, simulator, seed + i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Hiccups hiccups = Hiccups.begin()) {
            List<Future<double[]>> results = workers.stream()
                    .map(worker -> threads.submit(() -> worker.work(rounds)))
                    .toList();
            DoubleStream.Builder all = DoubleStream.builder();
            for (Future<double[]> result : results) {
                for (double millis : result.get(rounds + 60L, TimeUnit.SECONDS)) {
                    all.add(millis);
                }
            }
            judge(Spread.of(all.build().toArray()), hiccups.worstMillis());
        } finally {
            threads.shutdownNow();
            workers.forEach(worker -> worker.holder.close());
        }
    }

    private void judge(Spread spread, double hiccup) {
        Figures.print("close", spread.text("ms") + String.format(", hiccup %.1f ms, closed in ", hiccup) + closedIn);
        assertThat(spread.p99()).as("-Dchasqui.seed=" + seed).isLessThanOrEqualTo(P99_MILLIS + hiccup);
        assertThat(spread.max()).as("-Dchasqui.seed=" + seed).isLessThanOrEqualTo(MAX_MILLIS + hiccup);
        assertThat(closedIn)
                .containsKeys(
                        StreamState.NEW,
                        StreamState.CONNECTING,
                        StreamState.WAITING_FOR_SLOT,
                        StreamState.LIVE,
                        StreamState.WAITING);
        if (Figures.FULL) {
            assertThat(closedIn).containsKeys(StreamState.AUTHENTICATING, StreamState.SUBSCRIBING);
        }
    }

    /** Makes streams and closes them, one after the other, through a proxy of its own. */
    private final class Worker {

        private final AlpacaSimulator simulator;
        private final FaultProxy proxy;
        private final Credentials taken;
        private final Random random;
        /** Holds the slot of the credentials that are taken. */
        private final MarketDataStream holder;

        /** What the server says until a stream is live. */
        private final long bytesOfOpening;

        private int made;

        Worker(Harness harness, AlpacaSimulator simulator, long seed) throws Exception {
            this.simulator = simulator;
            this.proxy = harness.closeAfterStreams(FaultProxy.to(simulator.port()));
            this.taken = harness.credentials();
            this.random = new Random(seed);
            this.holder = stream(simulator.uri(Feed.IEX), taken);
            awaitLive(holder);
            try (MarketDataStream stream = stream(proxy.via(simulator.uri(Feed.IEX)), fresh())) {
                awaitLive(stream);
                this.bytesOfOpening = proxy.lastConnection().bytesToClient();
            }
        }

        private MarketDataStream stream(URI uri, Credentials credentials) {
            return MarketDataStream.stocks(Feed.IEX)
                    .uri(uri)
                    .rest(simulator.restUri())
                    .credentials(credentials)
                    .timeouts(Harness.SHORT_TIMEOUTS)
                    .reconnect(Harness.QUICK_RECONNECT.forever())
                    .build();
        }

        /** Credentials that no other stream has: the server may learn late that the last one was closed. */
        private Credentials fresh() {
            return Credentials.of("key " + hashCode() + " " + ++made, "secret");
        }

        double[] work(int rounds) throws Exception {
            List<Situation> situations = List.of(Situation.values());
            double[] millis = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                millis[i] = round(situations.get(i % situations.size()));
            }
            return millis;
        }

        private double round(Situation situation) throws Exception {
            Credentials credentials = situation == Situation.SLOT_TAKEN ? taken : fresh();
            MarketDataStream stream = stream(proxy.via(simulator.uri(Feed.IEX)), credentials);
            Journal journal = Journal.of(stream);
            arrange(situation, stream, journal);
            closedIn.merge(stream.status().state(), 1, Integer::sum);
            double millis = close(stream);
            proxy.door(Door.OPEN);
            assertOneEnd(stream, journal);
            return millis;
        }

        private void arrange(Situation situation, MarketDataStream stream, Journal journal) throws Exception {
            switch (situation) {
                case NEVER_CONNECTED -> {}
                case JUST_CONNECTING -> connect(stream);
                case MUTE_SERVER -> {
                    proxy.door(Door.MUTE);
                    long before = proxy.turnedAway();
                    connect(stream);
                    Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> proxy.turnedAway() > before);
                }
                case SILENT_DURING_OPENING -> {
                    int bytes = (int) (silences.getAndAdd(SPACING) % bytesOfOpening);
                    // For all, since the next connection may be a late one of a stream that was closed while it
                    // connected.
                    Fault silence = proxy.add(Direction.TO_CLIENT, Toxic.limit(bytes, Ending.SILENCE));
                    connect(stream);
                    silence.awaitFired(1, Journal.PATIENCE);
                    silence.remove();
                }
                case LIVE_WITH_TRAFFIC -> {
                    awaitLive(stream);
                    simulator.publish(Messages.trade("AAPL", 1), Messages.trade("AAPL", 2));
                }
                case SLOT_TAKEN -> {
                    connect(stream);
                    journal.awaitState(StreamState.WAITING_FOR_SLOT);
                }
                case NOBODY_LISTENS -> {
                    proxy.door(Door.REFUSE);
                    connect(stream);
                    journal.awaitState(StreamState.WAITING);
                }
                case JUST_RESET -> {
                    awaitLive(stream);
                    proxy.cut(Ending.RST);
                }
            }
        }

        private static void connect(MarketDataStream stream) {
            stream.connect(Subscription.trades("AAPL"));
        }

        private static void awaitLive(MarketDataStream stream) throws Exception {
            stream.connect(Subscription.trades("AAPL")).get(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        /** Closes, at times from two threads at once; returns the milliseconds that it took. */
        private double close(MarketDataStream stream) throws InterruptedException {
            Thread second = new Thread(stream::close, "chasqui-second-closer");
            boolean both = random.nextInt(3) == 0;
            if (both) {
                second.start();
            }
            long begin = System.nanoTime();
            stream.close();
            double millis = (System.nanoTime() - begin) / 1e6;
            if (both) {
                second.join();
            }
            return millis;
        }

        private static void assertOneEnd(MarketDataStream stream, Journal journal) {
            journal.awaitState(StreamState.CLOSED);
            List<StreamEvent.StateChanged> steps = journal.events(StreamEvent.StateChanged.class);
            assertThat(steps.stream().filter(step -> step.to().isFinal())).hasSize(1);
            List<Journal.Entry> entries = journal.entries();
            assertThat(entries.get(entries.size() - 1)).isEqualTo(new Journal.Told(steps.get(steps.size() - 1)));
            assertThat(stream.ended()).isCompleted();
        }
    }
}

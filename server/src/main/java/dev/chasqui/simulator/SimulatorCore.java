package dev.chasqui.simulator;

import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.server.DataFrame;
import dev.chasqui.server.NettyServer;
import dev.chasqui.server.NettyTimers;
import dev.chasqui.server.Session;
import dev.chasqui.server.SessionHub;
import dev.chasqui.server.SessionObserver;
import dev.chasqui.server.Timers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the simulator together, and starts and stops it. Its parts live on the event loop; this hands them what any thread asks. */
final class SimulatorCore implements SessionObserver {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatorCore.class);
    private static final long LISTEN_SECONDS = 10;

    private enum Life {
        NEW,
        LISTENING,
        STOPPED,
        CLOSED
    }

    private final SimulatorSettings settings;
    private final Monitor monitor = new Monitor();
    private final LedgerBook book;
    private final Ledger ledger;
    private final CompletableFuture<Playback> finished = new CompletableFuture<>();
    private final Object lifecycle = new Object();

    // Guarded by lifecycle.
    private Life life = Life.NEW;
    // Written under lifecycle; read without, as the event loop must never wait for a thread that waits for it.
    private volatile int port;
    private volatile Optional<Parts> parts = Optional.empty();

    /** What exists once it was started. */
    private record Parts(
            SimulatorLoop loop,
            Broadcast broadcast,
            FaultEngine faults,
            SimulatedRest rest,
            RestDesk desk,
            NettyServer server,
            Optional<Market> market) {

        SessionHub hub() {
            return broadcast.hub();
        }
    }

    private record Market(Feeder feeder, MarketPlayer player, Predicate<Feed> audience) {}

    SimulatorCore(SimulatorSettings settings) {
        this.settings = settings;
        this.port = settings.port();
        this.book = new LedgerBook(monitor, settings.clock(), settings.keepEvents(), settings.publications());
        this.ledger = new Ledger(book);
    }

    void start() {
        synchronized (lifecycle) {
            if (life == Life.CLOSED) {
                throw new SimulatorException("the simulator is closed; build a new one");
            }
            if (life != Life.LISTENING) {
                listen();
            }
        }
    }

    private void listen() {
        boolean first = parts.isEmpty();
        if (first) {
            checkMarket();
            parts = Optional.of(assemble());
        }
        Parts all = parts.orElseThrow();
        try {
            port = bound(first ? all.server().listen(port) : all.server().listenAgain(port));
        } catch (SimulatorException e) {
            if (first) {
                all.loop().shutdown();
                parts = Optional.empty();
            }
            throw e;
        }
        life = Life.LISTENING;
        LOG.info("simulator listens on 127.0.0.1:{}", port);
        if (first) {
            all.loop()
                    .execute(
                            () -> settings.faults().forEach(spec -> all.faults().inject(spec, null)));
            all.market().ifPresent(market -> market.player().start());
        }
    }

    private void checkMarket() {
        if (settings.market() instanceof FramesFile frames && !Files.isReadable(frames.file())) {
            throw new SimulatorException("cannot read " + frames.file()
                    + ": give a readable file of frames, one JSON array a line, plain or gzip");
        }
    }

    private int bound(CompletableFuture<Integer> binding) {
        try {
            return binding.get(LISTEN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new SimulatorException(
                    "cannot listen on port " + port + " of 127.0.0.1 (" + e.getMessage()
                            + "): choose another port, 0 for a free one, or stop the program that has it",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SimulatorException("interrupted while starting to listen", e);
        }
    }

    private Parts assemble() {
        SimulatorLoop loop = new SimulatorLoop();
        Timers timers = new NettyTimers(loop.eventLoop());
        FaultEngine faults = new FaultEngine(timers, book, monitor, downtime -> restart(timers, downtime));
        SessionHub hub = new SessionHub(
                settings.policy(), settings.authenticator(), timers, faults, List.of(book, faults, this));
        SimulatedRest rest = new SimulatedRest(settings.clock(), settings.rest(), settings.authenticator());
        RestDesk desk = new RestDesk(rest, book, loop);
        Broadcast broadcast = new Broadcast(hub, book, rest);
        Optional<Market> market = market(loop, broadcast);
        Runnable writable = () -> market.ifPresent(playing -> playing.feeder().wake());
        NettyServer server =
                new NettyServer(loop.eventLoop(), hub, faults, settings.policy(), () -> new NettyRest(desk), writable);
        return new Parts(loop, broadcast, faults, rest, desk, server, market);
    }

    private Optional<Market> market(SimulatorLoop loop, Broadcast broadcast) {
        if (settings.market() instanceof FramesFile frames) {
            Feeder feeder = new Feeder(loop, broadcast, frames.pace().isMax(), frames::isServedBy, stamp(frames));
            return Optional.of(new Market(
                    feeder,
                    new MarketPlayer(() -> FramesReader.open(frames), frames.pace(), feeder, finished),
                    frames::isServedBy));
        }
        if (settings.market() instanceof SeededMarket seeded) {
            Feeder feeder = new Feeder(loop, broadcast, seeded.pace().isMax(), feed -> true, UnaryOperator.identity());
            return Optional.of(new Market(
                    feeder,
                    new MarketPlayer(() -> seeded.open(settings.clock()), seeded.pace(), feeder, finished),
                    feed -> true));
        }
        return Optional.empty();
    }

    private UnaryOperator<DataFrame> stamp(FramesFile frames) {
        if (!frames.isRebased()) {
            return UnaryOperator.identity();
        }
        boolean crypto = frames.kind() == FeedKind.CRYPTO || frames.kind() == FeedKind.PERPETUALS;
        Rebasing rebasing =
                new Rebasing(settings.clock(), crypto ? MarketGenerator.CRYPTO_DAY : MarketGenerator.STOCK_DAY);
        return frame -> DataFrame.of(rebasing.now(frame.events()));
    }

    /** On the event loop: the fault of that name. */
    private void restart(Timers timers, Duration downtime) {
        Parts all = runningParts();
        all.server().stop("fault restart");
        timers.schedule(downtime, () -> listenAgain(all));
    }

    private void listenAgain(Parts all) {
        all.server().listenAgain(port).exceptionally(failure -> {
            LOG.error("the simulator could not listen again on port {}", port, failure);
            return port;
        });
    }

    void stop() {
        synchronized (lifecycle) {
            if (life == Life.LISTENING) {
                life = Life.STOPPED;
                stopServer("server stopped");
            }
        }
    }

    private void stopServer(String cause) {
        parts.ifPresent(all -> all.loop().call(() -> {
            all.server().stop(cause);
            return cause;
        }));
    }

    void close() {
        synchronized (lifecycle) {
            if (life == Life.CLOSED) {
                return;
            }
            life = Life.CLOSED;
            parts.flatMap(Parts::market).ifPresent(market -> market.player().stop());
            stopServer("server closed");
            parts.ifPresent(all -> {
                all.desk().close();
                all.loop().shutdown();
            });
        }
        finished.completeExceptionally(new SimulatorException("the simulator was closed before its market had ended"));
    }

    private Parts runningParts() {
        return parts.orElseThrow(() -> new SimulatorException("the simulator was not started; call start() first"));
    }

    int port() {
        runningParts();
        return port;
    }

    void publish(Predicate<Feed> audience, Collection<? extends MarketEvent> events) {
        Parts all = runningParts();
        List<MarketEvent> copy = List.copyOf(events);
        all.loop().execute(() -> {
            all.broadcast().publish(audience, DataFrame.of(copy), true);
            all.hub().flush();
        });
    }

    void sendRaw(Feed feed, byte[] frame) {
        Parts all = runningParts();
        all.loop()
                .execute(() -> all.hub().sessions().stream()
                        .filter(session -> session.handshake().feed().equals(feed))
                        .forEach(session -> session.sendRaw(frame)));
    }

    void rest(RestOptions options) {
        Parts all = runningParts();
        all.loop().execute(() -> all.rest().options(options));
    }

    FaultHandle inject(FaultSpec spec) {
        Parts all = runningParts();
        return all.loop().call(() -> all.faults().inject(spec, null));
    }

    Ledger ledger() {
        return ledger;
    }

    CompletableFuture<Playback> finished() {
        return finished;
    }

    List<SimulatedSession> sessions() {
        Parts all = runningParts();
        return monitor.read(book::open).stream()
                .map(entry -> simulated(entry, all))
                .toList();
    }

    private SimulatedSession simulated(LedgerBook.Entry entry, Parts all) {
        return new SimulatedSession(entry, monitor, all.loop(), all.faults());
    }

    SimulatedSession await(Predicate<LedgerBook.Entry> wanted, Duration limit, String complaint) {
        Parts all = runningParts();
        LedgerBook.Entry found =
                monitor.await(() -> book.lastOf(wanted), limit, () -> complaint + "; " + book.summary());
        return simulated(found, all);
    }

    void awaitNoSessions(Duration limit) {
        monitor.awaitTrue(() -> book.open().isEmpty(), limit, book::summary);
    }

    @Override
    public void subscribed(Session session) {
        runningParts().market().ifPresent(market -> {
            if (market.audience().test(session.handshake().feed())
                    && !session.requested().isEmpty()) {
                market.player().onSubscribed();
            }
            market.feeder().wake();
        });
    }

    @Override
    public void closed(Session session, String cause) {
        runningParts().market().ifPresent(market -> market.feeder().wake());
    }
}

package dev.chasqui.acceptance.simulation;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Timestamps;
import dev.chasqui.rest.RateBudget;
import dev.chasqui.rest.RestClient;
import dev.chasqui.server.DataFrame;
import dev.chasqui.server.ServerPolicy;
import dev.chasqui.server.Session;
import dev.chasqui.server.SessionHub;
import dev.chasqui.server.SessionObserver;
import dev.chasqui.server.Timers;
import dev.chasqui.simulator.RestOptions;
import dev.chasqui.simulator.SimulatedRest;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.MarketDataStreamBuilder;
import dev.chasqui.stream.SimulatedStreams;
import dev.chasqui.stream.VirtualLoop;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.ReconnectPolicy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * One stream beside the simulator's sessions and REST service, on one virtual clock that begins as the market of a Monday opens. Nothing
 * happens but what a test does.
 */
public final class VirtualWorld implements AutoCloseable {

    /** A message as a handler got it. */
    public record Delivery(MarketEvent event, Provenance provenance) {}

    private final VirtualLoop loop = new VirtualLoop();
    private final SessionHub hub;
    private final SimulatedNetwork network;
    private final SimulatedRest service;
    private final RestClient rest;
    private final MarketDataStream stream;
    private final List<StreamEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<Delivery> deliveries = new ArrayList<>();

    /** A stream with these settings, not yet connected. */
    public VirtualWorld(UnaryOperator<MarketDataStreamBuilder> settings) {
        Timers timers = (delay, task) -> loop.schedule(delay, task)::cancel;
        hub = new SessionHub(
                ServerPolicy.DEFAULT,
                (feed, key, secret) -> Optional.empty(),
                timers,
                new SimulatedInterference(),
                List.of(new SessionObserver() {}));
        network = new SimulatedNetwork(loop, hub, Feed.IEX);
        service = SimulatedRest.create(loop::wallClock, RestOptions.defaults());
        SimulatedInternet internet = new SimulatedInternet(loop, service);
        rest = RestClient.builder()
                .credentials(Credentials.of("KEY", Simulation.SECRET))
                .dataHost(URI.create("http://127.0.0.1:1"))
                .transport(internet)
                .time(internet)
                .budget(RateBudget.perMinute(RateBudget.BASIC_PLAN, internet))
                .build();
        MarketDataStreamBuilder builder = MarketDataStream.stocks(Feed.IEX)
                .uri(URI.create("ws://127.0.0.1:1"))
                .credentials(Credentials.of("KEY", Simulation.SECRET))
                .reconnect(ReconnectPolicy.defaults().withJitter(0))
                .dispatch(DispatchOptions.defaults().inline());
        stream = SimulatedStreams.create(settings.apply(builder), loop, network, rest, new SplittableRandom(1));
        stream.onEvent(events::add);
        for (Channel channel : Feed.IEX.kind().channels()) {
            stream.onDelivery(channel, MarketEvent.class, (event, how) -> deliveries.add(new Delivery(event, how)));
        }
    }

    /** Connects, and lets the time pass that this takes. */
    public VirtualWorld live(Subscription subscription) {
        stream.connect(subscription);
        advance(Duration.ofSeconds(1));
        return this;
    }

    public MarketDataStream stream() {
        return stream;
    }

    public StreamState state() {
        return stream.status().state();
    }

    /** Nanoseconds since 1970, now. */
    public long now() {
        return Timestamps.toEpochNanos(loop.wallClock());
    }

    public void advance(Duration time) {
        loop.advance(time);
    }

    /** Sets the time of day. */
    public void jump(Duration time) {
        loop.jumpWall(time);
    }

    /** Something happens at the market: the stream and REST tell it. */
    public void publish(MarketEvent... happened) {
        publishBesideTheStream(happened);
        hub.publish(feed -> true, DataFrame.of(List.of(happened)), true);
        hub.flush();
    }

    /** Something happens that REST tells and the stream does not. */
    public void publishBesideTheStream(MarketEvent... happened) {
        service.record(List.of(happened));
    }

    public void rest(RestOptions options) {
        service.options(options);
    }

    /** Cuts the connection; so many attempts to connect again find nobody. */
    public void cut(int refusals) {
        for (int i = 0; i < refusals; i++) {
            network.next(SimulatedNetwork.Dial::refused);
        }
        network.link().ifPresent(link -> link.breakNow("cut"));
    }

    /** From now on nothing comes over the connection, not even an answer to a ping. */
    public void goSilent() {
        network.link().ifPresent(SimulatedLink::goSilent);
    }

    /** Sends a frame as it stands. */
    public void sendRaw(String frame) {
        Session session = network.link().flatMap(SimulatedLink::session).orElseThrow();
        session.sendRaw(frame.getBytes(StandardCharsets.UTF_8));
    }

    /** Attempts to connect so far. */
    public int dials() {
        return network.dials().size();
    }

    /** What handlers got so far. */
    public List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    /** The events of a kind so far. */
    public <E extends StreamEvent> List<E> events(Class<E> kind) {
        SimulatedStreams.awaitEvents(stream);
        synchronized (events) {
            return events.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }

    /** Closes the stream and waits for its end. */
    public void closeStream() {
        Thread closer = new Thread(stream::close, "virtual-world-closer");
        closer.start();
        while (closer.isAlive()) {
            loop.run();
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        closeStream();
        rest.close();
    }
}

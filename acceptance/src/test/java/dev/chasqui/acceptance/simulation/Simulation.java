package dev.chasqui.acceptance.simulation;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Subscription;
import dev.chasqui.server.DataFrame;
import dev.chasqui.server.ServerPolicy;
import dev.chasqui.server.SessionHub;
import dev.chasqui.server.SessionObserver;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.VirtualLoop;
import dev.chasqui.stream.event.StreamEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * One day of one stream, drawn from a seed: a market, a user, and faults that strike at random moments. Everything runs on one thread and
 * one virtual clock; the same seed gives the same day.
 */
final class Simulation {

    private static final List<String> ALWAYS = List.of("AAA", "BBB", "CCC", "DDD", "EEE", "FFF");
    private static final List<String> SOMETIMES = List.of("XXX", "YYY");
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration AFTERMATH = Duration.ofMinutes(20);
    private static final int LEAST_FAULTS = 20;

    private final long seed;
    private final SplittableRandom random;
    private final VirtualLoop loop = new VirtualLoop();
    private final SimulatedInterference interference = new SimulatedInterference();
    private final SimulatedNetwork network;
    private final SimulatedMarket market;
    private final List<StreamEvent> events = new ArrayList<>();
    private final List<String> history = new ArrayList<>();
    private Duration handlerTime = Duration.ZERO;
    private Duration stall = Duration.ZERO;

    Simulation(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        throw new UnsupportedOperationException();
    }
}

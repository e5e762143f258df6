package dev.chasqui.simulator;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.server.Authenticator;
import dev.chasqui.server.ServerPolicy;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/** What a builder has decided. */
record SimulatorSettings(
        int port,
        MarketSource market,
        Authenticator authenticator,
        ServerPolicy policy,
        List<FaultSpec> faults,
        boolean keepEvents,
        InstantSource clock,
        RestOptions rest,
        Consumer<List<MarketEvent>> onPublished) {

    SimulatorSettings {
        faults = List.copyOf(faults);
    }
}

package dev.chasqui.simulator;

import dev.chasqui.server.Authenticator;
import dev.chasqui.server.ServerPolicy;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
        @Nullable Consumer<? super Publication> publications) {

    SimulatorSettings {
        faults = List.copyOf(faults);
    }
}

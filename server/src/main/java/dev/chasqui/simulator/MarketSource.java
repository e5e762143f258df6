package dev.chasqui.simulator;

import java.nio.file.Path;

/** Where a simulator's market comes from. Immutable; one source may serve several simulators, each from its beginning. */
public sealed interface MarketSource permits SeededMarket, FramesFile, ScriptedMarket {

    /** No market of its own: what is sent is what {@link AlpacaSimulator#publish} is given. */
    static MarketSource scripted() {
        return ScriptedMarket.INSTANCE;
    }

    /** Recorded frames, one JSON array a line, plain or gzip. */
    static FramesFile frames(Path file) {
        return FramesFile.of(file);
    }

    /** A random walk of prices: the same seed, settings and start give the same messages. */
    static SeededMarket seeded(long seed) {
        return SeededMarket.of(seed);
    }
}

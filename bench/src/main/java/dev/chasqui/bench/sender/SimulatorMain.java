package dev.chasqui.bench.sender;

import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.MarketSource;
import dev.chasqui.simulator.Pace;
import java.nio.file.Path;

/** The simulator's process: recorded frames at full speed, over and over, to all who come. */
public final class SimulatorMain {

    private static final int SESSIONS = 64;

    private SimulatorMain() {}

    /** Argument: the recording. */
    public static void main(String[] arguments) throws InterruptedException {
        AlpacaSimulator simulator = AlpacaSimulator.builder()
                .market(MarketSource.frames(Path.of(arguments[0]))
                        .pace(Pace.MAX)
                        .looped())
                .connectionLimit(SESSIONS)
                .start();
        System.out.println("listening " + simulator.port());
        Thread.currentThread().join();
    }
}

package dev.chasqui.bench;

import com.google.gson.JsonObject;
import dev.chasqui.bench.receiver.RawReaderMain;
import dev.chasqui.bench.report.Row;
import dev.chasqui.bench.sender.SimulatorMain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The simulator at full speed to ten sessions of a reader that does nothing with what it gets. */
final class SimulatorGroup {

    static final String GROUP = "simulator";
    static final String NAME = "recorded frames to 10 sessions, JSON";
    static final String CPU = "simulator CPU s/million";

    private static final int SESSIONS = 10;

    private SimulatorGroup() {}

    static double seconds(Plan plan) {
        return plan.timedSeconds(runs(plan));
    }

    // One process each, and measured once.
    private static int runs(Plan plan) {
        return plan.repetitions() * plan.times();
    }

    static List<Row> run(Plan plan) throws IOException, InterruptedException {
        Row row = new Row(GROUP, NAME);
        for (int i = 0; i < runs(plan); i++) {
            Progress.show(GROUP, NAME);
            measure(plan, row);
        }
        return List.of(row);
    }

    private static void measure(Plan plan, Row row) throws IOException, InterruptedException {
        try (Child simulator =
                Child.java(List.of(), SimulatorMain.class, plan.recording().toString())) {
            String port = simulator.await("listening ");
            List<String> command = new ArrayList<>(List.of(Child.JAVA, "-cp", System.getProperty("java.class.path")));
            command.addAll(List.of(
                    RawReaderMain.class.getName(),
                    "ws://127.0.0.1:" + port + "/v2/sip",
                    simulator.pid(),
                    Integer.toString(SESSIONS),
                    Long.toString(plan.timedWarmUp().toMillis()),
                    Long.toString(plan.measured().toMillis())));
            JsonObject result = EndToEnd.receive(command, 1).get(0);
            double messages = result.get("messages").getAsDouble();
            row.add(EndToEnd.RATE, messages / result.get("seconds").getAsDouble());
            row.add(CPU, result.get("senderCpuSeconds").getAsDouble() / messages * 1e6);
            row.add(
                    "simulator busy %",
                    100
                            * result.get("senderCpuSeconds").getAsDouble()
                            / result.get("seconds").getAsDouble());
        }
    }
}

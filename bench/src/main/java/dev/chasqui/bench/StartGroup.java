package dev.chasqui.bench;

import dev.chasqui.bench.report.Row;
import java.io.IOException;
import java.util.List;

/** How soon the command line shows its first message: from the start of the launcher on, against a simulator that runs already. */
final class StartGroup {

    static final String GROUP = "start";
    static final String NAME = "./chasqui stream, first message";
    static final String MILLIS = "ms";

    private static final String LAUNCHER = System.getProperty("chasqui.bench.launcher", "./chasqui");
    private static final int LEAST_STARTS = 5;
    private static final double NANOS_PER_MILLI = 1e6;

    private StartGroup() {}

    static double seconds(Plan plan) {
        return 2 + starts(plan);
    }

    // Each takes about a second, so the short form can afford several.
    private static int starts(Plan plan) {
        return Math.max(plan.repetitions(), LEAST_STARTS);
    }

    static List<Row> run(Plan plan) throws IOException {
        Row row = new Row(GROUP, NAME);
        try (Child simulator = Child.start(List.of(LAUNCHER, "simulate"))) {
            String url = "ws:" + simulator.await("listening ws:");
            // The first start makes the archive of classes.
            first(url);
            for (int i = 0; i < starts(plan); i++) {
                Progress.show(GROUP, NAME);
                row.add(MILLIS, first(url));
            }
        }
        return List.of(row);
    }

    private static double first(String url) throws IOException {
        long begin = System.nanoTime();
        try (Child stream =
                Child.start(List.of(LAUNCHER, "stream", "*", "--feed", "sip", "--url", url, "--count", "1"))) {
            if (stream.await("{\"T\":") == null) {
                throw new IOException("no message came");
            }
            return (System.nanoTime() - begin) / NANOS_PER_MILLI;
        }
    }
}

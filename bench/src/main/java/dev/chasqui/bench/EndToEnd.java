package dev.chasqui.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chasqui.bench.data.Preparation;
import dev.chasqui.bench.data.Recipe;
import dev.chasqui.bench.receiver.ReceiverMain;
import dev.chasqui.bench.report.Row;
import dev.chasqui.bench.sender.SenderMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One sender and one receiver, each a process of its own, over loopback. */
final class EndToEnd {

    /** Messages per second. */
    static final String RATE = "messages/s";

    /** Time on processors, all threads of the receiver. */
    static final String CPU = "CPU s/M";

    /** Of Java's heap. */
    static final String ALLOCATED = "bytes/message";

    /** Of the process. */
    static final String PEAK = "peak MiB";

    /** How busy the sending thread was. */
    static final String SENDER = "sender busy %";

    private static final String PATH = "/v2/sip";
    private static final double MILLION = 1e6;

    private final Plan plan;

    EndToEnd(Plan plan) {
        this.plan = plan;
    }

    /** Measures a receiver once, and adds the figures to its row. Returns the sums of the first messages. */
    @Nullable
    String measure(Contestant contestant, Row row) throws IOException, InterruptedException {
        Path prefix = Preparation.prepare(plan.recording(), contestant.recipe(), plan.dataFolder());
        try (Child sender = Child.java(
                List.of("-XX:MaxDirectMemorySize=6g"),
                SenderMain.class,
                prefix.toString(),
                Boolean.toString(contestant.recipe().compressed()))) {
            String uri = "ws://127.0.0.1:" + sender.await("listening ") + PATH;
            try (Child receiver = Child.start(contestant.command(uri, plan))) {
                String line = receiver.await("{");
                if (line == null) {
                    throw new IOException(contestant.name() + " ended without a result");
                }
                JsonObject result = JsonParser.parseString("{" + line).getAsJsonObject();
                add(result, row);
                addSender(sender.await("sent "), row);
                return result.get("sums").getAsString();
            }
        }
    }

    private static void add(JsonObject result, Row row) {
        double messages = result.get("messages").getAsDouble();
        row.add(RATE, messages / result.get("seconds").getAsDouble());
        row.add(CPU, result.get("cpuSeconds").getAsDouble() / messages * MILLION);
        if (result.has("allocatedBytes")) {
            row.add(ALLOCATED, result.get("allocatedBytes").getAsDouble() / messages);
        }
        row.add(PEAK, result.get("peakKiB").getAsDouble() / 1024);
    }

    private static void addSender(@Nullable String sent, Row row) {
        if (sent != null) {
            String[] parts = sent.split(" ");
            row.add(SENDER, 100 * Double.parseDouble(parts[2]) / Double.parseDouble(parts[1]));
        }
    }

    /**
     * Who receives.
     *
     * @param name in the table
     * @param recipe what is sent
     * @param heap of its virtual machine, such as {@code 256m}
     * @param settings of {@link ReceiverMain}
     */
    record Contestant(String name, Recipe recipe, String heap, List<String> settings) {

        List<String> command(String uri, Plan plan) {
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-Xms" + heap, "-Xmx" + heap));
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), ReceiverMain.class.getName()));
            command.addAll(List.of(
                    "uri=" + uri,
                    "encoding=" + recipe.encoding(),
                    "compressed=" + recipe.compressed(),
                    "symbols=" + recipe.symbols(),
                    "warmUpMillis=" + plan.warmUp().toMillis(),
                    "measuredMillis=" + plan.measured().toMillis()));
            command.addAll(settings);
            return command;
        }
    }
}

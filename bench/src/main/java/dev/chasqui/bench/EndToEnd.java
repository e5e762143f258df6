package dev.chasqui.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.chasqui.bench.data.Preparation;
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

    /** Time on processors, all threads of the receiver, for a million messages. */
    static final String CPU = "CPU s/million";

    /** On Java's heap. */
    static final String ALLOCATED = "bytes/message";

    /** Of the process. */
    static final String PEAK = "peak MiB";

    /** How much of the time the sending thread ran: near 100, it was the limit and not the receiver. */
    static final String SENDER = "sender busy %";

    private static final String PATH = "/v2/sip";
    private static final double MILLION = 1e6;

    private final Plan plan;

    EndToEnd(Plan plan) {
        this.plan = plan;
    }

    /** Measures a receiver in one process, and adds the figures to its row. Returns the sums of the first messages, or null if there were too few. */
    @Nullable
    String measure(Contestant contestant, Row row) throws IOException, InterruptedException {
        Path prefix = Preparation.prepare(plan.recording(), contestant.recipe(), plan.dataFolder());
        try (Child sender = Child.java(
                List.of("-XX:MaxDirectMemorySize=6g"),
                SenderMain.class,
                "full-speed",
                prefix.toString(),
                Boolean.toString(contestant.recipe().compressed()))) {
            String uri = "ws://127.0.0.1:" + sender.await("listening ") + PATH;
            List<JsonObject> results = receive(contestant.command(uri, plan), plan.times());
            for (JsonObject result : results) {
                add(result, row);
            }
            addSender(sender.await("sent "), row);
            JsonElement sums = results.get(0).get("sums");
            return sums.isJsonNull() || sums.getAsString().equals("null") ? null : sums.getAsString();
        }
    }

    private static String withoutClassPath(List<String> command) {
        List<String> shown = new ArrayList<>(command);
        int path = shown.indexOf("-cp") + 1;
        if (path > 0) {
            shown.set(path, "…");
        }
        return String.join(" ", shown);
    }

    /** Runs a receiver until it has given so many results. */
    static List<JsonObject> receive(List<String> command, int count) throws IOException {
        List<JsonObject> results = new ArrayList<>();
        try (Child receiver = Child.start(command)) {
            while (results.size() < count) {
                String line = receiver.await("{");
                if (line == null) {
                    throw new IOException("no result from " + withoutClassPath(command));
                }
                results.add(JsonParser.parseString("{" + line).getAsJsonObject());
            }
        }
        return results;
    }

    private static void add(JsonObject result, Row row) throws IOException {
        double messages = result.get("messages").getAsDouble();
        if (messages <= 0) {
            throw new IOException(row.name() + " received nothing");
        }
        row.add(RATE, messages / result.get("seconds").getAsDouble());
        row.add(CPU, result.get("cpuSeconds").getAsDouble() / messages * MILLION);
        if (result.has("allocatedBytes")) {
            row.add(ALLOCATED, result.get("allocatedBytes").getAsDouble() / messages);
        }
        row.add(PEAK, result.get("peakKiB").getAsDouble() / 1024);
    }

    private static void addSender(@Nullable String sent, Row row) {
        if (sent != null) {
            String[] parts = sent.split(" ", -1);
            row.add(SENDER, 100 * Double.parseDouble(parts[2]) / Double.parseDouble(parts[1]));
        }
    }
}

package dev.chasqui.bench;

import com.google.gson.JsonObject;
import dev.chasqui.bench.data.Recipe;
import dev.chasqui.bench.report.Row;
import dev.chasqui.bench.sender.SenderMain;
import dev.chasqui.wire.Encoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From the time at which a message should have been sent until its handler: an open loop, plain and with TLS, inline and queued. */
final class LatencyGroup {

    static final String GROUP = "latency";
    static final String P50 = "p50 µs";
    static final String P99 = "p99 µs";
    static final String P999 = "p99.9 µs";
    static final String MAX = "max µs";

    private static final double MICRO = 1_000;

    private final Plan plan;
    private @Nullable TlsFiles tls;

    LatencyGroup(Plan whole) {
        plan = whole.forLatency();
    }

    /** How messages are received. */
    private record Way(String name, boolean encrypted, List<String> settings) {}

    static String name(String way, int rate) {
        return String.format(Locale.ROOT, "%s, %,d/s", way, rate);
    }

    double seconds() {
        return plan.timedSeconds(ways().size() * rates().size());
    }

    private List<Integer> rates() {
        return plan.shortForm() ? List.of(100_000) : List.of(10_000, 100_000, 300_000);
    }

    private List<Way> ways() {
        List<Way> ways = new ArrayList<>(List.of(new Way("inline", false, List.of("receiver=chasqui", "inline=true"))));
        if (!plan.shortForm()) {
            ways.add(new Way("queued", false, List.of("receiver=chasqui")));
            ways.add(new Way("inline, TLS", true, List.of("receiver=chasqui", "inline=true")));
            ways.add(new Way("queued, TLS", true, List.of("receiver=chasqui")));
            ways.add(new Way("bare socket", false, List.of("receiver=bare")));
        }
        return ways;
    }

    List<Row> run() throws InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (int rate : rates()) {
            for (Way way : ways()) {
                rows.add(measure(way, rate));
            }
        }
        return rows;
    }

    private Row measure(Way way, int rate) throws InterruptedException {
        Row row = new Row(GROUP, name(way.name(), rate));
        try {
            for (int i = 0; i < plan.repetitions(); i++) {
                Progress.show(GROUP, row.name());
                measureOnce(way, rate, row);
            }
        } catch (IOException failure) {
            row.broken(String.valueOf(failure.getMessage()));
        }
        return row;
    }

    private void measureOnce(Way way, int rate, Row row) throws IOException, InterruptedException {
        List<String> sending = new ArrayList<>(List.of("open-loop", Integer.toString(rate)));
        if (way.encrypted()) {
            sending.addAll(List.of(tls().keyStore().toString(), tls().password()));
        }
        try (Child sender = Child.java(List.of(), SenderMain.class, sending.toArray(String[]::new))) {
            String uri = (way.encrypted() ? "wss" : "ws") + "://127.0.0.1:" + sender.await("listening ") + "/v2/sip";
            add(EndToEnd.receive(command(way, uri)), row);
            addLateness(sender.await("late "), row);
        }
    }

    private List<String> command(Way way, String uri) throws IOException, InterruptedException {
        List<String> settings = new ArrayList<>(way.settings());
        settings.add("latency=true");
        List<String> command = new ArrayList<>(
                new Contestant(way.name(), Recipe.recorded(Encoding.JSON), Contestant.HEAP, settings, null)
                        .command(uri, plan));
        if (way.encrypted()) {
            // The client trusts what its virtual machine trusts.
            command.add(1, "-Djavax.net.ssl.trustStore=" + tls().keyStore());
            command.add(2, "-Djavax.net.ssl.trustStorePassword=" + tls().password());
        }
        return command;
    }

    private TlsFiles tls() throws IOException, InterruptedException {
        TlsFiles files = tls;
        if (files == null) {
            files = TlsFiles.make(plan.target());
            tls = files;
        }
        return files;
    }

    private static void add(JsonObject result, Row row) {
        row.add(P50, result.get("p50").getAsDouble());
        row.add(P99, result.get("p99").getAsDouble());
        row.add(P999, result.get("p999").getAsDouble());
        // The worst of all.
        row.addLargest(MAX, result.get("max").getAsDouble());
        row.add(
                EndToEnd.RATE,
                result.get("messages").getAsDouble() / result.get("seconds").getAsDouble());
    }

    /** How late the sender was, which is part of every figure. */
    private static void addLateness(@Nullable String late, Row row) {
        if (late != null) {
            String[] parts = late.split(" ", -1);
            row.add("sender p50 µs", Double.parseDouble(parts[0]) / MICRO);
            row.add("sender p99 µs", Double.parseDouble(parts[1]) / MICRO);
        }
    }

    /** A certificate for loopback and its key, of this run only. */
    private record TlsFiles(Path keyStore, String password) {

        static TlsFiles make(Path folder) throws IOException, InterruptedException {
            Path file = folder.resolve("loopback.p12").toAbsolutePath();
            Files.deleteIfExists(file);
            String password = Long.toHexString(new SecureRandom().nextLong() | 1L << 62);
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "loopback",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "SAN=dns:localhost,ip:127.0.0.1",
                            "-validity",
                            "2",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            password)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IOException("keytool failed");
            }
            return new TlsFiles(file, password);
        }
    }
}

package dev.chasqui.bench.receiver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A receiver's process: receives until it is warm, then is measured, once or several times, and prints a line about each. */
public final class ReceiverMain {

    private static final double NANO = 1e-9;

    private ReceiverMain() {}

    /** Arguments: see {@link Settings}. */
    public static void main(String[] arguments) throws Exception {
        Settings settings = new Settings(arguments);
        if (settings.latency()) {
            measureLatency(settings);
        } else {
            measureThroughput(settings);
        }
        // Whatever threads a client has, the measurement is over.
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void measureThroughput(Settings settings) throws Exception {
        List<Meter> meters = new ArrayList<>();
        // One warms up for all: many at full speed leave the compiler so little of the processors that it does not get
        // done.
        start(1, settings, meters);
        new WarmUp().await(settings.warmUp(), meters);
        if (settings.streams() > 1) {
            start(settings.streams() - 1, settings, meters);
            new WarmUp().await(settings.warmUp(), meters);
        }
        for (int i = 0; i < settings.times(); i++) {
            Usage before = Usage.of(meters);
            Thread.sleep(settings.measured().toMillis());
            print(Usage.of(meters).since(before), meters.get(0), "");
        }
    }

    private static void start(int count, Settings settings, List<Meter> meters) throws Exception {
        for (int i = 0; i < count; i++) {
            Meter meter = new Meter();
            create(settings).start(settings.uri(), meter);
            meters.add(meter);
        }
    }

    /** Here time alone warms up: at a low rate a receiver is idle most of it. */
    private static void measureLatency(Settings settings) throws Exception {
        LatencyMeter meter = new LatencyMeter();
        create(settings).start(settings.uri(), meter);
        Thread.sleep(settings.warmUp().toMillis());
        meter.take();
        for (int i = 0; i < settings.times(); i++) {
            Usage before = Usage.of(List.of(meter));
            Thread.sleep(settings.measured().toMillis());
            print(Usage.of(List.of(meter)).since(before), meter, LatencyMeter.json(meter.take()));
        }
    }

    private static void print(Usage used, Meter meter, String more) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "{\"messages\":%d,\"seconds\":%.6f,\"cpuSeconds\":%.6f,\"allocatedBytes\":%d,\"peakKiB\":%d,\"sums\":\"%s\"%s}%n",
                used.messages(),
                used.nanos() * NANO,
                used.cpuNanos() * NANO,
                used.allocatedBytes(),
                Usage.peakKibibytes(),
                meter.sums(),
                more);
    }

    private static Receiver create(Settings settings) {
        return switch (settings.receiver()) {
            case "chasqui" -> new ChasquiStream(settings);
            case "bare" -> new BareSocket(settings.encoding());
            case "jdk" -> new JdkWebSocket();
            case "okhttp" -> new OkHttpSocket();
            case "alpaca-java" -> new AlpacaJava();
            default -> throw new IllegalArgumentException("no receiver '" + settings.receiver() + "'");
        };
    }
}

package dev.chasqui.bench.receiver;

import java.util.Locale;

/** A receiver's process: receives until it is warm, then for the time to be measured, and prints one line about that. */
public final class ReceiverMain {

    private ReceiverMain() {}

    /** Arguments: see {@link Settings}. */
    public static void main(String[] arguments) throws Exception {
        Settings settings = new Settings(arguments);
        Meter meter = new Meter();
        create(settings).start(settings.uri(), meter);
        WarmUp.await(settings.warmUp());
        Usage before = Usage.of(meter);
        Thread.sleep(settings.measured().toMillis());
        Usage used = Usage.of(meter).since(before);
        System.out.printf(
                Locale.ROOT,
                "{\"messages\":%d,\"seconds\":%.6f,\"cpuSeconds\":%.6f,\"allocatedBytes\":%d,\"peakKiB\":%d,\"sums\":\"%s\"}%n",
                used.messages(),
                used.nanos() / 1e9,
                used.cpuNanos() / 1e9,
                used.allocatedBytes(),
                Usage.peakKibibytes(),
                meter.sums());
        // Whatever threads a client has, the measurement is over.
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static Receiver create(Settings settings) {
        return switch (settings.receiver()) {
            case "chasqui" -> new ChasquiStream(settings);
            case "bare" -> new BareSocket(settings.encoding());
            default -> throw new IllegalArgumentException("no receiver '" + settings.receiver() + "'");
        };
    }
}

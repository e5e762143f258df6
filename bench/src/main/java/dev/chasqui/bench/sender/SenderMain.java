package dev.chasqui.bench.sender;

import dev.chasqui.bench.data.Prepared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The sender's process. Prints its port, then serves each connection with a thread of its own until it is killed. */
public final class SenderMain {

    private SenderMain() {}

    /** Arguments: prefix of the prepared files; whether they are compressed. */
    public static void main(String[] arguments) throws Exception {
        Prepared prepared = Prepared.load(Path.of(arguments[0]));
        boolean compressed = Boolean.parseBoolean(arguments[1]);
        Listener listener = Listener.open(null, "");
        System.out.println("listening " + listener.port());
        for (boolean first = true; ; ) {
            Outlet outlet = listener.accept();
            Prepared own = first ? prepared : prepared.copy();
            first = false;
            Thread thread = new Thread(() -> serve(outlet, compressed, new FullSpeed(own, SenderMain::report)), "sender");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void serve(Outlet outlet, boolean compressed, Session.Load load) {
        try {
            Session.serve(outlet, compressed, load);
        } catch (IOException left) {
            // The receiver has seen enough.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void report(long messages, long nanos, long cpuNanos) {
        System.out.printf(Locale.ROOT, "sent %d %d %d%n", messages, nanos, cpuNanos);
    }
}

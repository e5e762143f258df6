package dev.chasqui.bench.sender;

import dev.chasqui.bench.data.Prepared;
import dev.chasqui.bench.data.RecordedDay;
import dev.chasqui.bench.data.Stampable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The sender's process. Prints its port, then serves each connection with a thread of its own until it is killed. */
public final class SenderMain {

    private static final int STAMPED_MESSAGES = 20_000;

    private SenderMain() {}

    /**
     * Arguments: {@code full-speed}, the prefix of prepared files, and whether they are compressed; or {@code open-loop}, messages per second,
     * and a key store and its password for TLS.
     */
    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "full-speed" -> fullSpeed(Prepared.load(Path.of(arguments[1])), Boolean.parseBoolean(arguments[2]));
            case "open-loop" -> openLoop(arguments);
            default -> throw new IllegalArgumentException("no such sender: " + arguments[0]);
        }
    }

    private static void fullSpeed(Prepared prepared, boolean compressed) throws Exception {
        AtomicBoolean taken = new AtomicBoolean();
        // Two senders date the bytes differently, so only the first takes those that were read.
        accept(Listener.open(null, ""), compressed, () -> {
            Prepared own = taken.getAndSet(true) ? prepared.copy() : prepared;
            return new FullSpeed(own, SenderMain::report);
        });
    }

    private static void openLoop(String[] arguments) throws Exception {
        Stampable stampable = Stampable.of(RecordedDay.locate(RecordedDay.DAY), STAMPED_MESSAGES);
        Listener listener =
                arguments.length > 2 ? Listener.open(Path.of(arguments[2]), arguments[3]) : Listener.open(null, "");
        accept(listener, false, () -> new OpenLoop(stampable, Integer.parseInt(arguments[1])));
    }

    private static void accept(Listener listener, boolean compressed, Supplier<? extends Session.Load> loads)
            throws IOException {
        System.out.println("listening " + listener.port());
        while (true) {
            Outlet outlet = listener.accept();
            // A client may ask other things on this port as well, so what is sent is made when it is wanted.
            Session.Load load = session -> loads.get().send(session);
            Thread thread = new Thread(() -> serve(outlet, compressed, load), "sender");
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

package dev.chasqui.bench.receiver;

import dev.chasqui.model.FeedKind;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.RequestEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Several sessions that read bytes and do nothing with them, so that the server is what is measured. All get the same bytes; in those of the
 * first session the messages are counted, each of which has one brace.
 */
public final class RawReaderMain {

    private static final int BUFFER_BYTES = 256 << 10;
    private static final double NANO = 1e-9;

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong bytesOfFirst = new AtomicLong();
    private final AtomicLong messagesOfFirst = new AtomicLong();

    private RawReaderMain() {}

    /** Arguments: address, process of the server, sessions, milliseconds to warm up and to measure. */
    public static void main(String[] arguments) throws Exception {
        RawReaderMain reader = new RawReaderMain();
        ProcessHandle server = ProcessHandle.of(Long.parseLong(arguments[1])).orElseThrow();
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            sockets.add(open(URI.create(arguments[0])));
        }
        for (int i = 0; i < sockets.size(); i++) {
            reader.read(sockets.get(i), i == 0);
        }
        Thread.sleep(Long.parseLong(arguments[3]));
        long start = System.nanoTime();
        Duration cpu = cpu(server);
        double before = reader.messages();
        Thread.sleep(Long.parseLong(arguments[4]));
        System.out.printf(
                Locale.ROOT,
                "{\"messages\":%.0f,\"seconds\":%.6f,\"senderCpuSeconds\":%.6f}%n",
                reader.messages() - before,
                (System.nanoTime() - start) * NANO,
                cpu(server).minus(cpu).toNanos() * NANO);
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static Socket open(URI uri) throws IOException {
        Socket socket = BareSocket.open(uri, Encoding.JSON);
        RequestEncoder requests = RequestEncoder.create(Encoding.JSON, FeedKind.STOCKS);
        BareSocket.send(socket, Encoding.JSON, requests.encode(new ClientRequest.Authenticate("key", "secret")));
        BareSocket.send(
                socket, Encoding.JSON, requests.encode(new ClientRequest.Subscribe(Dialogue.everything(), Set.of())));
        return socket;
    }

    private static Duration cpu(ProcessHandle server) {
        return server.info().totalCpuDuration().orElseThrow();
    }

    private double messages() {
        return (double) bytes.get() * messagesOfFirst.get() / Math.max(bytesOfFirst.get(), 1);
    }

    private void read(Socket socket, boolean first) {
        Thread thread = new Thread(() -> readAll(socket, first), "reader");
        thread.setDaemon(true);
        thread.start();
    }

    private void readAll(Socket socket, boolean first) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = socket.getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                bytes.addAndGet(count);
                if (first) {
                    bytesOfFirst.addAndGet(count);
                    messagesOfFirst.addAndGet(braces(buffer, count));
                }
            }
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    private static int braces(byte[] buffer, int count) {
        int braces = 0;
        for (int i = 0; i < count; i++) {
            if (buffer[i] == '{') {
                braces++;
            }
        }
        return braces;
    }
}

package dev.chasqui.acceptance.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * Listens on the loopback interface, joins each client to a server there, and does to their bytes what a bad network does.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.to(simulator.port())) {
 *     Fault mute = proxy.add(Direction.BOTH, Toxic.blackhole(), Scope.OPEN);
 *     ...
 *     mute.awaitFired(1, Duration.ofSeconds(1));
 * }
 * }</pre>
 *
 * <p>It works on TCP and knows nothing of what is on it: WebSocket, HTTP, anything. One daemon thread serves all connections; 4 MiB at most
 * wait in each direction of each. A time is kept to about a millisecond. Safe for use by many threads; what a method changes is changed
 * when it returns.
 */
public final class FaultProxy implements Closeable {

    private static final AtomicLong COUNT = new AtomicLong();

    private final Switchboard board;
    private final ProxyLoop loop;

    private FaultProxy(Switchboard board) {
        this.board = board;
        this.loop = board.loop();
    }

    /** A proxy of the server on this port, listening on a free one. */
    public static FaultProxy to(int serverPort) {
        try {
            Switchboard board = new Switchboard("chasqui-fault-proxy-" + COUNT.incrementAndGet(), serverPort);
            board.loop().start();
            return new FaultProxy(board);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, whatever its {@linkplain #door door}. */
    public int port() {
        return board.port();
    }

    /** An address of the server, led through the proxy: the same, with the proxy's port. */
    public URI via(URI address) {
        return URI.create(address.getScheme() + "://127.0.0.1:" + port() + address.getRawPath());
    }

    /** Adds a toxic to every connection, open or to come. */
    public Fault add(Direction direction, Toxic toxic) {
        return add(direction, toxic, Scope.ALL);
    }

    /** Adds a toxic to some connections. */
    public Fault add(Direction direction, Toxic toxic, Scope scope) {
        return loop.call(() -> board.add(direction, toxic, scope));
    }

    /** What becomes of new connections from now on. */
    public void door(Door next) {
        loop.call(() -> {
            board.setDoor(next);
            return true;
        });
    }

    /** Ends all connections now; returns how many there were. {@link Ending#SILENCE} is the affair of {@link Toxic#blackhole()}. */
    public int cut(Ending ending) {
        if (ending == Ending.SILENCE) {
            throw new IllegalArgumentException("silence is no end: add a blackhole");
        }
        return loop.call(() -> board.cut(ending));
    }

    /** Connections accepted by a door that was open, in order of their ends, the open ones last. Of the ended ones, the last 10,000. */
    public List<LinkRecord> connections() {
        return loop.call(board::records);
    }

    /** The connection accepted last. */
    public LinkRecord lastConnection() {
        return loop.call(() -> board.records().stream()
                .filter(link -> link.id() == board.accepted())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no connection yet")));
    }

    /** How many connections were accepted by a door that was open. */
    public long accepted() {
        return loop.call(board::accepted);
    }

    /** How many connections the doors {@link Door#RESET} and {@link Door#MUTE} accepted. */
    public long turnedAway() {
        return loop.call(board::turnedAway);
    }

    /** Waits until so many connections are open. */
    public void awaitOpen(int count, Duration limit) {
        Awaitility.await(count + " open connections")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(limit)
                .until(() -> connections().stream().filter(LinkRecord::isOpen).count() == count);
    }

    /** Closes every socket and ends the thread; both are gone when it returns. Idempotent. */
    @Override
    public void close() {
        loop.close();
    }
}

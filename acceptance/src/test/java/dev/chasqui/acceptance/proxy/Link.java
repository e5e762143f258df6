package dev.chasqui.acceptance.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** One connection: the client's socket, the server's, and a pipe each way. Confined to the proxy's thread. */
final class Link implements ProxyLoop.Ready {

    /** How long an orderly end waits for the other side to end, too. A socket that is closed with bytes unread would reset instead. */
    private static final long DRAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final long id;
    private final ProxyLoop loop;
    private final ByteBuffer scratch;
    private final long openedAt;
    private final End client;
    private final End server;
    private final Pipe toServer;
    private final Pipe toClient;
    private String end = "";
    private long drainUntil = Pipe.NEVER;
    private long endedAt = Pipe.NEVER;
    private long closedAt = Pipe.NEVER;

    Link(long id, SocketChannel client, SocketChannel server, ProxyLoop loop, ByteBuffer scratch) throws IOException {
        this.id = id;
        this.loop = loop;
        this.scratch = scratch;
        this.openedAt = loop.now();
        Selector selector = loop.selector();
        this.client = new End(client, selector, SelectionKey.OP_READ, this);
        this.server = new End(server, selector, server.isConnected() ? 0 : SelectionKey.OP_CONNECT, this);
        this.toServer = new Pipe(Direction.TO_SERVER, this.client, this.server, this, openedAt);
        this.toClient = new Pipe(Direction.TO_CLIENT, this.server, this.client, this, openedAt);
    }

    void add(Fault fault) {
        toServer.add(fault);
        toClient.add(fault);
    }

    void remove(Fault fault) {
        toServer.remove(fault);
        toClient.remove(fault);
    }

    /** Whether its end has begun. */
    boolean isEnding() {
        return !end.isEmpty();
    }

    /** Whether both sockets are closed. */
    boolean isOver() {
        return closedAt != Pipe.NEVER;
    }

    LinkRecord toRecord() {
        return new LinkRecord(
                id,
                loop.toNanoTime(openedAt),
                isEnding() ? loop.toNanoTime(endedAt) : LinkRecord.STILL_OPEN,
                isOver() ? loop.toNanoTime(closedAt) : LinkRecord.STILL_OPEN,
                toServer.forwarded(),
                toClient.forwarded(),
                loop.toNanoTime(toClient.lastForwardedAt()),
                end);
    }

    @Override
    public void ready(SelectionKey key) {
        if (key.isValid() && key.isConnectable()) {
            finishConnect();
        }
        if (key.isValid() && key.isReadable()) {
            if (isEnding()) {
                discard(client.is(key) ? client : server);
            } else {
                (client.is(key) ? toServer : toClient).read(scratch, loop.now());
            }
        }
    }

    private void finishConnect() {
        try {
            server.finishConnect();
        } catch (IOException refused) {
            end(Ending.RST, "the server refused: " + refused.getMessage());
        }
    }

    /** Moves what may move now; returns when to come again. */
    long tick() {
        long now = loop.now();
        long wake = isEnding() ? drain(now) : Math.min(pump(toServer, toClient, now), pump(toClient, toServer, now));
        if (!isEnding() && toServer.isDone() && toClient.isDone()) {
            close("both sides ended it");
        }
        if (!isEnding()) {
            client.interest(interest(toServer, toClient));
            server.interest(server.isConnected() ? interest(toClient, toServer) : SelectionKey.OP_CONNECT);
        }
        return wake;
    }

    private long pump(Pipe pipe, Pipe back, long now) {
        if (isEnding()) {
            return Pipe.NEVER;
        }
        try {
            return pipe.pump(now);
        } catch (IOException sinkGone) {
            back.sourceGone();
            return now;
        }
    }

    private static int interest(Pipe from, Pipe into) {
        return (from.wantsRead() ? SelectionKey.OP_READ : 0) | (into.isBlocked() ? SelectionKey.OP_WRITE : 0);
    }

    /** Ends both sides; what waits is lost. Does nothing if the end has begun. */
    void end(Ending ending, String why) {
        if (isEnding()) {
            return;
        }
        begin(ending + ": " + why);
        if (ending == Ending.FIN) {
            finish();
        } else {
            server.reset();
            client.reset();
            closedAt = loop.now();
        }
    }

    private void begin(String why) {
        end = why;
        endedAt = loop.now();
    }

    private void finish() {
        drainUntil = loop.now() + DRAIN_NANOS;
        if (server.isConnected()) {
            server.finish();
            server.interest(SelectionKey.OP_READ);
        } else {
            server.close();
        }
        client.finish();
        client.interest(SelectionKey.OP_READ);
    }

    /** Closes both sockets. */
    void close(String why) {
        if (!isEnding()) {
            begin(why);
        }
        server.close();
        client.close();
        closedAt = isOver() ? closedAt : loop.now();
    }

    private long drain(long now) {
        if (!isOver() && (now >= drainUntil || (!client.isOpen() && !server.isOpen()))) {
            close(end);
        }
        return isOver() ? Pipe.NEVER : drainUntil;
    }

    private void discard(End from) {
        scratch.clear();
        try {
            if (from.read(scratch) < 0) {
                from.close();
            }
        } catch (IOException gone) {
            from.close();
        }
    }
}

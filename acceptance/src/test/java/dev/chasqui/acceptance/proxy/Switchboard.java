package dev.chasqui.acceptance.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The door, the connections and the toxics of a proxy. Confined to its thread, once that runs. */
final class Switchboard implements ProxyLoop.Board, ProxyLoop.Ready {

    private static final int MAX_RECORDS = 10_000;
    private static final int SCRATCH_BYTES = 256 << 10;
    private static final int BACKLOG = 1024;

    private final InetSocketAddress server;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private final List<Link> links = new ArrayList<>();
    private final List<SocketChannel> muted = new ArrayList<>();
    private final List<Fault> onAll = new ArrayList<>();
    private final List<Fault> onNext = new ArrayList<>();
    private final Deque<LinkRecord> ended = new ArrayDeque<>();
    private final ProxyLoop loop;
    private final InetSocketAddress address;
    private Door door = Door.OPEN;
    // A listener, or what keeps the port for it; null when closed.
    private @Nullable NetworkChannel holder;
    private long accepted;
    private long turnedAway;

    @SuppressWarnings("this-escape") // The loop's thread starts later.
    Switchboard(String name, int serverPort) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        this.server = new InetSocketAddress(loopback, serverPort);
        this.loop = new ProxyLoop(name, this);
        ServerSocketChannel listener = listen(new InetSocketAddress(loopback, 0));
        this.address = (InetSocketAddress) listener.getLocalAddress();
        this.holder = listener;
    }

    ProxyLoop loop() {
        return loop;
    }

    int port() {
        return address.getPort();
    }

    // --- the door ---

    private ServerSocketChannel listen(InetSocketAddress at) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(at, BACKLOG);
        listener.configureBlocking(false);
        listener.register(loop.selector(), SelectionKey.OP_ACCEPT, this);
        return listener;
    }

    void setDoor(Door next) throws IOException {
        if ((next == Door.REFUSE) != (door == Door.REFUSE)) {
            closeHolder();
            // Only now is the old socket really gone.
            loop.selector().selectNow();
            holder = next == Door.REFUSE ? reserve() : listen(address);
        }
        door = next;
    }

    /** Bound and not listening: connections are refused, and nobody else gets the port. */
    private SocketChannel reserve() throws IOException {
        SocketChannel reserved = SocketChannel.open();
        reserved.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        return reserved.bind(address);
    }

    private void closeHolder() throws IOException {
        if (holder != null) {
            holder.close();
            holder = null;
        }
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
        if (key.channel() instanceof ServerSocketChannel listener) {
            for (SocketChannel client = listener.accept(); client != null; client = listener.accept()) {
                accept(client);
            }
        } else if (key.isValid()) {
            discard((SocketChannel) key.channel());
        }
    }

    private void accept(SocketChannel client) throws IOException {
        switch (door) {
            case OPEN -> join(client);
            case MUTE -> {
                turnedAway++;
                client.configureBlocking(false);
                client.register(loop.selector(), SelectionKey.OP_READ, this);
                muted.add(client);
            }
            case RESET, REFUSE -> {
                turnedAway++;
                client.setOption(StandardSocketOptions.SO_LINGER, 0);
                client.close();
            }
        }
    }

    private void join(SocketChannel client) throws IOException {
        SocketChannel upstream = SocketChannel.open();
        upstream.configureBlocking(false);
        boolean refused = false;
        try {
            upstream.connect(server);
        } catch (IOException e) {
            refused = true;
        }
        Link link = new Link(++accepted, client, upstream, loop, scratch);
        onAll.forEach(link::add);
        onNext.forEach(link::add);
        onNext.clear();
        links.add(link);
        if (refused) {
            link.end(Ending.RST, "the server refused");
        }
    }

    private void discard(SocketChannel client) throws IOException {
        scratch.clear();
        int count;
        try {
            count = client.read(scratch);
        } catch (IOException gone) {
            count = -1;
        }
        if (count < 0) {
            client.close();
            muted.remove(client);
        }
    }

    /** Connections that were accepted by the doors {@link Door#RESET} and {@link Door#MUTE}. */
    long turnedAway() {
        return turnedAway;
    }

    // --- toxics ---

    Fault add(Direction direction, Toxic toxic, Scope scope) {
        Fault fault = new Fault(
                toxic,
                direction,
                loop.now(),
                removed -> loop.call(() -> {
                    remove(removed);
                    return true;
                }));
        if (scope == Scope.ALL) {
            onAll.add(fault);
        }
        if (scope == Scope.NEXT) {
            onNext.add(fault);
        } else {
            links.forEach(link -> link.add(fault));
        }
        return fault;
    }

    private void remove(Fault fault) {
        onAll.remove(fault);
        onNext.remove(fault);
        links.forEach(link -> link.remove(fault));
    }

    /** Ends every connection; returns how many. */
    int cut(Ending ending) {
        int count = 0;
        for (Link link : links) {
            if (!link.isEnding()) {
                count++;
                link.end(ending, "cut");
            }
        }
        return count;
    }

    // --- keeping time and books ---

    @Override
    public long tick() {
        long wake = Pipe.NEVER;
        for (Link link : links) {
            wake = Math.min(wake, link.tick());
        }
        links.removeIf(link -> {
            if (link.isOver()) {
                write(link.toRecord());
            }
            return link.isOver();
        });
        return wake;
    }

    private void write(LinkRecord finished) {
        ended.add(finished);
        if (ended.size() > MAX_RECORDS) {
            ended.removeFirst();
        }
    }

    /** Every connection, in order of their ends; then those that are open. */
    List<LinkRecord> records() {
        List<LinkRecord> all = new ArrayList<>(ended);
        links.forEach(link -> all.add(link.toRecord()));
        return all;
    }

    long accepted() {
        return accepted;
    }

    @Override
    public void closeAll() {
        try {
            closeHolder();
            for (SocketChannel client : muted) {
                client.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("a socket does not close", e);
        } finally {
            links.forEach(link -> link.close("the proxy was closed"));
            tick();
        }
    }
}

package dev.chasqui.acceptance.proxy;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One socket of a connection. Confined to the proxy's thread. */
final class End {

    private final SocketChannel channel;
    private final SelectionKey key;

    End(SocketChannel channel, Selector selector, int interest, ProxyLoop.Ready owner) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.key = channel.register(selector, interest, owner);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    boolean isConnected() {
        return channel.isConnected();
    }

    boolean is(SelectionKey other) {
        return key == other;
    }

    void finishConnect() throws IOException {
        channel.finishConnect();
    }

    int read(ByteBuffer into) throws IOException {
        return channel.read(into);
    }

    int write(ByteBuffer from) throws IOException {
        return channel.write(from);
    }

    void interest(int operations) {
        if (key.isValid()) {
            key.interestOps(operations);
        }
    }

    /** Ends the stream that goes out; the other may go on. */
    void finish() {
        try {
            channel.shutdownOutput();
        } catch (IOException gone) {
            // The peer was faster.
        }
    }

    /** Ends as a crash does. */
    void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException gone) {
            // Closed already, or reset by the peer.
        }
        close();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // It is closed all the same.
        }
    }
}

package dev.chasqui.acceptance.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server that says nothing by itself, a proxy before it, and both ends of connections through it. Confined to one thread. */
final class Line implements AutoCloseable {

    /** How long to wait for what must come. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    /** How long to watch for what must not come. */
    private static final int SILENCE_MILLIS = 150;

    /** Both ends of one connection. */
    record Ends(Socket client, Socket server) {}

    final FaultProxy proxy;
    private final ServerSocket listener;
    private final List<Socket> sockets = new ArrayList<>();

    Line() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listener.setSoTimeout((int) LIMIT.toMillis());
        proxy = FaultProxy.to(listener.getLocalPort());
    }

    /** A client's end, whatever becomes of it. */
    Socket dial() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        sockets.add(prepared(client));
        return client;
    }

    /** Both ends of a new connection. */
    Ends connect() throws IOException {
        Socket client = dial();
        return new Ends(client, accept());
    }

    Socket accept() throws IOException {
        Socket server = listener.accept();
        sockets.add(prepared(server));
        return server;
    }

    private static Socket prepared(Socket socket) throws IOException {
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.setTcpNoDelay(true);
        return socket;
    }

    static void send(Socket from, byte[] bytes) throws IOException {
        from.getOutputStream().write(bytes);
    }

    /** Reads so many bytes. */
    static byte[] receive(Socket at, int count) throws IOException {
        return at.getInputStream().readNBytes(count);
    }

    /** Whether an orderly end of stream is next. */
    static boolean isAtEnd(Socket at) throws IOException {
        return at.getInputStream().read() < 0;
    }

    /** Whether nothing comes: no byte, no end. */
    static boolean isSilent(Socket at) throws IOException {
        at.setSoTimeout(SILENCE_MILLIS);
        try {
            at.getInputStream().read();
            return false;
        } catch (SocketTimeoutException silence) {
            return true;
        } finally {
            at.setSoTimeout((int) LIMIT.toMillis());
        }
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        listener.close();
    }
}

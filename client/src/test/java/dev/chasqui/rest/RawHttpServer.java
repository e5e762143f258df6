package dev.chasqui.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/** Answers each connection by the byte, as a script says: one request and one answer a connection, the last answer for ever. */
final class RawHttpServer implements AutoCloseable {

    /** What happens on a connection after its request was read. */
    interface Answer {
        void to(Socket socket) throws Exception;
    }

    private final ServerSocket listening;
    private final Queue<Answer> script = new ArrayDeque<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    private RawHttpServer(ServerSocketFactory sockets) throws IOException {
        listening = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    static RawHttpServer start() throws IOException {
        return new RawHttpServer(ServerSocketFactory.getDefault());
    }

    static RawHttpServer start(ServerSocketFactory sockets) throws IOException {
        return new RawHttpServer(sockets);
    }

    synchronized RawHttpServer then(Answer answer) {
        script.add(answer);
        return this;
    }

    /** Writes these bytes and ends the connection. */
    RawHttpServer then(String head, byte[] body) {
        return then(socket -> write(socket, head, body));
    }

    RawHttpServer thenJson(int status, String json, String... headers) {
        return then(head(status, headers) + "Content-Length: " + json.length() + "\r\n\r\n", utf8(json));
    }

    static String head(int status, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " x\r\nConnection: close\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.toString();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void write(Socket socket, String head, byte[] body) throws IOException {
        OutputStream out = socket.getOutputStream();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(utf8(head));
        all.writeBytes(body);
        out.write(all.toByteArray());
        out.flush();
    }

    /** Ends a connection with a reset. */
    static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Keeps a connection open, silent, until the server is closed. */
    void hold() throws InterruptedException {
        closing.await();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    URI secureUri() {
        return URI.create("https://localhost:" + listening.getLocalPort());
    }

    List<String> requests() {
        return requests;
    }

    private void start(Runnable work) {
        Thread thread = new Thread(work, "raw-http");
        threads.add(thread);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The server was closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            requests.add(readHead(socket.getInputStream()));
            next().to(socket);
        } catch (Exception gone) {
            // The client went away, or the server was closed.
        }
    }

    private synchronized Answer next() {
        return script.size() > 1 ? script.remove() : script.element();
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("no request");
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.forEach(RawHttpServer::awaitEnd);
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.chasqui.internal.transport;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A server on a bare socket that says exactly the bytes its script says, right or wrong, and can be rude about the socket. The script runs
 * once per connection; a connection that its script has not ended stays open until the server is closed.
 */
final class RawServer implements AutoCloseable {

    static final String THREAD_PREFIX = "raw-server";

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int READ_LIMIT_MILLIS = 8_000;

    /** What to do with a connection. */
    @FunctionalInterface
    interface Script {
        void run(Peer peer) throws Exception;
    }

    private final ServerSocket listening;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    RawServer(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    RawServer(ServerSocket listening, Script script) {
        this.listening = listening;
        this.script = script;
        start(this::acceptAll, "accept");
    }

    int port() {
        return listening.getLocalPort();
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + port() + "/v2/test");
    }

    int connections() {
        return sockets.size();
    }

    private void start(Runnable task, String name) {
        Thread thread = new Thread(task, THREAD_PREFIX + "-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void acceptAll() {
        while (true) {
            Socket socket;
            try {
                socket = listening.accept();
                socket.setSoTimeout(READ_LIMIT_MILLIS);
            } catch (IOException e) {
                return;
            }
            sockets.add(socket);
            start(() -> serve(socket), "peer");
        }
    }

    private void serve(Socket socket) {
        try {
            script.run(new Peer(socket));
        } catch (Exception | AssertionError e) {
            if (!listening.isClosed()) {
                failure.compareAndSet(null, e);
            }
        }
    }

    /** Ends every socket and thread; throws what a script has thrown. */
    @Override
    public void close() throws IOException {
        Throwable thrown = failure.get();
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        // The fixture waits for them.
        threads.forEach(Thread::interrupt);
        if (thrown != null) {
            throw new AssertionError("the script of the server failed", thrown);
        }
    }

    /** A frame of the client, unmasked. */
    record Frame(boolean fin, int rsv, int opcode, boolean masked, List<Byte> payload) {
        byte[] bytes() {
            byte[] bytes = new byte[payload.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = payload.get(i);
            }
            return bytes;
        }

        String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }

        boolean isClose() {
            return opcode == 8;
        }

        int closeCode() {
            return payload.isEmpty() ? -1 : ByteBuffer.wrap(bytes()).getShort() & 0xffff;
        }
    }

    /** One connection, seen from the server. */
    static final class Peer {

        final Socket socket;
        final InputStream in;
        final OutputStream out;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        /** Reads a request up to its empty line. */
        String readHead() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) readByte());
            }
            return head.toString();
        }

        static String header(String head, String name) {
            for (String line : head.split("\r\n", -1)) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    return line.substring(name.length() + 1).trim();
                }
            }
            return "";
        }

        /** The right answer to an opening request, with further headers. Returns the request. */
        String accept(String... headers) throws IOException {
            String head = readHead();
            answer("101 Switching Protocols", accepting(header(head, "Sec-WebSocket-Key"), headers));
            return head;
        }

        void answer(String status, String... headers) throws IOException {
            StringBuilder text = new StringBuilder("HTTP/1.1 " + status + "\r\n");
            for (String header : headers) {
                text.append(header).append("\r\n");
            }
            send(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        }

        static String[] accepting(String key, String... more) {
            List<String> headers = new ArrayList<>(
                    List.of("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: " + acceptKey(key)));
            headers.addAll(List.of(more));
            return headers.toArray(new String[0]);
        }

        static String acceptKey(String key) {
            try {
                byte[] hash =
                        MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
                return Base64.getEncoder().encodeToString(hash);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Sends what the client takes before it hangs up, which it may do in the middle. */
        void sendWhileHeard(byte[] bytes) throws IOException {
            try {
                send(bytes);
            } catch (SocketException hungUp) {
                socket.close();
            }
        }

        void sendText(String text) throws IOException {
            send(frame(0x81, text.getBytes(StandardCharsets.UTF_8)));
        }

        void sendByteByByte(byte[] bytes) throws IOException {
            socket.setTcpNoDelay(true);
            for (byte value : bytes) {
                out.write(value);
                out.flush();
            }
        }

        /** An unmasked frame. */
        static byte[] frame(int firstByte, byte[] payload) {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(firstByte);
            if (payload.length < 126) {
                frame.write(payload.length);
            } else if (payload.length < 65_536) {
                frame.write(126);
                frame.write(payload.length >> 8);
                frame.write(payload.length);
            } else {
                frame.write(127);
                frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
            }
            frame.writeBytes(payload);
            return frame.toByteArray();
        }

        static byte[] closeFrame(int code, String reason) {
            byte[] text = reason.getBytes(StandardCharsets.UTF_8);
            return frame(
                    0x88,
                    ByteBuffer.allocate(2 + text.length)
                            .putShort((short) code)
                            .put(text)
                            .array());
        }

        /** The client's next frame; empty when it has closed the socket. */
        Optional<Frame> read() throws IOException {
            int first;
            try {
                first = readByte();
            } catch (EOFException e) {
                return Optional.empty();
            }
            int second = readByte();
            long length = second & 0x7f;
            if (length == 126) {
                length = ByteBuffer.wrap(in.readNBytes(2)).getShort() & 0xffff;
            } else if (length == 127) {
                length = ByteBuffer.wrap(in.readNBytes(8)).getLong();
            }
            boolean masked = (second & 0x80) != 0;
            byte[] mask = masked ? in.readNBytes(4) : new byte[4];
            byte[] payload = in.readNBytes((int) length);
            List<Byte> clear = new ArrayList<>(payload.length);
            for (int i = 0; i < payload.length; i++) {
                clear.add((byte) (payload[i] ^ mask[i % 4]));
            }
            return Optional.of(new Frame((first & 0x80) != 0, (first >> 4) & 7, first & 15, masked, clear));
        }

        Frame readFrame() throws IOException {
            return read().orElseThrow(() -> new EOFException("the client has closed"));
        }

        /** The client's frames until it closes the socket, politely or not. */
        List<Frame> readToEnd() {
            List<Frame> frames = new ArrayList<>();
            try {
                for (Optional<Frame> frame = read(); frame.isPresent(); frame = read()) {
                    frames.add(frame.get());
                }
            } catch (IOException e) {
                // A reset is an end as well.
            }
            return frames;
        }

        private int readByte() throws IOException {
            int value = in.read();
            if (value < 0) {
                throw new EOFException("the client has closed");
            }
            return value;
        }

        /** Cuts the connection with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        void halfClose() throws IOException {
            socket.shutdownOutput();
        }
    }
}

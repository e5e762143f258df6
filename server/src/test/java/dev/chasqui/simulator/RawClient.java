package dev.chasqui.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A WebSocket client over a plain socket that does exactly what a test tells it, on the test's own thread. */
final class RawClient implements AutoCloseable {

    static final String AUTH = "{\"action\":\"auth\",\"key\":\"K\",\"secret\":\"S\"}";
    static final String CONNECTED = "[{\"T\":\"success\",\"msg\":\"connected\"}]";
    static final String AUTHENTICATED = "[{\"T\":\"success\",\"msg\":\"authenticated\"}]";

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int PATIENCE_MILLIS = 10_000;

    /** A frame as it came. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Frame(int opcode, boolean compressed, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return payload.length < 2 ? 1005 : ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final String responseHead;

    private RawClient(URI uri, int receiveBuffer, String... headers) {
        try {
            socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = socket.getOutputStream();
            StringBuilder request = new StringBuilder("GET " + uri.getPath() + " HTTP/1.1\r\nHost: localhost\r\n");
            List<String> all = new ArrayList<>(List.of(headers));
            if (!all.contains("plain")) {
                all.addAll(List.of(
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
            }
            all.remove("plain");
            all.forEach(header -> request.append(header).append("\r\n"));
            out.write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            responseHead = readHead();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /** Opens and does not care about the answer; {@link #status()} tells. The header {@code plain} leaves out what asks for an upgrade. */
    static RawClient request(URI uri, String... headers) {
        return new RawClient(uri, 0, headers);
    }

    static RawClient connect(URI uri, String... headers) {
        RawClient client = new RawClient(uri, 0, headers);
        assertThat(client.status()).as(client.responseHead).isEqualTo(101);
        return client;
    }

    static RawClient connectWithReceiveBuffer(URI uri, int bytes) {
        return new RawClient(uri, bytes);
    }

    /** Connected, greeted and authenticated. */
    static RawClient authenticated(URI uri, String... headers) {
        RawClient client = connect(uri, headers);
        client.expect(CONNECTED);
        client.send(AUTH);
        client.expect(AUTHENTICATED);
        return client;
    }

    int status() {
        return Integer.parseInt(responseHead.split(" ", 3)[1]);
    }

    String responseHead() {
        return responseHead;
    }

    void send(String text) {
        sendFrame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    void sendBinary(byte[] payload) {
        sendFrame(BINARY, true, payload);
    }

    void ping(String payload) {
        sendFrame(PING, true, payload.getBytes(StandardCharsets.UTF_8));
    }

    void pong() {
        sendFrame(PONG, true, new byte[0]);
    }

    void sendClose(int code) {
        sendFrame(CLOSE, true, new byte[] {(byte) (code >> 8), (byte) code});
    }

    void sendFrame(int opcode, boolean last, byte[] payload) {
        sendFrame((last ? 0x80 : 0) | opcode, payload);
    }

    void sendFrame(int firstByte, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else if (payload.length < 65536) {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        byte[] mask = {1, 2, 3, 4};
        frame.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask[i % 4]);
        }
        try {
            out.write(frame.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame, whatever it is. */
    Frame next() {
        try {
            return read();
        } catch (IOException e) {
            throw new AssertionError("no frame came: " + e, e);
        }
    }

    private Frame read() throws IOException {
        int first = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[(int) Math.min(length, 64 << 20)];
        in.readFully(payload);
        return new Frame(first & 0xf, (first & 0x40) != 0, payload);
    }

    /** The next text, pings before it being answered. */
    String nextText() {
        Frame frame = next();
        while (frame.opcode() == PING) {
            pong();
            frame = next();
        }
        assertThat(frame.opcode()).isEqualTo(TEXT);
        return frame.text();
    }

    void expect(String text) {
        assertThat(nextText()).isEqualTo(text);
    }

    /** Nothing is on its way: the answer to a ping is the next frame. */
    void expectNothing() {
        ping("?");
        Frame frame = next();
        assertThat(frame.text()).isEqualTo("?");
        assertThat(frame.opcode()).isEqualTo(PONG);
    }

    /** How the connection ends: "close CODE" for a close frame, "eof", or "reset"; data before that fails. */
    String end() {
        try {
            Frame frame = read();
            return frame.opcode() == CLOSE ? "close " + frame.closeCode() : "frame " + frame.text();
        } catch (EOFException e) {
            return "eof";
        } catch (SocketException e) {
            return "reset";
        } catch (IOException e) {
            throw new AssertionError("the connection did not end", e);
        }
    }

    /** Reads bytes until the connection ends. */
    String rest() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            int next = in.read();
            while (next >= 0) {
                bytes.write(next);
                next = in.read();
            }
        } catch (IOException e) {
            bytes.writeBytes("<reset>".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    int readByte() throws IOException {
        return in.read();
    }

    /** Whether neither bytes nor the end of the connection come for a time. */
    boolean isSilentFor(Duration time) {
        try {
            socket.setSoTimeout((int) time.toMillis());
            in.mark(1);
            in.read();
            in.reset();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            restorePatience();
        }
    }

    private void restorePatience() {
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends without a word. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

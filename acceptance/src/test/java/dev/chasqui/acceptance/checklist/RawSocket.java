package dev.chasqui.acceptance.checklist;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * WebSocket frames byte by byte on a plain socket, for what a library would refuse to send or hide from the test. Confined to one thread.
 * Reads wait five seconds at most.
 */
final class RawSocket implements Closeable {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;

    /** A frame as it was on the wire, its mask taken off. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Frame(int opcode, boolean last, byte[] payload) {

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
    private final boolean client;

    RawSocket(Socket socket, boolean client) throws IOException {
        this.socket = socket;
        this.client = client;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) LIMIT.toMillis());
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Reads a request or response up to its empty line. */
    String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String ascii) {
        write(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    void send(int opcode, boolean last, byte[] payload) {
        write(frame(opcode, last, payload));
    }

    byte[] frame(int opcode, boolean last, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 14);
        frame.write((last ? FIN : 0) | opcode);
        int mask = client ? MASKED : 0;
        if (payload.length < 126) {
            frame.write(mask | payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(mask | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift));
            }
        }
        if (client) {
            // A mask of zeros leaves the bytes as they are.
            frame.writeBytes(new byte[4]);
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** The next frame. */
    Frame read() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] mask = new byte[4];
        if ((second & MASKED) != 0) {
            in.readFully(mask);
        }
        byte[] payload = new byte[Math.toIntExact(length)];
        in.readFully(payload);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new Frame(first & 0x0f, (first & FIN) != 0, payload);
    }

    /** The next whole text or binary message, its fragments joined; pings are answered on the way. */
    Frame readMessage() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int opcode = CONTINUATION;
        while (true) {
            Frame frame = read();
            if (frame.opcode() == PING) {
                send(PONG, true, frame.payload());
            } else if (frame.opcode() == CLOSE) {
                throw new EOFException("close frame " + frame.closeCode());
            } else if (frame.opcode() != PONG) {
                opcode = frame.opcode() == CONTINUATION ? opcode : frame.opcode();
                whole.writeBytes(frame.payload());
                if (frame.last()) {
                    return new Frame(opcode, true, whole.toByteArray());
                }
            }
        }
    }

    /** Whether not a byte comes within a time. A byte that does come is lost. */
    boolean isSilentFor(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        try {
            in.readUnsignedByte();
            return false;
        } catch (SocketTimeoutException silence) {
            return true;
        } finally {
            socket.setSoTimeout((int) LIMIT.toMillis());
        }
    }

    /** Reads to the end: the code of the close frame, if there is one. */
    Optional<Integer> awaitEnd() throws IOException {
        Optional<Integer> code = Optional.empty();
        try {
            while (true) {
                Frame frame = read();
                code = frame.opcode() == CLOSE ? Optional.of(frame.closeCode()) : code;
            }
        } catch (SocketTimeoutException alive) {
            throw alive;
        } catch (IOException end) {
            return code;
        }
    }

    /** Reads raw bytes to the end of the connection. */
    byte[] readToEnd() throws IOException {
        InputStream rest = in;
        try {
            return rest.readAllBytes();
        } catch (SocketTimeoutException alive) {
            throw alive;
        } catch (IOException reset) {
            return new byte[0];
        }
    }

    /** Ends the connection as a crash does: no close frame, no end of stream. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

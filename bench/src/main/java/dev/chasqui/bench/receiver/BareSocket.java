package dev.chasqui.bench.receiver;

import dev.chasqui.bench.data.WebSocketFrames;
import dev.chasqui.model.FeedKind;
import dev.chasqui.wire.DecodeLimits;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameDecoder;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * The limit: a blocking socket, the least of a frame reader, and this project's decoder on the bytes where they lie. It checks nothing,
 * answers no ping, knows no time-out and no fragment, and loses everything with the connection.
 */
final class BareSocket implements Receiver {

    private static final int BUFFER_BYTES = 256 << 10;
    private static final int LENGTH_16 = 126;
    private static final int MASK_BYTES = 4;
    private static final String END = "\r\n\r\n";

    private final Encoding encoding;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;

    BareSocket(Encoding encoding) {
        this.encoding = encoding;
    }

    @Override
    public void start(URI uri, Meter meter) throws IOException {
        Socket socket = open(uri, encoding);
        Thread thread = new Thread(() -> receive(socket, meter), "receiver");
        thread.setDaemon(true);
        thread.start();
    }

    /** A socket on which frames begin to come. */
    static Socket open(URI uri, Encoding encoding) throws IOException {
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setTcpNoDelay(true);
        String request = "GET " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nContent-Type: " + encoding.contentType() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        skipAnswer(socket.getInputStream());
        return socket;
    }

    private static void skipAnswer(InputStream in) throws IOException {
        for (int matched = 0; matched < END.length(); ) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection was refused");
            }
            matched = next == END.charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
    }

    private void receive(Socket socket, Meter meter) {
        FrameDecoder decoder = FrameDecoder.create(encoding, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        DecodedFrames handler =
                new DecodedFrames(meter, new Dialogue(encoding, message -> send(socket, encoding, message)));
        try {
            InputStream in = socket.getInputStream();
            while (true) {
                int length = nextFrame(in);
                decoder.decode(buffer, start, length, handler);
                start += length;
            }
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    /** Reads until there is a whole frame, and moves behind its header. */
    private int nextFrame(InputStream in) throws IOException {
        require(in, 2);
        int length = buffer[start + 1];
        if (length < LENGTH_16) {
            start += 2;
        } else if (length == LENGTH_16) {
            require(in, 4);
            length = (buffer[start + 2] & 0xFF) << 8 | (buffer[start + 3] & 0xFF);
            start += 4;
        } else {
            throw new IOException("a frame of more than 64 KiB");
        }
        require(in, length);
        return length;
    }

    private void require(InputStream in, int count) throws IOException {
        if (end - start < count && buffer.length - start < count) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        while (end - start < count) {
            if (start == end) {
                start = 0;
                end = 0;
            }
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                throw new EOFException("the sender has gone");
            }
            end += read;
        }
    }

    static void send(Socket socket, Encoding encoding, byte[] message) {
        int kind = encoding == Encoding.JSON ? WebSocketFrames.TEXT : WebSocketFrames.BINARY;
        byte[] header = WebSocketFrames.header(kind, message.length);
        header[1] |= (byte) 0x80;
        try {
            OutputStream out = socket.getOutputStream();
            out.write(header);
            // A mask of zeros changes nothing.
            out.write(new byte[MASK_BYTES]);
            out.write(message);
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }
}

package dev.chasqui.bench.sender;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A connection to write to: a plain one takes bytes where they lie, an encrypted one is a stream. */
interface Outlet extends AutoCloseable {

    /** Writes all of the bytes, and waits as long as the receiver does not read. */
    void write(ByteBuffer bytes) throws IOException;

    /** What comes from the receiver. */
    InputStream input() throws IOException;

    @Override
    void close() throws IOException;

    /** A plain connection. */
    static Outlet of(SocketChannel channel) {
        return new Outlet() {
            @Override
            public void write(ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }

            @Override
            public InputStream input() throws IOException {
                return new ChannelInput(channel);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    /** An encrypted connection. */
    static Outlet of(Socket socket) {
        return new Outlet() {
            private final byte[] copy = new byte[1 << 16];

            @Override
            public void write(ByteBuffer bytes) throws IOException {
                OutputStream out = socket.getOutputStream();
                while (bytes.hasRemaining()) {
                    int count = Math.min(copy.length, bytes.remaining());
                    bytes.get(copy, 0, count);
                    out.write(copy, 0, count);
                }
            }

            @Override
            public InputStream input() throws IOException {
                return socket.getInputStream();
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }

    /** Reads a channel without the lock that its own stream shares between reading and writing. */
    final class ChannelInput extends InputStream {

        private final SocketChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(1 << 12).limit(0);

        private ChannelInput(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            return fill() ? buffer.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            // Who wants nothing must not wait for something.
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, buffer.remaining());
            buffer.get(target, offset, count);
            return count;
        }

        /** Makes sure that there is a byte; false at the end. */
        private boolean fill() throws IOException {
            if (buffer.hasRemaining()) {
                return true;
            }
            int count = channel.read(buffer.clear());
            buffer.flip();
            return count >= 0;
        }
    }
}

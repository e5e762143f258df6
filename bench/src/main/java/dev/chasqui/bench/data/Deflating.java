package dev.chasqui.bench.data;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Compresses message after message with one window for all of them, as a server with context takeover does (RFC 7692). */
final class Deflating {

    // Fast, as a server under load would choose.
    private static final int LEVEL = 1;
    private static final int TRAILER = 4;

    private final Deflater deflater = new Deflater(LEVEL, true);
    private final byte[] buffer = new byte[1 << 16];

    byte[] deflate(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length);
        deflater.setInput(message);
        int count = buffer.length;
        while (count == buffer.length) {
            count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            out.write(buffer, 0, count);
        }
        byte[] flushed = out.toByteArray();
        return Arrays.copyOf(flushed, flushed.length - TRAILER);
    }
}

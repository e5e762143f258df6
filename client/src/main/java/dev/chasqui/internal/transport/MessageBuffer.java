package dev.chasqui.internal.transport;

import io.netty.handler.codec.TooLongFrameException;
import java.util.Arrays;

/** An array that grows with its content up to the limit of a message, and is used again for the next. */
final class MessageBuffer {

    private static final int FIRST_BYTES = 8 << 10;

    /** What a large message has made grow beyond this is given back. */
    private static final int KEPT_BYTES = 256 << 10;

    private static final byte[] NOTHING = new byte[0];

    private final int maxMessageBytes;
    private byte[] array = NOTHING;
    private int length;

    MessageBuffer(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    /** How many bytes may be written behind the content; at least one. */
    int room() {
        if (length == array.length) {
            reserve(1);
        }
        return array.length - length;
    }

    /** So many bytes have been written behind the content. */
    void written(int count) {
        length += count;
        checkLimit(length);
    }

    void append(byte[] bytes, int offset, int count) {
        checkLimit((long) length + count);
        reserve(count);
        System.arraycopy(bytes, offset, array, length, count);
        length += count;
    }

    private void reserve(int count) {
        int needed = length + count;
        if (needed > array.length) {
            array = Arrays.copyOf(array, Math.max(FIRST_BYTES, Math.max(needed, 2 * array.length)));
        }
    }

    private void checkLimit(long bytes) {
        if (bytes > maxMessageBytes) {
            throw new TooLongFrameException("a message of more than " + maxMessageBytes + " bytes");
        }
    }

    void clear() {
        length = 0;
        if (array.length > KEPT_BYTES) {
            array = NOTHING;
        }
    }
}

package dev.chasqui.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds one message. The schema above it is written once; JSON and MessagePack differ below it. Objects need not know beforehand how
 * many fields they get, arrays must.
 */
abstract class ValueWriter {

    private static final int INITIAL = 512;
    private static final int KEPT = 1 << 16;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    byte[] buffer = new byte[INITIAL];
    int size;

    static ValueWriter create(Encoding encoding) {
        return encoding == Encoding.JSON ? new JsonWriter() : new MsgpackWriter();
    }

    abstract void beginObject();

    abstract void key(Key key);

    /** A key that comes from outside. */
    abstract void key(String name);

    abstract void endObject();

    abstract void beginArray(int count);

    abstract void endArray();

    abstract void text(String value);

    /** A number that is a floating-point number wherever the encoding knows the difference. */
    abstract void number(double value);

    /** A number that is an integer wherever the encoding knows the difference and the value allows it. */
    abstract void integerOrNumber(double value);

    abstract void unsigned(long value);

    abstract void integer(int value);

    abstract void time(long epochNanos);

    abstract void bool(boolean value);

    abstract void nil();

    /** Ends the message and begins the next one. */
    final byte[] take() {
        byte[] message = Arrays.copyOf(buffer, size);
        clear();
        return message;
    }

    /** Throws away what was written since the last message. */
    void clear() {
        size = 0;
        if (buffer.length > KEPT) {
            buffer = new byte[INITIAL];
        }
    }

    final void put(int value) {
        ensure(1);
        buffer[size++] = (byte) value;
    }

    final void put(byte[] values) {
        ensure(values.length);
        System.arraycopy(values, 0, buffer, size, values.length);
        size += values.length;
    }

    final void putAscii(String value) {
        put(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    final void putLong(long value) {
        ensure(8);
        LONGS.set(buffer, size, value);
        size += 8;
    }

    /** The lowest {@code count} bytes, the highest of them first. */
    final void putBytes(long value, int count) {
        for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
            put((int) (value >>> shift));
        }
    }

    final void ensure(int more) {
        if (more > buffer.length - size) {
            buffer = Arrays.copyOf(buffer, Math.max(size + more, buffer.length * 2));
        }
    }
}

package dev.chasqui.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes MessagePack, each value in its shortest form. */
final class MsgpackWriter extends ValueWriter {

    private static final int MAX_FIX_ENTRIES = 15;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    // For each open object: where its header is, and how many fields it has so far.
    private int[] headers = new int[8];
    private int[] counts = new int[8];
    private int depth = -1;

    @Override
    void clear() {
        super.clear();
        depth = -1;
    }

    @Override
    void beginObject() {
        depth++;
        if (depth == headers.length) {
            headers = Arrays.copyOf(headers, 2 * depth);
            counts = Arrays.copyOf(counts, 2 * depth);
        }
        headers[depth] = size;
        counts[depth] = 0;
        put(Msgpack.FIXMAP);
    }

    @Override
    void key(Key key) {
        counts[depth]++;
        put(key.msgpack());
    }

    @Override
    void key(String name) {
        counts[depth]++;
        text(name);
    }

    @Override
    void endObject() {
        int header = headers[depth];
        int count = counts[depth];
        depth--;
        if (count <= MAX_FIX_ENTRIES) {
            buffer[header] = (byte) (Msgpack.FIXMAP + count);
            return;
        }
        // One byte was kept for the header; a long one pushes the fields back.
        int more = count <= 0xffff ? 2 : 4;
        ensure(more);
        System.arraycopy(buffer, header + 1, buffer, header + 1 + more, size - header - 1);
        int end = size + more;
        size = header;
        put(count <= 0xffff ? Msgpack.MAP16 : Msgpack.MAP32);
        putBytes(count, more);
        size = end;
    }

    @Override
    void beginArray(int count) {
        if (count <= MAX_FIX_ENTRIES) {
            put(Msgpack.FIXARRAY + count);
        } else if (count <= 0xffff) {
            put(Msgpack.ARRAY16);
            putBytes(count, 2);
        } else {
            put(Msgpack.ARRAY32);
            putBytes(count, 4);
        }
    }

    @Override
    void endArray() {
        // The header tells the end.
    }

    @Override
    void text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        int length = encoded.length;
        if (length < 32) {
            put(Msgpack.FIXSTR + length);
        } else if (length <= 0xff) {
            put(Msgpack.STR8);
            putBytes(length, 1);
        } else if (length <= 0xffff) {
            put(Msgpack.STR16);
            putBytes(length, 2);
        } else {
            put(Msgpack.STR32);
            putBytes(length, 4);
        }
        put(encoded);
    }

    @Override
    void number(double value) {
        put(Msgpack.FLOAT64);
        putLong(Double.doubleToLongBits(value));
    }

    @Override
    void integerOrNumber(double value) {
        long integer = (long) value;
        if (integer == value && integer >= 0 && integer != Long.MAX_VALUE) {
            unsigned(integer);
        } else {
            number(value);
        }
    }

    @Override
    void unsigned(long value) {
        if (value < 0 || value > 0xffff_ffffL) {
            put(Msgpack.UINT64);
            putLong(value);
        } else if (value < 0x80) {
            put((int) value);
        } else if (value <= 0xff) {
            put(Msgpack.UINT8);
            putBytes(value, 1);
        } else if (value <= 0xffff) {
            put(Msgpack.UINT16);
            putBytes(value, 2);
        } else {
            put(Msgpack.UINT32);
            putBytes(value, 4);
        }
    }

    @Override
    void integer(int value) {
        if (value >= 0) {
            unsigned(value);
        } else {
            put(Msgpack.INT32);
            putBytes(value, 4);
        }
    }

    @Override
    void time(long epochNanos) {
        long seconds = Math.floorDiv(epochNanos, NANOS_PER_SECOND);
        long nanos = epochNanos - seconds * NANOS_PER_SECOND;
        if (nanos == 0 && seconds >>> 32 == 0) {
            putTimeHeader(Msgpack.FIXEXT4);
            putBytes(seconds, 4);
        } else if (seconds >>> 34 == 0) {
            putTimeHeader(Msgpack.FIXEXT8);
            putLong(nanos << 34 | seconds);
        } else {
            put(Msgpack.EXT8);
            putTimeHeader(12);
            putBytes(nanos, 4);
            putLong(seconds);
        }
    }

    private void putTimeHeader(int before) {
        put(before);
        put(Msgpack.TIMESTAMP);
    }

    @Override
    void bool(boolean value) {
        put(value ? Msgpack.TRUE : Msgpack.FALSE);
    }

    @Override
    void nil() {
        put(Msgpack.NIL);
    }
}

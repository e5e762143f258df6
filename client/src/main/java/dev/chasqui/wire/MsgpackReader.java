package dev.chasqui.wire;

import dev.chasqui.model.Decimals;
import dev.chasqui.model.Timestamps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads MessagePack. Lengths are compared with the bytes that are there before anything is done with them. */
final class MsgpackReader extends ValueReader {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final int MAX_NANOS = 999_999_999;

    MsgpackReader(DecodeLimits limits) {
        super(limits);
    }

    @Override
    @Nullable
    FastPath fastPath() {
        return FastPath.fits(limits) ? new MsgpackFastPath(this) : null;
    }

    @Override
    Token next() {
        if (position == end) {
            return Token.END;
        }
        int code = bytes[position] & 0xff;
        Token token = Msgpack.token(code);
        return token == Token.OTHER && isTime(code) ? Token.TIME : token;
    }

    private boolean isTime(int code) {
        int typeAt = position + 1 + Msgpack.lengthBytes(code);
        return Msgpack.isExtension(code) && typeAt < end && bytes[typeAt] == Msgpack.TIMESTAMP;
    }

    /** The place of the next {@code count} bytes, which are thereby read. */
    private int take(int count) {
        if (count > end - position) {
            throw new WireFault("the message ends too early");
        }
        int at = position;
        position += count;
        return at;
    }

    private int code() {
        return bytes[take(1)] & 0xff;
    }

    private long integer(int size) {
        int at = take(size);
        if (size == 8) {
            return (long) LONGS.get(bytes, at);
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | (bytes[at + i] & 0xff);
        }
        return value;
    }

    private long length(int code) {
        int size = Msgpack.lengthBytes(code);
        return size == 0 ? Msgpack.ownLength(code) : integer(size);
    }

    @Override
    void beginObject() {
        expect(Token.OBJECT);
        open(length(code()), 2);
    }

    @Override
    void beginArray() {
        expect(Token.ARRAY);
        long count = length(code());
        checkElements(count);
        open(count, 1);
    }

    private void open(long count, int bytesOfSmallestEntry) {
        if (count * bytesOfSmallestEntry > end - position) {
            throw new WireFault("an array or object of more entries than the frame has bytes");
        }
        enter();
        entries[depth] = (int) count;
    }

    @Override
    boolean hasNext() {
        if (entries[depth] == 0) {
            depth--;
            return false;
        }
        entries[depth]--;
        return true;
    }

    @Override
    int nextKey() {
        forgetKey();
        if (!hasNext()) {
            return END;
        }
        if (next() != Token.TEXT) {
            skip();
            return UNPACKED;
        }
        readText(limits.maxStringBytes());
        setKey(bytes, textFrom, textTo, textAscii);
        return packed(bytes, textFrom, textTo);
    }

    @Override
    void readText(int maxBytes) {
        expect(Token.TEXT);
        long length = length(code());
        if (length > maxBytes) {
            throw new WireFault("a text of more than " + maxBytes + " bytes");
        }
        int from = take((int) length);
        text = bytes;
        textFrom = from;
        textTo = position;
        textAscii = checkText(from, position);
    }

    private boolean checkText(int from, int to) {
        boolean ascii = true;
        int at = from;
        while (at < to) {
            if (bytes[at] >= 0) {
                at++;
            } else {
                ascii = false;
                at = Utf8.characterEnd(bytes, at, to);
                if (at < 0) {
                    throw new WireFault("a text that is not UTF-8");
                }
            }
        }
        return ascii;
    }

    @Override
    double readDouble() {
        expect(Token.NUMBER);
        int code = code();
        return switch (code) {
            case Msgpack.FLOAT64 -> finite(Double.longBitsToDouble(integer(8)));
            case Msgpack.FLOAT32 -> finite(Float.intBitsToFloat((int) integer(4)));
            case Msgpack.UINT64 -> unsignedToDouble(integer(8));
            default -> integerOf(code);
        };
    }

    // Halving keeps the lowest bit, so that the conversion still rounds as the whole number would.
    private static double unsignedToDouble(long value) {
        return value >= 0 ? value : (value >>> 1 | (value & 1)) * 2.0;
    }

    private long integerOf(int code) {
        return switch (code) {
            case Msgpack.INT8 -> (byte) integer(1);
            case Msgpack.INT16 -> (short) integer(2);
            case Msgpack.INT32 -> (int) integer(4);
            case Msgpack.UINT8, Msgpack.UINT16, Msgpack.UINT32, Msgpack.UINT64, Msgpack.INT64 ->
                integer(Msgpack.ownLength(code));
            default -> (byte) code;
        };
    }

    private static boolean isFloat(int code) {
        return code == Msgpack.FLOAT32 || code == Msgpack.FLOAT64;
    }

    @Override
    long readUnsigned() {
        expect(Token.NUMBER);
        int code = code();
        if (isFloat(code)) {
            throw new WireFault("expected an integer, found a floating-point number");
        }
        long value = integerOf(code);
        if (value < 0 && code != Msgpack.UINT64) {
            throw new WireFault("expected an integer of 0 or more");
        }
        return value;
    }

    @Override
    String readDigits() {
        if (next() == Token.TEXT) {
            return digitsOfText();
        }
        expect(Token.NUMBER);
        int code = bytes[position] & 0xff;
        if (isFloat(code)) {
            return Decimals.toBigDecimal(readDouble()).toString();
        }
        long value = integerOf(code());
        return code == Msgpack.UINT64 ? Long.toUnsignedString(value) : Long.toString(value);
    }

    @Override
    boolean readBoolean() {
        expect(Token.BOOLEAN);
        return code() == Msgpack.TRUE;
    }

    @Override
    void skipNull() {
        position++;
    }

    @Override
    long readTimestamp() {
        if (next() != Token.TIME) {
            return timeOfText();
        }
        int nanos = 0;
        long seconds;
        int size = takeTimeHeader();
        if (size == 4) {
            seconds = integer(4);
        } else if (size == 8) {
            long both = integer(8);
            nanos = (int) (both >>> 34);
            seconds = both & (1L << 34) - 1;
        } else {
            // Above the largest int there is no valid value either.
            nanos = (int) Math.min(integer(4), Integer.MAX_VALUE);
            seconds = integer(8);
        }
        if (nanos > MAX_NANOS) {
            throw new WireFault("a time of more than 999999999 nanoseconds in its second");
        }
        return Rfc3339Reader.toNanos(seconds, nanos);
    }

    private int takeTimeHeader() {
        long size = length(code());
        int ignored = take(1);
        if (size != 4 && size != 8 && size != 12) {
            throw new WireFault("a time of " + size + " bytes instead of 4, 8 or 12");
        }
        return (int) size;
    }

    @Override
    OffsetDateTime readOffsetDateTime() {
        if (next() != Token.TIME) {
            return offsetTimeOfText();
        }
        Instant instant = Timestamps.toInstant(readTimestamp());
        return instant.atOffset(ZoneOffset.UTC);
    }

    @Override
    void skip() {
        switch (next()) {
            case OBJECT -> {
                beginObject();
                while (nextKey() != END) {
                    skip();
                }
            }
            case ARRAY -> {
                beginArray();
                while (hasNext()) {
                    skip();
                }
            }
            case TEXT -> readText(limits.maxContentBytes());
            default -> skipStructure();
        }
    }

    @Override
    void skipStructure() {
        long open = 1;
        while (open > 0) {
            int code = code();
            open += entriesOrSkip(code) - 1;
            if (open > end - position) {
                throw new WireFault("the message ends too early");
            }
        }
    }

    /** How many values follow as entries of the one that begins with {@code code}; skips the bytes of one that has none. */
    private long entriesOrSkip(int code) {
        if (code == Msgpack.NEVER_USED) {
            throw new WireFault("the byte c1, which MessagePack never uses");
        }
        long length = length(code) + (Msgpack.isExtension(code) ? 1 : 0);
        Token token = Msgpack.token(code);
        if (token == Token.OBJECT) {
            return 2 * length;
        }
        if (token == Token.ARRAY) {
            return length;
        }
        if (length > end - position) {
            throw new WireFault("the frame ends inside a value");
        }
        position += (int) length;
        return 0;
    }

    @Override
    void expectEnd() {
        if (position < end) {
            throw new WireFault("more bytes behind the message");
        }
    }
}

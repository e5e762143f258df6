package dev.chasqui.wire;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes values as MessagePack in any of the widths that can hold them. */
final class RandomMsgpack {

    private final Random random;
    private final boolean shortest;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private RandomMsgpack(Random random) {
        this.random = random;
        shortest = random.nextBoolean();
    }

    static byte[] write(Object value, Random random) {
        RandomMsgpack msgpack = new RandomMsgpack(random);
        msgpack.value(value);
        return msgpack.out.toByteArray();
    }

    private void value(Object value) {
        if (value == null) {
            out.write(0xc0);
        } else if (value instanceof Boolean bool) {
            out.write(bool ? 0xc3 : 0xc2);
        } else if (value instanceof Map<?, ?> map) {
            length(map.size(), 0x80, 15, -1, 0xde);
            map.forEach((key, entry) -> {
                value(key);
                value(entry);
            });
        } else if (value instanceof List<?> list) {
            length(list.size(), 0x90, 15, -1, 0xdc);
            list.forEach(this::value);
        } else if (value instanceof String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            length(bytes.length, 0xa0, 31, 0xd9, 0xda);
            out.writeBytes(bytes);
        } else if (value instanceof Instant instant) {
            time(instant);
        } else if (value instanceof BigInteger integer) {
            unsigned(integer);
        } else {
            decimal((BigDecimal) value);
        }
    }

    private void length(int length, int fix, int maxFix, int one, int two) {
        int width = shortest ? 0 : random.nextInt(4);
        if (length <= maxFix && width == 0) {
            out.write(fix + length);
        } else if (length <= 0xff && width <= 1 && one >= 0) {
            out.write(one);
            out.write(length);
        } else if (length <= 0xffff && width <= 2) {
            out.write(two);
            bytes(2, length);
        } else {
            out.write(two + 1);
            bytes(4, length);
        }
    }

    private void bytes(int count, long value) {
        out.write(ByteBuffer.allocate(8).putLong(value).array(), 8 - count, count);
    }

    private void unsigned(BigInteger value) {
        int bits = value.bitLength();
        int width = shortest ? 0 : random.nextInt(6);
        if (bits < 8 * 8 && width == 5) {
            out.write(0xd3);
            bytes(8, value.longValue());
        } else if (bits <= 7 && width == 0) {
            out.write(value.intValue());
        } else if (bits <= 8 && width <= 1) {
            out.write(0xcc);
            bytes(1, value.longValue());
        } else if (bits <= 16 && width <= 2) {
            out.write(0xcd);
            bytes(2, value.longValue());
        } else if (bits <= 32 && width <= 3) {
            out.write(0xce);
            bytes(4, value.longValue());
        } else {
            out.write(0xcf);
            bytes(8, value.longValue());
        }
    }

    private void decimal(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        if (stripped.scale() <= 0
                && stripped.signum() >= 0
                && stripped.toBigInteger().bitLength() <= 53
                && !shortest) {
            unsigned(stripped.toBigInteger());
        } else if (value.floatValue() == value.doubleValue()) {
            out.write(0xca);
            bytes(4, Float.floatToIntBits(value.floatValue()));
        } else {
            out.write(0xcb);
            bytes(8, Double.doubleToLongBits(value.doubleValue()));
        }
    }

    private void time(Instant instant) {
        long seconds = instant.getEpochSecond();
        long nanos = instant.getNano();
        int width = shortest ? 0 : random.nextInt(3);
        if (nanos == 0 && seconds >>> 32 == 0 && width == 0) {
            out.writeBytes(new byte[] {(byte) 0xd6, -1});
            bytes(4, seconds);
        } else if (seconds >>> 34 == 0 && width <= 1) {
            out.writeBytes(new byte[] {(byte) 0xd7, -1});
            bytes(8, nanos << 34 | seconds);
        } else {
            out.writeBytes(new byte[] {(byte) 0xc7, 12, -1});
            bytes(4, nanos);
            bytes(8, seconds);
        }
    }
}

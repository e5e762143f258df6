package dev.chasqui.wire;

import dev.chasqui.model.Decimals;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Writes JSON without white space. */
final class JsonWriter extends ValueWriter {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_LONG_DIGITS = 20;
    // Where Alpaca's server changes to exponents as well.
    private static final double SMALLEST_PLAIN = 1e-6;
    private static final double SMALLEST_WITH_EXPONENT = 1e21;

    private final Rfc3339Writer times = new Rfc3339Writer();

    /** What stands before a value or key follows from the last byte: texts end with a quotation mark, so brackets are brackets. */
    private void separate() {
        if (size > 0) {
            byte last = buffer[size - 1];
            if (last != '{' && last != '[' && last != ':') {
                put(',');
            }
        }
    }

    @Override
    void beginObject() {
        separate();
        put('{');
    }

    @Override
    void key(Key key) {
        separate();
        put(key.json());
    }

    @Override
    void key(String name) {
        text(name);
        put(':');
    }

    @Override
    void endObject() {
        put('}');
    }

    @Override
    void beginArray(int count) {
        separate();
        put('[');
    }

    @Override
    void endArray() {
        put(']');
    }

    @Override
    void text(String value) {
        separate();
        int length = value.length();
        ensure(length + 2);
        buffer[size++] = '"';
        for (int i = 0; i < length; i++) {
            char character = value.charAt(i);
            if (character < ' ' || character >= 0x80 || character == '"' || character == '\\') {
                putEncoded(value.substring(i));
                break;
            }
            buffer[size++] = (byte) character;
        }
        put('"');
    }

    private void putEncoded(String rest) {
        byte[] encoded = rest.getBytes(StandardCharsets.UTF_8);
        for (byte character : encoded) {
            putEscaped(character);
        }
    }

    private void putEscaped(int character) {
        if (character == '"' || character == '\\') {
            put('\\');
            put(character);
        } else if (character >= 0 && character < ' ') {
            putControl(character);
        } else {
            put(character);
        }
    }

    private void putControl(int character) {
        put('\\');
        switch (character) {
            case '\n' -> put('n');
            case '\r' -> put('r');
            case '\t' -> put('t');
            default -> {
                putAscii("u00");
                put(HEX[character >> 4]);
                put(HEX[character & 0xf]);
            }
        }
    }

    @Override
    void number(double value) {
        separate();
        int scale = Decimals.scaleOf(value);
        if (scale < 0) {
            putUnusual(value);
            return;
        }
        long unscaled = Decimals.unscaled(value, scale);
        if (unscaled < 0) {
            put('-');
        }
        putDecimal(Math.abs(unscaled), scale);
    }

    private void putUnusual(double value) {
        BigDecimal exact = Decimals.toBigDecimal(value);
        double magnitude = Math.abs(value);
        boolean plain = magnitude >= SMALLEST_PLAIN && magnitude < SMALLEST_WITH_EXPONENT;
        putAscii(plain ? exact.toPlainString() : exact.stripTrailingZeros().toString());
    }

    /** Digits from the last to the first, with a point before the last {@code scale} ones. */
    private void putDecimal(long unscaled, int scale) {
        ensure(MAX_LONG_DIGITS + 2);
        int digits = Math.max(digits(unscaled), scale + 1);
        int end = size + digits + (scale > 0 ? 1 : 0);
        long rest = unscaled;
        int at = end;
        for (int i = 0; i < digits; i++) {
            if (scale > 0 && i == scale) {
                buffer[--at] = '.';
            }
            long next = rest / 10;
            buffer[--at] = (byte) ('0' + (rest - next * 10));
            rest = next;
        }
        size = end;
    }

    private static int digits(long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    @Override
    void integerOrNumber(double value) {
        number(value);
    }

    @Override
    void unsigned(long value) {
        separate();
        if (value < 0) {
            putAscii(Long.toUnsignedString(value));
        } else {
            putDecimal(value, 0);
        }
    }

    @Override
    void integer(int value) {
        separate();
        putAscii(Integer.toString(value));
    }

    @Override
    void time(long epochNanos) {
        separate();
        ensure(Rfc3339Writer.MAX_LENGTH + 2);
        buffer[size++] = '"';
        size = times.write(buffer, size, epochNanos);
        buffer[size++] = '"';
    }

    @Override
    void bool(boolean value) {
        separate();
        put(value ? TRUE : FALSE);
    }

    @Override
    void nil() {
        separate();
        put(NULL);
    }
}

package dev.chasqui.wire;

import java.nio.charset.StandardCharsets;

/** The parts of one JSON number, found in a single pass. */
final class JsonNumber {

    private static final int MAX_MANTISSA_DIGITS = 19;
    private static final int UNUSUAL = -1;
    private static final int MAX_EXPONENT = 100_000;
    private static final long LARGEST_EXACT_INTEGER = 1L << 53;
    // Every one of these is exact as a double, so one multiplication or division rounds once, and thus correctly.
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private int from;
    private int to;
    private boolean negative;
    private boolean integer;
    private long mantissa;
    private int mantissaDigits;
    private boolean mantissaCut;
    private int exponent;

    /** Reads the number at {@code at} and returns the index behind it. */
    int scan(byte[] bytes, int at, int end, int maxLength) {
        int limit = (int) Math.min(end, (long) at + maxLength + 1);
        to = scanUsual(bytes, at, limit);
        if (to == UNUSUAL) {
            scanAny(bytes, at, limit);
        }
        if (to - at > maxLength) {
            throw new WireFault("a number of more than " + maxLength + " characters");
        }
        return to;
    }

    /** The quick way for a number that is valid, and has neither exponent nor many digits; else {@link #UNUSUAL}. */
    private int scanUsual(byte[] bytes, int from, int limit) {
        boolean minus = bytes[from] == '-';
        int start = minus ? from + 1 : from;
        int at = start;
        long digits = 0;
        int digit;
        while (at < limit && (digit = bytes[at] - '0') >= 0 && digit <= 9) {
            digits = digits * 10 + digit;
            at++;
        }
        int point = at;
        if (at < limit && bytes[at] == '.') {
            at++;
            while (at < limit && (digit = bytes[at] - '0') >= 0 && digit <= 9) {
                digits = digits * 10 + digit;
                at++;
            }
        }
        boolean leadingZero = point - start > 1 && bytes[start] == '0';
        boolean exponentFollows = at < limit && (bytes[at] | 0x20) == 'e';
        if (point == start || at == point + 1 || at - start >= MAX_MANTISSA_DIGITS || leadingZero || exponentFollows) {
            return UNUSUAL;
        }
        this.from = from;
        negative = minus;
        integer = at == point;
        mantissa = digits;
        mantissaCut = false;
        exponent = integer ? 0 : point + 1 - at;
        return at;
    }

    private void scanAny(byte[] bytes, int at, int limit) {
        from = at;
        mantissa = 0;
        mantissaDigits = 0;
        mantissaCut = false;
        exponent = 0;
        integer = true;
        negative = bytes[at] == '-';
        to = scanInteger(bytes, negative ? at + 1 : at, limit);
        if (to < limit && bytes[to] == '.') {
            scanFraction(bytes, limit);
        }
        if (to < limit && (bytes[to] == 'e' || bytes[to] == 'E')) {
            scanExponent(bytes, limit);
        }
    }

    private int scanInteger(byte[] bytes, int at, int limit) {
        int after = scanDigits(bytes, at, limit);
        if (after == at) {
            throw new WireFault("expected a digit in a number");
        }
        if (bytes[at] == '0' && after - at > 1) {
            throw new WireFault("a number with a leading zero");
        }
        return after;
    }

    private void scanFraction(byte[] bytes, int limit) {
        integer = false;
        int after = scanDigits(bytes, to + 1, limit);
        if (after == to + 1) {
            throw new WireFault("expected a digit behind the point of a number");
        }
        exponent -= after - to - 1;
        to = after;
    }

    private int scanDigits(byte[] bytes, int at, int limit) {
        while (at < limit) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return at;
            }
            addDigit(digit);
            at++;
        }
        return at;
    }

    private void addDigit(int digit) {
        if (mantissaDigits < MAX_MANTISSA_DIGITS) {
            mantissa = mantissa * 10 + digit;
            mantissaDigits += mantissa == 0 ? 0 : 1;
        } else {
            addTwentiethDigit(digit);
        }
    }

    // The largest unsigned long has 20 digits.
    private void addTwentiethDigit(int digit) {
        long tenth = Long.divideUnsigned(-1L, 10);
        int order = Long.compareUnsigned(mantissa, tenth);
        if (mantissaDigits > MAX_MANTISSA_DIGITS || order > 0 || (order == 0 && digit > 5)) {
            mantissaCut = true;
        } else {
            mantissa = mantissa * 10 + digit;
        }
        mantissaDigits++;
    }

    private void scanExponent(byte[] bytes, int limit) {
        integer = false;
        int at = to + 1;
        boolean down = at < limit && bytes[at] == '-';
        if (at < limit && (bytes[at] == '-' || bytes[at] == '+')) {
            at++;
        }
        int digitsFrom = at;
        int value = 0;
        while (at < limit && bytes[at] >= '0' && bytes[at] <= '9') {
            value = Math.min(MAX_EXPONENT, value * 10 + bytes[at++] - '0');
        }
        if (at == digitsFrom) {
            throw new WireFault("expected a digit in the exponent of a number");
        }
        exponent += down ? -value : value;
        to = at;
    }

    /** The nearest double; infinite if it is too large. */
    double toDouble(byte[] bytes) {
        boolean exact = !mantissaCut
                && Long.compareUnsigned(mantissa, LARGEST_EXACT_INTEGER) <= 0
                && exponent > -POWERS_OF_TEN.length
                && exponent < POWERS_OF_TEN.length;
        if (!exact) {
            return Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        }
        double value = exponent < 0 ? mantissa / POWERS_OF_TEN[-exponent] : mantissa * POWERS_OF_TEN[exponent];
        return negative ? -value : value;
    }

    /** The number as an unsigned 64-bit integer. */
    long toUnsigned() {
        if (!integer || negative) {
            throw new WireFault("expected an integer of 0 or more, without fraction and exponent");
        }
        if (mantissaCut) {
            throw new WireFault("an integer above 18446744073709551615");
        }
        return mantissa;
    }
}

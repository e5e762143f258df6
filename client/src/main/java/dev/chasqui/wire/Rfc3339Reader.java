package dev.chasqui.wire;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Timestamps;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * Reads times such as {@code 2026-01-05T14:30:00.123456789Z}. Digits behind the ninth are dropped; a leap second {@code :60} becomes the
 * last nanosecond of {@code :59}. Remembers the last minute, since neighbouring messages share it.
 */
final class Rfc3339Reader {

    /** {@link #minute}: there is none. */
    static final long NO_MINUTE = Long.MIN_VALUE;

    static final String OUT_OF_RANGE =
            "a time before 1677-09-21T00:12:43.145224193Z or after 2262-04-11T23:47:16.854775807Z "
                    + "does not fit into nanoseconds";

    private static final String EXPECTED = "expected a time such as 2026-01-05T14:30:00.123456789Z";
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final int SHORTEST = 20;
    private static final int SECONDS_AT = 17;
    private static final int FRACTION_AT = 19;
    private static final int MAX_FRACTION_DIGITS = 9;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int NO_NUMBER = 1_000_000;

    // Eight bytes of 0xff begin no minute.
    private long minuteTextHead = -1;
    private long minuteTextTail;
    private long minuteSeconds = NO_MINUTE;

    private long epochSecond;
    private int nanos;
    private int offsetSeconds;

    /** Nanoseconds since 1970. */
    long epochNanos(byte[] text, int from, int to) {
        read(text, from, to);
        return toNanos(epochSecond, nanos);
    }

    /** The time with the offset that was written. */
    OffsetDateTime offsetDateTime(byte[] text, int from, int to) {
        long ignored = epochNanos(text, from, to);
        if (Math.abs(offsetSeconds) > ZoneOffset.MAX.getTotalSeconds()) {
            throw new WireFault("an offset of more than 18 hours");
        }
        return OffsetDateTime.ofInstant(
                Instant.ofEpochSecond(epochSecond, nanos), ZoneOffset.ofTotalSeconds(offsetSeconds));
    }

    static long toNanos(long seconds, int nanos) {
        try {
            long epochNanos = Timestamps.ofEpochSecond(seconds, nanos);
            if (epochNanos != MarketEvent.NO_TIMESTAMP) {
                return epochNanos;
            }
        } catch (ArithmeticException tooFar) {
            // Answered below, as is the one value that stands for no time.
        }
        throw new WireFault(OUT_OF_RANGE);
    }

    private void read(byte[] text, int from, int to) {
        if (to - from < SHORTEST) {
            throw new WireFault(EXPECTED);
        }
        long minute = minute(text, from);
        int second = twoDigits(text, from + SECONDS_AT);
        if (minute == NO_MINUTE || text[from + SECONDS_AT - 1] != ':' || second > 60) {
            throw new WireFault(EXPECTED);
        }
        int zoneAt = readFraction(text, from + FRACTION_AT, to);
        readOffset(text, zoneAt, to);
        if (second == 60) {
            second = 59;
            nanos = 999_999_999;
        }
        epochSecond = minute + second - offsetSeconds;
    }

    /** Seconds from 1970 to a minute such as {@code 2026-01-05T14:30}, or {@link #NO_MINUTE} if the sixteen bytes are none. */
    long minute(byte[] text, int from) {
        long head = (long) LONGS.get(text, from);
        long tail = (long) LONGS.get(text, from + 8);
        if (head == minuteTextHead && tail == minuteTextTail) {
            return minuteSeconds;
        }
        long seconds = parseMinute(text, from);
        if (seconds == NO_MINUTE) {
            return NO_MINUTE;
        }
        minuteTextHead = head;
        minuteTextTail = tail;
        minuteSeconds = seconds;
        return seconds;
    }

    private static long parseMinute(byte[] text, int from) {
        int year = twoDigits(text, from) * 100 + twoDigits(text, from + 2);
        int month = twoDigits(text, from + 5);
        int day = twoDigits(text, from + 8);
        int hour = twoDigits(text, from + 11);
        int minute = twoDigits(text, from + 14);
        boolean punctuated = text[from + 4] == '-'
                && text[from + 7] == '-'
                && (text[from + 10] == 'T' || text[from + 10] == 't')
                && text[from + 13] == ':';
        if (!punctuated || !isDate(year, month, day) || hour > 23 || minute > 59) {
            return NO_MINUTE;
        }
        return LocalDate.of(year, month, day).toEpochDay() * SECONDS_PER_DAY + hour * 3600L + minute * 60L;
    }

    private static boolean isDate(int year, int month, int day) {
        return year <= 9999
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
    }

    private int readFraction(byte[] text, int from, int to) {
        nanos = 0;
        if (text[from] != '.') {
            return from;
        }
        int at = from + 1;
        int value = 0;
        int limit = Math.min(to, at + MAX_FRACTION_DIGITS);
        while (at < limit && isDigit(text[at])) {
            value = value * 10 + text[at++] - '0';
        }
        int digits = at - from - 1;
        while (at < to && isDigit(text[at])) {
            at++;
        }
        if (digits == 0) {
            throw new WireFault(EXPECTED);
        }
        for (int i = digits; i < MAX_FRACTION_DIGITS; i++) {
            value *= 10;
        }
        nanos = value;
        return at;
    }

    private void readOffset(byte[] text, int at, int to) {
        int length = to - at;
        if (length == 1 && (text[at] == 'Z' || text[at] == 'z')) {
            offsetSeconds = 0;
            return;
        }
        boolean signed = length == 6 && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':';
        int hours = signed ? twoDigits(text, at + 1) : 99;
        int minutes = signed ? twoDigits(text, at + 4) : 99;
        if (hours > 23 || minutes > 59) {
            throw new WireFault("expected a time that ends with Z or an offset such as -04:00");
        }
        int seconds = hours * 3600 + minutes * 60;
        offsetSeconds = text[at] == '-' ? -seconds : seconds;
    }

    /** 0 to 99, or {@link #NO_NUMBER} if one of both is no digit. */
    private static int twoDigits(byte[] text, int at) {
        return isDigit(text[at]) && isDigit(text[at + 1]) ? (text[at] - '0') * 10 + text[at + 1] - '0' : NO_NUMBER;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }
}

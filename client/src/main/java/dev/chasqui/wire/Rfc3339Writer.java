package dev.chasqui.wire;

import dev.chasqui.model.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Writes times such as {@code 2026-01-05T14:30:00.1234Z}: zero to nine fractional digits, without trailing zeros. */
final class Rfc3339Writer {

    /** The longest text: {@code 2026-01-05T14:30:00.123456789-04:00}. */
    static final int MAX_LENGTH = 35;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int DATE_LENGTH = 10;

    private final byte[] date = new byte[DATE_LENGTH];
    private long dateEpochDay = Long.MIN_VALUE;

    /** Writes a time in UTC and returns the index behind it. */
    int write(byte[] target, int at, long epochNanos) {
        long seconds = Math.floorDiv(epochNanos, NANOS_PER_SECOND);
        int end = writeLocal(target, at, seconds, (int) (epochNanos - seconds * NANOS_PER_SECOND));
        target[end] = 'Z';
        return end + 1;
    }

    /** The text of a time with its offset; {@code Z} if that is zero. An offset that is no whole minute gives way to {@code Z}. */
    String text(OffsetDateTime time) {
        int offset = time.getOffset().getTotalSeconds();
        if (offset % 60 != 0) {
            return text(time.withOffsetSameInstant(ZoneOffset.UTC));
        }
        byte[] target = new byte[MAX_LENGTH];
        // Checks the range.
        long ignored = Timestamps.toEpochNanos(time.toInstant());
        int end = writeLocal(target, 0, time.toEpochSecond() + offset, time.getNano());
        String zone = offset == 0 ? "Z" : time.getOffset().getId();
        return new String(target, 0, end, StandardCharsets.US_ASCII) + zone;
    }

    private int writeLocal(byte[] target, int at, long seconds, int nanos) {
        long day = Math.floorDiv(seconds, SECONDS_PER_DAY);
        if (day != dateEpochDay) {
            System.arraycopy(
                    LocalDate.ofEpochDay(day).toString().getBytes(StandardCharsets.US_ASCII), 0, date, 0, DATE_LENGTH);
            dateEpochDay = day;
        }
        System.arraycopy(date, 0, target, at, DATE_LENGTH);
        int second = (int) (seconds - day * SECONDS_PER_DAY);
        target[at + 10] = 'T';
        twoDigits(target, at + 11, second / 3600);
        target[at + 13] = ':';
        twoDigits(target, at + 14, second / 60 % 60);
        target[at + 16] = ':';
        twoDigits(target, at + 17, second % 60);
        return nanos == 0 ? at + 19 : writeFraction(target, at + 19, nanos);
    }

    private static int writeFraction(byte[] target, int at, int nanos) {
        int rest = nanos;
        int digits = 9;
        while (rest % 10 == 0) {
            rest /= 10;
            digits--;
        }
        target[at] = '.';
        for (int i = at + digits; i > at; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + 1 + digits;
    }

    private static void twoDigits(byte[] target, int at, int value) {
        target[at] = (byte) ('0' + value / 10);
        target[at + 1] = (byte) ('0' + value % 10);
    }
}

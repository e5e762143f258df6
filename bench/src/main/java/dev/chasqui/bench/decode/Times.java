package dev.chasqui.bench.decode;

import java.time.Instant;

/** Two ways to read the time of a message. */
public enum Times {
    /** {@link Instant#parse}, as programs do without thinking of it. */
    INSTANT {
        @Override
        long nanos(String text) {
            Instant instant = Instant.parse(text);
            return instant.getEpochSecond() * SECOND + instant.getNano();
        }
    },
    /** Digit by digit, so that the other decoder is compared and not the JDK's calendar. */
    BY_HAND {
        @Override
        long nanos(String text) {
            long days = days(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
            long seconds =
                    (days * 24 + digits(text, 11, 13)) * 3600 + digits(text, 14, 16) * 60L + digits(text, 17, 19);
            long nanos = 0;
            long unit = SECOND;
            for (int i = 20; i < text.length() - 1; i++) {
                unit /= 10;
                nanos += (text.charAt(i) - '0') * unit;
            }
            return seconds * SECOND + nanos;
        }
    };

    private static final long SECOND = 1_000_000_000L;

    /** Nanoseconds since 1970 of a time in UTC, such as {@code 2013-10-08T14:16:50.03188733Z}. */
    abstract long nanos(String text);

    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    /** Days since 1970, counting years from March so that the leap day is the last. */
    private static long days(int year, int month, int day) {
        int shifted = month <= 2 ? year - 1 : year;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return 365L * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468;
    }
}

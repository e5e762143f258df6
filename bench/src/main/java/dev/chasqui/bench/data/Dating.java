package dev.chasqui.bench.data;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * How the date of a message is moved in place. Each pass over the recorded day is dated a day later than the last, since a client may treat
 * what is older than what it has differently.
 */
public enum Dating {
    /** Not at all. */
    FIXED {
        @Override
        int find(byte[] element) {
            return NOWHERE;
        }

        @Override
        Stamp stamp(int pass) {
            return (bytes, at) -> {};
        }
    },
    /** Month and day of an RFC 3339 text, such as {@code 10-08}. */
    TEXT {
        @Override
        int find(byte[] element) {
            int quote = element.length - 2;
            while (element[quote - 1] != '"') {
                quote--;
            }
            return quote + YEAR_DIGITS + 1;
        }

        @Override
        Stamp stamp(int pass) {
            String date = FIRST_DAY.plusDays(pass % DAYS_OF_ONE_YEAR).toString().substring(YEAR_DIGITS + 1);
            int month = date.charAt(0) << 8 | date.charAt(1);
            int day = date.charAt(3) << 8 | date.charAt(4);
            return (bytes, at) -> {
                bytes.putShort(at, (short) month);
                bytes.putShort(at + 3, (short) day);
            };
        }
    },
    /** The seconds of a MessagePack timestamp, which are its last four bytes in each of the three forms. */
    MSGPACK {
        @Override
        int find(byte[] element) {
            return element.length - Integer.BYTES;
        }

        @Override
        Stamp stamp(int pass) {
            // Every value is inside one day, so the seconds are those of the day and of midnight.
            int midnight = (int) FIRST_DAY.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
            int shifted = midnight + pass % DAYS_OF_ONE_YEAR * SECONDS_OF_A_DAY;
            return (bytes, at) ->
                    bytes.putInt(at, shifted + Math.floorMod(bytes.getInt(at) - midnight, SECONDS_OF_A_DAY));
        }
    };

    private static final int NOWHERE = -1;
    private static final int YEAR_DIGITS = 4;
    private static final int SECONDS_OF_A_DAY = 86_400;
    // The recorded day is the 8th of October; the years of texts are not changed.
    private static final int DAYS_OF_ONE_YEAR = 84;
    private static final LocalDate FIRST_DAY = LocalDate.of(2013, 10, 8);

    /** Writes a date. */
    interface Stamp {
        /** Writes it at a place that {@link #find} found. */
        void write(ByteBuffer bytes, int at);
    }

    /** Where in an encoded message, whose last value is its time, the date is; negative if nowhere. */
    abstract int find(byte[] element);

    /** The date of a pass, the first of which is 0. */
    abstract Stamp stamp(int pass);

    /** Dates a chunk for a pass. */
    public static void date(Prepared prepared, int chunk, int pass) {
        Stamp stamp = prepared.dating().stamp(pass);
        int from = chunk == 0 ? 0 : prepared.datesUntil()[chunk - 1];
        for (int i = from; i < prepared.datesUntil()[chunk]; i++) {
            stamp.write(prepared.bytes(), prepared.dates()[i]);
        }
    }
}

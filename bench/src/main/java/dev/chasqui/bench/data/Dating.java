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
    /** The date of an RFC 3339 text, such as {@code 2013-10-08}. */
    TEXT {
        @Override
        int find(byte[] element) {
            int quote = element.length - 2;
            while (element[quote - 1] != '"') {
                quote--;
            }
            return quote;
        }

        @Override
        Stamp stamp(int pass) {
            String date = FIRST_DAY.plusDays(pass % DAYS).toString();
            int century = two(date, 0);
            int year = two(date, 2);
            int month = two(date, 5);
            int day = two(date, 8);
            return (bytes, at) -> {
                bytes.putInt(at, century << 16 | year);
                bytes.putShort(at + 5, (short) month);
                bytes.putShort(at + 8, (short) day);
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
            int shifted = midnight + pass % DAYS * SECONDS_OF_A_DAY;
            return (bytes, at) ->
                    bytes.putInt(at, shifted + Math.floorMod(bytes.getInt(at) - midnight, SECONDS_OF_A_DAY));
        }
    };

    private static final int NOWHERE = -1;
    private static final int SECONDS_OF_A_DAY = 86_400;
    // More than anybody waits for; the seconds of all of them are positive in 32 bits.
    private static final int DAYS = 8_000;
    private static final LocalDate FIRST_DAY = LocalDate.of(2013, 10, 8);

    /** Writes a date. */
    interface Stamp {
        /** Writes it at a place that {@link #find} found. */
        void write(ByteBuffer bytes, int at);
    }

    private static int two(String digits, int at) {
        return digits.charAt(at) << 8 | digits.charAt(at + 1);
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

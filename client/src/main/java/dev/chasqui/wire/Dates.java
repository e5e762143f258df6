package dev.chasqui.wire;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;

/** Reads days such as {@code 2026-01-05}, and times of a day such as {@code 09:30} or {@code 0930}. */
final class Dates {

    private static final int MAX_LENGTH = 32;

    private Dates() {}

    static LocalDate date(ValueReader in) {
        String text = in.readString(MAX_LENGTH);
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException noDate) {
            throw new WireFault("expected a date such as 2026-01-05");
        }
    }

    static LocalTime time(ValueReader in) {
        String text = in.readString(MAX_LENGTH);
        try {
            return LocalTime.parse(text.length() == 4 ? text.substring(0, 2) + ":" + text.substring(2) : text);
        } catch (DateTimeException noTime) {
            throw new WireFault("expected a time of the day such as 09:30 or 0930");
        }
    }
}

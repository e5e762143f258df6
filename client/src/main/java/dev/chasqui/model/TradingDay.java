package dev.chasqui.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A day on which US stocks trade, with its hours in New York. Holidays are not in the calendar; an early close shows in {@code close}.
 *
 * @param date the day
 * @param open start of the regular session
 * @param close end of the regular session
 * @param sessionOpen start of extended hours; null if absent
 * @param sessionClose end of extended hours; null if absent
 * @param settlementDate when trades of the day settle; null if absent
 */
public record TradingDay(
        LocalDate date,
        LocalTime open,
        LocalTime close,
        @Nullable LocalTime sessionOpen,
        @Nullable LocalTime sessionClose,
        @Nullable LocalDate settlementDate) {

    /** The time zone of every time here. */
    public static final ZoneId ZONE = ZoneId.of("America/New_York");

    /** When the regular session opens. */
    public Instant opensAt() {
        return at(open);
    }

    /** When the regular session closes. */
    public Instant closesAt() {
        return at(close);
    }

    /** When extended hours begin; the opening if they are not told. */
    public Instant sessionOpensAt() {
        return at(sessionOpen == null ? open : sessionOpen);
    }

    /** When extended hours end; the close if they are not told. */
    public Instant sessionClosesAt() {
        return at(sessionClose == null ? close : sessionClose);
    }

    private Instant at(LocalTime time) {
        return date.atTime(time).atZone(ZONE).toInstant();
    }
}

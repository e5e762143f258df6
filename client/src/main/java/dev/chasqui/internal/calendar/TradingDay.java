package dev.chasqui.internal.calendar;

import java.time.LocalDate;
import java.time.LocalTime;

/**
 * The hours of one trading day, by New York's clocks.
 *
 * @param date which
 * @param open beginning of the regular session
 * @param close its end
 * @param sessionOpen beginning of extended hours
 * @param sessionClose their end
 */
public record TradingDay(
        LocalDate date, LocalTime open, LocalTime close, LocalTime sessionOpen, LocalTime sessionClose) {

    private static final LocalTime OPEN = LocalTime.of(9, 30);
    private static final LocalTime CLOSE = LocalTime.of(16, 0);
    private static final LocalTime EARLY_CLOSE = LocalTime.of(13, 0);
    private static final LocalTime SESSION_OPEN = LocalTime.of(4, 0);
    private static final LocalTime SESSION_CLOSE = LocalTime.of(20, 0);
    private static final LocalTime EARLY_SESSION_CLOSE = LocalTime.of(17, 0);

    /** Checks the order of the hours. */
    public TradingDay {
        if (sessionOpen.isAfter(open) || !open.isBefore(close) || close.isAfter(sessionClose)) {
            throw new IllegalArgumentException("the hours of " + date + " are out of order: " + sessionOpen + ", "
                    + open + ", " + close + ", " + sessionClose);
        }
    }

    static TradingDay full(LocalDate date) {
        return new TradingDay(date, OPEN, CLOSE, SESSION_OPEN, SESSION_CLOSE);
    }

    static TradingDay half(LocalDate date) {
        return new TradingDay(date, OPEN, EARLY_CLOSE, SESSION_OPEN, EARLY_SESSION_CLOSE);
    }

    Phase at(LocalTime time) {
        if (!time.isBefore(open) && time.isBefore(close)) {
            return Phase.REGULAR;
        }
        return !time.isBefore(sessionOpen) && time.isBefore(sessionClose) ? Phase.EXTENDED : Phase.CLOSED;
    }
}

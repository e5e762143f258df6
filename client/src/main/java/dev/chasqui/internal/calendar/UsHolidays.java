package dev.chasqui.internal.calendar;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.temporal.TemporalAdjusters.dayOfWeekInMonth;
import static java.time.temporal.TemporalAdjusters.lastInMonth;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjuster;
import java.util.Set;

/**
 * The holidays and early closes of US stock markets, by rule. The rules were compared with the lists that the New York Stock Exchange
 * publishes for {@link #FIRST_YEAR} to {@link #LAST_YEAR}; days of mourning follow no rule and are listed.
 */
final class UsHolidays {

    static final int FIRST_YEAR = 2024;
    static final int LAST_YEAR = 2028;

    private static final Set<LocalDate> OF_MOURNING = Set.of(LocalDate.of(2025, 1, 9));

    private UsHolidays() {}

    static boolean isTradingDay(LocalDate date) {
        return !isWeekend(date) && !isHoliday(date);
    }

    static boolean closesEarly(LocalDate date) {
        return isTradingDay(date)
                && (date.equals(thanksgiving(date.getYear()).plusDays(1))
                        || isEveOf(date, Month.JULY, 4)
                        || isEveOf(date, Month.DECEMBER, 25));
    }

    /** The eve of a holiday is a half day if the holiday itself falls on a weekday. */
    private static boolean isEveOf(LocalDate date, Month month, int day) {
        LocalDate holiday = LocalDate.of(date.getYear(), month, day);
        return date.equals(holiday.minusDays(1)) && !isWeekend(holiday);
    }

    private static boolean isHoliday(LocalDate date) {
        int year = date.getYear();
        return date.equals(newYear(year))
                || date.equals(nth(year, Month.JANUARY, dayOfWeekInMonth(3, MONDAY)))
                || date.equals(nth(year, Month.FEBRUARY, dayOfWeekInMonth(3, MONDAY)))
                || date.equals(easter(year).minusDays(2))
                || date.equals(nth(year, Month.MAY, lastInMonth(MONDAY)))
                || date.equals(observed(LocalDate.of(year, Month.JUNE, 19)))
                || date.equals(observed(LocalDate.of(year, Month.JULY, 4)))
                || date.equals(nth(year, Month.SEPTEMBER, dayOfWeekInMonth(1, MONDAY)))
                || date.equals(thanksgiving(year))
                || date.equals(observed(LocalDate.of(year, Month.DECEMBER, 25)))
                || OF_MOURNING.contains(date);
    }

    /** On a Saturday it is not observed at all, since the Friday would be the last day of a year's books. */
    private static LocalDate newYear(int year) {
        LocalDate day = LocalDate.of(year, Month.JANUARY, 1);
        return day.getDayOfWeek() == SUNDAY ? day.plusDays(1) : day;
    }

    private static LocalDate observed(LocalDate day) {
        return switch (day.getDayOfWeek()) {
            case SATURDAY -> day.minusDays(1);
            case SUNDAY -> day.plusDays(1);
            case MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY -> day;
        };
    }

    private static LocalDate thanksgiving(int year) {
        return nth(year, Month.NOVEMBER, dayOfWeekInMonth(4, THURSDAY));
    }

    private static LocalDate nth(int year, Month month, TemporalAdjuster rule) {
        return LocalDate.of(year, month, 1).with(rule);
    }

    private static boolean isWeekend(LocalDate date) {
        DayOfWeek day = date.getDayOfWeek();
        return day == SATURDAY || day == SUNDAY;
    }

    /** Easter Sunday of the Gregorian calendar: the Sunday after the first full moon of spring, by the church's tables. */
    static LocalDate easter(int year) {
        int golden = year % 19;
        int century = year / 100;
        int solar = century - century / 4;
        int lunar = (8 * century + 13) / 25;
        int epact = (solar - lunar + 19 * golden + 15) % 30;
        int moon = epact - (epact / 28) * (1 - (epact / 28) * (29 / (epact + 1)) * ((21 - golden) / 11));
        int weekday = (year + year / 4 + moon + 2 - solar) % 7;
        return LocalDate.of(year, Month.MARCH, 28).plusDays(moon - weekday);
    }
}

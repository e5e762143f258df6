package dev.chasqui.simulator;

import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * When the New York Stock Exchange trades, by the rules in force since Juneteenth became a holiday in 2022; closings for other reasons are
 * not known. Or a market that never closes.
 */
final class TradingCalendar {

    private static final LocalTime OPEN = LocalTime.of(9, 30);
    private static final LocalTime CLOSE = LocalTime.of(16, 0);
    private static final LocalTime EARLY_CLOSE = LocalTime.of(13, 0);
    private static final LocalTime LAST_MINUTE = LocalTime.of(23, 59);
    private static final MonthDay NEW_YEAR = MonthDay.of(Month.JANUARY, 1);
    private static final MonthDay JUNETEENTH = MonthDay.of(Month.JUNE, 19);
    private static final MonthDay INDEPENDENCE = MonthDay.of(Month.JULY, 4);
    private static final MonthDay CHRISTMAS = MonthDay.of(Month.DECEMBER, 25);

    /** The hours of a day, in New York's time. */
    record Hours(LocalTime open, LocalTime close) {}

    private final boolean alwaysOpen;

    TradingCalendar(boolean alwaysOpen) {
        this.alwaysOpen = alwaysOpen;
    }

    /** Empty for a day without trading. */
    Optional<Hours> hours(LocalDate day) {
        if (alwaysOpen) {
            return Optional.of(new Hours(LocalTime.MIDNIGHT, LAST_MINUTE));
        }
        if (isWeekend(day) || holidays(day.getYear()).contains(day)) {
            return Optional.empty();
        }
        return Optional.of(new Hours(OPEN, closesEarly(day) ? EARLY_CLOSE : CLOSE));
    }

    /** The first day of trading after a day. */
    LocalDate next(LocalDate day) {
        LocalDate next = day.plusDays(1);
        while (hours(next).isEmpty()) {
            next = next.plusDays(1);
        }
        return next;
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == SATURDAY || day.getDayOfWeek() == SUNDAY;
    }

    private static Set<LocalDate> holidays(int year) {
        Set<LocalDate> days = new HashSet<>();
        LocalDate newYear = NEW_YEAR.atYear(year);
        // On a Saturday it would fall into the year before, and is not made up for.
        days.add(newYear.getDayOfWeek() == SUNDAY ? newYear.plusDays(1) : newYear);
        days.add(nth(year, Month.JANUARY, 3, MONDAY));
        days.add(nth(year, Month.FEBRUARY, 3, MONDAY));
        days.add(easter(year).minusDays(2));
        days.add(LocalDate.of(year, Month.MAY, 1).with(TemporalAdjusters.lastInMonth(MONDAY)));
        days.add(observed(JUNETEENTH.atYear(year)));
        days.add(observed(INDEPENDENCE.atYear(year)));
        days.add(nth(year, Month.SEPTEMBER, 1, MONDAY));
        days.add(thanksgiving(year));
        days.add(observed(CHRISTMAS.atYear(year)));
        return days;
    }

    private static LocalDate nth(int year, Month month, int ordinal, DayOfWeek weekday) {
        return LocalDate.of(year, month, 1).with(TemporalAdjusters.dayOfWeekInMonth(ordinal, weekday));
    }

    private static LocalDate observed(LocalDate day) {
        return switch (day.getDayOfWeek()) {
            case SATURDAY -> day.minusDays(1);
            case SUNDAY -> day.plusDays(1);
            default -> day;
        };
    }

    private static LocalDate thanksgiving(int year) {
        return nth(year, Month.NOVEMBER, 4, THURSDAY);
    }

    private static boolean closesEarly(LocalDate day) {
        int year = day.getYear();
        return day.equals(thanksgiving(year).plusDays(1))
                || day.equals(INDEPENDENCE.atYear(year).minusDays(1))
                || day.equals(CHRISTMAS.atYear(year).minusDays(1));
    }

    // By the rule of Oudin: the Sunday after the full moon of spring.
    private static LocalDate easter(int year) {
        int golden = year % 19;
        int century = year / 100;
        int epact = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
        int moon = epact - (epact / 28) * (1 - (29 / (epact + 1)) * ((21 - golden) / 11));
        int weekday = (year + year / 4 + moon + 2 - century + century / 4) % 7;
        int sunday = moon - weekday;
        int month = 3 + (sunday + 40) / 44;
        return LocalDate.of(year, month, sunday + 28 - 31 * (month / 4));
    }
}

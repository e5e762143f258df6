package dev.chasqui.internal.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of US stocks: regular 09:30 to 16:00 in New York, extended from 04:00 to 20:00, and the night from 20:00 to 04:00 before each
 * trading day, which is Sunday evening to Friday morning. Days loaded from an exchange calendar override the rules. Immutable.
 */
public final class UsStockCalendar implements SessionCalendar {

    /** The zone of the exchanges' clocks. */
    public static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private static final LocalTime NIGHT_BEGINS = LocalTime.of(20, 0);
    private static final LocalTime NIGHT_ENDS = LocalTime.of(4, 0);

    private final @Nullable LocalDate loadedFrom;
    private final @Nullable LocalDate loadedTo;
    private final Map<LocalDate, TradingDay> loaded;

    private UsStockCalendar(
            @Nullable LocalDate loadedFrom, @Nullable LocalDate loadedTo, Map<LocalDate, TradingDay> loaded) {
        this.loadedFrom = loadedFrom;
        this.loadedTo = loadedTo;
        this.loaded = loaded;
    }

    /** The calendar by rules alone, which were checked for 2024 to 2028. */
    public static UsStockCalendar byRules() {
        return new UsStockCalendar(null, null, Map.of());
    }

    /** The calendar in which, from one date to another, both included, these and no others are the trading days. */
    public UsStockCalendar withDays(LocalDate from, LocalDate to, Collection<TradingDay> days) {
        return new UsStockCalendar(
                from, to, days.stream().collect(Collectors.toUnmodifiableMap(TradingDay::date, Function.identity())));
    }

    @Override
    public Phase at(Instant moment) {
        ZonedDateTime local = moment.atZone(NEW_YORK);
        LocalDate date = local.toLocalDate();
        LocalTime time = local.toLocalTime();
        if (time.isBefore(NIGHT_ENDS)) {
            return nightBefore(date);
        }
        if (!time.isBefore(NIGHT_BEGINS)) {
            return nightBefore(date.plusDays(1));
        }
        if (!isKnown(date)) {
            return Phase.UNKNOWN;
        }
        TradingDay day = day(date);
        return day == null ? Phase.CLOSED : day.at(time);
    }

    private Phase nightBefore(LocalDate date) {
        if (!isKnown(date)) {
            return Phase.UNKNOWN;
        }
        return day(date) == null ? Phase.CLOSED : Phase.OVERNIGHT;
    }

    private boolean isKnown(LocalDate date) {
        boolean checked = date.getYear() >= UsHolidays.FIRST_YEAR && date.getYear() <= UsHolidays.LAST_YEAR;
        return checked || isLoaded(date);
    }

    private boolean isLoaded(LocalDate date) {
        return loadedFrom != null && loadedTo != null && !date.isBefore(loadedFrom) && !date.isAfter(loadedTo);
    }

    private @Nullable TradingDay day(LocalDate date) {
        if (isLoaded(date)) {
            return loaded.get(date);
        }
        if (!UsHolidays.isTradingDay(date)) {
            return null;
        }
        return UsHolidays.closesEarly(date) ? TradingDay.half(date) : TradingDay.full(date);
    }
}

package dev.chasqui.simulator;

import dev.chasqui.simulator.TradingCalendar.Hours;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/** The bodies of clock and calendar, as of one moment. */
final class TradingClock {

    private static final DateTimeFormatter PLAIN = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final String SESSION_OPEN = "0400";
    private static final String SESSION_CLOSE = "2000";
    private static final long MOST_DAYS = 366 * 30L;

    private final TradingCalendar calendar;
    private final boolean alwaysOpen;
    private final ZonedDateTime now;

    TradingClock(boolean alwaysOpen, Instant now) {
        this.calendar = new TradingCalendar(alwaysOpen);
        this.alwaysOpen = alwaysOpen;
        this.now = now.atZone(RestQuery.NEW_YORK);
    }

    byte[] clock() {
        Optional<Hours> today = calendar.hours(now.toLocalDate());
        boolean opened = today.filter(hours -> !time().isBefore(hours.open())).isPresent();
        boolean closed = today.filter(hours -> !time().isBefore(hours.close())).isPresent();
        boolean closesToday = today.isPresent() && !closed;
        LocalDate opening = today.isPresent() && !opened ? now.toLocalDate() : calendar.next(now.toLocalDate());
        LocalDate closing = closesToday ? now.toLocalDate() : calendar.next(now.toLocalDate());
        String body = "{\"timestamp\":\"" + written(now) + "\",\"is_open\":" + (alwaysOpen || (opened && !closed))
                + ",\"next_open\":\"" + written(at(opening, hours(opening).open()))
                + "\",\"next_close\":\"" + written(at(closing, hours(closing).close())) + "\"}";
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private LocalTime time() {
        return now.toLocalTime();
    }

    private Hours hours(LocalDate day) {
        return calendar.hours(day).orElseThrow();
    }

    private static ZonedDateTime at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(RestQuery.NEW_YORK);
    }

    private static String written(ZonedDateTime time) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
    }

    LocalDate today() {
        return now.toLocalDate();
    }

    /** The days of trading from one day to another, both inclusive. */
    byte[] calendar(LocalDate start, LocalDate end) {
        if (ChronoUnit.DAYS.between(start, end) > MOST_DAYS) {
            throw RestRefusal.badRequest("a calendar covers 30 years at most");
        }
        StringJoiner days = new StringJoiner(",", "[", "]");
        for (LocalDate day = start; !day.isAfter(end); day = day.plusDays(1)) {
            LocalDate date = day;
            calendar.hours(date).ifPresent(hours -> days.add(written(date, hours)));
        }
        return days.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String written(LocalDate date, Hours hours) {
        return "{\"date\":\"" + date + "\",\"open\":\"" + PLAIN.format(hours.open()) + "\",\"close\":\""
                + PLAIN.format(hours.close()) + "\",\"session_open\":\"" + SESSION_OPEN + "\",\"session_close\":\""
                + SESSION_CLOSE + "\",\"settlement_date\":\"" + calendar.next(date) + "\"}";
    }
}

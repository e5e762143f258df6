package dev.chasqui.stream;

import dev.chasqui.internal.calendar.Phase;
import dev.chasqui.internal.calendar.SessionCalendar;
import dev.chasqui.internal.calendar.TradingDay;
import dev.chasqui.internal.calendar.UsStockCalendar;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.rest.RestClient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When US stocks trade: by rules, and by the exchanges' own calendar as far as REST has told it. Begun and ended on the loop's thread; answers
 * of REST are read on its threads. Safe for reading by many threads.
 */
final class StockCalendar implements SessionCalendar {

    private static final Logger LOG = LoggerFactory.getLogger(StockCalendar.class);
    // The rules do until then; making an HTTP client, with its certificates, would hold up the stream's own start.
    private static final Duration BEFORE_FIRST = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofDays(1);
    private static final int DAYS_AHEAD = 30;
    private static final LocalTime EXTENDED_OPEN = LocalTime.of(4, 0);
    private static final LocalTime USUAL_CLOSE = LocalTime.of(16, 0);
    private static final LocalTime EXTENDED_CLOSE = LocalTime.of(20, 0);
    private static final LocalTime EARLY_EXTENDED_CLOSE = LocalTime.of(17, 0);

    private final @Nullable RestClient rest;
    private final @Nullable EventLoop loop;
    private boolean begun;
    private EventLoop.@Nullable Timer nextLoad;
    private @Nullable CompletableFuture<?> asked;

    // Replaced as a whole by the thread that brings an answer.
    private volatile UsStockCalendar known = UsStockCalendar.byRules();

    private StockCalendar(@Nullable RestClient rest, @Nullable EventLoop loop) {
        this.rest = rest;
        this.loop = loop;
    }

    /** By the rules alone. */
    static StockCalendar byRules() {
        return new StockCalendar(null, null);
    }

    /** Loaded from REST soon after it has begun and once a day; by the rules where that fails. */
    static StockCalendar loaded(RestClient rest, EventLoop loop) {
        return new StockCalendar(rest, loop);
    }

    @Override
    public Phase at(Instant moment) {
        return known.at(moment);
    }

    /** Begins to load, unless it has begun. */
    void begin() {
        if (!begun && rest != null && loop != null) {
            begun = true;
            RestClient from = rest;
            EventLoop clock = loop;
            nextLoad = clock.schedule(BEFORE_FIRST, () -> load(from, clock));
        }
    }

    /** Loads no more. */
    void end() {
        begun = true;
        if (nextLoad != null) {
            nextLoad.cancel();
        }
        if (asked != null) {
            asked.cancel(false);
        }
    }

    private void load(RestClient from, EventLoop clock) {
        nextLoad = clock.schedule(PAUSE, () -> load(from, clock));
        LocalDate today = clock.wallClock().atZone(UsStockCalendar.NEW_YORK).toLocalDate();
        LocalDate last = today.plusDays(DAYS_AHEAD);
        CompletableFuture<List<dev.chasqui.model.TradingDay>> answer = from.calendar(today, last);
        asked = answer;
        answer.whenComplete((days, failure) -> {
            if (days == null) {
                LOG.debug("no trading calendar from REST, the rules apply: {}", String.valueOf(failure));
            } else {
                take(today, last, days);
            }
        });
    }

    private void take(LocalDate first, LocalDate last, List<dev.chasqui.model.TradingDay> days) {
        try {
            List<TradingDay> within = days.stream()
                    .filter(day -> !day.date().isBefore(first) && !day.date().isAfter(last))
                    .map(StockCalendar::hours)
                    .toList();
            if (within.isEmpty()) {
                LOG.debug("REST knows no trading day from {} to {}, the rules apply", first, last);
            } else {
                known = UsStockCalendar.byRules().withDays(first, last, within);
            }
        } catch (IllegalArgumentException | IllegalStateException unusable) {
            LOG.debug("the trading calendar of REST cannot be used, the rules apply: {}", unusable.getMessage());
        }
    }

    private static TradingDay hours(dev.chasqui.model.TradingDay day) {
        LocalTime opens = day.sessionOpen();
        LocalTime closes = day.sessionClose();
        LocalTime usually = day.close().isBefore(USUAL_CLOSE) ? EARLY_EXTENDED_CLOSE : EXTENDED_CLOSE;
        return new TradingDay(
                day.date(),
                day.open(),
                day.close(),
                opens == null ? EXTENDED_OPEN : opens,
                closes == null ? usually : closes);
    }
}

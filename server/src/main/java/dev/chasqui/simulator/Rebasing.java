package dev.chasqui.simulator;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Timestamps;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gives recorded messages the time at which they are sent. The messages of a frame keep their order: different times stay different, a
 * nanosecond apart, and equal ones equal; every frame is later than the one before. Bars get the minute, or the day, that has just ended
 * or is under way. Confined to one thread at a time.
 */
final class Rebasing {

    private static final long MINUTE = 60_000_000_000L;

    /** A bar's time as it was recorded and as it was given. */
    private record Minute(long recorded, long given) {}

    private final InstantSource clock;
    private final ZoneId day;
    private final Map<String, Minute> lastMinutes = new HashMap<>();
    private long latest;

    /**
     * By a clock.
     *
     * @param day where days begin and end
     */
    Rebasing(InstantSource clock, ZoneId day) {
        this.clock = clock;
        this.day = day;
    }

    /** The messages of the next frame, with times of now. */
    List<MarketEvent> now(List<MarketEvent> events) {
        long now = Math.max(latest + 1, Timestamps.toEpochNanos(clock.instant()));
        Map<Long, Long> times = new TreeMap<>();
        for (MarketEvent event : events) {
            if (!(event instanceof Bar) && event.timestampNanos() != MarketEvent.NO_TIMESTAMP) {
                times.put(event.timestampNanos(), now);
            }
        }
        long next = now;
        for (Map.Entry<Long, Long> time : times.entrySet()) {
            time.setValue(next++);
        }
        latest = Math.max(now, next - 1);
        return events.stream().map(event -> at(event, times, now)).toList();
    }

    private MarketEvent at(MarketEvent event, Map<Long, Long> times, long now) {
        if (event instanceof Bar bar) {
            return Altered.of(bar, barTime(bar, now), 0);
        }
        Long time = times.get(event.timestampNanos());
        return time == null ? event : Altered.of(event, time, 0);
    }

    private long barTime(Bar bar, long now) {
        return switch (bar.kind()) {
            case MINUTE -> minuteTime(bar, now);
            case UPDATED_MINUTE -> updatedTime(bar, now);
            case DAY -> MarketGenerator.dayStart(now, day);
        };
    }

    private static long endedMinute(long now) {
        return Math.floorDiv(now, MINUTE) * MINUTE - MINUTE;
    }

    // Never the minute of the bar before, even if the two come within one minute of the clock.
    private long minuteTime(Bar bar, long now) {
        Minute before = lastMinutes.get(bar.symbol());
        long time = before == null ? endedMinute(now) : Math.max(endedMinute(now), before.given() + MINUTE);
        lastMinutes.put(bar.symbol(), new Minute(bar.timestampNanos(), time));
        return time;
    }

    // As far from the last bar as it was recorded.
    private long updatedTime(Bar bar, long now) {
        Minute last = lastMinutes.get(bar.symbol());
        return last == null ? endedMinute(now) : last.given() + bar.timestampNanos() - last.recorded();
    }
}

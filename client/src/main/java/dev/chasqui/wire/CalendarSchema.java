package dev.chasqui.wire;

import dev.chasqui.model.MarketClock;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.TradingDay;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;

/** Reads the clock and the calendar of the trading host. Begins before the value and ends behind it. */
final class CalendarSchema {

    private final ValueReader in;

    CalendarSchema(ValueReader in) {
        this.in = in;
    }

    MarketClock clock() {
        long time = MarketEvent.NO_TIMESTAMP;
        Boolean open = null;
        long nextOpen = MarketEvent.NO_TIMESTAMP;
        long nextClose = MarketEvent.NO_TIMESTAMP;
        in.beginObject();
        while (in.nextKey() != ValueReader.END) {
            switch (in.key()) {
                case "timestamp" -> time = in.readTimestamp();
                case "is_open" -> open = in.readBoolean();
                case "next_open" -> nextOpen = in.readTimestamp();
                case "next_close" -> nextClose = in.readTimestamp();
                default -> in.skip();
            }
        }
        return new MarketClock(
                instant(time, "timestamp"),
                Fields.required(open, "is_open"),
                instant(nextOpen, "next_open"),
                instant(nextClose, "next_close"));
    }

    private static Instant instant(long nanos, String key) {
        return Timestamps.toInstant(Fields.requiredTime(nanos, key));
    }

    List<TradingDay> days() {
        List<TradingDay> days = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            days.add(day());
        }
        return List.copyOf(days);
    }

    private TradingDay day() {
        LocalDate date = null;
        LocalTime open = null;
        LocalTime close = null;
        LocalTime sessionOpen = null;
        LocalTime sessionClose = null;
        LocalDate settlement = null;
        in.beginObject();
        while (in.nextKey() != ValueReader.END) {
            switch (in.key()) {
                case "date" -> date = Dates.date(in);
                case "open" -> open = Dates.time(in);
                case "close" -> close = Dates.time(in);
                case "session_open" -> sessionOpen = in.isNull() ? null : Dates.time(in);
                case "session_close" -> sessionClose = in.isNull() ? null : Dates.time(in);
                case "settlement_date" -> settlement = in.isNull() ? null : Dates.date(in);
                default -> in.skip();
            }
        }
        return new TradingDay(
                Fields.required(date, "date"),
                Fields.required(open, "open"),
                Fields.required(close, "close"),
                sessionOpen,
                sessionClose,
                settlement);
    }
}

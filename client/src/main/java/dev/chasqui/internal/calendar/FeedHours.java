package dev.chasqui.internal.calendar;

import dev.chasqui.model.Feed;
import java.time.Duration;
import java.time.LocalTime;

/** In which phases a feed carries data, seen from a calendar of its market. Pure functions. */
public final class FeedHours {

    private static final Duration DELAY = Duration.ofMinutes(15);
    private static final LocalTime IEX_OPENS = LocalTime.of(8, 0);
    private static final LocalTime IEX_CLOSES = LocalTime.of(17, 0);

    private FeedHours() {}

    /** The calendar of a feed, given that of US stocks. */
    public static SessionCalendar of(Feed feed, SessionCalendar stocks) {
        return switch (feed.kind()) {
            case CRYPTO, PERPETUALS -> SessionCalendar.ALWAYS_OPEN;
            case OPTIONS -> moment -> regularOnly(stocks.at(moment));
            case STOCKS -> ofStocks(feed, stocks);
            case NEWS_ARTICLES, TRADING -> moment -> Phase.CLOSED;
        };
    }

    private static SessionCalendar ofStocks(Feed feed, SessionCalendar stocks) {
        if (feed.equals(Feed.TEST)) {
            return SessionCalendar.ALWAYS_OPEN;
        }
        if (feed.equals(Feed.BOATS) || feed.equals(Feed.OVERNIGHT)) {
            return moment -> nightOnly(stocks.at(moment));
        }
        if (feed.equals(Feed.DELAYED_SIP)) {
            return moment -> dayOnly(stocks.at(moment.minus(DELAY)));
        }
        if (feed.equals(Feed.IEX)) {
            return moment -> {
                LocalTime time = moment.atZone(UsStockCalendar.NEW_YORK).toLocalTime();
                Phase phase = dayOnly(stocks.at(moment));
                boolean trades = !time.isBefore(IEX_OPENS) && time.isBefore(IEX_CLOSES);
                return phase == Phase.EXTENDED && !trades ? Phase.CLOSED : phase;
            };
        }
        return moment -> dayOnly(stocks.at(moment));
    }

    private static Phase dayOnly(Phase phase) {
        return phase == Phase.OVERNIGHT ? Phase.CLOSED : phase;
    }

    private static Phase nightOnly(Phase phase) {
        return phase == Phase.OVERNIGHT || phase == Phase.UNKNOWN ? phase : Phase.CLOSED;
    }

    private static Phase regularOnly(Phase phase) {
        return phase == Phase.REGULAR || phase == Phase.UNKNOWN ? phase : Phase.CLOSED;
    }
}

package dev.chasqui.internal.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Feed;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedHoursTest {

    /** Mondays and their nights, in winter: New York is five hours behind. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "sip, 2026-01-05T05:00:00Z, CLOSED",
        "sip, 2026-01-05T09:30:00Z, EXTENDED",
        "sip, 2026-01-05T15:00:00Z, REGULAR",
        "iex, 2026-01-05T09:30:00Z, CLOSED",
        "iex, 2026-01-05T13:00:00Z, EXTENDED",
        "iex, 2026-01-05T15:00:00Z, REGULAR",
        "iex, 2026-01-05T21:59:59Z, EXTENDED",
        "iex, 2026-01-05T22:00:00Z, CLOSED",
        "iex, 2031-01-06T05:00:00Z, UNKNOWN",
        "delayed_sip, 2026-01-05T14:44:59Z, EXTENDED",
        "delayed_sip, 2026-01-05T14:45:00Z, REGULAR",
        "delayed_sip, 2026-01-05T21:14:59Z, REGULAR",
        "boats, 2026-01-05T05:00:00Z, OVERNIGHT",
        "boats, 2026-01-05T15:00:00Z, CLOSED",
        "boats, 2026-01-10T05:00:00Z, CLOSED",
        "boats, 2031-01-06T05:00:00Z, UNKNOWN",
        "overnight, 2026-01-06T01:00:00Z, OVERNIGHT",
        "options/opra, 2026-01-05T13:00:00Z, CLOSED",
        "options/indicative, 2026-01-05T15:00:00Z, REGULAR",
        "crypto/us, 2026-01-10T05:00:00Z, REGULAR",
        "crypto-perps/global, 2026-12-25T05:00:00Z, REGULAR",
        "test, 2026-01-10T05:00:00Z, REGULAR",
        "news, 2026-01-05T15:00:00Z, CLOSED",
        "trade_updates, 2026-01-05T15:00:00Z, CLOSED",
    })
    void aFeedIsOpenWhenItsMarketIs(String feed, Instant moment, Phase phase) {
        assertThat(FeedHours.of(Feed.of(feed), UsStockCalendar.byRules()).at(moment))
                .isEqualTo(phase);
    }
}

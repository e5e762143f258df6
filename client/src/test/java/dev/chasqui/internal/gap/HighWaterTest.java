package dev.chasqui.internal.gap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What may be taken for new without a look. */
class HighWaterTest {

    private static final Instant T = Instant.parse("2026-01-05T14:30:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final HighWater highWater = new HighWater();
    private final Fingerprint print = new Fingerprint();

    @Test
    void aHigherIdOfItsSymbolAndExchangeIsNew() {
        assertNew(0, trade(T, 10, "V"));
        assertNew(0, trade(T, 12, "V"));
        assertUnsure(0, trade(T, 12, "V"));
        assertUnsure(0, trade(T, 11, "V"));
        assertNew(0, trade(T, 13, "V"));
        assertNew(0, trade(T, 10, "K"));
        assertNew(1, trade(T, 10, "V"));
    }

    @Test
    void idsAreUnsigned() {
        assertNew(0, trade(T, Long.MAX_VALUE, "V"));
        assertNew(0, trade(T, Long.MIN_VALUE, "V"));
        assertNew(0, trade(T, -1, "V"));
        assertUnsure(0, trade(T, 1, "V"));
    }

    @Test
    void idsBeginAnewEachDay() {
        assertNew(0, trade(T, 10, "V"));
        assertNew(0, trade(T.plus(DAY), 3, "V"));
        assertUnsure(0, trade(T.plus(DAY), 3, "V"));
        assertNew(0, trade(T.plus(DAY), 4, "V"));
        assertUnsure(0, trade(T, 11, "V"));
    }

    @Test
    void ofWhatHasNoIdOrNoKnownExchangeNothingIsSure() {
        assertUnsure(0, trade(T, 0, "V"));
        for (String exchange : new String[] {null, "", " ", "v", "[", "@", "VV"}) {
            assertUnsure(0, trade(T, 7, exchange));
        }
    }

    @Test
    void ofASymbolWithoutNumberNothingIsSure() {
        assertUnsure(-1, trade(T, 7, "V"));
        assertUnsure(Integer.MIN_VALUE, quote(T));
        assertUnsure(HighWater.MOST_SYMBOLS, trade(T, 7, "V"));
        assertUnsure(Integer.MAX_VALUE, quote(T));
        assertNew(HighWater.MOST_SYMBOLS - 1, trade(T, 7, "V"));
    }

    @Test
    void aLaterQuoteOfItsSymbolIsNew() {
        assertNew(3, quote(T));
        assertUnsure(3, quote(T));
        assertUnsure(3, quote(T.minusNanos(1)));
        assertNew(3, quote(T.plusNanos(1)));
        assertNew(2, quote(T));
        assertNew(40, quote(T));
    }

    @Test
    void whatIsNotLaterThanAllOfHistoryIsUnsure() {
        print.of(trade(T, 20, "K"));
        highWater.recovered(print);
        print.of(trade(T.minusSeconds(9), 10, "K"));
        highWater.recovered(print);
        assertUnsure(0, trade(T, 10, "V"));
        assertUnsure(0, trade(T.plusNanos(Fingerprint.ROUNDING_NANOS), 11, "V"));
        assertNew(0, trade(T.plusNanos(Fingerprint.ROUNDING_NANOS + 1), 12, "V"));
        assertUnsure(0, quote(T));
        assertNew(0, quote(T.plusNanos(1)));
    }

    /** Bars of one minute replace each other. */
    @Test
    void ofABarNothingIsSure() {
        assertUnsure(0, Rows.bar(Bar.Kind.MINUTE, "A", T, 1));
    }

    @Test
    void timesAtTheEndsOfTheRangeDoNoHarm() {
        assertNew(0, trade(Long.MIN_VALUE, 1));
        assertUnsure(0, trade(Long.MIN_VALUE, 1));
        assertNew(0, trade(Long.MAX_VALUE, 1));
        assertUnsure(0, trade(Long.MAX_VALUE, 1));
        assertUnsure(0, trade(T, 9, "V"));
    }

    private void assertNew(int symbol, MarketEvent event) {
        assertThat(isNew(symbol, event)).as("%s", event).isTrue();
    }

    private void assertUnsure(int symbol, MarketEvent event) {
        assertThat(isNew(symbol, event)).as("%s", event).isFalse();
    }

    private boolean isNew(int symbol, MarketEvent event) {
        print.of(event);
        return highWater.isSurpassedBy(event, symbol, print);
    }

    private static Trade trade(Instant time, long id, @Nullable String exchange) {
        return Rows.trade("A", Rows.nanos(time), id, exchange, 1, 1, null);
    }

    private static Trade trade(long time, long id) {
        return Rows.trade("A", time, id, "V", 1, 1, null);
    }

    private static Quote quote(Instant time) {
        return Rows.quote("A", time, 1);
    }
}

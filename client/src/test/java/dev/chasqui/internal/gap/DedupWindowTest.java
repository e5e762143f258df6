package dev.chasqui.internal.gap;

import static dev.chasqui.internal.gap.DedupWindow.Verdict.CHANGED;
import static dev.chasqui.internal.gap.DedupWindow.Verdict.CONFLICT;
import static dev.chasqui.internal.gap.DedupWindow.Verdict.DUPLICATE;
import static dev.chasqui.internal.gap.DedupWindow.Verdict.NEW;
import static dev.chasqui.internal.gap.Rows.bar;
import static dev.chasqui.internal.gap.Rows.news;
import static dev.chasqui.internal.gap.Rows.quote;
import static dev.chasqui.internal.gap.Rows.seconds;
import static dev.chasqui.internal.gap.Rows.trade;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.chasqui.model.Bar.Kind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DedupWindowTest {

    private static final int NO_NUMBER = -1;

    private static final Instant T = Instant.parse("2026-01-05T14:30:00Z");

    private final DedupWindow window = new DedupWindow(1 << 20, seconds(120), 0);
    private int newMessages;

    @Test
    void aTradeIsKnownByItsIdAndContentWhoeverBringsItFirst() {
        assertThat(window.live(trade("A", T, 7), NO_NUMBER)).isEqualTo(NEW);
        assertThat(window.live(trade("A", T, 7), NO_NUMBER)).isEqualTo(DUPLICATE);
        assertThat(recovered(trade("A", T, 7))).isEqualTo(DUPLICATE);
        assertThat(recovered(trade("A", T, 8))).isEqualTo(NEW);
        assertThat(recovered(trade("A", T, 8))).isEqualTo(DUPLICATE);
        assertThat(window.live(trade("A", T, 8), NO_NUMBER)).isEqualTo(DUPLICATE);
    }

    @Test
    void symbolExchangeDayAndIdMakeATrade() {
        long time = Rows.nanos(T);
        assertThat(window.live(id("A", time, 7, "V"), NO_NUMBER)).isEqualTo(NEW);
        assertThat(window.live(id("B", time, 7, "V"), NO_NUMBER)).isEqualTo(NEW);
        assertThat(window.live(id("A", time, 7, "K"), NO_NUMBER)).isEqualTo(NEW);
        assertThat(window.live(id("A", time, 8, "V"), NO_NUMBER)).isEqualTo(NEW);
        assertThat(window.live(id("A", time + seconds(86_400), 7, "V"), NO_NUMBER))
                .isEqualTo(NEW);
        assertThat(window.live(id("A", time, -7, null), NO_NUMBER)).isEqualTo(NEW);
        assertThat(recovered(id("A", time, -7, null))).isEqualTo(DUPLICATE);
    }

    @Test
    void theSameIdWithAnotherContentOrTimeIsDeliveredAndCountsAsConflict() {
        long time = Rows.nanos(T);
        window.live(trade("A", time, 7, "D", 100, 10, null), NO_NUMBER);

        Trade otherPrice = trade("A", time, 7, "D", 100.01, 10, null);
        Trade otherTime = trade("A", time + seconds(5), 7, "D", 100, 10, null);
        assertThat(recovered(otherPrice)).isEqualTo(CONFLICT);
        assertThat(recovered(otherTime)).isEqualTo(CONFLICT);
        assertThat(recovered(otherPrice)).isEqualTo(DUPLICATE);
        assertThat(window.live(otherTime, NO_NUMBER)).isEqualTo(DUPLICATE);
        assertThat(recovered(trade("A", time, 7, "D", 100, 10, null))).isEqualTo(DUPLICATE);
    }

    @Test
    void aRoundedTimeAndAnotherFormOfTheContentAreTheSameTrade() {
        long time = Rows.nanos(T) + 123_456_789;
        window.live(trade("A", time, 7, "V", 0.0, 10, null), NO_NUMBER);
        for (long rounded : new long[] {time - 789, time / 1000_000 * 1000_000, Rows.nanos(T), time + 876_543_211}) {
            assertThat(recovered(trade("A", rounded, 7, "V", -0.0, 10, null)))
                    .as("at %s", rounded)
                    .isEqualTo(DUPLICATE);
        }
    }

    @Test
    void equalQuotesAreDeliveredAsOftenAsTheSideWithMoreOfThemHas() {
        Quote quote = quote("A", T, 10);
        DedupWindow.Pass pass = window.newPass();
        assertThat(window.live(quote, NO_NUMBER)).isEqualTo(NEW);
        assertThat(pass.recovered(quote, true)).isEqualTo(DUPLICATE);
        assertThat(pass.recovered(quote, true)).isEqualTo(NEW);
        assertThat(pass.recovered(quote, true)).isEqualTo(NEW);
        assertThat(window.live(quote, NO_NUMBER)).isEqualTo(DUPLICATE);
        assertThat(window.live(quote, NO_NUMBER)).isEqualTo(DUPLICATE);
        assertThat(window.live(quote, NO_NUMBER)).isEqualTo(NEW);

        DedupWindow.Pass verify = window.newPass();
        for (int i = 0; i < 4; i++) {
            assertThat(verify.recovered(quote, true)).isEqualTo(DUPLICATE);
        }
        assertThat(verify.recovered(quote, true)).isEqualTo(NEW);
    }

    @Test
    void aTradeWithoutIdIsKnownByAllThatItSays() {
        Trade option = trade("AAPL260116C00200000", Rows.nanos(T), 0, "A", 1.5, 2, null);
        assertThat(window.live(option, NO_NUMBER)).isEqualTo(NEW);
        assertThat(window.live(option, NO_NUMBER)).isEqualTo(NEW);
        assertThat(recovered(option)).isEqualTo(DUPLICATE);
        assertThat(recovered(trade("AAPL260116C00200000", Rows.nanos(T) + 1, 0, "A", 1.5, 2, null)))
                .isEqualTo(NEW);
    }

    @Test
    void theOrderOfConditionsAndBlanksDoNotMakeAnotherQuote() {
        long time = Rows.nanos(T);
        window.live(new Quote("A", time, "V", 1, 1, " ", 0, 0, List.of("R", "B"), "C", 5), NO_NUMBER);
        assertThat(recovered(new Quote("A", time, "V", 1, 1, null, 0, 0, List.of("B", "R"), null, 6)))
                .isEqualTo(DUPLICATE);
    }

    @Test
    void anUpdatedBarWinsOverTheMinute() {
        assertThat(window.live(bar("A", T, 5), NO_NUMBER)).isEqualTo(NEW);
        assertThat(recovered(bar("A", T, 5))).isEqualTo(DUPLICATE);
        assertThat(window.live(bar(Kind.UPDATED_MINUTE, "A", T, 6), NO_NUMBER)).isEqualTo(NEW);
        assertThat(recovered(bar("A", T, 6))).isEqualTo(DUPLICATE);
        assertThat(recovered(bar("A", T, 7))).isEqualTo(CHANGED);
        assertThat(window.live(bar(Kind.UPDATED_MINUTE, "A", T, 7), NO_NUMBER)).isEqualTo(DUPLICATE);
        assertThat(window.live(bar("A", T, 5), NO_NUMBER)).isEqualTo(DUPLICATE);
    }

    @Test
    void aLateMinuteAndItsUpdateAreDeliveredAfterARecoveredOne() {
        assertThat(recovered(bar("A", T, 5))).isEqualTo(NEW);
        assertThat(window.live(bar("A", T, 5), NO_NUMBER)).isEqualTo(DUPLICATE);
        assertThat(window.live(bar("A", T, 4), NO_NUMBER)).isEqualTo(CONFLICT);
        assertThat(window.live(bar(Kind.UPDATED_MINUTE, "A", T, 4), NO_NUMBER)).isEqualTo(NEW);
    }

    @Test
    void aChangedArticleIsNew() {
        assertThat(window.live(news(1, T, "A"), NO_NUMBER)).isEqualTo(NEW);
        assertThat(recovered(news(1, T, "A"))).isEqualTo(DUPLICATE);
        assertThat(recovered(news(1, T.plusSeconds(1), "A"))).isEqualTo(NEW);
        assertThat(recovered(news(2, T, "A"))).isEqualTo(NEW);
    }

    @Test
    void aForgottenMessageIsNewAgainOnce() {
        for (MarketEvent message : List.of(
                trade("A", T, 7), quote("A", T, 10), bar("A", T, 5), news(1, T, "A"), trade("A", T.plusMillis(1), 0))) {
            window.live(message, NO_NUMBER);
            window.forget(message);
            assertThat(recovered(message)).isEqualTo(NEW);
            assertThat(recovered(message)).isEqualTo(DUPLICATE);
        }
    }

    @Test
    void aForgottenCopyAmongEqualQuotesLosesNone() {
        Quote quote = quote("A", T, 10);
        window.live(quote, NO_NUMBER);
        window.forget(quote);
        assertThat(window.live(quote, NO_NUMBER)).isEqualTo(NEW);
        DedupWindow.Pass pass = window.newPass();
        assertThat(pass.recovered(quote, true)).isEqualTo(DUPLICATE);
        assertThat(pass.recovered(quote, true)).isEqualTo(NEW);
        assertThat(pass.recovered(quote, true)).isEqualTo(NEW);
    }

    @Test
    void keysAreKeptForTheirTimeAndThenForgotten() {
        window.tick(seconds(1));
        window.live(trade("A", T, 1), NO_NUMBER);
        window.tick(seconds(121));
        window.live(trade("A", T.plusSeconds(120), 2), NO_NUMBER);
        assertThat(window.remembers(seconds(1), 0)).isTrue();
        assertThat(recovered(trade("A", T, 1))).isEqualTo(DUPLICATE);

        // A gap that is found now began at the frame before, at the earliest.
        window.tick(seconds(200));
        assertThat(window.remembers(seconds(1), 0)).isTrue();
        window.tick(seconds(201));
        assertThat(window.remembers(seconds(1), 0)).isFalse();
        assertThat(window.remembers(seconds(2), 0)).isTrue();
        assertThat(recovered(trade("A", T, 1))).isEqualTo(NEW);
    }

    @Test
    void keysThatAGapNeedsAreKeptLonger() {
        window.tick(seconds(1));
        window.live(trade("A", T, 1), NO_NUMBER);
        // In a generation that is not the newest one any more.
        window.tick(seconds(50));
        window.live(trade("A", T.plusSeconds(50), 50), NO_NUMBER);
        window.keepSince(seconds(1));
        for (int second = 51; second < 1000; second++) {
            window.tick(seconds(second));
            window.live(trade("A", T.plusSeconds(second), second), NO_NUMBER);
        }
        assertThat(window.remembers(seconds(1), 0)).isTrue();
        assertThat(recovered(trade("A", T, 1))).isEqualTo(DUPLICATE);

        window.keepNoLonger();
        window.tick(seconds(1000));
        window.live(trade("A", T.plusSeconds(1000), 1000), NO_NUMBER);
        window.tick(seconds(1200));
        window.tick(seconds(1201));
        assertThat(window.remembers(seconds(900), 0)).isFalse();
    }

    @Test
    void thereAreNeverMoreKeysThanAllowedAndWhatWentIsTold() {
        DedupWindow small = new DedupWindow(1024, seconds(120), 0);
        small.keepSince(0);
        for (int i = 1; i <= 10_000; i++) {
            small.tick(i);
            assertThat(small.live(trade("A", T, i), NO_NUMBER)).isEqualTo(NEW);
            assertThat(small.keys()).isLessThanOrEqualTo(1024);
        }
        assertThat(small.remembers(10_000 - 1024, 0)).isFalse();
        assertThat(small.remembers(10_000 - 800, 0)).isTrue();
        assertThat(small.newPass().recovered(trade("A", T, 10_000 - 799), true)).isEqualTo(DUPLICATE);
    }

    @Test
    void theMiddleOfALongRepairDoesNotDriveOutWhatItsEndNeeds() {
        DedupWindow small = new DedupWindow(1024, seconds(120), 0);
        small.keepSince(0);
        small.tick(1);
        small.live(trade("A", T, 1), NO_NUMBER);
        DedupWindow.Pass pass = small.newPass();
        Instant before = T.minusSeconds(3600);
        for (int i = 0; i < 5000; i++) {
            assertThat(pass.recovered(trade("A", before.plusNanos(i), 1000 + i), false))
                    .isEqualTo(NEW);
            assertThat(small.keys()).isLessThanOrEqualTo(1024);
        }
        assertThat(pass.recovered(trade("A", T, 1), true)).isEqualTo(DUPLICATE);
        assertThat(small.remembers(1, Rows.nanos(T))).isTrue();
        assertThat(small.remembers(1, Rows.nanos(before))).isFalse();
    }

    @Test
    void messagesThatAllHaveOneIdAreAllDeliveredWithoutASearchThatGrows() {
        Generation generation = new Generation(0, Generation.NEVER, 0);
        Fingerprint print = new Fingerprint();
        for (int i = 0; i < 1000; i++) {
            assertThat(window.live(trade("A", Rows.nanos(T), 1, "V", 1000 + i, 1, null), NO_NUMBER))
                    .isEqualTo(i == 0 ? NEW : CONFLICT);
            print.of(trade("A", Rows.nanos(T), 1, "V", 1000 + i, 1, null));
            generation.find(print);
            assertThat(generation.sameKeys()).isEqualTo(Math.min(i, Generation.CROWD + 1));
            generation.add(print, Entry.identified(print), 0);
        }
        assertThat(window.keys()).isLessThanOrEqualTo(Generation.CROWD + 1);
    }

    /** The stream is behind history: what it brings has the highest ids that it has brought, and is not new. */
    @Test
    void aHigherIdIsNotNewIfHistoryBroughtIt() {
        assertThat(window.live(trade("A", T, 5), 0)).isEqualTo(NEW);
        assertThat(recovered(trade("A", T.plusSeconds(3), 7))).isEqualTo(NEW);
        assertThat(window.live(trade("A", T.plusSeconds(2), 6), 0)).isEqualTo(NEW);
        assertThat(window.live(trade("A", T.plusSeconds(3), 7), 0)).isEqualTo(DUPLICATE);
        // Later than all that history brought, but within what times of one id may differ by.
        assertThat(window.live(trade("A", T.plusSeconds(4), 8), 0)).isEqualTo(NEW);
        assertThat(recovered(quote("A", T.plusSeconds(8), 1))).isEqualTo(NEW);
        assertThat(window.live(quote("A", T.plusSeconds(8), 1), 0)).isEqualTo(DUPLICATE);
    }

    @Test
    void whatNobodyLookedForIsFoundWhenItComesAgain() {
        int messages = 30_000;
        for (int id = 1; id <= messages; id++) {
            assertThat(window.live(trade("A", T.plusNanos(id), id), 0)).isEqualTo(NEW);
        }
        for (int id = 1; id <= messages; id += 7) {
            MarketEvent again = trade("A", T.plusNanos(id), id);
            assertThat(id % 2 == 0 ? window.live(again, 0) : recovered(again))
                    .as("%d", id)
                    .isEqualTo(DUPLICATE);
        }
        assertThat(window.keys()).isEqualTo(messages);
    }

    @Test
    void aTableInTheMemoryOfAForgottenOneHasNothingOfIt() {
        Generation forgotten = new Generation(0, Generation.NEVER, 0);
        for (int id = 1; id <= 400; id++) {
            addTo(forgotten, id);
            assertThat(isIn(forgotten, id)).isTrue();
        }
        Generation next = new Generation(forgotten, Generation.NEVER, 0);
        for (int id = 1; id <= 400; id++) {
            assertThat(isIn(next, id)).as("%d", id).isFalse();
            if (id % 2 == 0) {
                addTo(next, id);
            }
        }
        for (int id = 1; id <= 400; id++) {
            assertThat(isIn(next, id)).as("%d", id).isEqualTo(id % 2 == 0);
        }
    }

    private static void addTo(Generation generation, int id) {
        Fingerprint print = printOf(id);
        generation.add(print, Entry.identified(print), 0);
    }

    private static boolean isIn(Generation generation, int id) {
        return generation.find(printOf(id)) != Generation.NONE;
    }

    private static Fingerprint printOf(int id) {
        Fingerprint print = new Fingerprint();
        print.of(trade("A", T, id));
        return print;
    }

    @Test
    void aLiveMessageAllocatesNothing() {
        assertThat(leastAllocatedFor40_000Messages(window))
                .as("bytes, when the tables are there")
                .isLessThan(4_000);
    }

    @Test
    void aLiveMessageAllocatesNothingWhenOthersAreForgottenForIt() {
        DedupWindow small = new DedupWindow(10_000, seconds(120), 0);
        assertThat(leastAllocatedFor40_000Messages(small))
                .as("bytes, for forty tables with a thousand messages each")
                .isLessThan(20_000);
        assertThat(newMessages)
                .as("whatever comes again was forgotten long before")
                .isEqualTo(10 * 40_000);
    }

    private long leastAllocatedFor40_000Messages(DedupWindow window) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<MarketEvent> messages = new ArrayList<>();
        for (int i = 1; i <= 20_000; i++) {
            messages.add(trade("A", T.plusNanos(i), i));
            messages.add(quote("A", T.plusNanos(i), 10));
        }
        long leastPerRound = Long.MAX_VALUE;
        for (int round = 0; round < 10; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < messages.size(); i++) {
                newMessages += window.live(messages.get(i), i % 3 - 1) == NEW ? 1 : 0;
            }
            leastPerRound = Math.min(leastPerRound, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return leastPerRound;
    }

    @Test
    void timesAtTheEndsOfTheRangeDoNoHarm() {
        for (long time : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 0}) {
            assertThat(window.live(trade("A", time, 5, "V", 1, 1, null), NO_NUMBER))
                    .isEqualTo(NEW);
            assertThat(window.live(trade("A", time, 5, "V", 1, 1, null), NO_NUMBER))
                    .isEqualTo(DUPLICATE);
        }
    }

    private DedupWindow.Verdict recovered(MarketEvent row) {
        return window.newPass().recovered(row, true);
    }

    private static Trade id(String symbol, long time, long id, @Nullable String exchange) {
        return trade(symbol, time, id, exchange, 100, 10, null);
    }
}

package dev.chasqui.acceptance.ledger;

import static dev.chasqui.acceptance.ledger.History.at;
import static dev.chasqui.acceptance.ledger.History.bar;
import static dev.chasqui.acceptance.ledger.History.gap;
import static dev.chasqui.acceptance.ledger.History.news;
import static dev.chasqui.acceptance.ledger.History.optionTrade;
import static dev.chasqui.acceptance.ledger.History.quote;
import static dev.chasqui.acceptance.ledger.History.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger is sound: it finds each kind of fault in histories made by hand, counts it once, and finds nothing in clean ones. */
final class LedgerCheckerTest {

    private static final String AAPL = "AAPL";

    // --- clean ---

    @Test
    void aHistoryWithoutFaultsIsClean() {
        LedgerReport report = new History()
                .well(1, trade(AAPL, 1), quote(AAPL, 1), trade("MSFT", 1))
                .well(2, bar(Bar.Kind.MINUTE, AAPL, 0, 5), bar(Bar.Kind.UPDATED_MINUTE, AAPL, 0, 6))
                .well(3, news(7, 3, AAPL, "GOOG"), trade(AAPL, 2), quote(AAPL, 1))
                .finish();
        assertThat(report.violations()).isEmpty();
        assertThat(report.of(Channel.TRADES).attempted()).isEqualTo(3);
        assertThat(report.sum(ChannelRow::attempted)).isEqualTo(8);
        assertThat(report.sum(ChannelRow::ok)).isEqualTo(8);
        assertThat(report.sum(ChannelRow::lost)).isZero();
        assertThat(report.gaps().opened()).isZero();
        assertThat(report.orderUnknown()).isZero();
    }

    @Test
    void aHistoryWithARepairedGapIsCleanThoughRecoveredMessagesComeLateAndInAnyOrder() {
        LedgerReport report = new History()
                .well(1, trade(AAPL, 1))
                .published(10, trade(AAPL, 10))
                .published(11, trade(AAPL, 11), trade("MSFT", 11))
                .opened(gap(1, Channel.TRADES, "*", 5, null))
                .well(21, trade(AAPL, 21))
                .recovered(30, 1, trade(AAPL, 11), trade("MSFT", 11), trade(AAPL, 10))
                .closed(gap(1, Channel.TRADES, "*", 5, 20L), 3)
                .well(40, trade(AAPL, 40))
                .finish();
        assertThat(report.violations()).isEmpty();
        ChannelRow trades = report.of(Channel.TRADES);
        assertThat(trades.attempted()).isEqualTo(6);
        assertThat(trades.ok()).isEqualTo(6);
        assertThat(trades.recovered()).isEqualTo(3);
        assertThat(trades.early()).isZero();
    }

    // --- lost ---

    @Test
    void aMessageLostWithinNoGapIsLostSilently() {
        LedgerReport report = new History()
                .well(1, trade(AAPL, 1))
                .published(2, trade(AAPL, 2))
                .well(3, trade(AAPL, 3))
                .finish();
        assertThat(report.of(Channel.TRADES).lostSilently()).isEqualTo(1);
        assertThat(report.of(Channel.TRADES).lost()).isEqualTo(1);
        assertThat(report.violations())
                .contains("1 lost within no gap")
                .anySatisfy(text -> assertThat(text).contains("trades AAPL, published 2026-03-02T14:30:00.002Z"));
    }

    @ParameterizedTest
    @CsvSource({"quotes, AAPL, 1, 9", "trades, MSFT, 1, 9", "trades, AAPL, 6, 9", "trades, AAPL, 1, 4"})
    void aGapOfAnotherChannelSymbolOrTimeExcusesNothing(String channel, String symbol, long from, long to) {
        Channel of = Channel.ofWireName(channel).orElseThrow();
        LedgerReport report = new History()
                .published(5, trade(AAPL, 5))
                .opened(gap(1, of, symbol, from, null))
                .unrecoverable(gap(1, of, symbol, from, to))
                .finish();
        assertThat(report.of(Channel.TRADES).lostSilently()).isEqualTo(1);
        assertThat(report.gaps().withoutLoss()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"AAPL, 1, 9", "*, 1, 9", "AAPL, 5, 9", "AAPL, 1, 5"})
    void aLossWithinAGapToldAsNotWholeIsNoViolation(String symbol, long from, long to) {
        LedgerReport report = new History()
                .published(5, trade(AAPL, 5))
                .opened(gap(1, Channel.TRADES, symbol, from, null))
                .unrecoverable(gap(1, Channel.TRADES, symbol, from, to))
                .finish();
        assertThat(report.violations()).isEmpty();
        assertThat(report.of(Channel.TRADES).lostTold()).isEqualTo(1);
        assertThat(report.of(Channel.TRADES).lost()).isEqualTo(1);
    }

    @Test
    void aLossWithinAGapSaidToBeWholeIsAViolation() {
        LedgerReport report = new History()
                .published(5, trade(AAPL, 5), trade(AAPL, 6))
                .opened(gap(1, Channel.TRADES, AAPL, 1, null))
                .recovered(20, 1, trade(AAPL, 5))
                .closed(gap(1, Channel.TRADES, AAPL, 1, 9L), 1)
                .finish();
        assertThat(report.of(Channel.TRADES).lostWhole()).isEqualTo(1);
        assertThat(report.of(Channel.TRADES).recovered()).isEqualTo(1);
        assertThat(report.violations()).contains("1 lost within a gap said to be whole");
    }

    @Test
    void ofTwoGapsOneThatIsNotWholeExcuses() {
        LedgerReport report = new History()
                .published(5, trade(AAPL, 5))
                .opened(gap(1, Channel.TRADES, AAPL, 1, null))
                .opened(gap(2, Channel.TRADES, AAPL, 2, null))
                .closed(gap(1, Channel.TRADES, AAPL, 1, 9L), 0)
                .partial(gap(2, Channel.TRADES, AAPL, 2, 8L), 0)
                .finish();
        assertThat(report.of(Channel.TRADES).lostTold()).isEqualTo(1);
        assertThat(report.violations()).isEmpty();
    }

    @Test
    void aLongGapBeforeManyShortOnesIsFound() {
        History history = new History()
                .published(500, trade(AAPL, 500))
                .opened(gap(1, Channel.TRADES, AAPL, 1, null))
                .unrecoverable(gap(1, Channel.TRADES, AAPL, 1, 1000L));
        for (int id = 2; id < 40; id++) {
            history.opened(gap(id, Channel.TRADES, AAPL, 10L * id, null));
            history.unrecoverable(gap(id, Channel.TRADES, AAPL, 10L * id, 10L * id + 5));
        }
        LedgerReport report = history.finish();
        assertThat(report.of(Channel.TRADES).lostTold()).isEqualTo(1);
        assertThat(report.gaps().withoutLoss()).isEqualTo(38);
    }

    @Test
    void aMessageUnderWayWhenTheGapBeganIsCoveredWithinTheTimeOfFlightAndCountedAsEarly() {
        LedgerReport report = new History(Duration.ofMinutes(1), Duration.ofMillis(3))
                .published(4, trade(AAPL, 4))
                .published(7, trade(AAPL, 7))
                .published(11, trade(AAPL, 11))
                .opened(gap(1, Channel.TRADES, AAPL, 10, null))
                .unrecoverable(gap(1, Channel.TRADES, AAPL, 10, 20L))
                .finish();
        ChannelRow trades = report.of(Channel.TRADES);
        assertThat(trades.lostSilently()).isEqualTo(1);
        assertThat(trades.lostTold()).isEqualTo(2);
        assertThat(trades.early()).isEqualTo(1);
    }

    @Test
    void anArticleIsCoveredByAGapOfAnyOfItsSymbols() {
        LedgerReport report = new History()
                .published(5, news(1, 5, "GOOG", AAPL))
                .published(6, news(2, 6, "MSFT"))
                .opened(gap(1, Channel.NEWS, AAPL, 1, null))
                .unrecoverable(gap(1, Channel.NEWS, AAPL, 1, 9L))
                .finish();
        assertThat(report.of(Channel.NEWS).lostTold()).isEqualTo(1);
        assertThat(report.of(Channel.NEWS).lostSilently()).isEqualTo(1);
    }

    @Test
    void gapsNeedNotBeginInTheOrderInWhichTheyAreTold() {
        LedgerReport report = new History()
                .published(5, trade(AAPL, 5))
                .published(50, trade(AAPL, 50))
                .opened(gap(1, Channel.TRADES, AAPL, 40, null))
                .opened(gap(2, Channel.TRADES, AAPL, 20, null))
                .opened(gap(3, Channel.TRADES, AAPL, 1, null))
                .unrecoverable(gap(1, Channel.TRADES, AAPL, 40, 60L))
                .unrecoverable(gap(2, Channel.TRADES, AAPL, 20, 30L))
                .unrecoverable(gap(3, Channel.TRADES, AAPL, 1, 9L))
                .finish();
        assertThat(report.of(Channel.TRADES).lostTold()).isEqualTo(2);
    }

    @Test
    void oneOfEqualMessagesIsCoveredWhereAnyOfThemWasPublished() {
        LedgerReport report = new History()
                .published(5, quote(AAPL, 1))
                .well(50, quote(AAPL, 1))
                .opened(gap(1, Channel.QUOTES, AAPL, 1, null))
                .unrecoverable(gap(1, Channel.QUOTES, AAPL, 1, 9L))
                .finish();
        assertThat(report.of(Channel.QUOTES).lostTold()).isEqualTo(1);
    }

    // --- duplicated and unexpected ---

    @Test
    void aSecondDeliveryIsADuplicateLiveOrRecovered() {
        LedgerReport report = new History()
                .well(1, trade(AAPL, 1))
                .live(2, trade(AAPL, 1))
                .well(3, trade(AAPL, 3))
                .opened(gap(1, Channel.TRADES, AAPL, 2, null))
                .recovered(5, 1, trade(AAPL, 3))
                .closed(gap(1, Channel.TRADES, AAPL, 2, 4L), 1)
                .finish();
        assertThat(report.of(Channel.TRADES).duplicated()).isEqualTo(2);
        assertThat(report.of(Channel.TRADES).ok()).isEqualTo(2);
        assertThat(report.of(Channel.TRADES).recovered()).isZero();
        assertThat(report.of(Channel.TRADES).misordered()).isZero();
        assertThat(report.violations()).contains("2 duplicated");
    }

    @Test
    void aSecondDeliveryLongAfterTheFirstIsADuplicateAndNotOutOfOrder() {
        LedgerReport report = new History()
                .well(1, trade(AAPL, 1))
                .well(2, trade(AAPL, 2))
                .live(3, trade(AAPL, 1))
                .finish();
        assertThat(report.violations()).startsWith("1 duplicated").hasSize(2);
    }

    @Test
    void messagesWithoutIdAreCounted() {
        LedgerReport report = new History()
                .well(1, quote(AAPL, 1), quote(AAPL, 1))
                .published(2, optionTrade(AAPL, 2), optionTrade(AAPL, 2))
                .live(2, optionTrade(AAPL, 2))
                .published(3, quote("MSFT", 3))
                .live(3, quote("MSFT", 3), quote("MSFT", 3))
                .finish();
        assertThat(report.of(Channel.QUOTES).attempted()).isEqualTo(3);
        assertThat(report.of(Channel.QUOTES).ok()).isEqualTo(3);
        assertThat(report.of(Channel.QUOTES).duplicated()).isEqualTo(1);
        assertThat(report.of(Channel.TRADES).lostSilently()).isEqualTo(1);
        assertThat(report.of(Channel.TRADES).ok()).isEqualTo(1);
    }

    @Test
    void whatWasNeverPublishedIsUnexpectedAndAChangedMessageIsLostBesides() {
        Trade right = trade(AAPL, 1);
        LedgerReport report = new History()
                .published(1, right)
                .live(1, trade(AAPL, 1, right.price() + 0.01))
                .live(2, quote("MSFT", 2))
                .finish();
        assertThat(report.of(Channel.TRADES).unexpected()).isEqualTo(1);
        assertThat(report.of(Channel.TRADES).lostSilently()).isEqualTo(1);
        assertThat(report.of(Channel.QUOTES).unexpected()).isEqualTo(1);
        assertThat(report.violations()).contains("2 unexpected", "1 lost within no gap");
    }

    @Test
    void theTruthMayComeAfterTheDelivery() {
        LedgerReport report = new History()
                .live(1, trade(AAPL, 1))
                .published(1, trade(AAPL, 1))
                .finish();
        assertThat(report.violations()).isEmpty();
        assertThat(report.of(Channel.TRADES).ok()).isEqualTo(1);
        assertThat(report.orderUnknown()).isEqualTo(1);
    }

    @Test
    void aSnapshotIsNoDelivery() {
        History history = new History().published(1, trade(AAPL, 1));
        history.checker.delivered(trade(AAPL, 1), Provenance.SNAPSHOT, at(2));
        LedgerReport report = history.finish();
        assertThat(report.of(Channel.TRADES).snapshots()).isEqualTo(1);
        assertThat(report.of(Channel.TRADES).lost()).isEqualTo(1);
    }

    // --- order ---

    @Test
    void liveMessagesOfASymbolOutOfOrderAreFoundAndOtherSymbolsDoNotMatter() {
        LedgerReport report = new History()
                .published(1, trade(AAPL, 1), trade("MSFT", 1), trade(AAPL, 2), trade(AAPL, 3))
                .live(2, trade(AAPL, 3), trade(AAPL, 1), trade(AAPL, 2), trade("MSFT", 1))
                .finish();
        assertThat(report.of(Channel.TRADES).misordered()).isEqualTo(2);
        assertThat(report.of(Channel.TRADES).ok()).isEqualTo(4);
        assertThat(report.violations()).contains("2 misordered");
    }

    @Test
    void equalMessagesAreInOrderWhicheverOfThemWasLost() {
        LedgerReport report = new History()
                .published(1, quote(AAPL, 1), quote(AAPL, 2), quote(AAPL, 1), quote(AAPL, 3))
                .live(2, quote(AAPL, 2), quote(AAPL, 1), quote(AAPL, 3))
                .finish();
        assertThat(report.of(Channel.QUOTES).misordered()).isZero();
        assertThat(report.of(Channel.QUOTES).lostSilently()).isEqualTo(1);
    }

    @Test
    void ofThreeEqualMessagesTheSecondIsNotTakenForTheThird() {
        MarketEvent[] story = {quote(AAPL, 1), quote(AAPL, 1), quote(AAPL, 2), quote(AAPL, 1)};
        LedgerReport report = new History().published(1, story).live(2, story).finish();
        assertThat(report.of(Channel.QUOTES).misordered()).isZero();
        assertThat(report.of(Channel.QUOTES).ok()).isEqualTo(4);
    }

    @Test
    void equalMessagesAreInOrderWithOthersBetweenThem() {
        LedgerReport report = new History()
                .published(1, quote(AAPL, 1), quote(AAPL, 2), quote(AAPL, 1))
                .live(2, quote(AAPL, 1), quote(AAPL, 2), quote(AAPL, 1))
                .finish();
        assertThat(report.violations()).isEmpty();
    }

    // --- subscriptions ---

    @Test
    void onlyWhatIsSubscribedMustComeAndWhatIsPublishedMay() {
        History history = new History();
        history.checker.expect(Subscription.trades("MSFT"));
        history.published(1, trade(AAPL, 1), trade("MSFT", 1)).live(1, trade("MSFT", 1));
        history.checker.expect(Subscription.trades(AAPL));
        history.published(2, trade(AAPL, 2), trade("MSFT", 2)).live(2, trade(AAPL, 2), trade("MSFT", 2));
        history.well(3, trade(AAPL, 3));
        history.checker.known(trade(AAPL, 9), at(3));
        history.live(3, trade(AAPL, 9));
        LedgerReport report = history.finish();
        assertThat(report.violations()).isEmpty();
        assertThat(report.of(Channel.TRADES).attempted()).isEqualTo(3);
        assertThat(report.of(Channel.TRADES).ok()).isEqualTo(3);
        assertThat(report.of(Channel.TRADES).extra()).isEqualTo(2);
    }

    // --- bars ---

    @Test
    void aBarOfAGapIsSupersededByANewerOneOfItsMinute() {
        Bar first = bar(Bar.Kind.MINUTE, AAPL, 0, 5);
        Bar updated = bar(Bar.Kind.UPDATED_MINUTE, AAPL, 0, 6);
        LedgerReport report = new History()
                .published(5, first)
                .published(6, updated)
                .opened(gap(1, Channel.BARS, AAPL, 1, null))
                .opened(gap(2, Channel.UPDATED_BARS, AAPL, 1, null))
                .recovered(20, 1, bar(Bar.Kind.MINUTE, AAPL, 0, 6))
                .closed(gap(1, Channel.BARS, AAPL, 1, 9L), 1)
                .closed(gap(2, Channel.UPDATED_BARS, AAPL, 1, 9L), 0)
                .finish();
        assertThat(report.violations()).isEmpty();
        assertThat(report.of(Channel.BARS).superseded()).isEqualTo(1);
        assertThat(report.of(Channel.BARS).lost()).isZero();
        assertThat(report.of(Channel.UPDATED_BARS).recovered()).isEqualTo(1);
    }

    @Test
    void aNewerBarExcusesNothingOutsideAGapAndAnOlderOneNothingAtAll() {
        LedgerReport report = new History()
                .published(5, bar(Bar.Kind.MINUTE, AAPL, 0, 5))
                .well(6, bar(Bar.Kind.UPDATED_MINUTE, AAPL, 0, 6))
                .well(7, bar(Bar.Kind.MINUTE, "MSFT", 0, 5))
                .published(8, bar(Bar.Kind.UPDATED_MINUTE, "MSFT", 0, 6))
                .opened(gap(1, Channel.UPDATED_BARS, "MSFT", 8, null))
                .closed(gap(1, Channel.UPDATED_BARS, "MSFT", 8, 9L), 0)
                .finish();
        assertThat(report.of(Channel.BARS).lostSilently()).isEqualTo(1);
        assertThat(report.of(Channel.UPDATED_BARS).lostWhole()).isEqualTo(1);
        assertThat(report.sum(ChannelRow::superseded)).isZero();
    }

    // --- gaps told badly ---

    @Test
    void aGapThatNeverEndsIsFound() {
        LedgerReport report = new History()
                .opened(gap(1, Channel.TRADES, AAPL, 1, null))
                .published(5, trade(AAPL, 5))
                .finish();
        assertThat(report.gaps().neverEnded()).isEqualTo(1);
        assertThat(report.of(Channel.TRADES).lostTold()).isEqualTo(1);
        assertThat(report.violations()).singleElement().asString().startsWith("gap never ended");
    }

    @Test
    void aSecondEndIsFound() {
        LedgerReport report = new History()
                .opened(gap(1, Channel.TRADES, AAPL, 1, null))
                .closed(gap(1, Channel.TRADES, AAPL, 1, 9L), 0)
                .unrecoverable(gap(1, Channel.TRADES, AAPL, 1, 9L))
                .finish();
        assertThat(report.violations()).singleElement().asString().startsWith("gap ended twice, CLOSED and UNREC");
        assertThat(report.gaps().closed()).isEqualTo(1);
    }

    @Test
    void anEndWithoutABeginningAndASecondBeginningAreFound() {
        LedgerReport report = new History()
                .unrecoverable(gap(1, Channel.TRADES, AAPL, 1, 9L))
                .opened(gap(2, Channel.TRADES, AAPL, 1, null))
                .opened(gap(2, Channel.TRADES, AAPL, 1, null))
                .unrecoverable(gap(2, Channel.TRADES, AAPL, 1, 9L))
                .finish();
        assertThat(report.complaints())
                .hasSize(2)
                .anySatisfy(text -> assertThat(text).startsWith("gap ended and never opened"))
                .anySatisfy(text -> assertThat(text).startsWith("gap opened twice"));
    }

    @ParameterizedTest
    @CsvSource({"trades, 2, 9, narrower", "quotes, 1, 9, narrower", "trades, 1, 0, before it begins"})
    void aGapThatShrinksIsFound(String channel, long from, long to, String complaint) {
        LedgerReport report = new History()
                .opened(gap(1, Channel.TRADES, AAPL, 1, null))
                .unrecoverable(gap(1, Channel.ofWireName(channel).orElseThrow(), AAPL, from, to))
                .finish();
        assertThat(report.violations()).singleElement().asString().contains(complaint);
    }

    @Test
    void aWrongCountOfRecoveredMessagesIsFoundAndRecoveryForNoGapToo() {
        LedgerReport report = new History()
                .published(5, trade(AAPL, 5), trade(AAPL, 6))
                .opened(gap(1, Channel.TRADES, AAPL, 1, null))
                .recovered(20, 1, trade(AAPL, 5))
                .recovered(20, 8, trade(AAPL, 6))
                .closed(gap(1, Channel.TRADES, AAPL, 1, 9L), 2)
                .finish();
        assertThat(report.violations())
                .containsExactly(
                        "gap 1 is said to have recovered 2, and 1 were delivered",
                        "recovered for a gap that was never opened: 8");
    }

    @Test
    void theWidthOfAGapIsMeasuredAgainstTheHole() {
        History history = new History();
        for (int i = 100; i <= 200; i++) {
            history.published(i, trade(AAPL, i));
        }
        LedgerReport report = history.opened(gap(1, Channel.TRADES, AAPL, 50, null))
                .unrecoverable(gap(1, Channel.TRADES, AAPL, 50, 300L))
                .opened(gap(2, Channel.QUOTES, AAPL, 50, null))
                .unrecoverable(gap(2, Channel.QUOTES, AAPL, 50, 300L))
                .finish();
        assertThat(report.gaps().ratio().count()).isEqualTo(1);
        assertThat(report.gaps().ratio().median()).isEqualTo(2.5);
        assertThat(report.gaps().excessMillis().max()).isEqualTo(150);
        assertThat(report.gaps().withoutLoss()).isEqualTo(1);
    }

    // --- forgetting ---

    @Test
    void whatIsSettledIsForgottenAndWhatIsMissingIsNot() {
        History history = new History(Duration.ofSeconds(1), Duration.ZERO);
        int count = 200_000;
        for (int i = 1; i <= count; i++) {
            history.published(i, trade(AAPL, i));
            if (i % 1000 != 0) {
                history.live(i, trade(AAPL, i));
            }
            if (i % 1000 == 900) {
                history.live(i, trade(AAPL, i - 899));
            }
        }
        assertThat(history.checker.remembered()).isLessThan(10_000);
        history.live(count, trade(AAPL, 5), trade(AAPL, count - 1));
        LedgerReport report = history.finish();
        ChannelRow trades = report.of(Channel.TRADES);
        assertThat(trades.attempted()).isEqualTo(count);
        assertThat(trades.lostSilently()).isEqualTo(count / 1000);
        assertThat(trades.ok()).isEqualTo(count - count / 1000);
        assertThat(trades.misordered()).isZero();
        assertThat(trades.unexpected()).as("a repetition after the horizon").isEqualTo(1);
        assertThat(trades.duplicated()).as("repetitions within the horizon").isEqualTo(1 + count / 1000);
    }

    @Test
    void whatIsMissingMayBeRecoveredLongAfterTheHorizon() {
        History history = new History(Duration.ofSeconds(1), Duration.ZERO);
        history.published(5, trade(AAPL, 5)).opened(gap(1, Channel.TRADES, AAPL, 1, null));
        pass(history, 10_000);
        LedgerReport report = history.recovered(20_000, 1, trade(AAPL, 5))
                .closed(gap(1, Channel.TRADES, AAPL, 1, 9L), 1)
                .finish();
        assertThat(report.violations()).isEmpty();
        assertThat(report.of(Channel.TRADES).recovered()).isEqualTo(1);
    }

    @Test
    void aRepetitionJustWithinTheHorizonIsADuplicateHoweverOftenOldEntriesWereLookedThrough() {
        History history = new History(Duration.ofSeconds(10), Duration.ZERO);
        int count = 100_000;
        int repetitions = 0;
        for (int i = 1; i <= count; i++) {
            history.well(i, trade(AAPL, i));
            if (i > 9_950 && i % 50 == 0) {
                history.live(i, trade(AAPL, i - 9_950));
                repetitions++;
            }
        }
        ChannelRow trades = history.finish().of(Channel.TRADES);
        assertThat(trades.duplicated()).isEqualTo(repetitions);
        assertThat(trades.unexpected()).isZero();
    }

    @Test
    void aBarIsSupersededLongAfterTheHorizon() {
        History history = new History(Duration.ofSeconds(1), Duration.ZERO);
        history.published(5, bar(Bar.Kind.MINUTE, AAPL, 0, 5), bar(Bar.Kind.UPDATED_MINUTE, AAPL, 0, 6))
                .opened(gap(1, Channel.BARS, AAPL, 1, null))
                .opened(gap(2, Channel.UPDATED_BARS, AAPL, 1, null));
        pass(history, 10_000);
        LedgerReport report = history.recovered(20_000, 1, bar(Bar.Kind.MINUTE, AAPL, 0, 6))
                .closed(gap(1, Channel.BARS, AAPL, 1, 9L), 1)
                .closed(gap(2, Channel.UPDATED_BARS, AAPL, 1, 9L), 0)
                .finish();
        assertThat(report.violations()).isEmpty();
        assertThat(report.of(Channel.BARS).superseded()).isEqualTo(1);
    }

    @Test
    void whatWasRecoveredWaitsForItsGap() {
        History history = new History(Duration.ofSeconds(1), Duration.ZERO);
        for (int i = 100; i <= 200; i++) {
            history.published(i, trade("MSFT", i)).recovered(i, 1, trade("MSFT", i));
        }
        pass(history, 10_000);
        LedgerReport report = history.opened(gap(1, Channel.TRADES, "MSFT", 100, null))
                .closed(gap(1, Channel.TRADES, "MSFT", 100, 200L), 101)
                .finish();
        assertThat(report.violations()).isEmpty();
        assertThat(report.gaps().ratio().median()).isEqualTo(1);
    }

    @Test
    void gapsToldAfterOthersWereLookedUpCount() {
        History history = new History(Duration.ofSeconds(1), Duration.ZERO);
        history.published(1, quote(AAPL, 1), quote(AAPL, 2), quote("MSFT", 1))
                .recovered(2, 1, quote("MSFT", 1))
                .opened(gap(1, Channel.QUOTES, "MSFT", 1, null));
        pass(history, 10_000);
        history.opened(gap(2, Channel.QUOTES, AAPL, 1, null));
        LedgerReport report = history.finish();
        assertThat(report.of(Channel.QUOTES).lostTold()).isEqualTo(2);
    }

    @Test
    void aGapThatWidensAfterOthersWereLookedUpCountsAsWide() {
        History history = new History(Duration.ofSeconds(1), Duration.ZERO);
        history.opened(gap(1, Channel.QUOTES, AAPL, 5, null))
                .published(2, quote(AAPL, 2))
                .published(6, quote(AAPL, 6))
                .recovered(7, 1, quote(AAPL, 6))
                .published(10, quote(AAPL, 10));
        pass(history, 10_000);
        LedgerReport report =
                history.partial(gap(1, Channel.QUOTES, AAPL, 1, 9L), 1).finish();
        assertThat(report.of(Channel.QUOTES).lostTold()).isEqualTo(1);
        assertThat(report.of(Channel.QUOTES).lostSilently()).isEqualTo(1);
    }

    /** Ten seconds and more of good messages, so that old entries are looked through. */
    private static void pass(History history, int count) {
        for (int i = 1; i <= count; i++) {
            history.well(10_000L + i, trade(AAPL, 10_000L + i));
        }
    }

    @Test
    void theTableShowsWhatTheRecordHolds() {
        LedgerReport report = new History()
                .well(1, trade(AAPL, 1))
                .published(2, trade(AAPL, 2))
                .finish();
        assertThat(report.table()).contains("attempted", "trades", "gaps: 0 opened");
        assertThat(report.toString()).contains("1 lost within no gap");
    }
}

package dev.chasqui.internal.gap;

import static dev.chasqui.internal.gap.GapHarness.at;
import static dev.chasqui.internal.gap.Rows.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Gaps that begin with the end of a connection and end with an acknowledgement. */
class SessionGapsTest {

    private static final Subscription A = Subscription.trades("A");
    private static final Subscription AB = Subscription.trades("A", "B");

    @Test
    void tradesOfStocksBringCorrectionsAndCancelsWhichHaveNoHistory() {
        GapHarness gaps = new GapHarness(FeedFacts.of(Feed.SIP), options -> options)
                .subscribed(A)
                .droppedAndBack(A, 100, 105)
                .until(200);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A] 100..? CONNECTION",
                        "opened 2 corrections [A] 100..? CONNECTION",
                        "opened 3 cancelErrors [A] 100..? CONNECTION",
                        "unrecoverable NO_HISTORY 2 corrections [A] 100..105 CONNECTION",
                        "unrecoverable NO_HISTORY 3 cancelErrors [A] 100..105 CONNECTION",
                        "closed 1 trades [A] 100..105 CONNECTION recovered 0 duplicates 0 requests 3");
    }

    @Test
    void aDropBeforeTheAcknowledgementGoesOnWithTheSameGap() {
        GapHarness gaps = new GapHarness().subscribed(AB).until(100).lost(AB).until(103);
        gaps.keeper.acknowledged(A);
        gaps.until(104).lost(A).until(110);
        gaps.keeper.acknowledged(A);
        gaps.until(111).subscribed(AB).until(200);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A, B] 100..? CONNECTION",
                        "closed 1 trades [A, B] 100..111 CONNECTION recovered 0 duplicates 0 requests 3");
        assertThat(gaps.history.requests).first().isEqualTo("trades A,B 85..113");
    }

    @Test
    void twoDropsInARowAreRepairedTogetherAndEachGetsItsRows() {
        GapHarness gaps = new GapHarness().subscribed(A);
        gaps.history.has(trade("A", at(102), 1), trade("A", at(105.2), 2), trade("A", at(106), 3));
        gaps.droppedAndBack(A, 100, 105)
                .until(105.5)
                .lost(A)
                .until(107)
                .subscribed(A)
                .until(300);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A] 100..? CONNECTION",
                        "opened 2 trades [A] 105.5..? CONNECTION",
                        "closed 1 trades [A] 100..105 CONNECTION recovered 3 duplicates 6 requests 3",
                        "closed 2 trades [A] 105.5..107 CONNECTION recovered 0 duplicates 3 requests 3");
        assertThat(gaps.messages).hasSize(3).doesNotHaveDuplicates();
        // 107 the first, 109 the second and the end of the first, then both twice.
        assertThat(gaps.requestTimes()).containsExactly("107", "109", "111", "113");
    }

    @Test
    void aDropEveryTwoSecondsIsRepairedWithOneRequestASettling() {
        GapHarness gaps = new GapHarness(options -> {
            options.requestsPerMinute = 40;
            return options;
        });
        gaps.subscribed(A);
        for (int second = 100; second < 220; second += 2) {
            gaps.droppedAndBack(A, second, second + 1.1);
        }
        gaps.until(230);
        assertThat(gaps.events).filteredOn(event -> event.startsWith("opened")).hasSize(60);
        assertThat(gaps.events).filteredOn(event -> event.startsWith("closed")).hasSize(60);
        assertThat(gaps.history.requests).hasSizeLessThan(65);
    }

    @Test
    void gapsThatWaitTogetherAreOneRepair() {
        GapHarness gaps = new GapHarness(options -> {
            options.settleDelay = Duration.ofSeconds(5);
            return options;
        });
        gaps.history.has(trade("A", at(102), 1), trade("A", at(121.5), 2));
        gaps.history.latency = Duration.ofSeconds(30);
        gaps.subscribed(A).droppedAndBack(A, 100, 105);
        gaps.until(121).lost(A).until(122).subscribed(A);
        gaps.until(123).lost(A).until(124).subscribed(A).until(500);
        assertThat(gaps.messages).containsExactly("recovered 1 A#1", "recovered 2 A#2");
        // The second and the third wait while the first is read.
        assertThat(gaps.history.requests)
                .containsExactly(
                        "trades A 85..107",
                        "trades A 106..126",
                        "trades A 91..107",
                        "trades A 108..126",
                        "trades A 91..107",
                        "trades A 108..126");
        assertThat(gaps.events).filteredOn(line -> line.startsWith("closed")).hasSize(3);
    }

    @Test
    void gapsOfOtherChannelsAndFarApartAreRepairedOnTheirOwn() {
        Subscription pairs = A.plus(Subscription.quotes("A"));
        GapHarness gaps = new GapHarness()
                .subscribed(pairs)
                .droppedAndBack(pairs, 100, 105)
                .until(200);
        assertThat(gaps.history.requests)
                .containsExactly(
                        "trades A 85..107",
                        "quotes A 85..107",
                        "trades A 85..107",
                        "quotes A 85..107",
                        "trades A 85..107",
                        "quotes A 85..107");
    }

    @Test
    void aSymbolThatIsNotAcknowledgedAgainBecomesAGapOfItsOwn() {
        GapHarness gaps = new GapHarness().subscribed(AB);
        gaps.history.has(trade("A", at(102), 1), trade("B", at(102), 2), trade("B", at(118), 3));
        gaps.until(100).lost(AB).until(105);
        gaps.keeper.acknowledged(A);
        gaps.keeper.settled(AB, A);
        gaps.until(120).subscribed(AB).until(300);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A, B] 100..? CONNECTION",
                        "opened 2 trades [B] 100..? NOT_SUBSCRIBED",
                        "closed 1 trades [A] 100..105 CONNECTION recovered 1 duplicates 2 requests 3",
                        "closed 2 trades [B] 100..120 NOT_SUBSCRIBED recovered 2 duplicates 2 requests 3");
        assertThat(gaps.messages).containsExactly("recovered 1 A#1", "recovered 2 B#2", "recovered 2 B#3");
    }

    @Test
    void whoWaitsForAGapWaitsForTheSymbolsThatBecomeAGapOfTheirOwn() {
        GapHarness gaps = new GapHarness().subscribed(AB);
        gaps.history.has(trade("A", at(102), 1), trade("B", at(118), 2));
        gaps.until(100).lost(AB).until(105);
        gaps.keeper.whenEnded(() -> gaps.events.add("all have ended"));
        gaps.keeper.acknowledged(A);
        gaps.keeper.settled(AB, A);
        gaps.until(120);
        assertThat(gaps.events).last().asString().startsWith("closed 1 trades [A]");
        gaps.subscribed(AB).until(300);
        assertThat(gaps.events).last().isEqualTo("all have ended");
        assertThat(gaps.messages).containsExactly("recovered 1 A#1", "recovered 2 B#2");
    }

    @Test
    void whoWaitsForNothingDoesNotWaitForSymbolsOfALaterGap() {
        GapHarness gaps = new GapHarness().subscribed(AB).until(100);
        gaps.keeper.whenEnded(() -> gaps.events.add("all have ended"));
        gaps.lost(AB).until(105);
        assertThat(gaps.events).containsExactly("opened 1 trades [A, B] 100..? CONNECTION", "all have ended");
    }

    @Test
    void aSymbolUnsubscribedMeanwhileIsToldToBeMissing() {
        GapHarness gaps = new GapHarness().subscribed(AB).until(100).lost(AB).until(105);
        gaps.subscribed(A).until(300);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A, B] 100..? CONNECTION",
                        "opened 2 trades [B] 100..? CONNECTION",
                        "unrecoverable UNSUBSCRIBED 2 trades [B] 100..105 CONNECTION",
                        "closed 1 trades [A] 100..105 CONNECTION recovered 0 duplicates 0 requests 3");
    }

    @Test
    void aChannelUnsubscribedMeanwhileEndsItsGap() {
        GapHarness gaps = new GapHarness().subscribed(A).until(100).lost(A).until(105);
        Subscription other = Subscription.quotes("A");
        gaps.subscribed(other).until(300);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A] 100..? CONNECTION",
                        "unrecoverable UNSUBSCRIBED 1 trades [A] 100..105 CONNECTION");
    }

    @Test
    void whatIsUnsubscribedBeforeItsRepairIsNotFetched() {
        GapHarness gaps =
                new GapHarness().subscribed(A).droppedAndBack(A, 100, 105).until(106);
        gaps.keeper.settled(Subscription.none(), Subscription.none());
        gaps.until(300);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A] 100..? CONNECTION",
                        "unrecoverable UNSUBSCRIBED 1 trades [A] 100..105 CONNECTION");
        assertThat(gaps.history.requests).isEmpty();
    }

    @Test
    void aSymbolThatDisappearsFromTheListIsMissingSinceTheRequest() {
        GapHarness gaps = new GapHarness().subscribed(A).until(100);
        Subscription wanted = AB.plus(Subscription.trades("C"));
        gaps.keeper.asked();
        gaps.until(101);
        Subscription granted = Subscription.trades("B", "C");
        gaps.keeper.acknowledged(granted);
        gaps.keeper.settled(wanted, granted);
        gaps.until(110).subscribed(wanted).until(300);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A] 100..? NOT_SUBSCRIBED",
                        "closed 1 trades [A] 100..110 NOT_SUBSCRIBED recovered 0 duplicates 0 requests 3");
    }

    @Test
    void whatTheUserUnsubscribesIsNoGap() {
        GapHarness gaps =
                new GapHarness().subscribed(AB).until(100).subscribed(A).until(200);
        assertThat(gaps.events).isEmpty();
    }

    @Test
    void whatWasNeverAcknowledgedIsNoGap() {
        GapHarness gaps = new GapHarness().until(1).lost(Subscription.none()).until(5);
        gaps.keeper.acknowledged(A);
        gaps.keeper.settled(AB, A);
        gaps.until(200);
        assertThat(gaps.events).isEmpty();
    }

    @Test
    void aSilentChannelIsMissingUntilTheNextConnection() {
        Subscription pairs = A.plus(Subscription.quotes("A"));
        GapHarness gaps = new GapHarness()
                .subscribed(pairs)
                .until(50)
                .live(trade("A", at(50), 1))
                .until(100);
        gaps.keeper.mute(Set.of(Channel.TRADES), Rows.seconds(50), pairs, "silent");
        gaps.until(101).subscribed(pairs);
        gaps.until(102).lost(pairs).until(105).subscribed(pairs).until(300);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A] 50..? MUTE",
                        "opened 2 quotes [A] 102..? CONNECTION",
                        "closed 1 trades [A] 50..105 MUTE recovered 0 duplicates 0 requests 3",
                        "closed 2 quotes [A] 102..105 CONNECTION recovered 0 duplicates 0 requests 3");
    }

    @Test
    void whatStarIsSubscribedToCoversASymbol() {
        Subscription all = Subscription.trades("*");
        GapHarness gaps = new GapHarness()
                .subscribed(A)
                .until(100)
                .lost(A)
                .until(105)
                .subscribed(all)
                .until(200);
        assertThat(gaps.events).last().asString().startsWith("closed 1 trades [A] 100..105");
    }

    @Test
    void aClockThatJumpsInAGapOnlyMakesItWider() {
        for (int jump : new int[] {3600, -3600}) {
            GapHarness gaps = new GapHarness().subscribed(A).until(100).lost(A).until(103);
            gaps.loop.jumpWall(Duration.ofSeconds(jump));
            gaps.until(105).subscribed(A).until(200);
            assertWidened(gaps, jump);
        }
    }

    @Test
    void aClockThatJumpsBeforeTheRepairOnlyMakesTheGapWider() {
        for (int jump : new int[] {3600, -3600}) {
            GapHarness gaps =
                    new GapHarness().subscribed(A).droppedAndBack(A, 100, 105).until(106);
            gaps.loop.jumpWall(Duration.ofSeconds(jump));
            gaps.until(200);
            assertWidened(gaps, jump);
        }
    }

    @Test
    void aClockThatJumpedLongBeforeDoesNotMatter() {
        GapHarness gaps = new GapHarness().subscribed(A).until(50);
        gaps.loop.jumpWall(Duration.ofHours(1));
        gaps.droppedAndBack(A, 100, 105).until(200);
        assertThat(gaps.events).last().asString().startsWith("closed 1 trades [A] 3700..3705 CONNECTION");
    }

    private static void assertWidened(GapHarness gaps, int jump) {
        double from = Math.min(100, 100 + jump);
        double to = Math.max(105, 105 + jump);
        assertThat(gaps.events)
                .last()
                .asString()
                .startsWith("closed 1 trades [A] " + number(from) + ".." + number(to) + " CONNECTION");
        assertThat(gaps.history.requests).first().isEqualTo("trades A " + number(from - 15) + ".." + number(to + 2));
    }

    @Test
    void aSleepInWhichTheOtherClockStoodStillIsInTheGap() {
        GapHarness gaps = new GapHarness().subscribed(A).until(100);
        gaps.loop.jumpWall(Duration.ofHours(2));
        gaps.lost(A).until(101).subscribed(A).until(300);
        assertThat(gaps.events).last().asString().startsWith("closed 1 trades [A] 100..7301 CONNECTION");
        assertThat(gaps.history.requests).first().isEqualTo("trades A 85..7303");
    }

    @Test
    void everyGapHasOneNumberAndOneEnd() {
        GapHarness gaps = new GapHarness().subscribed(AB);
        for (int i = 1; i <= 5; i++) {
            gaps.droppedAndBack(AB, i * 100, i * 100 + 5);
        }
        gaps.until(1000);
        assertThat(gaps.events.stream()
                        .filter(line -> line.startsWith("opened"))
                        .map(line -> line.split(" ", 3)[1]))
                .isEqualTo(List.of("1", "2", "3", "4", "5"));
        assertThat(gaps.events).filteredOn(line -> line.startsWith("closed")).hasSize(5);
    }

    private static String number(double seconds) {
        return GapHarness.seconds(at(seconds));
    }
}

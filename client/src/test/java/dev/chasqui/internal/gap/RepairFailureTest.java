package dev.chasqui.internal.gap;

import static dev.chasqui.internal.gap.GapHarness.at;
import static dev.chasqui.internal.gap.Rows.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.internal.gap.History.Failed;
import dev.chasqui.internal.gap.History.Failure;
import dev.chasqui.internal.gap.History.Page;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a repair does when history does not answer as it should. */
class RepairFailureTest {

    private static final Subscription A = Subscription.trades("A");
    private static final String OPENED = "opened 1 trades [A] 100..? CONNECTION";

    @Test
    void aFailureThatPassesIsRetriedAndCostsNothing() {
        GapHarness gaps = dropped();
        for (int i = 0; i < 5; i++) {
            gaps.history.fail(Failure.TRANSIENT);
        }
        gaps.until(300);
        assertThat(gaps.messages).containsExactly("recovered 1 A#1");
        assertThat(gaps.events)
                .containsExactly(OPENED, "closed 1 trades [A] 100..105 CONNECTION recovered 1 duplicates 2 requests 8");
        List<Long> times = gaps.history.requestNanos;
        for (int i = 0; i < 5; i++) {
            long longest = Duration.ofSeconds(1L << i).toNanos();
            assertThat(times.get(i + 1) - times.get(i)).isBetween(longest / 2, longest);
        }
    }

    @Test
    void aHistoryThatStaysDownMakesTheGapUnrecoverable() {
        GapHarness gaps = dropped();
        gaps.history.answer(6, new Failed(Failure.TRANSIENT, null, "connection reset"));
        gaps.until(300);
        assertThat(gaps.history.requests).hasSize(6).containsOnly("trades A 85..107");
        assertThat(gaps.events).containsExactly(OPENED, "unrecoverable REST_DOWN 1 trades [A] 100..105 CONNECTION");
        assertThat(gaps.texts)
                .singleElement()
                .asString()
                .contains("6 times", "connection reset", "trades of A", "2026-01-05T14:31:40Z");
    }

    @Test
    void aHistoryThatGoesDownInTheMiddleLeavesAPart() {
        GapHarness gaps = dropped();
        gaps.history.answer(new Page(List.of(trade("A", at(101), 1)), "next"));
        gaps.history.answer(6, new Failed(Failure.TRANSIENT, null, "503"));
        gaps.until(300);
        assertThat(gaps.events)
                .containsExactly(
                        OPENED,
                        "partial REST_DOWN 1 trades [A] 100..105 CONNECTION recovered 1 duplicates 0 requests 7");
    }

    @Test
    void aPageThatComesAfterFailuresStartsTheirCountAgain() {
        GapHarness gaps = dropped();
        gaps.history.answer(5, new Failed(Failure.TRANSIENT, null, "503"));
        gaps.history.answer(new Page(List.of(), "next"));
        gaps.history.answer(5, new Failed(Failure.TRANSIENT, null, "503"));
        gaps.history.answer(new Page(List.of(trade("A", at(102), 1)), null));
        gaps.until(300);
        assertThat(gaps.messages).containsExactly("recovered 1 A#1");
        assertThat(gaps.events).last().asString().startsWith("closed");
    }

    @Test
    void tooManyRequestsAreWaitedFor() {
        GapHarness gaps = dropped();
        gaps.history.answer(new Failed(Failure.RATE_LIMITED, Duration.ofSeconds(7), "429"));
        gaps.history.answer(new Failed(Failure.RATE_LIMITED, null, "429"));
        gaps.history.answer(new Failed(Failure.RATE_LIMITED, Duration.ofHours(9), "429"));
        gaps.until(1000);
        assertThat(gaps.requestTimes()).containsExactly("107", "114", "124", "424", "426", "428");
        assertThat(gaps.messages).containsExactly("recovered 1 A#1");
        assertThat(gaps.events).last().asString().startsWith("closed 1 ").endsWith("requests 6");
    }

    @Test
    void tooManyRequestsForeverAreGivenUp() {
        GapHarness gaps = dropped();
        gaps.history.answer(30, new Failed(Failure.RATE_LIMITED, Duration.ofSeconds(1), "429"));
        gaps.until(1000);
        assertThat(gaps.history.requests).hasSize(21);
        assertThat(gaps.events).containsExactly(OPENED, "unrecoverable RATE_BUDGET 1 trades [A] 100..105 CONNECTION");
    }

    @Test
    void dataTooRecentForThePlanIsUnrecoverableUnlessDeferred() {
        GapHarness gaps = dropped();
        gaps.history.fail(Failure.TOO_RECENT);
        gaps.until(2000);
        assertThat(gaps.events).containsExactly(OPENED, "unrecoverable PLAN 1 trades [A] 100..105 CONNECTION");
        assertThat(gaps.texts).singleElement().asString().contains("deferRecent");
        assertThat(gaps.history.requests).hasSize(1);
    }

    @Test
    void dataTooRecentForThePlanIsFetchedLaterIfAsked() {
        GapHarness gaps = new GapHarness(options -> {
            options.deferRecent = true;
            return options;
        });
        gaps.subscribed(A).until(99).live(trade("A", at(99), 9)).until(100).live(trade("A", at(100), 10));
        gaps.history.has(trade("A", at(99), 9), trade("A", at(100), 10), trade("A", at(102), 1));
        gaps.lost(A).until(105).subscribed(A);
        gaps.history.fail(Failure.TOO_RECENT);
        for (int i = 106; i < 2000; i++) {
            gaps.until(i).live(trade("A", at(i), i));
        }
        assertThat(gaps.requestTimes()).containsExactly("107", "1035", "1037", "1039");
        assertThat(gaps.messages.stream().filter(line -> !line.startsWith("live")))
                .containsExactly("recovered 1 A#1");
        assertThat(gaps.events)
                .containsExactly(
                        OPENED,
                        "deferred PLAN until 1035 1 trades [A] 100..105 CONNECTION",
                        "closed 1 trades [A] 100..105 CONNECTION recovered 1 duplicates 8 requests 4");
    }

    @Test
    void dataStillTooRecentAfterTheWaitIsUnrecoverable() {
        GapHarness gaps = new GapHarness(options -> {
            options.deferRecent = true;
            return options;
        });
        gaps.subscribed(A).droppedAndBack(A, 100, 105);
        gaps.history.fail(Failure.TOO_RECENT);
        gaps.history.fail(Failure.TOO_RECENT);
        gaps.until(5000);
        assertThat(gaps.events)
                .containsExactly(
                        OPENED,
                        "deferred PLAN until 1035 1 trades [A] 100..105 CONNECTION",
                        "unrecoverable PLAN 1 trades [A] 100..105 CONNECTION");
    }

    @Test
    void whatIsRefusedForGoodIsNotAskedAgain() {
        for (Failure failure : List.of(Failure.REFUSED, Failure.NOT_ALLOWED)) {
            GapHarness gaps = dropped();
            gaps.history.fail(failure);
            gaps.until(300);
            String reason = failure == Failure.REFUSED ? "REFUSED" : "PLAN";
            assertThat(gaps.events)
                    .containsExactly(OPENED, "unrecoverable " + reason + " 1 trades [A] 100..105 CONNECTION");
            assertThat(gaps.texts).singleElement().asString().contains("text of REST");
            assertThat(gaps.history.requests).hasSize(1);
        }
    }

    @Test
    void pagesThatGoRoundInACircleAreLeft() {
        GapHarness gaps = dropped();
        gaps.history.answer(new Page(List.of(trade("A", at(101), 1)), "one"));
        gaps.history.answer(new Page(List.of(trade("A", at(102), 2)), "two"));
        gaps.history.answer(new Page(List.of(trade("A", at(101), 1)), "one"));
        gaps.until(300);
        assertThat(gaps.history.requests)
                .containsExactly("trades A 85..107", "trades A 85..107 page one", "trades A 85..107 page two");
        assertThat(gaps.messages).containsExactly("recovered 1 A#1", "recovered 1 A#2");
        assertThat(gaps.events)
                .containsExactly(
                        OPENED, "partial PAGING 1 trades [A] 100..105 CONNECTION recovered 2 duplicates 1 requests 3");
    }

    @Test
    void requestsForOtherSymbolsMayHaveTheSameTokens() {
        Subscription pairs = Subscription.trades("A", "B");
        GapHarness gaps = new GapHarness(new FeedFacts(Set.of(Channel.TRADES), Duration.ZERO, 1), options -> options);
        gaps.subscribed(pairs).droppedAndBack(pairs, 100, 105);
        gaps.history.answer(new Page(List.of(trade("A", at(101), 1)), "next"));
        gaps.history.answer(new Page(List.of(), null));
        gaps.history.answer(new Page(List.of(trade("B", at(101), 2)), "next"));
        gaps.until(300);
        assertThat(gaps.messages).containsExactly("recovered 1 A#1", "recovered 1 B#2");
        assertThat(gaps.history.requests)
                .startsWith(
                        "trades A 85..107",
                        "trades A 85..107 page next",
                        "trades B 85..107",
                        "trades B 85..107 page next");
        assertThat(gaps.events).last().asString().startsWith("closed");
    }

    @Test
    void moreThanTheAllowedPagesAreNotRead() {
        GapHarness gaps = new GapHarness(options -> {
            options.maxPages = 2;
            return options;
        });
        gaps.history.pageSize = 1;
        gaps.history.has(trade("A", at(101), 1), trade("A", at(102), 2), trade("A", at(103), 3));
        gaps.subscribed(A).droppedAndBack(A, 100, 105).until(300);
        assertThat(gaps.messages).containsExactly("recovered 1 A#1", "recovered 1 A#2");
        assertThat(gaps.events)
                .containsExactly(
                        OPENED,
                        "partial RATE_BUDGET 1 trades [A] 100..105 CONNECTION recovered 2 duplicates 0 requests 2");
        assertThat(gaps.texts).singleElement().asString().contains("maxPages");
    }

    @Test
    void noMinuteHasMoreRequestsThanAllowed() {
        GapHarness gaps = new GapHarness(options -> {
            options.requestsPerMinute = 5;
            return options;
        });
        gaps.history.pageSize = 1;
        for (int i = 0; i < 30; i++) {
            gaps.history.has(trade("A", at(100 + i / 100.0), i + 1));
        }
        gaps.subscribed(A).droppedAndBack(A, 100, 105).until(2000);
        assertThat(gaps.messages).hasSize(30).doesNotHaveDuplicates();
        assertThat(gaps.events).last().asString().startsWith("closed");
        List<Long> times = gaps.history.requestNanos;
        for (int i = 5; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 5))
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(1).toNanos());
        }
    }

    @Test
    void whatIsRefusedForTwoGapsTogetherIsAskedForEachOfThem() {
        GapHarness gaps = droppedTwice();
        gaps.history.fail(Failure.REFUSED);
        gaps.history.fail(Failure.REFUSED);
        gaps.until(300);
        assertThat(gaps.history.requests).startsWith("trades A 85..108", "trades A 85..107", "trades A 90.5..108");
        assertThat(gaps.messages).containsExactly("recovered 2 A#1", "recovered 2 A#2");
        assertThat(gaps.events)
                .contains("unrecoverable REFUSED 1 trades [A] 100..105 CONNECTION")
                .contains("closed 2 trades [A] 105.5..106 CONNECTION recovered 2 duplicates 4 requests 4");
    }

    @Test
    void whatIsTooRecentForOneGapIsNotForAnother() {
        GapHarness gaps = droppedTwice();
        gaps.history.fail(Failure.TOO_RECENT);
        gaps.history.answer(new Page(List.of(trade("A", at(103), 1)), null));
        gaps.history.fail(Failure.TOO_RECENT);
        gaps.until(300);
        assertThat(gaps.messages).containsExactly("recovered 1 A#1", "recovered 1 A#2");
        assertThat(gaps.events)
                .contains("unrecoverable PLAN 2 trades [A] 105.5..106 CONNECTION")
                .last()
                .asString()
                .startsWith("closed 1 ");
    }

    @Test
    void aReadingOfTwoGapsWithTooManyPagesIsDoneForEachOfThem() {
        GapHarness gaps = droppedTwice();
        gaps.history.answer(new Page(List.of(), "one"));
        gaps.history.answer(new Page(List.of(), "one"));
        gaps.until(300);
        assertThat(gaps.messages).hasSize(2);
        assertThat(gaps.events).filteredOn(event -> event.startsWith("closed")).hasSize(2);
    }

    @Test
    void aHistoryThatIsDownIsNotAskedForEachGap() {
        GapHarness gaps = droppedTwice();
        gaps.history.answer(12, new Failed(Failure.TRANSIENT, null, "503"));
        gaps.until(300);
        assertThat(gaps.history.requests).hasSize(6);
        assertThat(gaps.events)
                .filteredOn(event -> event.startsWith("unrecoverable REST_DOWN"))
                .hasSize(2);
    }

    @Test
    void theEndOfTheStreamEndsARepairAtOnce() {
        GapHarness gaps = new GapHarness().subscribed(A);
        gaps.history.latency = Duration.ofSeconds(1);
        gaps.history.has(trade("A", at(101), 1));
        gaps.droppedAndBack(A, 100, 105).until(107.5);
        gaps.keeper.streamEnded();
        assertThat(gaps.events).containsExactly(OPENED, "unrecoverable CLOSED 1 trades [A] 100..105 CONNECTION");
        gaps.until(300).live();
        gaps.lost(A);
        assertThat(gaps.events).hasSize(2);
        assertThat(gaps.messages).isEmpty();
        assertThat(gaps.history.requests).hasSize(1);
        assertThat(gaps.loop.waiting()).as("timers left").isZero();
    }

    @Test
    void theEndOfTheStreamLeavesAPartIfSomeWasDelivered() {
        GapHarness gaps = dropped().until(108);
        gaps.keeper.streamEnded();
        gaps.keeper.streamEnded();
        assertThat(gaps.events)
                .containsExactly(
                        OPENED, "partial CLOSED 1 trades [A] 100..105 CONNECTION recovered 1 duplicates 0 requests 1");
        assertThat(gaps.loop.waiting()).as("timers left").isZero();
    }

    @Test
    void theEndOfTheStreamEndsGapsThatAreStillOpenOrDeferred() {
        GapHarness gaps = new GapHarness(options -> {
            options.deferRecent = true;
            return options;
        });
        gaps.subscribed(A).droppedAndBack(A, 100, 105);
        gaps.history.fail(Failure.TOO_RECENT);
        gaps.until(200).lost(A).until(203);
        gaps.keeper.streamEnded();
        assertThat(gaps.events)
                .containsExactly(
                        OPENED,
                        "deferred PLAN until 1035 1 trades [A] 100..105 CONNECTION",
                        "opened 2 trades [A] 200..? CONNECTION",
                        "unrecoverable CLOSED 1 trades [A] 100..105 CONNECTION",
                        "unrecoverable CLOSED 2 trades [A] 200..203 CONNECTION");
        assertThat(gaps.loop.waiting()).as("timers left").isZero();
    }

    /** Lost from second 100 to 105 and again for half a second, which one reading serves, with a trade of each in history. */
    private static GapHarness droppedTwice() {
        GapHarness gaps = new GapHarness().subscribed(A);
        gaps.history.has(trade("A", at(103), 1), trade("A", at(105.7), 2));
        return gaps.droppedAndBack(A, 100, 105).droppedAndBack(A, 105.5, 106);
    }

    /** Lost from second 100 to 105, with one trade in history. */
    private static GapHarness dropped() {
        GapHarness gaps = new GapHarness().subscribed(A);
        gaps.history.has(trade("A", at(103), 1));
        return gaps.droppedAndBack(A, 100, 105);
    }
}

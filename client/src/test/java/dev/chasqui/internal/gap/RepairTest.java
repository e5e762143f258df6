package dev.chasqui.internal.gap;

import static dev.chasqui.internal.gap.GapHarness.at;
import static dev.chasqui.internal.gap.Rows.news;
import static dev.chasqui.internal.gap.Rows.quote;
import static dev.chasqui.internal.gap.Rows.seconds;
import static dev.chasqui.internal.gap.Rows.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a repair asks for and delivers. */
class RepairTest {

    private static final Subscription A = Subscription.trades("A");
    private static final Subscription QUOTES = Subscription.quotes("A");

    @Test
    void aLostConnectionIsRepairedFromHistory() {
        GapHarness gaps = new GapHarness().subscribed(A).until(100).live(trade("A", at(100), 1));
        gaps.history.has(
                trade("A", at(100), 1), trade("A", at(102), 2), trade("A", at(104), 3), trade("A", at(106), 4));

        gaps.lost(A)
                .until(105)
                .subscribed(A)
                .until(106)
                .live(trade("A", at(106), 4))
                .until(200);

        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A] 100..? CONNECTION",
                        "closed 1 trades [A] 100..105 CONNECTION recovered 2 duplicates 10 requests 3");
        assertThat(gaps.messages).containsExactly("live A#1", "live A#4", "recovered 1 A#2", "recovered 1 A#3");
        assertThat(gaps.history.requests).containsExactly("trades A 85..107", "trades A 91..107", "trades A 91..107");
        assertThat(gaps.requestTimes()).containsExactly("107", "109", "111");
        assertThat(gaps.keeper.recovered()).isEqualTo(2);
    }

    @Test
    void rowsAtBothEndsAreDeliveredOnceWhicheverSideBringsThemFirst() {
        GapHarness gaps = new GapHarness().subscribed(A).until(100).live(trade("A", at(99), 1), trade("A", at(100), 2));
        gaps.history.has(
                trade("A", at(84.999999999), 90),
                trade("A", at(85), 91),
                trade("A", at(99), 1),
                trade("A", at(100), 2),
                trade("A", at(100), 3),
                trade("A", at(105), 4),
                trade("A", at(107), 5),
                trade("A", at(107.000000001), 92));

        gaps.droppedAndBack(A, 100, 105).live(trade("A", at(105), 4)).until(108).live(trade("A", at(107), 5));
        gaps.until(200);

        assertThat(gaps.messages)
                .containsExactly(
                        "live A#1",
                        "live A#2",
                        "live A#4",
                        "recovered 1 A#91",
                        "recovered 1 A#3",
                        "recovered 1 A#5",
                        "duplicate A#5");
    }

    @Test
    void equalQuotesAreDeliveredAsOftenAsHistoryHasThem() {
        MarketEvent quote = quote("A", at(104.5), 10);
        GapHarness gaps = new GapHarness().subscribed(QUOTES).until(100).live(quote("A", at(100), 9));
        gaps.history.has(quote("A", at(100), 9), quote, quote, quote, quote("A", at(104.5), 11));

        gaps.droppedAndBack(QUOTES, 100, 104).until(105).live(quote).until(200);

        assertThat(gaps.messages)
                .containsExactly(
                        "live quote A 100 9.0",
                        "live quote A 104.5 10.0",
                        "recovered 1 quote A 104.5 10.0",
                        "recovered 1 quote A 104.5 10.0",
                        "recovered 1 quote A 104.5 11.0");
        assertThat(gaps.events)
                .last()
                .isEqualTo("closed 1 quotes [A] 100..104 CONNECTION recovered 3 duplicates 12 requests 3");
    }

    @Test
    void aTradeWithTheIdOfAnotherIsDeliveredAndCounted() {
        GapHarness gaps = new GapHarness().subscribed(A).until(100);
        gaps.live(trade("A", Rows.nanos(at(99)), 7, "D", 10, 1, null));
        gaps.history.has(
                trade("A", Rows.nanos(at(99)), 7, "D", 10, 1, null),
                trade("A", Rows.nanos(at(102)), 7, "D", 11, 1, null));

        gaps.droppedAndBack(A, 100, 105).until(200);

        assertThat(gaps.messages).containsExactly("live A#7", "recovered 1 A#7");
        assertThat(gaps.keeper.conflicts()).isEqualTo(1);
    }

    @Test
    void aCancelledTradeIsDeliveredWithItsFlag() {
        GapHarness gaps = new GapHarness().subscribed(A);
        gaps.history.has(
                trade("A", Rows.nanos(at(102)), 7, "V", 10, 1, "canceled"),
                trade("A", Rows.nanos(at(103)), 8, "V", 10, 1, "incorrect"),
                trade("A", Rows.nanos(at(103)), 9, "V", 10, 1, "corrected"));

        gaps.droppedAndBack(A, 100, 105).until(200);

        assertThat(gaps.messages)
                .containsExactly("recovered 1 A#7 canceled", "recovered 1 A#8 incorrect", "recovered 1 A#9 corrected");
    }

    @Test
    void aLiveDuplicateIsCountedAndNotDelivered() {
        GapHarness gaps = new GapHarness().subscribed(A).until(10);
        gaps.live(trade("A", at(10), 1), trade("A", at(10), 1));
        assertThat(gaps.messages).containsExactly("live A#1", "duplicate A#1");
        assertThat(gaps.keeper.duplicates()).isEqualTo(1);
    }

    @Test
    void aLatePrintFromBeforeTheDropIsRecovered() {
        GapHarness gaps = new GapHarness().subscribed(A).until(100).live(trade("A", at(100), 1));
        gaps.history.has(trade("A", at(91), 2));
        gaps.droppedAndBack(A, 100, 105).until(200);
        assertThat(gaps.messages).containsExactly("live A#1", "recovered 1 A#2");
    }

    @ParameterizedTest
    @ValueSource(ints = {9_999, 10_000, 10_001, 25_000})
    void everyPageIsRead(int count) {
        GapHarness gaps = new GapHarness(options -> {
            options.verifyFor = Duration.ZERO;
            return options;
        });
        gaps.history.has(IntStream.range(0, count)
                .mapToObj(i -> trade("A", at(101 + i * 1e-5), i + 1))
                .toArray(MarketEvent[]::new));

        gaps.subscribed(A).droppedAndBack(A, 100, 105).until(200);

        assertThat(gaps.messages).hasSize(count).doesNotHaveDuplicates();
        int pages = (count + 9_999) / 10_000;
        assertThat(gaps.events)
                .last()
                .isEqualTo("closed 1 trades [A] 100..105 CONNECTION recovered " + count + " duplicates 0 requests "
                        + pages);
        assertThat(gaps.history.requests)
                .isEqualTo(IntStream.range(0, pages)
                        .mapToObj(page -> "trades A 85..107" + (page == 0 ? "" : " page " + (page * 10_000 - 1)))
                        .toList());
    }

    @Test
    void anEmptyLastPageIsTheEnd() {
        GapHarness gaps = new GapHarness();
        gaps.history.answer(new History.Page(List.of(trade("A", at(101), 1)), "next"));
        gaps.history.answer(new History.Page(List.of(), null));
        gaps.subscribed(A).droppedAndBack(A, 100, 105).until(200);
        assertThat(gaps.messages).containsExactly("recovered 1 A#1");
        assertThat(gaps.history.requests)
                .containsExactly(
                        "trades A 85..107", "trades A 85..107 page next", "trades A 91..107", "trades A 91..107");
        assertThat(gaps.events).last().asString().startsWith("closed");
    }

    @Test
    void aPageThatComesTwiceDeliversItsRowsOnce() {
        List<MarketEvent> rows = List.of(quote("A", at(101), 1), quote("A", at(101), 1), quote("A", at(102), 2));
        GapHarness gaps = new GapHarness();
        gaps.history.answer(new History.Page(rows, "next"));
        gaps.history.answer(new History.Page(rows, null));
        gaps.subscribed(QUOTES).droppedAndBack(QUOTES, 100, 105).until(200);
        assertThat(gaps.messages)
                .containsExactly(
                        "recovered 1 quote A 101 1.0", "recovered 1 quote A 101 1.0", "recovered 1 quote A 102 2.0");
    }

    @Test
    void rowsThatAppearLateAreFoundByReadingTheEndAgain() {
        GapHarness gaps = new GapHarness().subscribed(A);
        gaps.history.has(trade("A", at(99), 1));
        gaps.until(100);
        gaps.history.hasFrom(Duration.ofSeconds(12), trade("A", at(104), 2));
        gaps.history.hasFrom(Duration.ofSeconds(8), trade("A", at(103), 3));

        gaps.droppedAndBack(A, 100, 105).until(200);

        assertThat(gaps.messages).containsExactly("recovered 1 A#1", "recovered 1 A#3", "recovered 1 A#2");
        assertThat(gaps.requestTimes()).containsExactly("107", "109", "111", "113", "115", "117");
        assertThat(gaps.events)
                .last()
                .isEqualTo("closed 1 trades [A] 100..105 CONNECTION recovered 3 duplicates 11 requests 6");
    }

    @Test
    void aLatePrintThatALaggingHistoryShowsLateIsFoundByReadingTheEndAgain() {
        GapHarness gaps = new GapHarness().subscribed(A);
        gaps.history.has(trade("A", at(99), 1), trade("A", at(104.5), 2));
        gaps.until(100).lost(A).until(104.9);
        gaps.history.hasFrom(Duration.ofSeconds(5), trade("A", at(95), 3));

        gaps.until(105).subscribed(A).until(200);

        assertThat(gaps.messages).containsExactly("recovered 1 A#1", "recovered 1 A#2", "recovered 1 A#3");
    }

    @Test
    void aHistoryThatLagsIsReadFromTheNewestThatItHasShown() {
        GapHarness gaps = new GapHarness().subscribed(A);
        gaps.history.lag = Duration.ofSeconds(20);
        for (int i = 0; i < 60; i++) {
            gaps.history.has(trade("A", at(80 + i), i + 1));
        }
        gaps.until(100);
        for (int i = 85; i <= 100; i++) {
            gaps.live(trade("A", at(i), i - 79));
        }
        gaps.messages.clear();

        gaps.lost(A).until(105).subscribed(A);
        for (int i = 105; i < 140; i++) {
            gaps.until(i).live(trade("A", at(i), i - 79));
        }
        gaps.until(300);

        assertThat(gaps.messages.stream().filter(line -> line.startsWith("recovered")))
                .containsExactly("recovered 1 A#22", "recovered 1 A#23", "recovered 1 A#24", "recovered 1 A#25");
        assertThat(gaps.history.requests).startsWith("trades A 85..107", "trades A 87..107", "trades A 89..107");
        assertThat(gaps.events).last().asString().startsWith("closed");
    }

    @Test
    void aHistoryThatGoesOnAddingRowsLeavesAPartialRepair() {
        GapHarness gaps = new GapHarness().subscribed(A).until(100);
        for (int i = 0; i < 60; i++) {
            gaps.history.hasFrom(Duration.ofSeconds(5 + i), trade("A", at(104), i + 1));
        }
        gaps.droppedAndBack(A, 100, 105).until(300);
        assertThat(gaps.events)
                .last()
                .asString()
                .startsWith("partial TAIL_NOT_STABLE 1 trades [A] 100..105 CONNECTION recovered 35 ");
        assertThat(gaps.requestTimes()).first().isEqualTo("107");
        assertThat(gaps.requestTimes()).last().isEqualTo("139");
        assertThat(gaps.texts).singleElement().asString().contains("still adding rows", "verifyFor", "trades of A");
    }

    @Test
    void recoveredRowsComeOnlyWhileThereIsRoom() {
        GapHarness gaps = new GapHarness().subscribed(A);
        for (int i = 1; i <= 10; i++) {
            gaps.history.has(trade("A", at(100 + i / 10.0), i));
        }
        gaps.room = 3;
        gaps.droppedAndBack(A, 100, 105).until(107);
        assertThat(gaps.messages).hasSize(3);
        gaps.until(110);
        assertThat(gaps.messages).hasSize(3);
        gaps.room = 4;
        gaps.until(110.01);
        assertThat(gaps.messages).hasSize(7);
        gaps.room = 100;
        gaps.until(200);
        assertThat(gaps.messages).hasSize(10).doesNotHaveDuplicates();
        assertThat(gaps.batches).isEqualTo(3);
        assertThat(gaps.events).last().asString().startsWith("closed");
    }

    @Test
    void manySymbolsAreDividedAmongRequests() {
        String[] symbols =
                IntStream.range(0, 250).mapToObj(i -> "S" + (1000 + i)).toArray(String[]::new);
        Subscription pairs = Subscription.trades(symbols);
        GapHarness gaps = new GapHarness(new FeedFacts(Set.of(Channel.TRADES), Duration.ZERO, 100), options -> {
            options.verifyFor = Duration.ZERO;
            return options;
        });
        gaps.history.has(trade("S1000", at(101), 1), trade("S1249", at(101), 1));
        gaps.history.pageSize = 1;
        gaps.subscribed(pairs).droppedAndBack(pairs, 100, 105).until(200);
        assertThat(gaps.history.requests).hasSize(3);
        assertThat(gaps.history.requests).allMatch(request -> request.endsWith(" 85..107"));
        assertThat(gaps.messages).containsExactly("recovered 1 S1000#1", "recovered 1 S1249#1");
        assertThat(gaps.events).last().asString().endsWith("recovered 2 duplicates 0 requests 3");
    }

    @Test
    void anAddressStaysShort() {
        List<String> symbols = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            symbols.add("AAPL260116C%08d".formatted(i));
        }
        symbols.add("BTC/USD");
        List<Set<String>> chunks = SymbolChunks.of(symbols, 1000);
        assertThat(chunks).allMatch(chunk -> String.join("%2C", chunk).length() <= 6_000);
        assertThat(chunks.stream().flatMap(Set::stream)).containsExactlyInAnyOrderElementsOf(symbols);
        assertThat(SymbolChunks.of(symbols, 100)).hasSize(11).allMatch(chunk -> chunk.size() <= 100);
    }

    @Test
    void everySymbolIsRepairedByThoseSeenAndThatIsAPart() {
        Subscription all = Subscription.trades("*");
        GapHarness gaps = new GapHarness().subscribed(all);
        gaps.seen.addAll(Set.of("A", "B"));
        gaps.history.has(trade("A", at(101), 1), trade("B", at(102), 2), trade("C", at(102), 3));
        gaps.droppedAndBack(all, 100, 105).until(200);
        assertThat(gaps.messages).containsExactly("recovered 1 A#1", "recovered 1 B#2");
        assertThat(gaps.history.requests).first().isEqualTo("trades A,B 85..107");
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [*] 100..? CONNECTION",
                        "partial UNBOUNDED_SET 1 trades [*] 100..105 CONNECTION recovered 2 duplicates 4 requests 3");
        assertThat(gaps.texts).singleElement().asString().contains("the 2 that were seen");
    }

    @Test
    void everySymbolOfWhichNoneWasSeenCannotBeRepaired() {
        Subscription all = Subscription.trades("*");
        GapHarness gaps =
                new GapHarness().subscribed(all).droppedAndBack(all, 100, 105).until(200);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [*] 100..? CONNECTION",
                        "unrecoverable UNBOUNDED_SET 1 trades [*] 100..105 CONNECTION");
        assertThat(gaps.history.requests).isEmpty();
    }

    @Test
    void newsIsRepairedForAllAndForSome() {
        for (String symbols : new String[] {"*", "BTC/USD"}) {
            Subscription pairs = Subscription.of(Channel.NEWS, symbols);
            GapHarness gaps = new GapHarness().subscribed(pairs).until(100).live(news(1, at(100), "BTCUSD"));
            // A changed article may be older or newer than the interval by one of its times.
            List<MarketEvent> rows =
                    List.of(news(1, at(100), "BTCUSD"), news(2, at(103), "BTCUSD", "A"), news(3, at(300), "BTC/USD"));
            gaps.history.answer(3, new History.Page(rows, null));
            gaps.lost(pairs).until(105).subscribed(pairs).until(200);
            assertThat(gaps.messages)
                    .containsExactly("live article 1", "recovered 1 article 2", "recovered 1 article 3");
            assertThat(gaps.history.requests)
                    .first()
                    .isEqualTo(symbols.equals("*") ? "news  85..107" : "news BTC/USD 85..107");
            assertThat(gaps.events)
                    .last()
                    .isEqualTo(
                            "closed 1 news [" + symbols + "] 100..105 CONNECTION recovered 2 duplicates 7 requests 3");
        }
    }

    @Test
    void ofAGapThatIsTooLongTheNewestPartIsRepaired() {
        GapHarness gaps = new GapHarness(options -> {
            options.maxBackfill = Duration.ofSeconds(60);
            options.verifyFor = Duration.ZERO;
            return options;
        });
        gaps.history.has(trade("A", at(101), 1), trade("A", at(243), 2));
        gaps.subscribed(A).droppedAndBack(A, 100, 300).until(400);
        assertThat(gaps.history.requests).containsExactly("trades A 242..302");
        assertThat(gaps.messages).containsExactly("recovered 1 A#2");
        assertThat(gaps.events)
                .last()
                .isEqualTo("partial TOO_LONG 1 trades [A] 100..300 CONNECTION recovered 1 duplicates 0 requests 1");
        assertThat(gaps.texts).singleElement().asString().contains("maxBackfill");
    }

    @Test
    void theClockOfTheServerMayBeAheadOrBehind() {
        for (int skew : new int[] {5, -5}) {
            GapHarness gaps = new GapHarness().subscribed(A);
            gaps.until(99).live(trade("A", at(99 + skew), 1));
            gaps.until(100).live(trade("A", at(100 + skew), 2));
            gaps.history.has(trade("A", at(100.001 + skew), 3), trade("A", at(104.999 + skew), 4));
            gaps.lost(A).until(105).subscribed(A).until(200);
            assertThat(gaps.messages).contains("recovered 1 A#3", "recovered 1 A#4");
            assertThat(gaps.history.requests).first().isEqualTo(skew > 0 ? "trades A 85..112" : "trades A 80..107");
        }
    }

    @Test
    void inAQuietMarketWhatCameBeforeALongSilenceIsStillKnown() {
        GapHarness gaps = new GapHarness().subscribed(A).until(30).live(trade("A", at(30), 1));
        gaps.history.has(trade("A", at(30), 1), trade("A", at(150), 2));
        gaps.until(60).live().until(200).live();
        gaps.keeper.undecodable(seconds(60), "A", A, "broken");
        gaps.until(300);

        assertThat(gaps.messages).containsExactly("live A#1", "recovered 1 A#2");
        assertThat(gaps.events).noneMatch(event -> event.startsWith("truncated"));
    }

    @Test
    void whatTheServersClockPutsIntoTheGapIsKnownForAsLongAsTheGapIsOpen() {
        GapHarness gaps = new GapHarness().subscribed(A).until(84).live(trade("A", at(85.5), 1));
        gaps.history.has(trade("A", at(85.5), 1));
        gaps.until(100).live(trade("A", at(101.5), 2)).droppedAndBack(A, 100, 300);
        gaps.live().until(400);

        assertThat(gaps.messages).containsExactly("live A#1", "live A#2");
        assertThat(gaps.events).noneMatch(event -> event.startsWith("truncated"));
    }

    @Test
    void whatAClockThatIsSetPutsIntoTheGapIsKnownForAsLongAsTheGapIsOpen() {
        GapHarness gaps = new GapHarness().subscribed(A).until(84).live(trade("A", at(84), 1));
        gaps.history.has(trade("A", at(84), 1));
        gaps.until(100).live(trade("A", at(100), 2)).lost(A).until(150);
        gaps.loop.jumpWall(Duration.ofSeconds(-2));
        gaps.until(300).subscribed(A).live().until(400);

        assertThat(gaps.messages).containsExactly("live A#1", "live A#2");
        assertThat(gaps.events).noneMatch(event -> event.startsWith("truncated"));
    }

    @Test
    void aClockThatIsSetWhileTheEndIsReadAgainMakesTheRepairWider() {
        GapHarness gaps = new GapHarness().subscribed(A);
        gaps.history.has(trade("A", at(162), 1));
        gaps.droppedAndBack(A, 100, 105).until(108);
        gaps.loop.jumpWall(Duration.ofSeconds(60));
        gaps.until(300);

        assertThat(gaps.messages).containsExactly("recovered 1 A#1");
        assertThat(gaps.events).last().asString().startsWith("closed 1 trades [A] 100..165 ");
    }

    @Test
    void clocksThatDriftAFewMillisecondsCostNoSecondReading() {
        assertThat(requestsWhenTheClockMoves(Duration.ofMillis(3), UnaryOperator.identity()))
                .isEqualTo(requestsWhenTheClockMoves(Duration.ZERO, UnaryOperator.identity()));
    }

    @Test
    void theyDoWhereNothingIsReadAroundTheGap() {
        UnaryOperator<GapHarness.Options> narrow = options -> {
            options.overlapForward = Duration.ZERO;
            return options;
        };
        assertThat(requestsWhenTheClockMoves(Duration.ofMillis(3), narrow))
                .hasSizeGreaterThan(
                        requestsWhenTheClockMoves(Duration.ZERO, narrow).size());
    }

    private static List<String> requestsWhenTheClockMoves(Duration by, UnaryOperator<GapHarness.Options> change) {
        GapHarness gaps = new GapHarness(change).subscribed(A);
        gaps.history.has(trade("A", at(102), 1));
        gaps.droppedAndBack(A, 100, 105).until(108);
        gaps.loop.jumpWall(by);
        gaps.until(300);
        assertThat(gaps.messages).containsExactly("recovered 1 A#1");
        assertThat(gaps.events).last().asString().startsWith("closed 1 ");
        return gaps.history.requests;
    }

    @Test
    void theTimeThatAReadingTakesIsNotTakenFromVerification() {
        GapHarness gaps = new GapHarness().subscribed(A);
        gaps.history.latency = Duration.ofSeconds(40);
        gaps.history.has(trade("A", at(101), 1));
        gaps.history.hasFrom(Duration.ofSeconds(160), trade("A", at(102), 2));
        gaps.droppedAndBack(A, 100, 105).until(400);

        assertThat(gaps.messages).containsExactly("recovered 1 A#1", "recovered 1 A#2");
        assertThat(gaps.events).last().asString().startsWith("closed 1 ");
    }

    @Test
    void theEndIsReadAgainWhereItIsIfTheServersClockIsNotAheadAnyMore() {
        GapHarness gaps = new GapHarness().subscribed(A).until(50).live(trade("A", at(70), 1));
        gaps.history.hasFrom(Duration.ofSeconds(58), trade("A", at(104), 2));
        gaps.droppedAndBack(A, 100, 105).live(trade("A", at(106), 3)).until(106.9);
        gaps.live(trade("A", at(125), 4));
        gaps.history.has(trade("A", at(106), 3), trade("A", at(125), 4));
        gaps.until(200);

        assertThat(gaps.messages).contains("recovered 1 A#2");
        assertThat(gaps.events).last().asString().startsWith("closed 1 ");
    }

    @Test
    void whatCannotBeNamedInARequestIsLeftOutOfIt() {
        Subscription all = Subscription.trades("*");
        GapHarness gaps = new GapHarness().subscribed(all);
        gaps.seen.addAll(Set.of("A", "B,C", " "));
        gaps.droppedAndBack(all, 100, 105).until(200);
        assertThat(gaps.history.requests).isNotEmpty().containsOnly("trades A 85..107");
    }

    @Test
    void aMessageFromTheFarFutureIsNoMeasureOfClocks() {
        GapHarness gaps = new GapHarness().subscribed(A).until(50);
        gaps.live(trade("A", at(9_000_000), 1)).until(100).live(trade("A", at(100), 2));
        gaps.lost(A).until(105).subscribed(A).until(200);
        assertThat(gaps.history.requests).first().isEqualTo("trades A 85..107");
    }

    @Test
    void aDelayedFeedIsAskedForWhatWasSentInTheGap() {
        FeedFacts delayed = FeedFacts.of(Feed.DELAYED_SIP);
        GapHarness gaps =
                new GapHarness(delayed, options -> options).subscribed(A).until(1000);
        gaps.live(trade("A", at(100), 1)).lost(A).until(1005).subscribed(A).until(1200);
        assertThat(gaps.history.requests).first().isEqualTo("trades A 85..107");
        assertThat(gaps.events)
                .contains("closed 1 trades [A] 1000..1005 CONNECTION recovered 0 duplicates 0 requests 3");
    }

    @Test
    void whatTheWindowForgotIsTold() {
        GapHarness gaps = new GapHarness(options -> {
            options.dedupKeys = 1024;
            return options;
        });
        gaps.subscribed(A).until(99.5);
        for (int i = 1; i <= 2000; i++) {
            gaps.live(trade("A", at(99.5), i));
        }
        gaps.until(100).lost(A).until(105).subscribed(A).until(200);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A] 100..? CONNECTION",
                        "truncated 1 trades",
                        "closed 1 trades [A] 100..105 CONNECTION recovered 0 duplicates 0 requests 3");
    }

    @Test
    void channelsThatAreNotRepairedAreLeftAlone() {
        GapHarness gaps = new GapHarness(options -> {
            options.channels = Set.of(Channel.BARS);
            return options;
        });
        gaps.subscribed(A).live(trade("A", at(0), 1), trade("A", at(0), 1));
        assertThat(gaps.messages).containsExactly("live A#1", "live A#1");
        gaps.droppedAndBack(A, 100, 105).until(200);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A] 100..? CONNECTION",
                        "unrecoverable DISABLED 1 trades [A] 100..105 CONNECTION");
        assertThat(gaps.texts).singleElement().asString().contains("RepairOptions");
    }
}

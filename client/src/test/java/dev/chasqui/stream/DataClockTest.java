package dev.chasqui.stream;

import static dev.chasqui.stream.event.StreamState.LIVE;
import static dev.chasqui.stream.event.StreamState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent.StaleCleared;
import dev.chasqui.stream.event.StreamEvent.StaleFeed;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import dev.chasqui.stream.options.DataClockOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Silence of a whole feed, in all hours of a market, on virtual time. It begins on Monday, 5 January 2026, at 09:30 in New York. */
class DataClockTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** Of silence until a connection is given up: threshold, time between looks, answer of REST, second look. */
    private static final Duration VERDICT = Duration.ofSeconds(60 + 5 + 2).plusMillis(200);

    /** So often that a long pause now and then is no habit. */
    private static final Duration OFTEN = Duration.ofMillis(50);

    private static final String[] FIVE = {"A", "B", "C", "D", "E"};
    private static final Set<Channel> TICKS = EnumSet.of(Channel.TRADES, Channel.QUOTES);
    private static final Subscription TRADES = Subscription.trades(FIVE);

    @Test
    void aMuteLinkIsProvedByRestAndReplaced() {
        VirtualStream virtual = new VirtualStream().live(TRADES.plus(Subscription.quotes(FIVE)));
        talk(virtual, MINUTE.multipliedBy(3), SECOND, FIVE);
        Instant last = virtual.loop.wallClock();
        virtual.probe.knowsOfTrades();
        virtual.advance(VERDICT);

        assertThat(virtual.state()).isEqualTo(WAITING);
        assertThat(lastCause(virtual).kind()).isEqualTo(Cause.Kind.MUTE);
        assertThat(virtual.probe.questions).hasSize(1);
        assertThat(virtual.probe.last().channel()).isEqualTo(Channel.TRADES);
        assertThat(virtual.probe.last().symbols()).containsExactlyInAnyOrder(FIVE);
        StaleFeed stale = virtual.events(StaleFeed.class).get(0);
        assertThat(stale.confirmed()).isTrue();
        assertThat(stale.channels()).isEqualTo(TICKS);
        assertThat(stale.lastData()).isEqualTo(last);
    }

    /** A thousand frames at one moment are a thousand frames, so the pause between two such moments is no habit. */
    @Test
    void framesThatComeTogetherCountEach() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        for (int i = 0; i < 10; i++) {
            virtual.advance(SECOND.multipliedBy(20));
            for (int frame = 0; frame < 1_200; frame++) {
                virtual.socket().data(Samples.trade("A", virtual.loop.wallNanos()));
            }
        }
        virtual.probe.knowsOfTrades();
        virtual.advance(VERDICT);
        assertThat(virtual.state()).isEqualTo(WAITING);
        assertThat(lastCause(virtual).kind()).isEqualTo(Cause.Kind.MUTE);
    }

    @Test
    void whenDataFlowsAgainThatIsToldOnce() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        talk(virtual, MINUTE.multipliedBy(3), SECOND, FIVE);
        virtual.probe.knowsOfTrades();
        virtual.advance(VERDICT.plus(SECOND));
        assertThat(virtual.state()).isEqualTo(LIVE);
        talk(virtual, MINUTE, SECOND, FIVE);
        assertThat(virtual.events(StaleFeed.class)).hasSize(1);
        assertThat(virtual.events(StaleCleared.class))
                .extracting(StaleCleared::channels, StaleCleared::lasted)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        Set.of(Channel.TRADES), VERDICT.plus(SECOND).plus(SECOND)));
    }

    @Test
    void aLinkThatIsMuteFromTheStartIsFoundAsWell() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        virtual.probe.knowsOfTrades();
        virtual.advance(VERDICT);
        assertThat(lastCause(virtual).kind()).isEqualTo(Cause.Kind.MUTE);
        assertThat(virtual.probe.last().symbols()).containsExactlyInAnyOrder(FIVE);
    }

    @Test
    void pongsAndAnswersOfTheServerAreNoData() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        virtual.probe.knowsOfTrades();
        for (int i = 0; i < 6; i++) {
            virtual.advance(SECOND.multipliedBy(10));
            virtual.stream.subscribe(Subscription.of(Channel.STATUSES, "S" + i));
            virtual.loop.run();
        }
        virtual.advance(SECOND.multipliedBy(8));
        assertThat(lastCause(virtual).kind()).isEqualTo(Cause.Kind.MUTE);
    }

    @Test
    void aQuietMarketIsAskedAboutMoreAndMoreRarelyAndNotDisturbed() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        talk(virtual, MINUTE.multipliedBy(3), SECOND, FIVE);
        long newest = virtual.loop.wallNanos();
        virtual.probe.knows(() -> newest);
        virtual.advance(Duration.ofHours(1));

        assertThat(virtual.state()).isEqualTo(LIVE);
        assertThat(virtual.server.sockets).hasSize(1);
        assertThat(virtual.events(StaleFeed.class)).isEmpty();
        assertThat(pausesInSeconds(virtual))
                .startsWith(60L, 120L, 240L, 480L, 600L, 600L)
                .endsWith(600L);
    }

    @Test
    void afterDataTheQuestionsBeginAnew() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        talk(virtual, MINUTE.multipliedBy(3), OFTEN, FIVE);
        virtual.probe.knowsNothing();
        virtual.advance(Duration.ofMinutes(20));
        int before = virtual.probe.questions.size();
        talk(virtual, MINUTE, OFTEN, FIVE);
        virtual.advance(Duration.ofSeconds(66));
        assertThat(virtual.probe.questions).hasSize(before + 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3_600, 0, 4})
    void whatRestKnowsMustBeNewerByFiveSeconds(long seconds) {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        talk(virtual, MINUTE.multipliedBy(3), SECOND, FIVE);
        long newest = virtual.loop.wallNanos() + Duration.ofSeconds(seconds).toNanos();
        virtual.probe.knows(() -> newest);
        virtual.advance(Duration.ofMinutes(5));
        assertThat(virtual.state()).isEqualTo(LIVE);
        assertThat(virtual.events(StaleFeed.class)).isEmpty();
    }

    @Test
    void anAnswerThatDataHasOvertakenCountsForNothing() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        talk(virtual, MINUTE.multipliedBy(3), SECOND, FIVE);
        virtual.probe.knowsOfTrades();
        virtual.probe.takes = SECOND.multipliedBy(10);
        virtual.advance(Duration.ofSeconds(66));
        assertThat(virtual.probe.questions).hasSize(1);
        talk(virtual, MINUTE, SECOND, FIVE);
        assertThat(virtual.server.sockets).hasSize(1);
        assertThat(virtual.events(StaleFeed.class)).isEmpty();
    }

    @Test
    void aRefusalThatDataHasOvertakenCountsForNothing() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        talk(virtual, MINUTE.multipliedBy(3), SECOND, FIVE);
        virtual.probe.takes = SECOND.multipliedBy(10);
        virtual.advance(Duration.ofSeconds(66));
        assertThat(virtual.probe.questions).hasSize(1);
        talk(virtual, MINUTE, SECOND, FIVE);
        assertThat(virtual.server.sockets).hasSize(1);
        assertThat(virtual.events(StaleFeed.class)).isEmpty();
    }

    @Test
    void aStreamThatSpeaksAgainJustAfterRestSpokeIsNotMute() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        talk(virtual, MINUTE.multipliedBy(3), SECOND, FIVE);
        virtual.probe.knowsOfTrades();
        virtual.advance(Duration.ofSeconds(66));
        assertThat(virtual.probe.questions).hasSize(1);
        virtual.socket().data(Samples.trade("A", virtual.loop.wallNanos()));
        virtual.advance(MINUTE.minus(SECOND));
        assertThat(virtual.server.sockets).hasSize(1);
    }

    @Test
    void anAnswerAboutAnEarlierConnectionCountsForNothing() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        talk(virtual, MINUTE.multipliedBy(3), SECOND, FIVE);
        virtual.probe.knowsOfTrades();
        virtual.probe.takes = SECOND.multipliedBy(10);
        virtual.advance(Duration.ofSeconds(66));
        virtual.server.next(4, ScriptedServer::refuse);
        virtual.socket().drop();
        virtual.advance(Duration.ofSeconds(40));
        assertThat(virtual.server.sockets).hasSize(6);
        assertThat(virtual.state()).isEqualTo(LIVE);
        assertThat(virtual.events(StaleFeed.class)).isEmpty();
    }

    @Test
    void whatHappenedBeforeThisConnectionDoesNotSpeakAgainstIt() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        talk(virtual, MINUTE.multipliedBy(3), SECOND, FIVE);
        virtual.server.next(4, ScriptedServer::refuse);
        virtual.socket().drop();
        virtual.advance(SECOND.multipliedBy(10));
        long duringTheOutage = virtual.loop.wallNanos();
        virtual.probe.knows(() -> duringTheOutage);
        virtual.advance(Duration.ofMinutes(5));
        assertThat(virtual.server.sockets).hasSize(6);
        assertThat(virtual.probe.questions).isNotEmpty();
        assertThat(virtual.events(StaleFeed.class)).isEmpty();
    }

    @Test
    void whereRestMayNotSayTheStreamConnectsAgainRarely() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        talk(virtual, MINUTE.multipliedBy(3), SECOND, FIVE);
        virtual.advance(Duration.ofHours(2));
        List<Long> dials = virtual.server.dialTimes;
        List<Long> minutes = IntStream.range(2, dials.size())
                .mapToObj(i -> Duration.ofNanos(dials.get(i) - dials.get(i - 1)).toMinutes())
                .toList();
        assertThat(minutes).hasSizeBetween(3, 4);
        assertThat(minutes.get(0)).isBetween(5L, 15L);
        assertThat(minutes.get(1)).isBetween(10L, 20L);
        assertThat(minutes.get(2)).isBetween(20L, 30L);
        assertThat(virtual.events(StaleFeed.class))
                .singleElement()
                .satisfies(stale -> assertThat(stale.confirmed()).isFalse());
    }

    @Test
    void dataThatComesAndGoesDoesNotMakeBlindConnectionsMoreFrequent() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        for (int i = 0; i < 20; i++) {
            talk(virtual, MINUTE, OFTEN, FIVE);
            virtual.advance(Duration.ofSeconds(90));
        }
        // Fifty minutes.
        assertThat(virtual.server.sockets).hasSizeBetween(8, 11);
    }

    @Test
    void withoutRestAndWithoutARhythmNothingIsBlamed() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        virtual.advance(Duration.ofHours(6));
        assertThat(virtual.server.sockets).hasSize(1);
        assertThat(virtual.events(StaleFeed.class)).hasSize(1);
    }

    @Test
    void aQuietNightOfEightHoursIsNotDisturbed() {
        VirtualStream virtual = at("2026-01-06T02:00:00Z").live(TRADES);
        virtual.probe.knowsOfTrades();
        virtual.advance(Duration.ofHours(8));
        assertThat(virtual.server.sockets).hasSize(1);
        assertThat(virtual.probe.questions).isEmpty();
        assertThat(virtual.events(StaleFeed.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-10T15:00:00Z",
                "2026-01-19T15:00:00Z",
                "2026-11-26T15:00:00Z",
                "2026-04-03T14:00:00Z",
                "2026-11-27T22:30:00Z",
            })
    void onWeekendsHolidaysAndAfterHalfDaysSilenceMeansNothing(String moment) {
        VirtualStream virtual = at(moment).live(TRADES);
        virtual.probe.knowsOfTrades();
        virtual.advance(Duration.ofHours(2));
        assertThat(virtual.probe.questions).isEmpty();
        assertThat(virtual.events(StaleFeed.class)).isEmpty();
    }

    @Test
    void outsideTheRegularSessionFiveMinutesArePatience() {
        VirtualStream virtual = at("2026-01-05T13:30:00Z").live(TRADES);
        virtual.probe.knowsOfTrades();
        virtual.advance(Duration.ofMinutes(5));
        assertThat(virtual.probe.questions).isEmpty();
        virtual.advance(SECOND.multipliedBy(8));
        assertThat(lastCause(virtual).kind()).isEqualTo(Cause.Kind.MUTE);
    }

    @Test
    void theSilenceOfTheNightDoesNotCountInTheMorning() {
        VirtualStream virtual = at("2026-01-06T12:58:00Z").live(TRADES);
        virtual.probe.knowsOfTrades();
        virtual.advance(Duration.ofMinutes(6));
        assertThat(virtual.probe.questions).isEmpty();
        virtual.advance(Duration.ofMinutes(2));
        assertThat(virtual.probe.questions).isNotEmpty();
    }

    @Test
    void atTheOpenThePatienceOfTheRegularSessionBegins() {
        VirtualStream virtual = at("2026-01-06T14:26:00Z").live(TRADES);
        virtual.probe.knowsOfTrades();
        virtual.advance(Duration.ofMinutes(5));
        assertThat(virtual.probe.questions).isEmpty();
        virtual.advance(SECOND.multipliedBy(15));
        assertThat(virtual.probe.questions).hasSize(1);
    }

    @Test
    void whenItIsNotKnownWhetherTheMarketIsOpenThereIsOneWarningAndNothingElse() {
        VirtualStream virtual = at("2031-01-06T15:00:00Z").live(TRADES);
        talk(virtual, MINUTE.multipliedBy(3), SECOND, FIVE);
        virtual.probe.knowsOfTrades();
        virtual.advance(Duration.ofHours(8));
        assertThat(virtual.server.sockets).hasSize(1);
        assertThat(virtual.probe.questions).isEmpty();
        assertThat(virtual.events(StaleFeed.class))
                .singleElement()
                .satisfies(stale -> assertThat(stale.confirmed()).isFalse());
    }

    @ParameterizedTest
    @EnumSource(
            value = Channel.class,
            names = {"DAILY_BARS", "STATUSES", "LULDS", "IMBALANCES", "UPDATED_BARS"})
    void channelsThatMayBeSilentForHoursAreNotWatched(Channel channel) {
        VirtualStream virtual = new VirtualStream().live(Subscription.of(channel, FIVE));
        virtual.probe.knowsOfTrades();
        virtual.advance(Duration.ofHours(6));
        assertThat(virtual.probe.questions).isEmpty();
        assertThat(virtual.server.sockets).hasSize(1);
    }

    @Test
    void fewSymbolsThatSpeakRarelyAreNotWatched() {
        VirtualStream virtual = new VirtualStream().live(Subscription.trades("A", "B", "C", "D"));
        virtual.probe.knowsOfTrades();
        talk(virtual, Duration.ofHours(1), Duration.ofMinutes(3), "A");
        virtual.advance(Duration.ofHours(2));
        assertThat(virtual.probe.questions).isEmpty();
    }

    @Test
    void aSingleBusySymbolIsWatched() {
        VirtualStream virtual = new VirtualStream().live(Subscription.trades("A"));
        talk(virtual, MINUTE.multipliedBy(3), SECOND, "A");
        virtual.probe.knowsOfTrades();
        virtual.advance(VERDICT);
        assertThat(lastCause(virtual).kind()).isEqualTo(Cause.Kind.MUTE);
    }

    @Test
    void aFeedThatUsuallyPausesIsGivenEightTimesItsPause() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        talk(virtual, MINUTE.multipliedBy(30), Duration.ofSeconds(20), FIVE);
        virtual.probe.knowsOfTrades();
        virtual.advance(Duration.ofSeconds(160));
        assertThat(virtual.probe.questions).isEmpty();
        virtual.advance(Duration.ofSeconds(20));
        assertThat(virtual.probe.questions).hasSize(1);
    }

    @Test
    void howManyMessagesAFrameHasMakesItsFeedNoFaster() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        String[] crowd = Collections.nCopies(2_000, "A").toArray(String[]::new);
        talk(virtual, MINUTE.multipliedBy(10), Duration.ofSeconds(20), crowd);
        virtual.probe.knowsOfTrades();
        virtual.advance(Duration.ofSeconds(160));
        assertThat(virtual.probe.questions).isEmpty();
    }

    @Test
    void anOutageIsNoPauseOfTheFeed() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        talk(virtual, MINUTE.multipliedBy(3), SECOND, "A");
        virtual.server.next(4, ScriptedServer::refuse);
        virtual.socket().drop();
        virtual.advance(Duration.ofSeconds(40));
        talk(virtual, MINUTE, SECOND, "A");
        virtual.probe.knowsNothing();
        virtual.advance(Duration.ofSeconds(66));
        assertThat(virtual.probe.questions).hasSize(1);
    }

    @Test
    void minuteBarsAreDueAtTheMinute() {
        VirtualStream virtual = new VirtualStream().live(Subscription.bars(FIVE));
        talk(virtual, MINUTE.multipliedBy(12), MINUTE, DataClockTest::bar, FIVE);
        virtual.probe.knows(() -> virtual.loop.wallNanos() - MINUTE.toNanos());
        virtual.advance(Duration.ofSeconds(70));
        assertThat(virtual.probe.questions).isEmpty();
        virtual.advance(Duration.ofSeconds(6 + 10));
        assertThat(virtual.probe.last().channel()).isEqualTo(Channel.BARS);
        assertThat(lastCause(virtual).kind()).isEqualTo(Cause.Kind.MUTE);
        assertThat(virtual.events(StaleFeed.class).get(0).channels()).containsExactly(Channel.BARS);
    }

    @Test
    void tradesThatFlowDoNotHideBarsThatDoNot() {
        VirtualStream virtual = new VirtualStream().live(TRADES.plus(Subscription.bars(FIVE)));
        for (int minute = 0; minute < 12; minute++) {
            talk(virtual, MINUTE, SECOND, FIVE);
            virtual.socket().data(bar(virtual, "A"));
        }
        virtual.probe.knows(() -> virtual.loop.wallNanos() - MINUTE.toNanos());
        talk(virtual, Duration.ofSeconds(70 + 6 + 10), SECOND, FIVE);
        assertThat(virtual.events(StaleFeed.class).get(0).channels()).containsExactly(Channel.BARS);
    }

    @Test
    void switchedOffItDoesNothing() {
        VirtualStream virtual = new VirtualStream(DataClockOptions.defaults().off()).live(TRADES);
        talk(virtual, MINUTE.multipliedBy(10), SECOND, FIVE);
        virtual.probe.knowsOfTrades();
        virtual.advance(Duration.ofHours(1));
        assertThat(virtual.probe.questions).isEmpty();
        assertThat(virtual.server.sockets).hasSize(1);
    }

    @Test
    void dataMayBeExpectedAtAnyHourIfTheStreamIsToldSo() {
        VirtualStream virtual = new VirtualStream(DataClockOptions.defaults().atAnyHour());
        virtual.loop.begin(Instant.parse("2026-01-10T05:00:00Z"));
        virtual.live(TRADES);
        virtual.probe.knowsOfTrades();
        virtual.advance(VERDICT);
        assertThat(lastCause(virtual).kind()).isEqualTo(Cause.Kind.MUTE);
    }

    @Test
    void closingLeavesNoTimer() {
        VirtualStream virtual = new VirtualStream().live(TRADES);
        talk(virtual, MINUTE, SECOND, FIVE);
        virtual.probe.knowsOfTrades();
        virtual.advance(Duration.ofSeconds(66));
        virtual.loop.execute(virtual.stream::close);
        virtual.loop.run();
        VirtualStream.await(virtual.stream.ended());
        assertThat(virtual.loop.waiting()).isZero();
    }

    private static VirtualStream at(String moment) {
        VirtualStream virtual = new VirtualStream();
        virtual.loop.begin(Instant.parse(moment));
        return virtual;
    }

    /** A trade of each symbol in a frame, again and again; the first after the first pause. */
    private static void talk(VirtualStream virtual, Duration time, Duration pause, String... symbols) {
        talk(virtual, time, pause, (stream, symbol) -> Samples.trade(symbol, stream.loop.wallNanos()), symbols);
    }

    private interface Maker {
        MarketEvent make(VirtualStream virtual, String symbol);
    }

    private static void talk(VirtualStream virtual, Duration time, Duration pause, Maker maker, String... symbols) {
        for (long i = 0; i < time.dividedBy(pause); i++) {
            virtual.advance(pause);
            Function<String, MarketEvent> make = symbol -> maker.make(virtual, symbol);
            virtual.socket().data(Stream.of(symbols).map(make).toArray(MarketEvent[]::new));
        }
    }

    private static MarketEvent bar(VirtualStream virtual, String symbol) {
        return Samples.bar(Bar.Kind.MINUTE, symbol, virtual.loop.wallNanos() - MINUTE.toNanos(), 1.5);
    }

    private static List<Long> pausesInSeconds(VirtualStream virtual) {
        List<ScriptedProbe.Question> questions = virtual.probe.questions;
        return IntStream.range(1, questions.size())
                .mapToObj(i -> Duration.ofNanos(questions.get(i).askedAt()
                                - questions.get(i - 1).askedAt())
                        .toSeconds())
                .toList();
    }

    private static Cause lastCause(VirtualStream virtual) {
        List<StateChanged> changes = virtual.events(StateChanged.class);
        StateChanged lost = changes.stream()
                .filter(change -> change.to() == WAITING)
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("never waited: " + changes));
        return lost.cause();
    }
}

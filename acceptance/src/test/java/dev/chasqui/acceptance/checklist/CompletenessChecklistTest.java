package dev.chasqui.acceptance.checklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.chasqui.acceptance.simulation.VirtualWorld;
import dev.chasqui.acceptance.simulation.VirtualWorld.Delivery;
import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradeCorrection;
import dev.chasqui.model.TradingStatus;
import dev.chasqui.simulator.RestFault;
import dev.chasqui.simulator.RestOptions;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.stream.options.RepairOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Items 42, 43, 47 to 50, and the repair of item 57: whether the data is complete, and what is done when it is not. On virtual time, since
 * they are about minutes and nights.
 */
@Timeout(120)
final class CompletenessChecklistTest {

    private static final String[] FIVE = {"A", "B", "C", "D", "E"};
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration REST = Duration.ofMinutes(5);
    private static final Subscription TRADES_OF_A = Subscription.trades("A");

    private VirtualWorld world = new VirtualWorld(UnaryOperator.identity());
    private long lastId;

    @AfterEach
    void close() {
        world.close();
    }

    private Trade trade(String symbol, long id) {
        return new Trade(symbol, world.now(), id, "V", 100, 1, List.of("@"), "A", null, null, MarketEvent.NO_TIMESTAMP);
    }

    private Bar bar(Bar.Kind kind, long minuteNanos, double close) {
        return new Bar(kind, "A", minuteNanos, 1, 200, 1, close, 10, 3, 1.5);
    }

    private MarketEvent[] oneOfEach(String... symbols) {
        lastId++;
        return Stream.of(symbols).map(symbol -> trade(symbol, lastId)).toArray(MarketEvent[]::new);
    }

    private void talk(Duration time, String... symbols) {
        for (long second = 0; second < time.toSeconds(); second++) {
            world.publish(oneOfEach(symbols));
            world.advance(SECOND);
        }
    }

    /** Trades of these ids, ten a second. */
    private void trades(long first, long last) {
        LongStream.rangeClosed(first, last).forEach(id -> {
            world.publish(trade("A", id));
            world.advance(Duration.ofMillis(100));
        });
    }

    private List<Long> ids() {
        return world.deliveries().stream()
                .map(Delivery::event)
                .filter(Trade.class::isInstance)
                .map(event -> ((Trade) event).id())
                .toList();
    }

    private List<Long> recovered() {
        return world.deliveries().stream()
                .filter(delivery -> delivery.provenance().isRecovered())
                .map(delivery -> ((Trade) delivery.event()).id())
                .toList();
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private <E extends StreamEvent> E only(Class<E> kind) {
        assertThat(world.events(kind)).hasSize(1);
        return world.events(kind).get(0);
    }

    private void restart(UnaryOperator<RepairOptions> repair) {
        world.close();
        world = new VirtualWorld(builder -> builder.repair(repair.apply(RepairOptions.defaults())));
    }

    // 42
    @Test
    void aLinkThatCarriesNoDataOfABusyMarketIsFoundReplacedAndWhatItKeptIsFetched() {
        world.live(Subscription.trades(FIVE));
        talk(MINUTE.multipliedBy(3), FIVE);
        for (int second = 0; second < 100 && world.dials() == 1; second++) {
            world.publishBesideTheStream(oneOfEach(FIVE));
            world.advance(SECOND);
        }
        assertThat(world.dials()).isEqualTo(2);
        StreamEvent.StaleFeed stale = only(StreamEvent.StaleFeed.class);
        assertThat(stale.confirmed()).isTrue();
        assertThat(stale.channels()).contains(Channel.TRADES);
        talk(MINUTE.multipliedBy(2), FIVE);
        assertThat(world.events(StreamEvent.GapClosed.class)).isNotEmpty();
        assertThat(world.state()).isEqualTo(StreamState.LIVE);
        assertThat(ids()).hasSize((int) lastId * FIVE.length);
        assertThat(ids().stream().distinct()).containsExactlyInAnyOrderElementsOf(range(1, lastId));
    }

    // 42
    @Test
    void theSilenceOfTheNightIsNoFault() {
        // Half past nine in the evening, New York time.
        world.advance(Duration.ofHours(12));
        world.live(Subscription.trades(FIVE));
        assertNothingIsBlamedForTwoSilentHours();
    }

    // 42
    @Test
    void channelsThatMayBeSilentForHoursAreNotBlamed() {
        world.live(Subscription.of(Set.of(Channel.DAILY_BARS, Channel.STATUSES), List.of(FIVE)));
        world.publish(new TradingStatus("A", world.now(), "T", "Trading", "", "", "A"));
        assertNothingIsBlamedForTwoSilentHours();
    }

    /** REST has ever newer trades meanwhile, so that whoever asked it would blame the link. */
    private void assertNothingIsBlamedForTwoSilentHours() {
        for (int minute = 0; minute < 120; minute++) {
            world.publishBesideTheStream(oneOfEach(FIVE));
            world.advance(MINUTE);
        }
        assertThat(world.dials()).isEqualTo(1);
        assertThat(world.events(StreamEvent.StaleFeed.class)).isEmpty();
    }

    // 43
    @Test
    void oneSymbolThatFallsSilentIsReportedAndTheConnectionStays() {
        world.live(Subscription.trades("A", "B", "C"));
        talk(MINUTE.multipliedBy(6), "A", "B", "C");
        talk(MINUTE.multipliedBy(2), "B", "C");
        StreamEvent.SymbolStale stale = only(StreamEvent.SymbolStale.class);
        assertThat(stale.symbol()).isEqualTo("A");
        assertThat(stale.channel()).isEqualTo(Channel.TRADES);
        assertThat(world.dials()).isEqualTo(1);
        assertThat(world.state()).isEqualTo(StreamState.LIVE);
    }

    private void restartWithABreaker() {
        world.close();
        world = new VirtualWorld(builder -> builder.reconnect(
                ReconnectPolicy.defaults().withJitter(0).withMaxAttempts(2).withCoolDown(REST)));
    }

    // 47
    @Test
    void theBreakerOpensProbesOnceAfterEachRestAndClosesWhenTheServerIsBack() {
        restartWithABreaker();
        world.live(TRADES_OF_A);
        world.advance(MINUTE);
        // Two attempts, and the first probe.
        world.cut(3);
        world.advance(SECOND.multipliedBy(20));
        assertThat(world.state()).isEqualTo(StreamState.COOLING_DOWN);
        StreamEvent.CircuitOpened opened = only(StreamEvent.CircuitOpened.class);
        assertThat(opened.coolDown()).isEqualTo(REST);
        assertThat(world.stream().status().nextAttempt()).isEqualTo(opened.nextProbe());
        int dials = world.dials();
        world.advance(REST);
        assertThat(world.dials()).isEqualTo(dials + 1);
        world.advance(REST);
        assertThat(world.dials()).isEqualTo(dials + 2);
        assertThat(world.events(StreamEvent.CircuitOpened.class)).hasSize(2);
        world.advance(SECOND);
        assertThat(world.state()).isEqualTo(StreamState.LIVE);
        assertThat(world.stream().status().nextAttempt()).isNull();
    }

    // 47
    @Test
    void closeWinsOverAnOpenBreaker() {
        restartWithABreaker();
        world.live(TRADES_OF_A);
        world.cut(10);
        world.advance(SECOND.multipliedBy(20));
        assertThat(world.state()).isEqualTo(StreamState.COOLING_DOWN);
        int dials = world.dials();
        world.closeStream();
        world.advance(REST.multipliedBy(3));
        assertThat(world.state()).isEqualTo(StreamState.CLOSED);
        assertThat(world.dials()).isEqualTo(dials);
    }

    // 48
    @Test
    void aJumpOfTheClockHasTheLinkCheckedAtOnce() {
        Duration soon = SECOND.multipliedBy(7);
        world.live(TRADES_OF_A);
        world.goSilent();
        world.advance(soon);
        assertThat(world.state()).as("without a jump it is not noticed so soon").isEqualTo(StreamState.LIVE);
        world.jump(Duration.ofHours(1));
        world.advance(soon);
        assertThat(only(StreamEvent.ClockJump.class).jump()).isEqualTo(Duration.ofHours(1));
        assertThat(world.events(StreamEvent.StateChanged.class))
                .anyMatch(
                        step -> step.from() == StreamState.LIVE && step.cause().kind() == Cause.Kind.HEARTBEAT);
    }

    // 49
    @Test
    void tradesMissedInADropComeOnceInOrderAndMarked() {
        restart(repair -> repair.withOrdered(Set.of(Channel.TRADES)).withHold(64L << 20, MINUTE));
        world.live(TRADES_OF_A);
        trades(1, 99);
        world.cut(2);
        trades(100, 120);
        trades(121, 160);
        world.advance(MINUTE.multipliedBy(2));
        assertThat(ids()).isEqualTo(range(1, 160));
        assertThat(recovered())
                .isNotEmpty()
                .isEqualTo(range(
                        recovered().get(0), recovered().get(0) + recovered().size() - 1));
        StreamEvent.GapClosed closed = world.events(StreamEvent.GapClosed.class).stream()
                .filter(end -> end.gap().channel() == Channel.TRADES)
                .findFirst()
                .orElseThrow();
        assertThat(world.deliveries().stream()
                        .map(Delivery::provenance)
                        .filter(Provenance::isRecovered)
                        .map(Provenance::gapId)
                        .distinct())
                .containsExactly(closed.gap().id());
        assertThat(closed.repair().recovered()).isEqualTo(recovered().size());
    }

    // 49
    @Test
    void whenRestFailsTheGapIsToldWithItsReason() {
        world.live(TRADES_OF_A);
        trades(1, 10);
        world.rest(RestOptions.builder().every(RestFault.NO_ANSWER, 1).build());
        world.cut(2);
        trades(11, 60);
        world.advance(Duration.ofMinutes(30));
        List<StreamEvent.GapUnrecoverable> ends = world.events(StreamEvent.GapUnrecoverable.class).stream()
                .filter(end -> end.gap().channel() == Channel.TRADES)
                .toList();
        assertThat(ends).hasSize(1);
        assertThat(ends.get(0).reason()).isEqualTo(GapReason.REST_DOWN);
        assertThat(recovered()).isEmpty();
        assertThat(ids()).doesNotHaveDuplicates().hasSizeLessThan(60);
    }

    // 49
    @Test
    void aSymbolThatRestCannotBeAskedForCostsOthersNothing() {
        world.live(Subscription.trades("*"));
        world.publish(trade("A,B", 1_000));
        trades(1, 10);
        world.cut(2);
        trades(11, 60);
        world.advance(MINUTE);
        StreamEvent.GapPartial end = world.events(StreamEvent.GapPartial.class).stream()
                .filter(partial -> partial.gap().channel() == Channel.TRADES)
                .findFirst()
                .orElseThrow();
        assertThat(end.reason()).isEqualTo(GapReason.UNBOUNDED_SET);
        assertThat(recovered()).isNotEmpty();
        assertThat(ids()).containsAll(range(1, 60));
    }

    // 49
    @Test
    void aRepairReachesNoFurtherBackThanAllowed() {
        restart(repair -> repair.withMaxBackfill(SECOND.multipliedBy(10)).withOverlap(Duration.ZERO, SECOND));
        assertThat(endOfAnOutage().reason()).isEqualTo(GapReason.TOO_LONG);
        assertThat(recovered()).isNotEmpty().doesNotContain(11L);
    }

    // 49
    @Test
    void aRepairTakesNoMorePagesThanAllowed() {
        restart(repair -> repair.withMaxPages(1));
        assertThat(endOfAnOutage().reason()).isEqualTo(GapReason.RATE_BUDGET);
        assertThat(ids()).doesNotHaveDuplicates();
    }

    private StreamEvent.GapPartial endOfAnOutage() {
        world.live(TRADES_OF_A);
        trades(1, 10);
        world.cut(3);
        trades(11, 100);
        world.advance(Duration.ofMinutes(5));
        return world.events(StreamEvent.GapPartial.class).stream()
                .filter(end -> end.gap().channel() == Channel.TRADES)
                .findFirst()
                .orElseThrow();
    }

    // 50
    @Test
    void aTradeCorrectedDuringTheGapComesWithItsMarkAndItsReplacement() {
        world.live(TRADES_OF_A);
        trades(1, 10);
        world.cut(2);
        Trade wrong = trade("A", 11);
        world.publish(wrong);
        world.publish(new TradeCorrection(
                "A",
                world.now(),
                "V",
                new TradeCorrection.Print(11, 100, 1, List.of("@")),
                new TradeCorrection.Print(12, 90, 2, List.of("@")),
                "A"));
        world.advance(MINUTE.multipliedBy(3));
        List<Trade> fetched = world.deliveries().stream()
                .filter(delivery -> delivery.provenance().isRecovered())
                .map(delivery -> (Trade) delivery.event())
                .toList();
        assertThat(fetched)
                .extracting(Trade::id, Trade::update, Trade::price)
                .containsExactlyInAnyOrder(tuple(11L, "incorrect", 100.0), tuple(12L, "corrected", 90.0));
    }

    // 50
    @Test
    void ofABarThatWasUpdatedDuringTheGapTheUpdateIsRecovered() {
        world.live(Subscription.of(Set.of(Channel.BARS, Channel.UPDATED_BARS), List.of("A")));
        long minute = world.now() / MINUTE.toNanos() * MINUTE.toNanos();
        world.advance(Duration.ofSeconds(50));
        world.cut(4);
        world.advance(SECOND.multipliedBy(12));
        world.publish(bar(Bar.Kind.MINUTE, minute, 101));
        world.publish(bar(Bar.Kind.UPDATED_MINUTE, minute, 102));
        world.advance(MINUTE.multipliedBy(5));
        assertThat(world.deliveries())
                .isNotEmpty()
                .allSatisfy(
                        delivery -> assertThat(((Bar) delivery.event()).close()).isEqualTo(102));
    }

    // 57
    @Test
    void whatASlowClientMissedWhenItWasCutOffIsFetched() {
        world.live(TRADES_OF_A);
        trades(1, 20);
        world.sendRaw("[{\"T\":\"error\",\"code\":407,\"msg\":\"slow client\"}]");
        world.advance(Duration.ofMillis(20));
        world.cut(0);
        trades(21, 60);
        world.advance(MINUTE.multipliedBy(3));
        assertThat(only(StreamEvent.ServerError.class).code()).isEqualTo(407);
        assertThat(only(StreamEvent.ReconnectScheduled.class).delay()).isGreaterThanOrEqualTo(SECOND);
        assertThat(recovered()).isNotEmpty();
        assertThat(ids()).containsExactlyInAnyOrderElementsOf(range(1, 60));
    }
}

package dev.chasqui.internal.gap;

import static dev.chasqui.internal.gap.GapHarness.at;
import static dev.chasqui.internal.gap.Rows.bar;
import static dev.chasqui.internal.gap.Rows.seconds;
import static dev.chasqui.internal.gap.Rows.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Bar.Kind;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.TradingStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Gaps on our own side: overflow, messages that cannot be read, a process that stood still. */
class LocalGapsTest {

    private static final Subscription AB = Subscription.trades("A", "B");

    // --- overflow ---

    @Test
    void whatWasDroppedIsFetchedOnceHandlersKeepUpAgain() {
        GapHarness gaps = new GapHarness().subscribed(AB).until(100);
        List<MarketEvent> trades = List.of(trade("A", at(99.5), 1), trade("A", at(99), 2), trade("A", at(99.7), 3));
        gaps.history.has(trades.toArray(MarketEvent[]::new));
        gaps.live(trades.toArray(MarketEvent[]::new));
        gaps.keeper.lost(trades.get(0));
        gaps.keeper.lost(trades.get(1));
        gaps.until(110);
        gaps.keeper.overflowEnded();
        gaps.until(200);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A, B] 99.5..? OVERFLOW",
                        "closed 1 trades [A] 99..100 OVERFLOW recovered 2 duplicates 7 requests 3");
        assertThat(gaps.history.requests)
                .containsExactly("trades A 98..100.5", "trades A 98..100.5", "trades A 98..100.5");
        assertThat(gaps.messages)
                .containsExactly("live A#1", "live A#2", "live A#3", "recovered 1 A#2", "recovered 1 A#1");
        assertThat(gaps.requestTimes()).first().isEqualTo("112");
    }

    @Test
    void eachEpisodeAndChannelIsAGap() {
        Subscription pairs = AB.plus(Subscription.bars("A")).plus(Subscription.of(Channel.STATUSES, "A"));
        GapHarness gaps = new GapHarness().subscribed(pairs).until(100);
        gaps.keeper.lost(trade("B", at(99), 1));
        gaps.keeper.lost(bar("A", at(0), 5));
        gaps.keeper.lost(new TradingStatus("A", Rows.nanos(at(98)), "T", "", "", "", "C"));
        gaps.keeper.overflowEnded();
        gaps.keeper.overflowEnded();
        gaps.keeper.lost(trade("B", at(100), 2));
        gaps.keeper.overflowEnded();
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A, B] 99..? OVERFLOW",
                        "opened 2 bars [A] 0..? OVERFLOW",
                        "opened 3 statuses [A] 98..? OVERFLOW",
                        "unrecoverable NO_HISTORY 3 statuses [A] 98..100 OVERFLOW",
                        "opened 4 trades [A, B] 100..? OVERFLOW");
        gaps.until(300);
        assertThat(gaps.events).filteredOn(line -> line.startsWith("closed")).hasSize(3);
    }

    @Test
    void droppedBarsComeBackAsWhatTheyWere() {
        Subscription pairs = Subscription.bars("A").plus(Subscription.of(Channel.UPDATED_BARS, "A"));
        GapHarness gaps = new GapHarness().subscribed(pairs).until(91);
        gaps.live(bar("A", at(-60), 4), bar("A", at(0), 5), bar(Kind.UPDATED_MINUTE, "A", at(0), 6));
        gaps.keeper.lost(bar(Kind.UPDATED_MINUTE, "A", at(0), 6));
        gaps.keeper.lost(bar("A", at(-60), 4));
        gaps.history.has(bar("A", at(-60), 4), bar("A", at(0), 6));
        gaps.keeper.overflowEnded();
        gaps.until(300);
        assertThat(gaps.messages)
                .containsExactlyInAnyOrder(
                        "live MINUTE A -60 4.0",
                        "live MINUTE A 0 5.0",
                        "live UPDATED_MINUTE A 0 6.0",
                        "recovered 1 UPDATED_MINUTE A 0 6.0",
                        "recovered 2 MINUTE A -60 4.0");
    }

    @Test
    void aRecoveredMessageThatIsDroppedIsFetchedAgain() {
        GapHarness gaps = new GapHarness().subscribed(AB);
        gaps.history.has(trade("A", at(101), 1));
        gaps.droppedAndBack(AB, 100, 105).until(107);
        assertThat(gaps.messages).containsExactly("recovered 1 A#1");
        gaps.keeper.lost(trade("A", at(101), 1));
        gaps.keeper.overflowEnded();
        gaps.until(200);
        assertThat(gaps.messages).startsWith("recovered 1 A#1").hasSize(2);
        assertThat(gaps.events).filteredOn(line -> line.startsWith("closed")).hasSize(2);
    }

    @Test
    void anEpisodeThatNeverEndsEndsWithTheStream() {
        GapHarness gaps = new GapHarness().subscribed(AB).until(100);
        gaps.keeper.lost(trade("A", at(99), 1));
        gaps.keeper.lost(trade("A", at(100), 2));
        gaps.until(200).keeper.streamEnded();
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A, B] 99..? OVERFLOW",
                        "unrecoverable CLOSED 1 trades [A, B] 99..100 OVERFLOW");
    }

    // --- messages that cannot be read ---

    @Test
    void aBrokenFrameMayHaveHeldAnything() {
        Subscription pairs = AB.plus(Subscription.of(Channel.STATUSES, "B"));
        GapHarness gaps = new GapHarness().subscribed(pairs).until(100);
        gaps.keeper.undecodable(seconds(99), null, pairs, "not JSON");
        gaps.until(200);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A, B] 99..? DECODING",
                        "opened 2 statuses [B] 99..? DECODING",
                        "unrecoverable NO_HISTORY 2 statuses [B] 99..100 DECODING",
                        "closed 1 trades [A, B] 99..100 DECODING recovered 0 duplicates 0 requests 3");
        assertThat(gaps.history.requests).first().isEqualTo("trades A,B 84..102");
    }

    @Test
    void aBrokenMessageOfAKnownSymbolIsAGapOfThatSymbol() {
        GapHarness gaps = new GapHarness().subscribed(AB).until(100);
        gaps.keeper.undecodable(seconds(99), "B", AB, "no price");
        gaps.keeper.undecodable(seconds(99), "X", AB, "no price");
        gaps.until(200);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [B] 99..? DECODING",
                        "closed 1 trades [B] 99..100 DECODING recovered 0 duplicates 0 requests 3");
    }

    @Test
    void aBurstOfBrokenMessagesIsTwoGapsAndNotAThousand() {
        String[] symbols = new String[500];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = "S" + i;
        }
        Subscription pairs = Subscription.trades(symbols);
        GapHarness gaps = new GapHarness().subscribed(pairs).until(100);
        for (int i = 0; i < 500; i++) {
            gaps.until(100 + i / 1000.0);
            gaps.keeper.undecodable(seconds(100), symbols[i], pairs, "another format");
        }
        gaps.until(200);
        assertThat(gaps.events).hasSize(4);
        assertThat(gaps.events.get(0)).isEqualTo("opened 1 trades [S0] 100..? DECODING");
        assertThat(gaps.events.get(2)).contains("100..100.499");
        assertThat(gaps.events.get(3)).contains("100..100.499");
    }

    @Test
    void whatIsMissingAnywayIsNoSecondGap() {
        GapHarness gaps = new GapHarness().subscribed(AB).until(100).lost(AB).until(101);
        gaps.keeper.acknowledged(Subscription.trades("A"));
        gaps.keeper.undecodable(seconds(101), null, Subscription.trades("A"), "not JSON");
        gaps.keeper.stall(seconds(101), seconds(101), Subscription.trades("A"), "stood still");
        assertThat(gaps.events).containsExactly("opened 1 trades [A, B] 100..? CONNECTION");
    }

    // --- a process that stood still ---

    @Test
    void aStandstillIsAGapOfEverything() {
        GapHarness gaps = new GapHarness().subscribed(AB).until(100).live(trade("A", at(100), 1));
        gaps.history.has(trade("A", at(100), 1), trade("A", at(130), 2));
        gaps.until(160);
        gaps.keeper.stall(seconds(100), seconds(160), AB, "the process stood still");
        gaps.until(300);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A, B] 100..160 STALL",
                        "closed 1 trades [A, B] 100..160 STALL recovered 1 duplicates 3 requests 3");
        assertThat(gaps.messages).containsExactly("live A#1", "recovered 1 A#2");
        assertThat(gaps.requestTimes()).first().isEqualTo("162");
    }
}

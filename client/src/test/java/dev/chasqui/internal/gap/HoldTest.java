package dev.chasqui.internal.gap;

import static dev.chasqui.internal.gap.GapHarness.at;
import static dev.chasqui.internal.gap.Rows.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Live messages of ordered channels. */
class HoldTest {

    private static final Subscription A = Subscription.trades("A");
    private static final Subscription AB = Subscription.trades("A", "B");

    @Test
    void liveMessagesWaitForTheGapAndComeInOrderOfTime() {
        GapHarness gaps = ordered(options -> {}).subscribed(A).until(100).live(trade("A", at(100), 1));
        gaps.history.has(
                trade("A", at(102), 2), trade("A", at(104), 3), trade("A", at(105.5), 4), trade("A", at(106), 6));
        gaps.lost(A).until(105).subscribed(A).until(106);
        gaps.live(trade("A", at(106), 6), trade("A", at(105.2), 5));
        assertThat(gaps.messages).containsExactly("live A#1");
        gaps.until(107)
                .live(trade("A", at(107), 7))
                .until(108)
                .live(trade("A", at(108), 8))
                .until(200);
        assertThat(gaps.messages)
                .containsExactly(
                        "live A#1",
                        "recovered 1 A#2",
                        "recovered 1 A#3",
                        "released A#5",
                        "recovered 1 A#4",
                        "released A#6",
                        "live A#7",
                        "live A#8");
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A] 100..? CONNECTION",
                        "closed 1 trades [A] 100..105 CONNECTION recovered 3 duplicates 9 requests 3");
    }

    @Test
    void otherSymbolsAndChannelsDoNotWait() {
        Subscription pairs = AB.plus(Subscription.quotes("A"));
        GapHarness gaps = ordered(options -> {}).subscribed(pairs).until(100);
        gaps.keeper.undecodable(Rows.seconds(99), "A", A, "no price");
        gaps.live(trade("A", at(100), 1), trade("B", at(100), 2), Rows.quote("A", at(100), 3));
        assertThat(gaps.messages).containsExactly("live B#2", "live quote A 100 3.0");
        gaps.until(200);
        assertThat(gaps.messages).last().isEqualTo("released A#1");
    }

    @Test
    void messagesThatWaitTooLongAreReleasedAndTold() {
        GapHarness gaps =
                ordered(options -> options.maxHold = Duration.ofSeconds(1)).subscribed(AB);
        gaps.history.has(trade("A", at(102), 1));
        gaps.droppedAndBack(AB, 100, 105).until(105.5);
        gaps.live(trade("A", at(105.5), 2), trade("B", at(105.5), 3), trade("A", at(105.4), 4));
        gaps.until(106.4);
        assertThat(gaps.messages).isEmpty();
        gaps.until(106.6).live(trade("A", at(106.6), 5)).until(200);
        assertThat(gaps.messages)
                .containsSubsequence("released A#4", "released A#2", "live A#5", "recovered 1 A#1")
                .contains("released B#3")
                .hasSize(5);
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 trades [A, B] 100..? CONNECTION",
                        "hold overflow trades 3 messages 300 bytes",
                        "closed 1 trades [A, B] 100..105 CONNECTION recovered 1 duplicates 2 requests 3");
    }

    @Test
    void messagesThatAreTooManyAreReleasedAndTold() {
        GapHarness gaps =
                ordered(options -> options.holdBytes = 250).subscribed(A).droppedAndBack(A, 100, 105);
        gaps.live(trade("A", at(105), 1), trade("A", at(105), 2), trade("A", at(105), 3), trade("A", at(105), 4));
        assertThat(gaps.messages).containsExactly("released A#1", "released A#2", "live A#3", "live A#4");
        assertThat(gaps.events).last().isEqualTo("hold overflow trades 3 messages 300 bytes");
        gaps.until(300).droppedAndBack(A, 300, 305).live(trade("A", at(305), 9));
        assertThat(gaps.messages).as("the next gap holds again").hasSize(4);
    }

    @Test
    void aHeldMessageThatHistoryBringsToo() {
        GapHarness gaps = ordered(options -> {}).subscribed(A).droppedAndBack(A, 100, 105);
        gaps.history.has(trade("A", at(105), 1));
        gaps.live(trade("A", at(105), 1), trade("A", at(105), 1)).until(200);
        assertThat(gaps.messages).containsExactly("duplicate A#1", "released A#1");
    }

    @Test
    void aGapThatCannotBeRepairedReleasesWhatWaited() {
        GapHarness gaps =
                ordered(options -> {}).subscribed(A).droppedAndBack(A, 100, 105).live(trade("A", at(105), 1));
        gaps.history.fail(History.Failure.REFUSED);
        gaps.until(107);
        assertThat(gaps.messages).containsExactly("released A#1");
        assertThat(gaps.loop.waiting()).as("only the clocks are compared").isEqualTo(1);
    }

    @Test
    void releasedMessagesWaitForRoomAndKeepTheirOrder() {
        GapHarness gaps = ordered(options -> options.maxHold = Duration.ofMinutes(1));
        gaps.subscribed(A).droppedAndBack(A, 100, 105);
        for (int i = 1; i <= 5; i++) {
            gaps.live(trade("A", at(105), i));
        }
        gaps.room = 2;
        gaps.until(107);
        assertThat(gaps.messages).containsExactly("released A#1", "released A#2");
        gaps.live(trade("A", at(107), 6)).until(108);
        gaps.room = 100;
        gaps.until(108.1).live(trade("A", at(108), 7));
        assertThat(gaps.messages)
                .containsExactly(
                        "released A#1",
                        "released A#2",
                        "released A#3",
                        "released A#4",
                        "released A#5",
                        "released A#6",
                        "live A#7");
    }

    @Test
    void theEndOfTheStreamReleasesEverything() {
        GapHarness gaps =
                ordered(options -> {}).subscribed(A).droppedAndBack(A, 100, 105).live(trade("A", at(105), 1));
        gaps.keeper.streamEnded();
        assertThat(gaps.messages).containsExactly("released A#1");
        assertThat(gaps.events).last().isEqualTo("unrecoverable CLOSED 1 trades [A] 100..105 CONNECTION");
        assertThat(gaps.loop.waiting()).isZero();
    }

    private static GapHarness ordered(Consumer<GapHarness.Options> change) {
        return new GapHarness(options -> {
            options.ordered = Set.of(Channel.TRADES);
            change.accept(options);
            return options;
        });
    }
}

package dev.chasqui.internal.gap;

import static dev.chasqui.internal.gap.GapHarness.at;
import static dev.chasqui.internal.gap.Rows.bar;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Bar.Kind;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Minute bars: sent when their minute ends, and perhaps again half a minute later. The loop begins at a full minute. */
class BarRepairTest {

    private static final Subscription BARS = Subscription.bars("A");
    private static final Subscription BOTH = BARS.plus(Subscription.of(Channel.UPDATED_BARS, "A"));

    @Test
    void barsSentInTheGapAreMissingAndNotThoseOfItsMinutes() {
        GapHarness gaps = new GapHarness().subscribed(BARS).until(121).live(bar("A", at(60), 5));
        gaps.history.has(bar("A", at(0), 4), bar("A", at(60), 5), bar("A", at(120), 6), bar("A", at(180), 7));
        gaps.until(170)
                .lost(BARS)
                .until(190)
                .subscribed(BARS)
                .until(241)
                .live(bar("A", at(180), 7))
                .until(400);
        assertThat(gaps.messages)
                .containsExactly("live MINUTE A 60 5.0", "recovered 1 MINUTE A 120 6.0", "live MINUTE A 180 7.0");
        assertThat(gaps.history.requests).containsExactly("bars A 95..132", "bars A 95..132", "bars A 95..132");
    }

    @Test
    void aBarIsReadAgainAfterTheHalfMinuteAndTheUpdateWins() {
        GapHarness gaps = new GapHarness()
                .subscribed(BOTH)
                .until(170)
                .lost(BOTH)
                .until(181)
                .subscribed(BOTH);
        gaps.history.has(bar("A", at(120), 6));
        gaps.until(209);
        gaps.history.answer(3, new History.Page(List.of(bar("A", at(120), 6.5)), null));
        gaps.until(400);
        assertThat(gaps.messages)
                .containsExactly("recovered 1 MINUTE A 120 6.0", "recovered 1 UPDATED_MINUTE A 120 6.5");
        assertThat(gaps.requestTimes()).startsWith("183", "212");
    }

    @Test
    void aLiveUpdateIsNotRepeated() {
        GapHarness gaps = new GapHarness()
                .subscribed(BOTH)
                .until(170)
                .lost(BOTH)
                .until(181)
                .subscribed(BOTH);
        gaps.history.has(bar("A", at(120), 6));
        gaps.until(210).live(bar(Kind.UPDATED_MINUTE, "A", at(120), 6.5)).until(211);
        gaps.history.answer(3, new History.Page(List.of(bar("A", at(120), 6.5)), null));
        gaps.until(400);
        assertThat(gaps.messages).containsExactly("recovered 1 MINUTE A 120 6.0", "live UPDATED_MINUTE A 120 6.5");
    }

    @Test
    void aGapInWhichNoMinuteEndsCostsNoRequest() {
        GapHarness gaps = new GapHarness().subscribed(BARS).droppedAndBack(BARS, 200, 201);
        gaps.until(300);
        assertThat(gaps.events).last().asString().startsWith("closed 1 bars [A] 200..201");
        assertThat(gaps.history.requests).isEmpty();
    }

    @Test
    void bothKindsOfBarsAreOneRepairAndTwoGaps() {
        GapHarness gaps = new GapHarness(options -> {
            options.verifyFor = Duration.ZERO;
            return options;
        });
        gaps.history.has(bar("A", at(120), 6), bar("A", at(60), 5.5));
        gaps.subscribed(BOTH)
                .until(121)
                .live(bar("A", at(60), 5))
                .until(145)
                .lost(BOTH)
                .until(190)
                .subscribed(BOTH);
        gaps.until(400);
        // The minute of 60 was sent before the gap; its update, due at 150, was not.
        assertThat(gaps.messages)
                .containsExactly(
                        "live MINUTE A 60 5.0", "recovered 2 UPDATED_MINUTE A 60 5.5", "recovered 1 MINUTE A 120 6.0");
        assertThat(gaps.history.requests).containsExactly("bars A 40..132");
        assertThat(gaps.events)
                .containsExactly(
                        "opened 1 bars [A] 145..? CONNECTION",
                        "opened 2 updatedBars [A] 145..? CONNECTION",
                        "closed 1 bars [A] 145..190 CONNECTION recovered 1 duplicates 0 requests 1",
                        "closed 2 updatedBars [A] 145..190 CONNECTION recovered 1 duplicates 0 requests 1");
    }

    @Test
    void anUpdateThatNobodySubscribedToIsNotDelivered() {
        GapHarness gaps = new GapHarness().subscribed(BARS).until(121).live(bar("A", at(60), 5));
        gaps.history.has(bar("A", at(60), 5.5));
        gaps.until(125).lost(BARS).until(130).subscribed(BARS).until(400);
        assertThat(gaps.messages).containsExactly("live MINUTE A 60 5.0");
        assertThat(gaps.events).last().asString().startsWith("closed 1 bars [A] 125..130 CONNECTION recovered 0");
    }

    @Test
    void withoutMinuteBarsAllThatMayHaveBeenUpdatedIsGivenAsUpdate() {
        Subscription updates = Subscription.of(Channel.UPDATED_BARS, "A");
        GapHarness gaps = new GapHarness()
                .subscribed(updates)
                .until(145)
                .lost(updates)
                .until(190)
                .subscribed(updates);
        gaps.history.has(bar("A", at(60), 5.5), bar("A", at(120), 6));
        gaps.until(400);
        assertThat(gaps.messages).containsExactly("recovered 1 UPDATED_MINUTE A 60 5.5");
        assertThat(gaps.history.requests).first().isEqualTo("updatedBars A 40..107");
    }
}

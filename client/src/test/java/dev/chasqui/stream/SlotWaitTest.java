package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.stream.options.ReconnectPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotWaitTest {

    private static final long SEED = 406;

    private final VirtualLoop loop = new VirtualLoop();
    private final ReconnectPolicy policy = ReconnectPolicy.defaults().withJitter(0);
    private final SlotWait slot = new SlotWait(policy, loop, new Random(SEED));

    @Test
    void pausesGrowFromHalfOfTheFirstDelayToFiveTimesIt() {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            slot.refused();
            millis.add(slot.pause().toMillis());
        }
        assertThat(millis)
                .containsExactly(
                        500L, 1_000L, 1_500L, 2_000L, 2_500L, 3_000L, 3_500L, 4_000L, 4_500L, 5_000L, 5_000L, 5_000L);
        assertThat(slot.refusals()).isEqualTo(12);
    }

    @Test
    void theBudgetBeginsWithTheFirstRefusalAndIsSpentTwoMinutesLater() {
        loop.advance(Duration.ofHours(1));
        slot.refused();
        loop.advance(Duration.ofSeconds(119));
        slot.refused();
        assertThat(slot.isSpent()).isFalse();
        assertThat(slot.left()).isEqualTo(Duration.ofSeconds(1));
        loop.advance(Duration.ofSeconds(1));
        assertThat(slot.isSpent()).isTrue();
        loop.advance(Duration.ofSeconds(1));
        assertThat(slot.left()).isZero();
    }

    @Test
    void noPauseAndNoDelayIsLongerThanWhatIsLeft() {
        for (int i = 0; i < 10; i++) {
            slot.refused();
        }
        loop.advance(Duration.ofSeconds(118));
        assertThat(slot.pause()).isEqualTo(Duration.ofSeconds(2));
        slot.redialDelay();
        slot.redialDelay();
        assertThat(slot.redialDelay()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void redialsFollowThePolicyUpToTenTimesTheFirstDelay() {
        slot.refused();
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            seconds.add(slot.redialDelay().toSeconds());
        }
        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 10L, 10L, 10L);
        assertThat(slot.redials()).isEqualTo(7);
    }

    @Test
    void theWaitGoesOnOverSeveralSocketsAndBeginsAnewAfterASession() {
        slot.refused();
        slot.redialDelay();
        loop.advance(Duration.ofSeconds(60));
        slot.refused();
        assertThat(slot.refusals()).isEqualTo(2);
        assertThat(slot.left()).isEqualTo(Duration.ofSeconds(60));
        slot.granted();
        slot.refused();
        assertThat(slot.refusals()).isEqualTo(1);
        assertThat(slot.redials()).isZero();
        assertThat(slot.left()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void withoutBudgetTheFirstRefusalSpendsIt() {
        SlotWait none = new SlotWait(policy.withSlotBudget(Duration.ZERO), loop, new Random(SEED));
        none.refused();
        assertThat(none.isSpent()).isTrue();
    }

    @Test
    void jitterSpreadsTheRedials() {
        SlotWait spread = new SlotWait(ReconnectPolicy.defaults(), loop, new Random(SEED));
        spread.refused();
        assertThat(spread.redialDelay()).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_200));
    }
}

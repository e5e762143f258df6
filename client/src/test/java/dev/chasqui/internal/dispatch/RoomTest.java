package dev.chasqui.internal.dispatch;

import static dev.chasqui.internal.dispatch.Events.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Provenance;
import dev.chasqui.stream.options.DispatchOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class RoomTest {

    @Test
    void thereIsRoomForHalfOfTheMessages() {
        DispatchFixture fixture = DispatchFixture.holding(100).recording();
        assertThat(fixture.dispatcher.room()).isEqualTo(50);
        fixture.offerTrades("A", 1, 30);
        assertThat(fixture.dispatcher.room()).isEqualTo(20);
        fixture.offerTrades("A", 31, 60);
        assertThat(fixture.dispatcher.room()).isZero();
        fixture.executor.runAll();
        assertThat(fixture.dispatcher.room()).isEqualTo(50);
    }

    @Test
    void messagesOfTheFrameUnderWayTakeRoom() {
        DispatchFixture fixture = DispatchFixture.holding(100);
        fixture.dispatcher.offer(trade("A", 1), 10);
        fixture.dispatcher.offer(trade("A", 2), 10);
        assertThat(fixture.dispatcher.room()).isEqualTo(48);
        fixture.dispatcher.endOfFrame();
        assertThat(fixture.dispatcher.room()).isEqualTo(48);
    }

    @Test
    void messagesParkedBeforeABusyHandlerTakeRoom() {
        DispatchFixture fixture =
                DispatchFixture.with(DispatchOptions.defaults().inline().withMaxMessages(10));
        List<CompletableFuture<Object>> stages = new ArrayList<>();
        fixture.handlers().registerAsync(Channel.TRADES, "*", event -> {
            stages.add(new CompletableFuture<>());
            return stages.get(0);
        });
        fixture.offerTrades("A", 1, 3);
        assertThat(fixture.dispatcher.room()).isEqualTo(3);
    }

    @Test
    void bytesLimitTheRoomToo() {
        DispatchFixture fixture =
                DispatchFixture.with(DispatchOptions.defaults().withMaxBytes(20 * 1024));
        assertThat(fixture.dispatcher.room()).isEqualTo(10);
        fixture.dispatcher.offer(trade("A", 1), 3000);
        assertThat(fixture.dispatcher.room()).isEqualTo(7);
        fixture.dispatcher.endOfFrame();
        assertThat(fixture.dispatcher.room()).isEqualTo(7);
        fixture.dispatcher.offer(trade("A", 2), 7500);
        assertThat(fixture.dispatcher.room()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theSmallestQueueHasRoomForOneMessageWhenItIsEmpty(int maxMessages) {
        DispatchFixture fixture = DispatchFixture.with(
                        DispatchOptions.defaults().withMaxMessages(maxMessages).withMaxBytes(1))
                .recording();
        assertThat(fixture.dispatcher.room()).isEqualTo(1);
        fixture.offerRecovered(trade("A", 1));
        assertThat(fixture.dispatcher.room()).isZero();
        fixture.executor.runAll();
        assertThat(fixture.delivered).containsExactly("A1");
        assertThat(fixture.dispatcher.room()).isEqualTo(1);
    }

    @Test
    void theFullestQueueOfAllWorkersDecides() {
        DispatchFixture fixture =
                DispatchFixture.with(DispatchOptions.defaults().withWorkers(4).withMaxMessages(400));
        assertThat(fixture.dispatcher.room()).isEqualTo(50);
        fixture.offerTrades("A", 1, 40);
        assertThat(fixture.dispatcher.room()).isEqualTo(10);
    }

    @Test
    void thereIsNoRoomAfterTheEnd() {
        DispatchFixture fixture = DispatchFixture.holding(100);
        assertThat(fixture.dispatcher.close(Duration.ofSeconds(10))).isTrue();
        assertThat(fixture.dispatcher.room()).isZero();
    }

    /** A repair that keeps to the room beside live messages that keep to the other half loses nothing. */
    @Test
    void whoKeepsToTheRoomLosesNothing() {
        DispatchFixture fixture = DispatchFixture.holding(64).recording();
        int recovered = 0;
        for (int live = 1; live <= 1000; live++) {
            fixture.offer(trade("A", live));
            for (int room = fixture.dispatcher.room(); room > 0; room--) {
                fixture.dispatcher.offer(trade("A", --recovered), 10, Provenance.recovered(1));
            }
            fixture.dispatcher.endOfFrame();
            if (live % 30 == 0) {
                fixture.executor.runAll();
            }
        }
        fixture.executor.runAll();
        assertThat(fixture.lost).isEmpty();
        assertThat(recovered).isLessThan(-500);
        assertThat(fixture.counters())
                .isEqualTo(new DispatchCounters(1000 - recovered, 1000 - recovered, 0, 0, 0, 0, 0, -recovered, 0));
    }
}

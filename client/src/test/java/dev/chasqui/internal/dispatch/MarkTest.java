package dev.chasqui.internal.dispatch;

import static dev.chasqui.internal.dispatch.Events.quote;
import static dev.chasqui.internal.dispatch.Events.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.internal.dispatch.Dispatcher.Mark;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.DispatchOptions.Mode;
import dev.chasqui.stream.options.OverflowPolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the recovered messages in front of a mark have reached the handlers, whatever becomes of others. */
@Timeout(30)
class MarkTest {

    private final Deque<CompletableFuture<Object>> stages = new ArrayDeque<>();
    private final List<String> taken = new ArrayList<>();

    private CompletionStage<?> take(MarketEvent event) {
        taken.add(Events.key(event));
        CompletableFuture<Object> stage = new CompletableFuture<>();
        stages.add(stage);
        return stage;
    }

    private static DispatchFixture inMode(Mode mode) {
        DispatchOptions options = DispatchOptions.defaults();
        return DispatchFixture.with(mode == Mode.INLINE ? options.inline() : options);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"EXECUTOR", "INLINE"})
    void aMessageThatIsParkedBeforeABusyHandlerIsWaitedForThoughOthersLeave(Mode mode) {
        DispatchFixture fixture = inMode(mode);
        Dispatcher dispatcher = fixture.dispatcher;
        fixture.handlers().registerAsync(Channel.TRADES, "A", this::take);
        fixture.offer(trade("A", 1));
        fixture.offerRecovered(trade("A", 2));
        Mark mark = dispatcher.mark();
        fixture.offerTrades("B", 1, 10);
        fixture.executor.runAll();
        assertThat(taken).containsExactly("A1");
        assertThat(fixture.counters().queued()).isEqualTo(1);
        assertThat(dispatcher.isPast(mark)).isFalse();
        stages.remove().complete("done");
        fixture.executor.runAll();
        Awaitility.await().until(() -> dispatcher.isPast(mark));
        assertThat(taken).containsExactly("A1", "A2");
    }

    @Test
    void aMessageIsWaitedForThoughLaterOnesAreConflated() {
        DispatchFixture fixture = DispatchFixture.holding(3, Channel.QUOTES, OverflowPolicy.CONFLATE)
                .recording();
        fixture.offerRecovered(trade("A", 1));
        Mark mark = fixture.dispatcher.mark();
        for (int i = 1; i <= 20; i++) {
            fixture.offer(quote("B", i));
        }
        assertThat(fixture.counters().conflated()).isGreaterThan(10);
        assertThat(fixture.dispatcher.isPast(mark)).isFalse();
        fixture.executor.runAll();
        assertThat(fixture.delivered).startsWith("A1");
        assertThat(fixture.dispatcher.isPast(mark)).isTrue();
    }

    @Test
    void aMessageIsWaitedForThoughLaterOnesAreDropped() {
        DispatchFixture fixture = DispatchFixture.holding(3, Channel.TRADES, OverflowPolicy.DROP_OLDEST)
                .recording();
        fixture.offerRecovered(quote("A", 1));
        Mark mark = fixture.dispatcher.mark();
        fixture.offerTrades("B", 1, 20);
        assertThat(fixture.counters().dropped()).isGreaterThan(10);
        assertThat(fixture.dispatcher.isPast(mark)).isFalse();
        fixture.executor.runAll();
        assertThat(fixture.delivered).startsWith("A1");
        assertThat(fixture.dispatcher.isPast(mark)).isTrue();
    }

    @Test
    void aMessageThatIsDroppedIsNotWaitedFor() {
        DispatchFixture fixture = DispatchFixture.holding(3, Channel.TRADES, OverflowPolicy.DROP_OLDEST);
        fixture.offerRecovered(trade("A", 1), trade("A", 2), trade("A", 3), trade("A", 4));
        Mark mark = fixture.dispatcher.mark();
        fixture.offerTrades("B", 1, 2);
        assertThat(fixture.dispatcher.isPast(mark)).isFalse();
        fixture.offerTrades("B", 3, 3);
        assertThat(fixture.lost).containsExactly("A4 RECOVERED", "A1 RECOVERED", "A2 RECOVERED", "A3 RECOVERED");
        assertThat(fixture.dispatcher.isPast(mark)).isTrue();
    }

    @Test
    void aParkedMessageThatMakesRoomIsNotWaitedFor() {
        DispatchFixture fixture = DispatchFixture.holding(2, Channel.TRADES, OverflowPolicy.DROP_OLDEST);
        fixture.handlers().registerAsync(Channel.TRADES, "*", this::take);
        fixture.offer(trade("A", 1));
        fixture.executor.runAll();
        fixture.offerRecovered(trade("A", 2));
        fixture.executor.runAll();
        Mark mark = fixture.dispatcher.mark();
        assertThat(fixture.dispatcher.isPast(mark)).isFalse();
        for (int i = 3; i <= 5; i++) {
            fixture.offer(trade("B", i));
            fixture.executor.runAll();
        }
        assertThat(fixture.lost).contains("A2 RECOVERED");
        assertThat(fixture.dispatcher.isPast(mark)).isTrue();
    }

    @Test
    void aMessageIsWaitedForUntilTheHandlerHasReturned() {
        DispatchFixture fixture = DispatchFixture.withDefaults();
        List<Mark> marks = new ArrayList<>();
        List<Boolean> past = new ArrayList<>();
        fixture.handlers().register(Channel.TRADES, "*", event -> past.add(fixture.dispatcher.isPast(marks.get(0))));
        fixture.offerRecovered(trade("A", 1), trade("A", 2));
        marks.add(fixture.dispatcher.mark());
        fixture.executor.runAll();
        assertThat(past).containsExactly(false, false);
        assertThat(fixture.dispatcher.isPast(marks.get(0))).isTrue();
    }

    @Test
    void aMessageOfAFrameThatIsNotHandedOverIsWaitedFor() {
        DispatchFixture fixture = DispatchFixture.withDefaults().recording();
        fixture.dispatcher.offer(trade("A", 1), 10, Provenance.recovered(1));
        Mark mark = fixture.dispatcher.mark();
        fixture.executor.runAll();
        assertThat(fixture.dispatcher.isPast(mark)).isFalse();
        fixture.dispatcher.endOfFrame();
        fixture.executor.runAll();
        assertThat(fixture.dispatcher.isPast(mark)).isTrue();
    }

    @Test
    void messagesBehindTheMarkAreNotWaitedFor() {
        DispatchFixture fixture = DispatchFixture.withDefaults();
        fixture.handlers().registerAsync(Channel.TRADES, "A", this::take);
        fixture.offerTrades("A", 0, 0);
        fixture.offerRecovered(trade("A", 1));
        Mark first = fixture.dispatcher.mark();
        fixture.offerRecovered(trade("A", 2));
        Mark second = fixture.dispatcher.mark();
        fixture.executor.runAll();
        stages.remove().complete("done");
        fixture.executor.runAll();
        assertThat(taken).containsExactly("A0", "A1");
        assertThat(fixture.dispatcher.isPast(first)).isTrue();
        assertThat(fixture.dispatcher.isPast(second)).isFalse();
        stages.remove().complete("done");
        fixture.executor.runAll();
        assertThat(fixture.dispatcher.isPast(second)).isTrue();
    }

    @Test
    void aSecondMarkWaitsForWhatIsInFrontOfTheFirst() {
        DispatchFixture fixture = DispatchFixture.withDefaults();
        fixture.offerRecovered(trade("A", 1));
        fixture.dispatcher.mark();
        Mark second = fixture.dispatcher.mark();
        assertThat(fixture.dispatcher.isPast(second)).isFalse();
        fixture.executor.runAll();
        assertThat(fixture.dispatcher.isPast(second)).isTrue();
    }

    @Test
    void afterTheEndNothingIsWaitedFor() {
        DispatchFixture fixture = DispatchFixture.withDefaults();
        fixture.offerRecovered(trade("A", 1));
        Mark mark = fixture.dispatcher.mark();
        assertThat(fixture.dispatcher.close(Duration.ofSeconds(10))).isTrue();
        assertThat(fixture.dispatcher.isPast(mark)).isTrue();
    }

    /** Random steps: a mark is past exactly when no recovered message in front of it is held. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void aMarkIsPastWhenNothingInFrontOfItIsLeft(int maxMessages) {
        long seed = Long.getLong("chasqui.seed", System.nanoTime());
        Random random = new Random(seed);
        DispatchFixture fixture = DispatchFixture.holding(maxMessages);
        fixture.handlers().registerAsync(Channel.TRADES, "A", this::take);
        fixture.handlers().registerAsync(null, "*", this::take);
        for (int step = 0; step < 5_000; step++) {
            int recovered = random.nextInt(4);
            for (int i = 0; i < recovered; i++) {
                fixture.offerRecovered(trade(random.nextBoolean() ? "A" : "B", step));
            }
            Mark mark = fixture.dispatcher.mark();
            fixture.offer(random.nextBoolean() ? quote("A", step) : trade("B", step));
            if (random.nextInt(3) == 0) {
                finishAll(fixture);
                assertThat(fixture.dispatcher.isPast(mark))
                        .as("seed %d step %d", seed, step)
                        .isTrue();
            } else if (random.nextBoolean()) {
                fixture.executor.runAll();
            }
            fixture.lost.clear();
            taken.clear();
        }
    }

    private void finishAll(DispatchFixture fixture) {
        fixture.executor.runAll();
        while (!stages.isEmpty()) {
            stages.remove().complete("done");
            fixture.executor.runAll();
        }
        assertThat(fixture.counters().queued()).isZero();
    }
}

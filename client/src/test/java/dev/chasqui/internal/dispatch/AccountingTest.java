package dev.chasqui.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.DispatchOptions.Mode;
import dev.chasqui.stream.options.OverflowPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AccountingTest {

    private long offered;

    private static MarketEvent anyEvent(Random random, int number) {
        String symbol = "S" + random.nextInt(20);
        return switch (random.nextInt(4)) {
            case 0 -> Events.quote(symbol, number);
            case 1 -> Events.book(symbol, number, random.nextInt(5), random.nextInt(3));
            case 2 -> Events.news(symbol);
            default -> Events.trade(symbol, number);
        };
    }

    private static long seed() {
        return Long.getLong("chasqui.seed", System.nanoTime());
    }

    /** Random steps on one thread: after each of them every message must be found exactly once, and within the bounds. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64})
    void everyMessageIsFoundExactlyOnceAfterEachStep(int maxMessages) {
        long seed = seed();
        Random random = new Random(seed);
        DispatchFixture fixture = DispatchFixture.with(
                DispatchOptions.defaults().withMaxMessages(maxMessages).withMaxBytes(20L * maxMessages));
        List<CompletableFuture<Object>> stages = new ArrayList<>();
        List<Runnable> removals = new ArrayList<>();
        String context = "seed " + seed + " bound " + maxMessages;
        for (int step = 0; step < 20_000; step++) {
            step(random, step, fixture, stages, removals);
            DispatchCounters counters = fixture.counters();
            assertThat(counters.offered()).as(context).isEqualTo(offered);
            assertThat(counters.queued()).as(context).isBetween(0L, 2L * maxMessages + 1);
        }
        fixture.dispatcher.endOfFrame();
        fixture.executor.runAll();
        for (int i = 0; i < 100_000 && fixture.counters().queued() > 0; i++) {
            complete(random, stages);
            fixture.executor.runAll();
        }
        assertThat(fixture.counters().queued()).as(context).isZero();
        assertThat(fixture.counters().dropped() + fixture.counters().conflated())
                .as(context)
                .isPositive();
    }

    private void step(
            Random random,
            int step,
            DispatchFixture fixture,
            List<CompletableFuture<Object>> stages,
            List<Runnable> removals) {
        switch (random.nextInt(20)) {
            case 0, 1 -> fixture.executor.runAll();
            case 2 -> fixture.dispatcher.endOfFrame();
            case 3, 4 -> complete(random, stages);
            case 5 -> register(random, fixture, stages, removals);
            case 6 -> {
                if (removals.size() > 4) {
                    removals.remove(random.nextInt(removals.size())).run();
                }
            }
            case 7 -> fixture.dispatcher.deliverOnly(event -> random.nextInt(10) > 0);
            default -> {
                fixture.dispatcher.offer(anyEvent(random, step), random.nextInt(60));
                offered++;
            }
        }
    }

    private static void register(
            Random random, DispatchFixture fixture, List<CompletableFuture<Object>> stages, List<Runnable> removals) {
        String symbol = random.nextBoolean() ? "*" : "S" + random.nextInt(20);
        Channel channel = random.nextBoolean() ? null : Channel.QUOTES;
        removals.add(fixture.handlers().registerAsync(channel, symbol, event -> {
            if (random.nextInt(4) == 0) {
                throw new IllegalStateException("now and then");
            }
            CompletableFuture<Object> stage = new CompletableFuture<>();
            stages.add(stage);
            return stage;
        }));
    }

    private static void complete(Random random, List<CompletableFuture<Object>> stages) {
        if (!stages.isEmpty()) {
            stages.remove(random.nextInt(stages.size())).complete("done");
        }
    }

    /** The same with real threads: exact whenever nothing moves. */
    @ParameterizedTest
    @EnumSource(Mode.class)
    void everyMessageIsFoundExactlyOnceUnderLoad(Mode mode) throws Exception {
        long seed = seed();
        Random random = new Random(seed);
        ExecutorService pool = Executors.newFixedThreadPool(3);
        ExecutorService stages = Executors.newSingleThreadExecutor();
        DispatchOptions options = new DispatchOptions(
                mode,
                mode == Mode.EXECUTOR ? pool : null,
                mode == Mode.INLINE ? 1 : 4,
                400,
                1 << 20,
                Map.of(Channel.NEWS, OverflowPolicy.BLOCK));
        Dispatcher dispatcher =
                DispatchFixture.dispatcher(options, new RecordingListener(), System::nanoTime, "accounting-test");
        dispatcher.handlers().register(null, "*", event -> {});
        dispatcher.handlers().registerAsync(null, "*", event -> CompletableFuture.runAsync(() -> {}, stages));
        dispatcher
                .handlers()
                .registerAsync(Channel.QUOTES, "S3", event -> CompletableFuture.runAsync(() -> {}, stages));
        dispatcher.deliverOnly(event -> !event.symbol().equals("S7"));
        for (int i = 0; i < 100_000; i++) {
            dispatcher.offer(anyEvent(random, i), 100);
            if (i % 500 == 0) {
                Runnable removal = dispatcher
                        .handlers()
                        .registerAsync(null, "*", event -> CompletableFuture.runAsync(() -> {}, stages));
                dispatcher.endOfFrame();
                removal.run();
            }
        }
        dispatcher.endOfFrame();
        Awaitility.await("seed " + seed)
                .atMost(Duration.ofSeconds(30))
                .until(() -> dispatcher.counters().queued() == 0);
        DispatchCounters counters = dispatcher.counters();
        assertThat(counters.delivered() + counters.conflated() + counters.dropped() + counters.filtered())
                .as("seed %d %s", seed, counters)
                .isEqualTo(100_000)
                .isEqualTo(counters.offered());
        assertThat(dispatcher.close(Duration.ofSeconds(10))).isTrue();
        pool.shutdown();
        stages.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(stages.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
}

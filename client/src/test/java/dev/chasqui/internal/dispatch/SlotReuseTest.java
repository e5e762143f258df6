package dev.chasqui.internal.dispatch;

import static dev.chasqui.internal.dispatch.Events.trade;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.OverflowPolicy;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slots of the queue are used again and again: no message may be changed by one that comes later, nor stay behind in its slot. */
@Timeout(60)
class SlotReuseTest {

    private final long seed = Long.getLong("chasqui.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void aMessageThatWaitsForABusyHandlerIsStillItselfAfterThousandsOfOthers() {
        DispatchFixture fixture = DispatchFixture.holding(50_000);
        Deque<CompletableFuture<Object>> stages = new ArrayDeque<>();
        List<MarketEvent> taken = new ArrayList<>();
        fixture.handlers().registerAsync(Channel.TRADES, "SLOW", event -> {
            taken.add(event);
            stages.add(new CompletableFuture<>());
            return stages.getLast();
        });
        List<MarketEvent> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sent.add(trade("SLOW", i));
            fixture.offer(sent.get(i));
            fixture.offerTrades("QUICK", 1, 1_000);
            fixture.executor.runAll();
        }
        while (!stages.isEmpty()) {
            stages.remove().complete("done");
            fixture.executor.runAll();
        }
        assertThat(taken)
                .usingElementComparator((one, other) -> one == other ? 0 : 1)
                .containsExactlyElementsOf(sent);
    }

    @ParameterizedTest
    @EnumSource(names = {"GAP", "CONFLATE"})
    void nothingIsKeptOfWhatHasBeenDeliveredOrLost(OverflowPolicy policy) {
        DispatchFixture fixture = DispatchFixture.with(
                DispatchOptions.defaults().withMaxMessages(300).withPolicy(channelFor(policy), policy));
        fixture.handlers().register(null, "*", event -> {});
        List<WeakReference<MarketEvent>> references = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            MarketEvent event = policy == OverflowPolicy.GAP ? trade("A", i) : Events.quote("S" + i % 500, i);
            references.add(new WeakReference<>(event));
            fixture.dispatcher.offer(event, 10);
            if (i % 900 == 899) {
                fixture.executor.runAll();
            }
        }
        fixture.dispatcher.endOfFrame();
        fixture.executor.runAll();
        assertThat(fixture.counters().queued()).isZero();
        assertThat(fixture.counters().delivered()).isLessThan(2_000);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return references.stream().allMatch(reference -> reference.get() == null);
        });
        assertThat(fixture.dispatcher.room())
                .as("the queue itself is still there")
                .isPositive();
    }

    private static Channel channelFor(OverflowPolicy policy) {
        return policy == OverflowPolicy.GAP ? Channel.TRADES : Channel.QUOTES;
    }

    /** Whatever the policies: in order, none twice, none altered, and each trade that is missing was told. */
    @ParameterizedTest
    @EnumSource(names = {"GAP", "DROP_OLDEST"})
    void underRandomLoadEachMessageComesOnceAndInOrderOrIsLost(OverflowPolicy trades) {
        int bound = 8 + random.nextInt(400);
        DispatchFixture fixture = DispatchFixture.with(
                DispatchOptions.defaults().withMaxMessages(bound).withPolicy(Channel.TRADES, trades));
        List<MarketEvent> offered = new ArrayList<>();
        List<MarketEvent> quick = new ArrayList<>();
        List<MarketEvent> slow = new ArrayList<>();
        Deque<CompletableFuture<Object>> stages = new ArrayDeque<>();
        fixture.handlers().register(null, "*", quick::add);
        fixture.handlers().registerAsync(null, "S1", event -> {
            slow.add(event);
            stages.add(new CompletableFuture<>());
            return stages.getLast();
        });
        for (int i = 0; i < 30_000; i++) {
            String symbol = "S" + random.nextInt(40);
            MarketEvent event = random.nextInt(3) > 0 ? trade(symbol, i) : Events.quote(symbol, i);
            offered.add(event);
            fixture.dispatcher.offer(event, 1 + random.nextInt(200));
            if (random.nextInt(8) == 0) {
                fixture.dispatcher.endOfFrame();
            }
            if (random.nextInt(bound) == 0) {
                fixture.executor.runAll();
            }
            if (random.nextInt(30) == 0 && !stages.isEmpty()) {
                stages.remove().complete("done");
            }
        }
        finish(fixture, stages);
        assertInOrderAndOnce(quick);
        assertInOrderAndOnce(slow);
        Set<MarketEvent> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(offered);
        assertThat(known.containsAll(quick)).as("seed %d", seed).isTrue();
        assertThat(fixture.counters().dropped()).as("seed %d", seed).isPositive();
        if (trades == OverflowPolicy.GAP) {
            assertEachMissingTradeWasTold(fixture, offered, quick);
        }
    }

    private static void finish(DispatchFixture fixture, Deque<CompletableFuture<Object>> stages) {
        fixture.dispatcher.endOfFrame();
        fixture.executor.runAll();
        while (!stages.isEmpty()) {
            stages.remove().complete("done");
            fixture.executor.runAll();
        }
        assertThat(fixture.counters().queued()).isZero();
    }

    private void assertInOrderAndOnce(List<MarketEvent> delivered) {
        Map<String, Long> last = new HashMap<>();
        for (MarketEvent event : delivered) {
            Long before = last.put(event.channel() + event.symbol(), Events.number(event));
            assertThat(before == null || before < Events.number(event))
                    .as("seed %d: %s after %s", seed, event, before)
                    .isTrue();
        }
    }

    private void assertEachMissingTradeWasTold(
            DispatchFixture fixture, List<MarketEvent> offered, List<MarketEvent> delivered) {
        Set<String> had = new HashSet<>();
        delivered.forEach(event -> had.add(Events.key(event)));
        Set<String> told = new HashSet<>(fixture.lost);
        List<String> silent = offered.stream()
                .filter(event -> event.channel() == Channel.TRADES)
                .map(Events::key)
                .filter(key -> !had.contains(key) && !told.contains(key + " LIVE"))
                .toList();
        assertThat(silent).as("seed %d", seed).isEmpty();
    }
}

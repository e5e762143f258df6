package dev.chasqui.internal.gap;

import static dev.chasqui.internal.gap.GapHarness.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.internal.gap.GapKeeper.Admission;
import dev.chasqui.internal.gap.History.Failure;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.GapCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** A random market over a random connection: whatever happens, handlers get each message of history once. */
class GapPropertyTest {

    private static final Subscription PAIRS = Subscription.trades("A", "B").plus(Subscription.quotes("A"));
    private static final double TICK = 0.05;

    private final List<MarketEvent> truth = new ArrayList<>();
    private Random random = new Random();
    private GapHarness gaps = new GapHarness();
    private double now = 100;
    private long lastFrame;
    private boolean up = true;
    private double changeAt = 110;
    private double overflowUntil;
    private long id;

    @RepeatedTest(60)
    void everyMessageOfHistoryIsDeliveredOnce(RepetitionInfo repetition) {
        long seed = 40_000L + repetition.getCurrentRepetition();
        random = new Random(seed);
        gaps = new GapHarness(options -> {
            options.ordered = random.nextBoolean() ? Set.of(Channel.TRADES) : Set.of();
            options.requestsPerMinute = 100_000;
            options.maxHold = Duration.ofMillis(random.nextInt(8000));
            return options;
        });
        gaps.history.pageSize = 1 + random.nextInt(200);
        gaps.history.latency = Duration.ofMillis(random.nextInt(300));
        gaps.history.lag = Duration.ofMillis(random.nextInt(1000));
        gaps.subscribed(PAIRS).until(now);
        while (now < 220) {
            tick();
        }
        quieten();

        String context = "seed " + seed;
        assertThat(gaps.events).as(context).noneMatch(line -> line.startsWith("truncated"));
        assertThat(ids("closed")).as(context).containsExactlyInAnyOrderElementsOf(ids("opened"));
        Map<String, Integer> expected = counts(truthNames());
        Map<String, Integer> actual = delivered();
        assertThat(difference(expected, actual)).as(context + ": missing").isEmpty();
        assertThat(difference(actual, expected)).as(context + ": too often").isEmpty();
    }

    private static Map<String, Integer> difference(Map<String, Integer> more, Map<String, Integer> fewer) {
        Map<String, Integer> left = new HashMap<>();
        more.forEach((name, count) -> {
            if (count > fewer.getOrDefault(name, 0)) {
                left.put(name, count - fewer.getOrDefault(name, 0));
            }
        });
        return left;
    }

    private void tick() {
        now += TICK;
        gaps.until(now);
        gaps.room = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(500);
        changeConnection();
        List<MarketEvent> frame = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            frame.add(message());
        }
        truth.addAll(frame);
        gaps.history.has(frame.toArray(MarketEvent[]::new));
        if (up && !frame.isEmpty()) {
            receive(frame);
        }
        if (overflowUntil > 0 && now > overflowUntil) {
            overflowUntil = 0;
            gaps.keeper.overflowEnded();
        }
    }

    /** A trade or a quote, now or late; equal quotes come in pairs. */
    private MarketEvent message() {
        double time = random.nextInt(10) == 0 ? now - random.nextInt(9) : now;
        return random.nextBoolean()
                ? Rows.trade(random.nextBoolean() ? "A" : "B", at(time), ++id)
                : Rows.quote("A", at(Math.floor(time * 4) / 4), random.nextInt(2));
    }

    private void receive(List<MarketEvent> frame) {
        if (random.nextInt(200) == 0) {
            gaps.keeper.undecodable(lastFrame, null, PAIRS, "broken");
            return;
        }
        gaps.keeper.frame(gaps.loop.nanoTime());
        lastFrame = gaps.loop.nanoTime();
        for (MarketEvent message : frame) {
            if (gaps.keeper.admit(message, gaps.number(message), 100) == Admission.DELIVER) {
                if (random.nextInt(50) == 0) {
                    gaps.keeper.lost(message);
                    overflowUntil = overflowUntil == 0 ? now + random.nextDouble() * 3 : overflowUntil;
                } else {
                    gaps.messages.add("live " + GapHarness.name(message));
                }
            }
        }
    }

    private void changeConnection() {
        if (now < changeAt) {
            return;
        }
        changeAt = now + random.nextDouble() * (up ? 20 : 6);
        if (up) {
            up = false;
            double noticedAfter = random.nextDouble() * 3;
            double until = now + noticedAfter;
            changeAt = Math.max(changeAt, until + TICK);
            gaps.loop.schedule(
                    Rows.duration(noticedAfter),
                    () -> gaps.keeper.connectionLost(PAIRS, lastFrame, GapCause.CONNECTION, "lost"));
        } else {
            up = true;
            gaps.subscribed(PAIRS);
            if (random.nextInt(3) == 0) {
                gaps.history.fail(random.nextBoolean() ? Failure.TRANSIENT : Failure.RATE_LIMITED);
            }
        }
    }

    private void quieten() {
        if (!up) {
            now = Math.max(now, changeAt) + 1;
            gaps.until(now).subscribed(PAIRS);
        }
        gaps.keeper.overflowEnded();
        gaps.room = Integer.MAX_VALUE;
        gaps.until(now + 600);
    }

    private List<String> ids(String kind) {
        return gaps.events.stream()
                .filter(line -> line.startsWith(kind))
                .map(line -> line.split(" ", 3)[1])
                .toList();
    }

    private List<String> truthNames() {
        return truth.stream().map(GapHarness::name).toList();
    }

    private Map<String, Integer> delivered() {
        return counts(gaps.messages.stream()
                .filter(line -> !line.startsWith("duplicate"))
                .map(line -> line.replaceFirst("^(live|released|recovered \\d+) ", ""))
                .toList());
    }

    private static Map<String, Integer> counts(List<String> names) {
        Map<String, Integer> counts = new HashMap<>();
        names.forEach(name -> counts.merge(name, 1, Integer::sum));
        return counts;
    }
}

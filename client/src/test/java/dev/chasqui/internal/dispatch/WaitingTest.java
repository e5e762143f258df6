package dev.chasqui.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/** The ring of slots against a plain list. */
class WaitingTest {

    private record Held(MarketEvent event, long bytes, Origin origin) {}

    private final long seed = Long.getLong("chasqui.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Waiting waiting = new Waiting();
    private final List<Held> model = new ArrayList<>();
    private final Batch batch = new Batch(64);
    private long number;

    @RepeatedTest(10)
    void holdsWhatAListHolds() {
        for (int step = 0; step < 2_000; step++) {
            step(random.nextInt(10));
            assertThat(waiting.size()).as("seed %d step %d", seed, step).isEqualTo(model.size());
        }
        while (!model.isEmpty()) {
            move();
        }
        assertThat(waiting.isEmpty()).isTrue();
    }

    private void step(int choice) {
        switch (choice) {
            case 0, 1 -> add();
            case 2, 3 -> addFrame();
            case 4, 5 -> move();
            case 6 -> dropOldest(anyChannel());
            case 7 -> replaceNewest(anyChannel(), anySymbol());
            case 8 -> lookAround();
            default -> forgetSometimes();
        }
    }

    private void add() {
        Held held = any();
        waiting.add(held.event, held.bytes, held.origin);
        model.add(held);
    }

    private void addFrame() {
        Frame frame = new Frame();
        for (int i = random.nextInt(64); i >= 0; i--) {
            Held held = any();
            frame.add(held.event, (int) held.bytes, held.origin);
            model.add(held);
        }
        waiting.addAll(frame);
    }

    private void move() {
        waiting.moveTo(batch, 1 + random.nextInt(2_000));
        int moved = 0;
        for (int place = batch.claim(); place != Batch.NONE; place = batch.claim()) {
            Held expected = model.remove(0);
            assertThat(batch.bytes(place)).as("seed %d", seed).isEqualTo(expected.bytes);
            assertThat(batch.origin(place)).as("seed %d", seed).isSameAs(expected.origin);
            assertThat(batch.take(place)).as("seed %d", seed).isSameAs(expected.event);
            moved++;
        }
        assertThat(moved > 0 || model.isEmpty()).as("seed %d", seed).isTrue();
    }

    private void dropOldest(Channel channel) {
        long oldest = waiting.oldest(channel);
        Held expected = model.stream()
                .filter(held -> held.event.channel() == channel)
                .findFirst()
                .orElse(null);
        if (expected == null) {
            assertThat(oldest).as("seed %d", seed).isEqualTo(Waiting.NONE);
            return;
        }
        assertThat(waiting.event(oldest)).as("seed %d", seed).isSameAs(expected.event);
        waiting.remove(oldest);
        model.remove(expected);
    }

    private void replaceNewest(Channel channel, String symbol) {
        int last = newestInModel(channel, symbol);
        long newest = waiting.newest(channel, symbol);
        if (last < 0) {
            assertThat(newest).as("seed %d", seed).isEqualTo(Waiting.NONE);
            return;
        }
        Held before = model.get(last);
        assertThat(waiting.event(newest)).as("seed %d", seed).isSameAs(before.event);
        assertThat(waiting.bytes(newest)).as("seed %d", seed).isEqualTo(before.bytes);
        Held after = new Held(event(channel, symbol), random.nextInt(100), before.origin);
        waiting.replace(newest, after.event, after.bytes);
        model.set(last, after);
    }

    private int newestInModel(Channel channel, String symbol) {
        for (int i = model.size() - 1; i >= 0; i--) {
            MarketEvent event = model.get(i).event;
            if (event.channel() == channel && event.symbol().equals(symbol)) {
                return i;
            }
        }
        return -1;
    }

    private void lookAround() {
        for (Channel channel : List.of(Channel.TRADES, Channel.QUOTES)) {
            assertThat(waiting.size(channel)).as("seed %d", seed).isEqualTo((int) model.stream()
                    .filter(held -> held.event.channel() == channel)
                    .count());
        }
    }

    private void forgetSometimes() {
        if (random.nextInt(10) == 0) {
            waiting.forgetIndex();
        } else if (random.nextInt(50) == 0) {
            assertThat(waiting.clear()).as("seed %d", seed).isEqualTo(model.size());
            model.clear();
        }
    }

    private Held any() {
        Origin origin =
                random.nextInt(4) > 0 ? Origin.LIVE : Origin.of(Provenance.recovered(random.nextInt(3)), new Section());
        return new Held(event(anyChannel(), anySymbol()), random.nextInt(100), origin);
    }

    private MarketEvent event(Channel channel, String symbol) {
        return channel == Channel.TRADES ? Events.trade(symbol, ++number) : Events.quote(symbol, ++number);
    }

    private Channel anyChannel() {
        return random.nextBoolean() ? Channel.TRADES : Channel.QUOTES;
    }

    // More symbols than an index holds without looking which of them still wait.
    private String anySymbol() {
        return "S" + (random.nextBoolean() ? random.nextInt(5) : random.nextInt(5_000));
    }
}

package dev.chasqui.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.OrderBook.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OrderBookTest {

    private static OrderBook change(long time, Level... bids) {
        return new OrderBook("BTC/USD", time, List.of(bids), List.of(), false);
    }

    @Test
    void laterLevelsReplaceEarlierOnesAndRemovalsStay() {
        OrderBook merged =
                change(1, new Level(10, 1), new Level(11, 2)).followedBy(change(2, new Level(11, 0), new Level(12, 3)));
        assertThat(merged.bids()).containsExactly(new Level(10, 1), new Level(11, 0), new Level(12, 3));
        assertThat(merged.timestampNanos()).isEqualTo(2);
        assertThat(merged.reset()).isFalse();
    }

    @Test
    void fullBookDrivesOutWhatWasBefore() {
        OrderBook full = new OrderBook("BTC/USD", 2, List.of(new Level(5, 5)), List.of(), true);
        assertThat(change(1, new Level(10, 1)).followedBy(full)).isSameAs(full);
        assertThat(full.followedBy(change(3, new Level(10, 1))).reset()).isTrue();
        assertThat(full.followedBy(change(3, new Level(10, 1))).bids()).hasSize(2);
    }

    @Test
    void mergedMessageHasTheEffectOfBoth() {
        long seed = Long.getLong("chasqui.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            OrderBook first = random(random);
            OrderBook second = random(random);
            TreeMap<Double, Double> oneByOne = new TreeMap<>();
            apply(random(new Random(i)), oneByOne);
            TreeMap<Double, Double> merged = new TreeMap<>(oneByOne);
            apply(first, oneByOne);
            apply(second, oneByOne);
            apply(first.followedBy(second), merged);
            assertThat(merged).as("seed %d", seed).isEqualTo(oneByOne);
        }
    }

    private static OrderBook random(Random random) {
        List<Level> bids = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            bids.add(new Level(random.nextInt(8), random.nextInt(3)));
        }
        return new OrderBook("BTC/USD", 0, bids, List.of(), random.nextInt(4) == 0);
    }

    private static void apply(OrderBook message, Map<Double, Double> book) {
        if (message.reset()) {
            book.clear();
        }
        for (Level level : message.bids()) {
            if (level.size() == 0) {
                book.remove(level.price());
            } else {
                book.put(level.price(), level.size());
            }
        }
    }
}

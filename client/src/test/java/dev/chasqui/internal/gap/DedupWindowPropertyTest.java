package dev.chasqui.internal.gap;

import static dev.chasqui.internal.gap.DedupWindow.Verdict.CONFLICT;
import static dev.chasqui.internal.gap.DedupWindow.Verdict.DUPLICATE;
import static dev.chasqui.internal.gap.DedupWindow.Verdict.NEW;
import static dev.chasqui.internal.gap.Rows.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.internal.gap.DedupWindow.Verdict;
import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** The window against a model that remembers everything in the plainest way. */
class DedupWindowPropertyTest {

    private static final Instant T = Instant.parse("2026-01-05T14:30:00Z");
    private static final long ROUNDING = seconds(1);

    /** What one message means to those after it, without numbers and tables. */
    private static final class Model {

        private final List<Trade> trades = new ArrayList<>();
        private final Map<Trade, Boolean> delivered = new HashMap<>();
        private final Map<Object, int[]> counts = new HashMap<>();
        private final Map<String, Bar> bars = new HashMap<>();

        boolean live(MarketEvent event) {
            if (isCounted(event)) {
                int[] count = count(event);
                count[0]++;
                return count[0] > count[1] && ++count[1] > 0;
            }
            if (event instanceof Bar bar) {
                Bar before = bars.get(key(bar));
                boolean superseded = before != null
                        && before.kind() == Bar.Kind.UPDATED_MINUTE
                        && (bar.kind() == Bar.Kind.MINUTE || before.close() == bar.close());
                if (superseded || bar.equals(before)) {
                    return false;
                }
                bars.put(key(bar), bar);
                return true;
            }
            return identified((Trade) event) != DUPLICATE;
        }

        Verdict recovered(MarketEvent row, Map<Object, Integer> seen) {
            if (isCounted(row)) {
                int[] count = count(row);
                if (seen.merge(identity(row), 1, Integer::sum) <= count[1]) {
                    return DUPLICATE;
                }
                count[1]++;
                return NEW;
            }
            if (row instanceof Bar bar) {
                Bar before = bars.get(key(bar));
                if (before != null && before.close() == bar.close()) {
                    return DUPLICATE;
                }
                bars.put(key(bar), before == null ? bar : update(bar));
                return before == null ? NEW : Verdict.CHANGED;
            }
            return identified((Trade) row);
        }

        void forget(MarketEvent event) {
            if (isCounted(event)) {
                count(event)[1]--;
            } else if (event instanceof Bar bar) {
                bars.remove(key(bar));
            } else {
                trades.stream()
                        .filter(known -> isSame(known, (Trade) event))
                        .forEach(known -> delivered.put(known, false));
            }
        }

        private Verdict identified(Trade trade) {
            for (Trade known : trades) {
                if (isSame(known, trade)) {
                    return Boolean.TRUE.equals(delivered.put(known, true)) ? DUPLICATE : NEW;
                }
            }
            boolean sameId = trades.stream().anyMatch(known -> hasSameId(known, trade));
            trades.add(trade);
            delivered.put(trade, true);
            return sameId ? CONFLICT : NEW;
        }

        private static boolean isSame(Trade one, Trade other) {
            return hasSameId(one, other)
                    && one.price() == other.price()
                    && one.size() == other.size()
                    && Math.abs(one.timestampNanos() - other.timestampNanos()) <= ROUNDING;
        }

        private static boolean hasSameId(Trade one, Trade other) {
            return one.id() == other.id()
                    && one.symbol().equals(other.symbol())
                    && String.valueOf(one.exchange()).equals(String.valueOf(other.exchange()));
        }

        private int[] count(MarketEvent event) {
            return counts.computeIfAbsent(identity(event), ignored -> new int[2]);
        }

        private static boolean isCounted(MarketEvent event) {
            return event instanceof Quote || (event instanceof Trade trade && trade.id() == 0);
        }

        private static Object identity(MarketEvent event) {
            return event;
        }

        private static String key(Bar bar) {
            return bar.symbol() + bar.timestampNanos();
        }

        private static Bar update(Bar bar) {
            return Rows.bar(Bar.Kind.UPDATED_MINUTE, bar.symbol(), bar.timestamp(), bar.close());
        }
    }

    @RepeatedTest(200)
    void everyMessageIsJudgedAsByTheModel(RepetitionInfo repetition) {
        long seed = 7_000L + repetition.getCurrentRepetition();
        Random random = new Random(seed);
        DedupWindow window = new DedupWindow(1 << 16, seconds(3600), 0);
        Model model = new Model();
        List<MarketEvent> delivered = new ArrayList<>();
        List<MarketEvent> rows = new ArrayList<>();
        Map<Object, Integer> seen = new HashMap<>();
        DedupWindow.Pass pass = window.newPass();
        for (int step = 0; step < 600; step++) {
            window.tick(seconds(step) / 4);
            int what = random.nextInt(10);
            if (what < 5) {
                MarketEvent event = message(random, true);
                Verdict verdict = window.live(event, number(event, seed));
                assertThat(verdict != DUPLICATE)
                        .as("seed %d step %d live %s was %s", seed, step, event, verdict)
                        .isEqualTo(model.live(event));
                note(delivered, event, verdict);
            } else if (what < 9) {
                if (rows.isEmpty()) {
                    rows = rows(random);
                    pass = window.newPass();
                    seen.clear();
                }
                MarketEvent row = rows.remove(0);
                Verdict verdict = pass.recovered(row, random.nextBoolean());
                assertThat(verdict)
                        .as("seed %d step %d row %s", seed, step, row)
                        .isEqualTo(model.recovered(row, seen));
                note(delivered, row, verdict);
            } else if (!delivered.isEmpty()) {
                MarketEvent lost = delivered.remove(random.nextInt(delivered.size()));
                delivered.removeIf(other -> other instanceof Bar && other.timestampNanos() == lost.timestampNanos());
                window.forget(lost);
                model.forget(lost);
            }
        }
    }

    @RepeatedTest(50)
    void nothingNewIsEverTakenForADuplicateAndWhatIsRememberedIsNeverNew(RepetitionInfo repetition) {
        long seed = 9_000L + repetition.getCurrentRepetition();
        Random random = new Random(seed);
        DedupWindow window = new DedupWindow(1024 + random.nextInt(2000), seconds(60), 0);
        List<Long> cameAt = new ArrayList<>();
        List<Trade> trades = new ArrayList<>();
        long now = 0;
        for (int step = 0; step < 20_000; step++) {
            now += (long) (random.nextDouble() * random.nextInt(100_000_000));
            window.tick(now);
            if (random.nextInt(1000) == 0) {
                keepOrNot(window, random, now);
            }
            if (random.nextInt(4) > 0) {
                Trade trade = Rows.trade("A", T.plusNanos(now), step + 1);
                assertThat(window.live(trade, number(trade, seed)))
                        .as("seed %d step %d", seed, step)
                        .isEqualTo(NEW);
                trades.add(trade);
                cameAt.add(now);
            } else if (!trades.isEmpty()) {
                int index = trades.size() - 1 - random.nextInt(Math.min(trades.size(), 3000));
                boolean remembered = window.remembers(cameAt.get(index), 0);
                Verdict verdict = random.nextBoolean()
                        ? window.live(trades.get(index), number(trades.get(index), seed))
                        : window.newPass().recovered(trades.get(index), true);
                assertThat(remembered && verdict != DUPLICATE)
                        .as("seed %d step %d: %s although it came at %d", seed, step, verdict, cameAt.get(index))
                        .isFalse();
                cameAt.set(index, verdict == DUPLICATE ? cameAt.get(index) : (Long) now);
            }
        }
    }

    /** Of half of the seeds; the others know symbols by name alone. */
    private static int number(MarketEvent event, long seed) {
        return seed % 2 == 0 ? event.symbol().charAt(0) - 'A' : -1;
    }

    private static void keepOrNot(DedupWindow window, Random random, long now) {
        if (random.nextBoolean()) {
            window.keepSince(now - seconds(random.nextInt(60)));
        } else {
            window.keepNoLonger();
        }
    }

    private static void note(List<MarketEvent> delivered, MarketEvent event, Verdict verdict) {
        if (verdict != DUPLICATE) {
            delivered.add(event);
        }
    }

    private static List<MarketEvent> rows(Random random) {
        List<MarketEvent> rows = new ArrayList<>();
        for (int i = random.nextInt(40); i >= 0; i--) {
            MarketEvent row = message(random, false);
            rows.addAll(Collections.nCopies(1 + random.nextInt(2), row));
        }
        rows.sort(Comparator.comparing(MarketEvent::symbol).thenComparing(MarketEvent::timestampNanos));
        return rows;
    }

    private static MarketEvent message(Random random, boolean live) {
        String symbol = random.nextBoolean() ? "A" : "B";
        Instant time = T.plusSeconds(60L * random.nextInt(3));
        return switch (random.nextInt(4)) {
            case 0 -> Rows.quote(symbol, time, random.nextInt(2));
            case 1 ->
                Rows.bar(
                        live && random.nextBoolean() ? Bar.Kind.UPDATED_MINUTE : Bar.Kind.MINUTE,
                        symbol,
                        time,
                        random.nextInt(3));
            case 2 -> Rows.trade(symbol, Timestamps.toEpochNanos(time), 0, "V", random.nextInt(2), 1, null);
            default ->
                Rows.trade(
                        symbol,
                        Timestamps.toEpochNanos(time) + random.nextInt(3) * 400_000_000L,
                        1 + random.nextInt(3),
                        random.nextBoolean() ? "V" : "D",
                        random.nextInt(2),
                        1,
                        null);
        };
    }

    /** Articles are known by id and time like trades; that they do not mix is all there is to hold. */
    @RepeatedTest(20)
    void articlesAreKnownByIdAndTime(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        DedupWindow window = new DedupWindow(4096, seconds(60), 0);
        Map<List<Long>, Boolean> known = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            News article = Rows.news(random.nextInt(10), T.plusSeconds(3L * random.nextInt(5)));
            boolean isNew = known.put(List.of(article.id(), article.updatedNanos()), true) == null;
            assertThat(window.live(article, 0) != DUPLICATE)
                    .as("seed %d", repetition.getCurrentRepetition())
                    .isEqualTo(isNew);
        }
    }
}

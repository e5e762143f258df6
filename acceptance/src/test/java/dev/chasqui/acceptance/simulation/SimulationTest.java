package dev.chasqui.acceptance.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.acceptance.ledger.LedgerReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Whole days of a stream with faults at random moments, on virtual time: 300 seeds in every build.
 *
 * <p>All of it: {@code mvn -B -pl acceptance -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dchasqui.seeds=10000}, from another seed than 1 with {@code -Dchasqui.seeds.from=}. One seed again, with everything that the stream
 * said: {@code -Dchasqui.seed=4711}.
 */
class SimulationTest {

    private static final int SEEDS = Integer.getInteger("chasqui.seeds", 300);
    private static final long FIRST_SEED = Long.getLong("chasqui.seeds.from", 1);
    private static final int MOST_FAILURES = Integer.getInteger("chasqui.failures", 5);
    private static final int BETWEEN_SIGNS_OF_LIFE = 1_000;

    @Test
    void everyDayEndsWithoutASilentHole() {
        Long one = Long.getLong("chasqui.seed");
        if (one != null) {
            assertThat(problems(one, true)).as("seed %d", one).isEmpty();
            return;
        }
        long begin = System.nanoTime();
        Map<SimulatedFault, Integer> struck = new ConcurrentSkipListMap<>();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        AtomicInteger days = new AtomicInteger();
        // Each day has a world of its own, so as many are lived through at a time as there are processors.
        LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS).parallel().forEach(seed -> {
            if (failures.size() < MOST_FAILURES) {
                List<String> problems = problems(seed, struck);
                if (!problems.isEmpty()) {
                    failures.add("seed " + seed + ": " + problems);
                    System.out.println("[simulation] failed: seed " + seed);
                }
                if (days.incrementAndGet() % BETWEEN_SIGNS_OF_LIFE == 0) {
                    tell(days.get(), failures.size(), begin);
                }
            }
        });
        tell(days.get(), failures.size(), begin);
        System.out.println("[simulation] faults struck: " + struck);
        assertThat(failures)
                .as("failing seeds; repeat one with -Dchasqui.seed=N")
                .isEmpty();
    }

    @Test
    void theSameSeedGivesTheSameDay() {
        assertThat(story(77)).isEqualTo(story(77));
    }

    private static void tell(int days, int failed, long begin) {
        System.out.printf(
                "[simulation] %d days from seed %d on, %d failed, in %.1f s%n",
                days, FIRST_SEED, failed, (System.nanoTime() - begin) / 1e9);
    }

    private static List<String> story(long seed) {
        try (Simulation day = new Simulation(seed)) {
            LedgerReport report = day.run();
            List<String> story = new ArrayList<>(List.of(report.toString()));
            day.events().forEach(event -> story.add(event.toString()));
            return story;
        }
    }

    private static List<String> problems(long seed, boolean told) {
        List<String> problems;
        try (Simulation day = new Simulation(seed)) {
            problems = day.problems(day.run());
            if (told) {
                day.events().forEach(System.out::println);
            }
        }
        return problems;
    }

    private static List<String> problems(long seed, Map<SimulatedFault, Integer> struck) {
        try (Simulation day = new Simulation(seed)) {
            List<String> problems = day.problems(day.run());
            day.struck().forEach((fault, count) -> struck.merge(fault, count, Integer::sum));
            return problems;
        }
    }
}

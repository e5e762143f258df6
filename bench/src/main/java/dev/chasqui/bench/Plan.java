package dev.chasqui.bench;

import dev.chasqui.bench.data.RecordedDay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be measured, and how long.
 *
 * @param shortForm one repetition of the main things, in under two minutes
 * @param only the groups to run; all if empty
 * @param repetitions of each measurement
 * @param warmUp before a receiver is measured
 * @param measured how long it is measured
 */
record Plan(boolean shortForm, Set<String> only, int repetitions, Duration warmUp, Duration measured) {

    private static final int FULL_REPETITIONS = 5;

    static Plan parse(String... arguments) {
        boolean shortForm = false;
        Set<String> only = new TreeSet<>();
        int repetitions = 0;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--short" -> shortForm = true;
                case "--only" -> only.addAll(Set.of(arguments[++i].split(",")));
                case "--repetitions" -> repetitions = Integer.parseInt(arguments[++i]);
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        int chosen = repetitions > 0 ? repetitions : shortForm ? 1 : FULL_REPETITIONS;
        Duration warmUp = Duration.ofMillis(shortForm ? 6_000 : 12_000);
        Duration measured = Duration.ofMillis(shortForm ? 1_000 : 3_000);
        return new Plan(shortForm, only, chosen, warmUp, measured);
    }

    boolean includes(String group) {
        return only.isEmpty() || only.contains(group);
    }

    Path recording() {
        return RecordedDay.locate(RecordedDay.DAY);
    }

    /** Where prepared bytes are kept from one run to the next. */
    Path dataFolder() {
        return target().resolve("data");
    }

    Path target() {
        return Path.of(System.getProperty("chasqui.bench.target", "bench/target"));
    }
}

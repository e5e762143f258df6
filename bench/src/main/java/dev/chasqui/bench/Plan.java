package dev.chasqui.bench;

import dev.chasqui.bench.data.RecordedDay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is to be measured, and how long.
 *
 * @param shortForm one repetition of the main things, in under two minutes
 * @param only the groups to run; all, or in the short form the main ones, if empty
 * @param repetitions of each measurement
 * @param warmUp on processors before a receiver is measured, at most; see {@link dev.chasqui.bench.receiver.ReceiverMain}
 * @param measured how long it is measured
 */
record Plan(boolean shortForm, Set<String> only, int repetitions, Duration warmUp, Duration measured) {

    private static final int FULL_REPETITIONS = 5;
    private static final int LATENCY_REPETITIONS = 3;

    // Two virtual machines start and one of them reads its bytes.
    private static final double START_SECONDS = 2;

    static Plan parse(String... arguments) {
        boolean shortForm = false;
        Set<String> only = new TreeSet<>();
        int repetitions = 0;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--short" -> shortForm = true;
                case "--only" -> only.addAll(groups(value(arguments, ++i)));
                case "--repetitions" -> repetitions = number(value(arguments, ++i));
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        int chosen = repetitions > 0 ? repetitions : shortForm ? 1 : FULL_REPETITIONS;
        Duration warmUp = Duration.ofMillis(shortForm ? 6_000 : 12_000);
        Duration measured = Duration.ofMillis(shortForm ? 1_000 : 2_000);
        return new Plan(shortForm, only, chosen, warmUp, measured);
    }

    private static String value(String[] arguments, int index) {
        if (index == arguments.length) {
            throw new IllegalArgumentException(arguments[index - 1] + " needs a value");
        }
        return arguments[index];
    }

    private static int number(String text) {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("--repetitions needs a number of at least 1, not " + text);
        }
        return Integer.parseInt(text);
    }

    private static Set<String> groups(String text) {
        Set<String> named = new TreeSet<>(Arrays.asList(text.split(",")));
        if (!Group.NAMES.containsAll(named)) {
            throw new IllegalArgumentException(
                    "--only takes some of " + String.join(",", Group.NAMES) + ", not " + text);
        }
        return named;
    }

    /** For latencies: fewer repetitions, each longer, since rare delays need many messages and time alone warms up. */
    Plan forLatency() {
        Duration longer = Duration.ofMillis(shortForm ? 3_000 : 4_000);
        return new Plan(shortForm, only, Math.min(repetitions, LATENCY_REPETITIONS), longer, longer);
    }

    boolean includes(String group) {
        return only.isEmpty() ? !shortForm || Group.SHORT.contains(group) : only.contains(group);
    }

    /** For what has no compiler at run time, or a quick one. */
    Duration shortWarmUp() {
        return warmUp.dividedBy(3);
    }

    /** How long it takes to measure so many receivers. Warm-up is on two processors or ends early. */
    double receiverSeconds(int receivers) {
        return seconds(receivers, warmUp.multipliedBy(2).dividedBy(3));
    }

    /** The same where time alone warms up. */
    double timedSeconds(int receivers) {
        return seconds(receivers, warmUp);
    }

    private double seconds(int receivers, Duration warmingUp) {
        return receivers * repetitions * (warmingUp.plus(measured).toMillis() / 1e3 + START_SECONDS);
    }

    /** What the figures of the report are. */
    String figures() {
        int latency = forLatency().repetitions();
        return "medians of " + repetitions + (latency == repetitions ? "" : " (latency: of " + latency + ")")
                + " and, as ±, half of the distance between the smallest and the largest";
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

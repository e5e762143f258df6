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
 * @param repetitions processes for each measurement
 * @param times that each process is measured
 * @param warmUp on processors before a receiver is measured, at most; see {@link dev.chasqui.bench.receiver.ReceiverMain}
 * @param measured how long it is measured
 */
record Plan(boolean shortForm, Set<String> only, int repetitions, int times, Duration warmUp, Duration measured) {

    private static final int PROCESSES = 3;
    private static final int TIMES = 2;
    private static final int LATENCY_TIMES = 3;
    private static final Duration TIMED_WARM_UP = Duration.ofSeconds(10);
    private static final Duration PROGRAM_WARM_UP = Duration.ofSeconds(4);

    // Two virtual machines start and one of them reads its bytes.
    private static final double START_SECONDS = 2;

    // Warm-up is on two processors, or ends early.
    private static final double SHARE_OF_WARM_UP = 0.6;

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
        int chosen = repetitions > 0 ? repetitions : shortForm ? 1 : PROCESSES;
        return shortForm
                ? new Plan(true, only, chosen, 1, Duration.ofSeconds(10), Duration.ofSeconds(1))
                : new Plan(false, only, chosen, TIMES, Duration.ofSeconds(20), Duration.ofSeconds(2));
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

    /** For latencies: one process, longer, since rare delays need many messages. */
    Plan forLatency() {
        int latencyTimes = shortForm ? 1 : LATENCY_TIMES;
        return new Plan(shortForm, only, 1, latencyTimes, timedWarmUp(), Duration.ofSeconds(shortForm ? 3 : 4));
    }

    /** Where time alone warms up. */
    Duration timedWarmUp() {
        return shortForm ? TIMED_WARM_UP.dividedBy(2) : TIMED_WARM_UP;
    }

    /** For what has no compiler at run time, or a quick one. */
    Duration programWarmUp() {
        return PROGRAM_WARM_UP;
    }

    boolean includes(String group) {
        return only.isEmpty() ? !shortForm || Group.SHORT.contains(group) : only.contains(group);
    }

    /** How long it takes to measure so many receivers in Java. */
    double receiverSeconds(int receivers) {
        return receivers * repetitions * seconds(warmUp.toMillis() / 1e3 * SHARE_OF_WARM_UP);
    }

    /** The same for programs that warm up quickly. */
    double programSeconds(int programs) {
        return programs * repetitions * seconds(programWarmUp().toMillis() / 1e3);
    }

    /** How long so many processes take where time alone warms up. */
    double timedSeconds(int processes) {
        return processes * seconds(timedWarmUp().toMillis() / 1e3);
    }

    private double seconds(double warmingUp) {
        return START_SECONDS + warmingUp + times * measured.toMillis() / 1e3;
    }

    /** What the figures of the report are. */
    String figures() {
        return "medians of " + repetitions * times + " (" + repetitions + " processes, each measured " + times
                + " times; latency: " + forLatency().times() + " times in one process; JMH: iterations of one)"
                + " and, as ±, half of the distance between the smallest and the largest";
    }

    Path recording() {
        return RecordedDay.locate(RecordedDay.DAY);
    }

    /** Where prepared bytes are kept from one run to the next. */
    Path dataFolder() {
        return target().resolve("sent");
    }

    Path target() {
        return Path.of(System.getProperty("chasqui.bench.target", "bench/target"));
    }
}

package dev.chasqui.internal.liveness;

import java.time.Duration;
import java.util.Arrays;

/**
 * How often something came in the last half hour before it came last: the pauses in between, and how often in a minute. Noting costs a few
 * instructions; memory is fixed. Confined to one thread.
 *
 * <p>Pauses are counted in buckets of milliseconds, sixteen to each doubling, so that a quantile is at most 7 % too large and never too
 * small.
 */
final class Rhythm {

    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int MINUTES = 30;
    private static final int STEPS = 16;
    private static final int STEP_BITS = 4;
    private static final int LARGEST_OCTAVE = 23;
    private static final int BUCKETS = (LARGEST_OCTAVE - STEP_BITS + 2) * STEPS;
    private static final int ENOUGH_PAUSES = 10;

    private final int[][] pauses = new int[MINUTES][BUCKETS];
    private final int[] counts = new int[MINUTES];
    private int minute;
    private int wholeMinutes;
    private long minuteBegan;
    private long lastNanos;
    private boolean begun;
    private boolean running;

    void note(long nanos) {
        if (!begun) {
            begun = true;
            minuteBegan = nanos;
        }
        while (nanos - minuteBegan >= MINUTE_NANOS) {
            nextMinute(nanos);
        }
        if (running) {
            pauses[minute][bucket((nanos - lastNanos) / 1_000_000)]++;
        }
        running = true;
        counts[minute]++;
        lastNanos = nanos;
    }

    /** The same as noting the last moment so many times more. */
    void noteAgain(int times) {
        pauses[minute][bucket(0)] += times;
        counts[minute] += times;
    }

    private void nextMinute(long nanos) {
        if (nanos - minuteBegan >= MINUTES * MINUTE_NANOS) {
            forget();
            minuteBegan = nanos;
            return;
        }
        minuteBegan += MINUTE_NANOS;
        minute = (minute + 1) % MINUTES;
        wholeMinutes = Math.min(wholeMinutes + 1, MINUTES - 1);
        counts[minute] = 0;
        Arrays.fill(pauses[minute], 0);
    }

    /** What comes next comes after a pause that has another reason. */
    void interrupt() {
        running = false;
    }

    /** Begins anew. */
    void reset() {
        forget();
        begun = false;
        running = false;
    }

    private void forget() {
        for (int[] minuteOfPauses : pauses) {
            Arrays.fill(minuteOfPauses, 0);
        }
        Arrays.fill(counts, 0);
        minute = 0;
        wholeMinutes = 0;
    }

    /** Whether enough came to speak of a rhythm. */
    boolean isKnown() {
        return total() >= ENOUGH_PAUSES;
    }

    /** The pause that this share of all pauses does not exceed; zero if there was none. */
    long quantileNanos(double share) {
        long total = total();
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS && total > 0; bucket++) {
            seen += at(bucket);
            if (seen >= wanted) {
                return upperMillis(bucket) * 1_000_000;
            }
        }
        return 0;
    }

    /** How often something came in the middle one of the whole minutes; zero before the first is over. */
    int medianPerMinute() {
        int[] whole = new int[wholeMinutes];
        for (int i = 0; i < wholeMinutes; i++) {
            whole[i] = counts[Math.floorMod(minute - 1 - i, MINUTES)];
        }
        Arrays.sort(whole);
        return wholeMinutes == 0 ? 0 : whole[wholeMinutes / 2];
    }

    private long total() {
        long total = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            total += at(bucket);
        }
        return total;
    }

    private long at(int bucket) {
        long sum = 0;
        for (int[] minuteOfPauses : pauses) {
            sum += minuteOfPauses[bucket];
        }
        return sum;
    }

    private static int bucket(long millis) {
        if (millis < STEPS) {
            return (int) Math.max(0, millis);
        }
        int octave = Math.min(63 - Long.numberOfLeadingZeros(millis), LARGEST_OCTAVE);
        long step = Math.min(millis >> (octave - STEP_BITS), 2 * STEPS - 1) - STEPS;
        return (octave - STEP_BITS + 1) * STEPS + (int) step;
    }

    private static long upperMillis(int bucket) {
        if (bucket < STEPS) {
            return bucket + 1L;
        }
        int octave = bucket / STEPS - 1 + STEP_BITS;
        return (bucket % STEPS + STEPS + 1L) << (octave - STEP_BITS);
    }
}

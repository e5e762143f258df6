package dev.chasqui.stream;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values by number of their symbol, written by one thread and read by any. Readers look at a value's version before and after: it is odd while
 * the one thread writes.
 *
 * <p>They stand in arrays, close to each other, and not in an object for each symbol: a collector that watches stores into old memory watches it
 * by pieces of 512 bytes, and with thousands of objects a second thread is half busy with what this one writes.
 */
final class LatestCells<E> {

    /**
     * What the stream brought last, and when, once REST has said something.
     *
     * @param anything whether it has brought anything
     */
    record Heard(long nanos, long timestampNanos, boolean anything) {}

    /**
     * What is seldom to be said of a value.
     *
     * @param stale whether there may be something newer
     * @param nanos when it was marked stale last
     * @param heard null if that is the value itself
     */
    record Mark(boolean stale, long nanos, @Nullable Heard heard) {
        static final Mark NONE = new Mark(false, 0, null);
    }

    /**
     * A value as it was at one moment.
     *
     * @param timestampNanos its own time
     * @param knownNanos since when it is known to be the newest: when the stream brought it or REST confirmed it
     */
    record Entry<E>(E value, long timestampNanos, long knownNanos, Mark mark) {}

    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    // The words of a value: its version, which is 0 if there is none, its time, since when it is known, and whether it
    // is marked.
    private static final int WORDS = 4;
    private static final int TIMESTAMP = 1;
    private static final int KNOWN = 2;
    private static final int MARKED = 3;

    private final long[] words;
    private final @Nullable Object[] values;
    private final @Nullable Mark[] marks;

    /** Room for so many values. */
    LatestCells(int capacity) {
        this(new long[WORDS * capacity], new Object[capacity], new Mark[capacity]);
    }

    private LatestCells(long[] words, @Nullable Object[] values, @Nullable Mark[] marks) {
        this.words = words;
        this.values = values;
        this.marks = marks;
    }

    /** The same values, with room for more. To be written to instead of these. */
    LatestCells<E> withRoomFor(int capacity) {
        return new LatestCells<>(
                Arrays.copyOf(words, WORDS * capacity),
                Arrays.copyOf(values, capacity),
                Arrays.copyOf(marks, capacity));
    }

    int capacity() {
        return values.length;
    }

    // --- for the thread that writes ---

    boolean isEmpty(int place) {
        return words[WORDS * place] == 0;
    }

    long timestampNanos(int place) {
        return words[WORDS * place + TIMESTAMP];
    }

    boolean isMarked(int place) {
        return words[WORDS * place + MARKED] != 0;
    }

    /** A value that is the newest and has nothing to be said of it. */
    void write(int place, E value, long timestamp, long known) {
        write(place, value, timestamp, known, Mark.NONE);
    }

    void write(int place, E value, long timestamp, long known, Mark mark) {
        int at = WORDS * place;
        long version = words[at];
        WORD.setOpaque(words, at, version + 1);
        VarHandle.storeStoreFence();
        values[place] = value;
        words[at + TIMESTAMP] = timestamp;
        words[at + KNOWN] = known;
        boolean marked = !mark.equals(Mark.NONE);
        if (marked || words[at + MARKED] != 0) {
            marks[place] = mark;
            words[at + MARKED] = marked ? 1 : 0;
        }
        WORD.setRelease(words, at, version + 2);
    }

    // --- for any thread ---

    /** The value of a place; null if there is none. */
    @Nullable
    Entry<E> read(int place) {
        if (place >= values.length) {
            return null;
        }
        int at = WORDS * place;
        while (true) {
            long before = (long) WORD.getAcquire(words, at);
            Object value = values[place];
            long timestamp = words[at + TIMESTAMP];
            long known = words[at + KNOWN];
            Mark mark = words[at + MARKED] == 0 ? Mark.NONE : marks[place];
            VarHandle.loadLoadFence();
            if ((before & 1) == 0 && (long) WORD.getOpaque(words, at) == before) {
                return value == null ? null : entry(value, timestamp, known, mark);
            }
            Thread.onSpinWait();
        }
    }

    @SuppressWarnings("unchecked") // Only values are written.
    private Entry<E> entry(Object value, long timestamp, long known, @Nullable Mark mark) {
        return new Entry<>((E) value, timestamp, known, mark == null ? Mark.NONE : mark);
    }
}

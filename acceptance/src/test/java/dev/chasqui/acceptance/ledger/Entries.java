package dev.chasqui.acceptance.ledger;

import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * One entry for each message that is not settled yet, found by its fingerprint: an open-addressing table of parallel arrays, about 130
 * bytes an entry, so that some millions fit. Numbers of entries are good until the next call of {@link #makeRoom}.
 */
final class Entries {

    private static final int INITIAL = 1 << 12;

    private long[] keys = new long[INITIAL];
    /** When it was published first, last, and when anything last happened to it. */
    long[] firstAt = new long[INITIAL];

    long[] lastAt = new long[INITIAL];
    long[] touchedAt = new long[INITIAL];
    int[] lane = new int[INITIAL];
    /** Its place among the messages of its lane when published first, and last. */
    int[] firstOrder = new int[INITIAL];

    int[] lastOrder = new int[INITIAL];
    /** What other bars it shares its time with, see {@link BarPlaces}. */
    int[] place = new int[INITIAL];

    int[] version = new int[INITIAL];
    /** How often it was published, due and not due, and how often delivered, live and from history. */
    short[] expected = new short[INITIAL];

    short[] known = new short[INITIAL];
    short[] live = new short[INITIAL];
    short[] recovered = new short[INITIAL];
    private int size;

    int size() {
        return size;
    }

    /** Whether so many entries more are too many for the arrays as they are. */
    boolean isCrowded() {
        return size * 5L >= keys.length * 3L;
    }

    /** The entry of a key, made if it is not there. */
    int find(long key) {
        int at = home(key, keys.length);
        while (keys[at] != 0) {
            if (keys[at] == key) {
                return at;
            }
            at = (at + 1) & (keys.length - 1);
        }
        keys[at] = key;
        size++;
        return at;
    }

    boolean isNew(int at) {
        return expected[at] == 0 && known[at] == 0 && live[at] == 0 && recovered[at] == 0;
    }

    void forEach(IntConsumer action) {
        for (int at = 0; at < keys.length; at++) {
            if (keys[at] != 0) {
                action.accept(at);
            }
        }
    }

    /** Keeps the entries that are to be kept, and grows if they are still many. */
    void makeRoom(IntPredicate keep) {
        Entries old = new Entries();
        old.takeArraysOf(this);
        int kept = 0;
        boolean[] keeps = new boolean[old.keys.length];
        for (int at = 0; at < old.keys.length; at++) {
            keeps[at] = old.keys[at] != 0 && keep.test(at);
            kept += keeps[at] ? 1 : 0;
        }
        allocate(kept * 3L >= old.keys.length ? old.keys.length * 2 : old.keys.length);
        for (int at = 0; at < keeps.length; at++) {
            if (keeps[at]) {
                copy(old, at, find(old.keys[at]));
            }
        }
    }

    private static int home(long key, int length) {
        return (int) (key ^ (key >>> 32)) & (length - 1);
    }

    private void takeArraysOf(Entries other) {
        keys = other.keys;
        firstAt = other.firstAt;
        lastAt = other.lastAt;
        touchedAt = other.touchedAt;
        lane = other.lane;
        firstOrder = other.firstOrder;
        lastOrder = other.lastOrder;
        place = other.place;
        version = other.version;
        expected = other.expected;
        known = other.known;
        live = other.live;
        recovered = other.recovered;
    }

    private void allocate(int length) {
        size = 0;
        keys = new long[length];
        firstAt = new long[length];
        lastAt = new long[length];
        touchedAt = new long[length];
        lane = new int[length];
        firstOrder = new int[length];
        lastOrder = new int[length];
        place = new int[length];
        version = new int[length];
        expected = new short[length];
        known = new short[length];
        live = new short[length];
        recovered = new short[length];
    }

    private void copy(Entries old, int from, int to) {
        firstAt[to] = old.firstAt[from];
        lastAt[to] = old.lastAt[from];
        touchedAt[to] = old.touchedAt[from];
        lane[to] = old.lane[from];
        firstOrder[to] = old.firstOrder[from];
        lastOrder[to] = old.lastOrder[from];
        place[to] = old.place[from];
        version[to] = old.version[from];
        expected[to] = old.expected[from];
        known[to] = old.known[from];
        live[to] = old.live[from];
        recovered[to] = old.recovered[from];
    }
}

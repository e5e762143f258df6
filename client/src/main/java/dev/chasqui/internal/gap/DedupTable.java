package dev.chasqui.internal.gap;

/**
 * What was delivered in one stretch of time: a hash table of fingerprints with open addressing, at most half full. Several entries may have
 * one key and differ in content. Nothing is removed; a table is dropped as a whole.
 *
 * <p>An entry is the key and 64 bits beside it: the content (32), how often it came live (15), how often it was delivered (16), and whether
 * its content is final (1).
 */
final class DedupTable {

    static final int NOT_FOUND = -1;

    private static final int FIRST_CAPACITY = 1 << 10;
    private static final long CONTENT = 0xFFFF_FFFFL;
    private static final int LIVE_SHIFT = 32;
    private static final int DELIVERED_SHIFT = 47;
    private static final long LIVE_MAX = 0x7FFF;
    private static final long DELIVERED_MAX = 0xFFFF;
    private static final long FINAL = 1L << 63;

    final long begunAt;
    long newestAt;
    private long[] keys = new long[FIRST_CAPACITY];
    private long[] values = new long[FIRST_CAPACITY];
    private int size;

    DedupTable(long begunAt) {
        this.begunAt = begunAt;
        this.newestAt = begunAt;
    }

    int size() {
        return size;
    }

    /** The place of an entry with this key and content; {@link #NOT_FOUND} if there is none. */
    int find(long key, int content) {
        int mask = keys.length - 1;
        for (int i = (int) key & mask; keys[i] != 0; i = (i + 1) & mask) {
            if (keys[i] == key && (int) (values[i] & CONTENT) == content) {
                return i;
            }
        }
        return NOT_FOUND;
    }

    /** The place of an entry with this key, whatever its content. */
    int findAny(long key) {
        int mask = keys.length - 1;
        for (int i = (int) key & mask; keys[i] != 0; i = (i + 1) & mask) {
            if (keys[i] == key) {
                return i;
            }
        }
        return NOT_FOUND;
    }

    /** Adds an entry that has been delivered once. */
    void add(long key, int content, boolean live, boolean isFinal, long now) {
        if (size * 2 >= keys.length) {
            grow();
        }
        long value = (content & CONTENT) | (live ? 1L << LIVE_SHIFT : 0) | 1L << DELIVERED_SHIFT;
        put(key, isFinal ? value | FINAL : value);
        size++;
        newestAt = now;
    }

    private void put(long key, long value) {
        int mask = keys.length - 1;
        int i = (int) key & mask;
        while (keys[i] != 0) {
            i = (i + 1) & mask;
        }
        keys[i] = key;
        values[i] = value;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new long[oldValues.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                put(oldKeys[i], oldValues[i]);
            }
        }
    }

    int live(int place) {
        return (int) (values[place] >>> LIVE_SHIFT & LIVE_MAX);
    }

    int delivered(int place) {
        return (int) (values[place] >>> DELIVERED_SHIFT & DELIVERED_MAX);
    }

    boolean isFinal(int place) {
        return (values[place] & FINAL) != 0;
    }

    boolean hasContent(int place, int content) {
        return (int) (values[place] & CONTENT) == content;
    }

    /** Sets both counts; they stay at their greatest value rather than overflow. */
    void count(int place, int live, int delivered) {
        long kept = values[place] & (CONTENT | FINAL);
        values[place] =
                kept | Math.min(live, LIVE_MAX) << LIVE_SHIFT | Math.min(delivered, DELIVERED_MAX) << DELIVERED_SHIFT;
    }

    void replaceContent(int place, int content, boolean isFinal) {
        values[place] = (values[place] & ~CONTENT & ~FINAL) | (content & CONTENT) | (isFinal ? FINAL : 0);
    }
}

package dev.chasqui.internal.gap;

/**
 * Messages remembered about the same time: an open-addressing table from a key to an entry, in which a key may stand several times. Entries
 * are changed in place and never removed; the table goes as a whole.
 */
final class Generation {

    static final int NONE = -1;

    /** More messages than this with the same id in a row are no ids, and are not told apart any further. */
    static final int CROWD = 64;

    private static final int SMALLEST = 512;

    /** Key and entry side by side, so that both are in one line of the cache; key 0 is free. */
    private long[] slots;

    private int size;
    private long earliest = Long.MAX_VALUE / 2;
    private long latest = Long.MIN_VALUE / 2;
    private final long born;
    private long lastAdded;
    private int sameKeys;

    /** An empty table with room for so many keys. */
    Generation(int expected, long now) {
        int wanted = Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, expected) * 2 - 1) * 2);
        slots = new long[2 * wanted];
        born = now;
        lastAdded = now;
    }

    int size() {
        return size;
    }

    long born() {
        return born;
    }

    long lastAdded() {
        return lastAdded;
    }

    /** The greatest time of its messages. */
    long latest() {
        return latest;
    }

    /** Whether a message of this time may be here, by the times of those that are. */
    boolean mayHold(long time) {
        return time >= earliest - Fingerprint.ROUNDING_NANOS && time <= latest + Fingerprint.ROUNDING_NANOS;
    }

    /** Where the message is; {@link #NONE} if it is not. */
    int find(Fingerprint wanted) {
        long key = wanted.key();
        int mask = slots.length - 1;
        sameKeys = 0;
        for (int slot = home(key); slots[slot] != 0; slot = slot + 2 & mask) {
            if (slots[slot] == key) {
                if (Entry.matches(slots[slot + 1], wanted)) {
                    return slot;
                }
                sameKeys++;
            }
            if (sameKeys > CROWD) {
                return NONE;
            }
        }
        return NONE;
    }

    /** How many other messages with the key {@link #find} met last time, up to one more than {@link #CROWD}. */
    int sameKeys() {
        return sameKeys;
    }

    long entry(int slot) {
        return slots[slot + 1];
    }

    void setEntry(int slot, long entry) {
        slots[slot + 1] = entry;
    }

    void add(Fingerprint message, long entry, long now) {
        if (4 * (size + 1) > slots.length) {
            grow();
        }
        put(message.key(), entry);
        size++;
        lastAdded = now;
        earliest = Math.min(earliest, message.time());
        latest = Math.max(latest, message.time());
    }

    private void put(long key, long entry) {
        int mask = slots.length - 1;
        int slot = home(key);
        while (slots[slot] != 0) {
            slot = slot + 2 & mask;
        }
        slots[slot] = key;
        slots[slot + 1] = entry;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[2 * old.length];
        for (int slot = 0; slot < old.length; slot += 2) {
            if (old[slot] != 0) {
                put(old[slot], old[slot + 1]);
            }
        }
    }

    private int home(long key) {
        return (int) key << 1 & slots.length - 1;
    }
}

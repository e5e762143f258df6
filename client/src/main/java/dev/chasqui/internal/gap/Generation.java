package dev.chasqui.internal.gap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Messages remembered about the same time: an open-addressing table from a key to an entry, in which a key may stand several times. Entries
 * are changed in place and never removed; the table goes as a whole.
 *
 * <p>Beside each slot stands a byte, its tag: some bits of the key, or 0 if the slot is free. Slots are looked through by groups of eight, whose
 * tags are compared at once. Nearly every message is new, and for a new one the tags say so: they are small enough to stay in the cache, while
 * a look at the slots would wait for the memory. A new entry is written there without a look.
 */
final class Generation {

    static final int NONE = -1;

    /** More messages than this with the same id in a row are no ids, and are not told apart any further. */
    static final int CROWD = 64;

    private static final int SMALLEST = 512;

    private static final int GROUP = 8;
    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = EACH_BYTE << 7;
    private static final VarHandle TAGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The high bit tells them from the tag of a free slot. */
    private byte[] tags;

    /** Key and entry side by side, so that both are in one line of the cache. */
    private long[] slots;

    private int size;
    private long earliest = Long.MAX_VALUE / 2;
    private long latest = Long.MIN_VALUE / 2;
    private final long born;
    private long lastAdded;
    private int sameKeys;

    /** An empty table with room for so many keys. */
    Generation(int expected, long now) {
        int capacity = SMALLEST;
        while (mostOf(capacity) < expected) {
            capacity *= 2;
        }
        tags = new byte[capacity];
        slots = new long[2 * capacity];
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
        long pattern = (tag(key) & 0xff) * EACH_BYTE;
        sameKeys = 0;
        for (int group = home(key); ; group = following(group)) {
            long seen = (long) TAGS.get(tags, group);
            for (long equal = zeros(seen ^ pattern); equal != 0; equal &= equal - 1) {
                int slot = group + (Long.numberOfTrailingZeros(equal) >>> 3);
                if (slots[2 * slot] == key) {
                    if (Entry.matches(entry(slot), wanted)) {
                        return slot;
                    }
                    if (++sameKeys > CROWD) {
                        return NONE;
                    }
                }
            }
            if (free(seen) != 0) {
                return NONE;
            }
        }
    }

    /** The high bit of each byte that is zero; perhaps of others above it as well, which a look at the key tells apart. */
    private static long zeros(long bytes) {
        return bytes - EACH_BYTE & ~bytes & HIGH_BITS;
    }

    /** The high bit of each free slot of a group with these tags. */
    private static long free(long seen) {
        return ~seen & HIGH_BITS;
    }

    /** How many other messages with the key {@link #find} met last time, up to one more than {@link #CROWD}. */
    int sameKeys() {
        return sameKeys;
    }

    long entry(int slot) {
        return slots[2 * slot + 1];
    }

    void setEntry(int slot, long entry) {
        slots[2 * slot + 1] = entry;
    }

    void add(Fingerprint message, long entry, long now) {
        if (size >= mostOf(tags.length)) {
            grow();
        }
        put(message.key(), entry);
        size++;
        lastAdded = now;
        earliest = Math.min(earliest, message.time());
        latest = Math.max(latest, message.time());
    }

    private void put(long key, long entry) {
        int group = home(key);
        long free = free((long) TAGS.get(tags, group));
        while (free == 0) {
            group = following(group);
            free = free((long) TAGS.get(tags, group));
        }
        int slot = group + (Long.numberOfTrailingZeros(free) >>> 3);
        tags[slot] = tag(key);
        slots[2 * slot] = key;
        slots[2 * slot + 1] = entry;
    }

    private void grow() {
        byte[] oldTags = tags;
        long[] old = slots;
        tags = new byte[2 * oldTags.length];
        slots = new long[2 * old.length];
        for (int slot = 0; slot < oldTags.length; slot++) {
            if (oldTags[slot] != 0) {
                put(old[2 * slot], old[2 * slot + 1]);
            }
        }
    }

    /** How many keys so many slots may hold: some free ones must end each search soon. */
    private static int mostOf(int capacity) {
        return capacity / 16 * 13;
    }

    private static byte tag(long key) {
        return (byte) (key >>> 56 | 0x80);
    }

    private int home(long key) {
        return (int) key & tags.length - GROUP;
    }

    private int following(int group) {
        return group + GROUP & tags.length - GROUP;
    }
}

package dev.chasqui.internal.gap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Messages remembered about the same time: a key and an entry for each, in which a key may stand several times. Entries are changed in place and never
 * removed; all go together.
 *
 * <p>Keys and entries stand in the order of their coming, one behind the other, so that a new one is written next to the last. What was added is put
 * into a table when something is looked for, and not before: most messages are known to be new without a look. The table is one of open addressing and
 * tells where a key stands: for each slot two bytes with the place, and one, its tag, with some bits of the key, or 0 if the slot is free. Slots are looked
 * through by groups of eight, whose tags are compared at once. Nearly every message that is looked for is new, and for a new one the tags say so. A
 * table is so small that it stays in the cache although a stream at full speed runs through the same cache; one that does not costs more than everything
 * else that is done with a message.
 */
final class Generation {

    static final int NONE = -1;

    /** No more than this: slots of 48 KiB. Four times as many made a stream of trades and quotes slower by an eighth. */
    static final int MOST = mostOf(1 << 14);

    /** More messages than this with the same id in a row are no ids, and are not told apart any further. */
    static final int CROWD = 64;

    private static final int SMALLEST = 512;
    static final long NEVER = Long.MIN_VALUE / 2;

    private static final int GROUP = 8;
    private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = EACH_BYTE << 7;
    private static final VarHandle TAGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The high bit tells them from the tag of a free slot. */
    private byte[] tags = {};

    private char[] places = {};

    /** How many of the messages are in the table. */
    private int indexed;

    /** Key and entry side by side, in the order of their coming. */
    private long[] messages;

    private int size;
    private long earliest = Long.MAX_VALUE / 2;
    private long latest = NEVER;
    private final long latestBefore;
    private final long born;
    private long lastAdded;
    private int sameKeys;

    /**
     * An empty table.
     *
     * @param expected how many messages to make room for
     * @param latestBefore the greatest time of a message in the tables before it; {@link #NEVER} if there are none
     */
    Generation(int expected, long latestBefore, long now) {
        this.latestBefore = latestBefore;
        messages = new long[2 * mostOf(slotsFor(expected))];
        born = now;
        lastAdded = now;
    }

    /**
     * An empty table in the memory of one that is forgotten and not to be used any more. At full speed a hundred tables come and go each second; the
     * collector would copy each of them as it grows old, and in a small heap mark all that lives each time they fill it.
     */
    Generation(Generation forgotten, long latestBefore, long now) {
        this.latestBefore = latestBefore;
        messages = forgotten.messages;
        tags = forgotten.tags;
        places = forgotten.places;
        Arrays.fill(tags, (byte) 0);
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

    /** Whether a message may be here, by the times of those that are. */
    boolean mayHold(Fingerprint message) {
        return message.time() >= earliest - message.tolerance() && message.time() <= latest + message.tolerance();
    }

    /** Whether a message can be in no table before this one, by the times of theirs. */
    boolean followsAllBefore(Fingerprint message) {
        return message.time() - message.tolerance() > latestBefore;
    }

    /** The place of the message; {@link #NONE} if it is not here. */
    int find(Fingerprint wanted) {
        index();
        return look(wanted);
    }

    private void index() {
        if (tags.length == 0 || size > mostOf(tags.length)) {
            int slots = slotsFor(messages.length / 2);
            tags = new byte[slots];
            places = new char[slots];
            indexed = 0;
        }
        while (indexed < size) {
            put(messages[2 * indexed], indexed);
            indexed++;
        }
    }

    private int look(Fingerprint wanted) {
        long key = wanted.key();
        long pattern = (tag(key) & 0xff) * EACH_BYTE;
        sameKeys = 0;
        for (int group = home(key); ; group = following(group)) {
            long seen = (long) TAGS.get(tags, group);
            for (long equal = zeros(seen ^ pattern); equal != 0; equal &= equal - 1) {
                int place = places[group + (Long.numberOfTrailingZeros(equal) >>> 3)];
                if (messages[2 * place] == key) {
                    if (Entry.matches(entry(place), wanted)) {
                        return place;
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

    long entry(int place) {
        return messages[2 * place + 1];
    }

    void setEntry(int place, long entry) {
        messages[2 * place + 1] = entry;
    }

    void add(Fingerprint message, long entry, long now) {
        if (2 * size == messages.length) {
            messages = Arrays.copyOf(messages, 2 * mostOf(slotsFor(size + 1)));
        }
        messages[2 * size] = message.key();
        messages[2 * size + 1] = entry;
        size++;
        lastAdded = now;
        earliest = Math.min(earliest, message.time());
        latest = Math.max(latest, message.time());
    }

    private void put(long key, int place) {
        int group = home(key);
        long free = free((long) TAGS.get(tags, group));
        while (free == 0) {
            group = following(group);
            free = free((long) TAGS.get(tags, group));
        }
        int slot = group + (Long.numberOfTrailingZeros(free) >>> 3);
        tags[slot] = tag(key);
        places[slot] = (char) place;
    }

    /** How many keys so many slots may hold: some free ones must end each search soon. */
    private static int mostOf(int capacity) {
        return capacity / 16 * 13;
    }

    private static int slotsFor(int keys) {
        int slots = SMALLEST;
        while (mostOf(slots) < keys) {
            slots *= 2;
        }
        return slots;
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

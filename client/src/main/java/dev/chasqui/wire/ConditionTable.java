package dev.chasqui.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal lists of one-letter condition codes the same immutable list: some hundred combinations make up a whole day. Bounded, with
 * one place for each hash; a newcomer drives out the list that was there.
 */
final class ConditionTable {

    /** Lists of more codes are not kept. */
    static final int MAX_CODES = 8;

    private static final int SLOTS = 1024;

    private final long[] keys = new long[SLOTS];
    private final @Nullable List<String>[] lists = emptyLists();

    /** The list of the codes packed into {@code key}, the first in the highest byte that is not 0. */
    List<String> get(long key) {
        if (key == 0) {
            return List.of();
        }
        int slot = (int) ((key * 0x9e3779b97f4a7c15L) >>> 54);
        List<String> known = lists[slot];
        if (known != null && keys[slot] == key) {
            return known;
        }
        List<String> made = unpack(key);
        keys[slot] = key;
        lists[slot] = made;
        return made;
    }

    private List<String> unpack(long key) {
        int count = MAX_CODES - Long.numberOfLeadingZeros(key) / 8;
        String[] codes = new String[count];
        for (int i = 0; i < count; i++) {
            codes[i] = TextTable.letter((byte) (key >>> (8 * (count - 1 - i))));
        }
        return List.of(codes);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable List<String>[] emptyLists() {
        return new List[SLOTS];
    }
}

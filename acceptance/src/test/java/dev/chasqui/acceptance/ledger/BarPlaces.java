package dev.chasqui.acceptance.ledger;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Which bars replace which: those of one symbol and time are versions 1, 2, 3 … of one place. */
final class BarPlaces {

    /** No bar. */
    static final int NONE = 0;

    private final Map<Long, Integer> numbers = new HashMap<>();
    private int[] published = new int[64];
    private int[] delivered = new int[64];

    /** The place of a bar, by its fingerprint. */
    int of(long fingerprint) {
        int place = numbers.computeIfAbsent(fingerprint, any -> numbers.size() + 1);
        if (place >= published.length) {
            published = Arrays.copyOf(published, 2 * place);
            delivered = Arrays.copyOf(delivered, 2 * place);
        }
        return place;
    }

    /** Notes a further bar, and returns its version. */
    int publish(int place) {
        return ++published[place];
    }

    void deliver(int place, int version) {
        delivered[place] = Math.max(delivered[place], version);
    }

    /** Whether this version or a later one was delivered. */
    boolean hasDelivered(int place, int version) {
        return place != NONE && delivered[place] >= version;
    }
}

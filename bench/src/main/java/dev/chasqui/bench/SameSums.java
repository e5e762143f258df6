package dev.chasqui.bench;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What receivers of the same messages summed up must be equal, or one of them did not read everything. */
final class SameSums {

    private final Map<Integer, String> bySymbols = new HashMap<>();

    /** Fails if it is not. A receiver that got too few messages to tell is passed over. */
    void check(Contestant contestant, @Nullable String sums) {
        if (sums == null) {
            Progress.say(contestant.name() + " received too little for its sums to be compared");
            return;
        }
        String known = bySymbols.putIfAbsent(contestant.recipe().symbols(), sums);
        if (known != null && !known.equals(sums)) {
            throw new IllegalStateException(contestant.name() + " read " + sums + " where others read " + known);
        }
    }
}

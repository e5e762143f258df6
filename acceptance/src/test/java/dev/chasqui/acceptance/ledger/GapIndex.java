package dev.chasqui.acceptance.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the gaps of one channel that a time falls into. Good for as long as no gap changes. */
final class GapIndex {

    private final List<GapAccount> byFrom;
    private final long[] from;
    /** The latest end of this gap and all before it. */
    private final long[] latestEnd;

    GapIndex(List<GapAccount> gaps) {
        byFrom = new ArrayList<>(gaps);
        byFrom.sort(Comparator.comparingLong(GapAccount::from));
        from = byFrom.stream().mapToLong(GapAccount::from).toArray();
        latestEnd = byFrom.stream().mapToLong(GapAccount::to).toArray();
        for (int i = 1; i < latestEnd.length; i++) {
            latestEnd[i] = Math.max(latestEnd[i], latestEnd[i - 1]);
        }
    }

    /** The gaps with symbols of the lane that share a moment with the interval. */
    List<GapAccount> covering(Lane lane, long first, long last) {
        List<GapAccount> found = new ArrayList<>(2);
        for (int i = countUpTo(last) - 1; i >= 0 && latestEnd[i] >= first; i--) {
            GapAccount gap = byFrom.get(i);
            if (gap.to() >= first && gap.concerns(lane.symbols)) {
                found.add(gap);
            }
        }
        return found;
    }

    private int countUpTo(long time) {
        int low = 0;
        int high = from.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (from[middle] <= time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

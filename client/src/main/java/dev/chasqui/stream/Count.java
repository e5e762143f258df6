package dev.chasqui.stream;

import java.util.concurrent.atomic.AtomicLong;

/** A count that one thread keeps and any may read. Costs that thread no more than a count of its own. */
final class Count {

    private final AtomicLong sum = new AtomicLong();

    void add(long more) {
        sum.setOpaque(sum.getPlain() + more);
    }

    /** What has been counted, as far as it is visible yet. */
    long sum() {
        return sum.getOpaque();
    }
}

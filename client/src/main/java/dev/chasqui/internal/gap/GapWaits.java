package dev.chasqui.internal.gap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who waits for the end of which gaps. Confined to the event loop. */
final class GapWaits {

    private final List<Wait> waits = new ArrayList<>();

    /** Some gaps without an end, and what is to be done once all have one. */
    private record Wait(Set<OpenGap> left, Runnable done) {}

    /** Runs a task once all of these gaps have ended; now if there are none. */
    void add(Collection<OpenGap> gaps, Runnable done) {
        if (gaps.isEmpty()) {
            done.run();
        } else {
            waits.add(new Wait(new HashSet<>(gaps), done));
        }
    }

    /** Whoever waits for a gap waits for the part that becomes a gap of its own, too. */
    void split(OpenGap from, OpenGap part) {
        waits.stream().filter(wait -> wait.left.contains(from)).forEach(wait -> wait.left.add(part));
    }

    void over(OpenGap gap) {
        waits.forEach(wait -> wait.left.remove(gap));
        List<Wait> done = waits.stream().filter(wait -> wait.left.isEmpty()).toList();
        waits.removeAll(done);
        done.forEach(wait -> wait.done.run());
    }
}

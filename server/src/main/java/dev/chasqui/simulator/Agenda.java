package dev.chasqui.simulator;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What happens when in a market's time; what was entered first happens first, if two things fall together. */
final class Agenda {

    /** Something that happens. */
    interface Action {
        void happen(long timeNanos);
    }

    private record Appointment(long timeNanos, long order, Action action) {}

    private final PriorityQueue<Appointment> appointments =
            new PriorityQueue<>(Comparator.comparingLong(Appointment::timeNanos).thenComparingLong(Appointment::order));
    private long entered;

    void at(long timeNanos, Action action) {
        appointments.add(new Appointment(timeNanos, entered++, action));
    }

    /** Lets the next thing happen, unless it lies behind {@code end}; returns whether it did. */
    boolean step(long end) {
        @Nullable Appointment next = appointments.peek();
        if (next == null || next.timeNanos() > end) {
            return false;
        }
        appointments.remove();
        next.action().happen(next.timeNanos());
        return true;
    }
}

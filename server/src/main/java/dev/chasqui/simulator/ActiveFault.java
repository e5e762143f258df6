package dev.chasqui.simulator;

import dev.chasqui.server.Session;
import dev.chasqui.server.Timers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fault that may strike: what is left of it, and what it waits for. Confined to the event loop. */
final class ActiveFault {

    private static final int WITHOUT_LIMIT = -1;

    private final FaultSpec spec;
    private final FaultSchedule schedule;
    private final @Nullable Session only;
    private final FaultHandle handle;
    private final Map<Session, Long> nextMessageCounts = new HashMap<>();
    private final Map<Session, Timers.Timer> timers = new HashMap<>();
    private int left;
    private boolean cancelled;

    ActiveFault(FaultSpec spec, @Nullable Session only, FaultHandle handle) {
        this.spec = spec;
        this.schedule = spec.effectiveSchedule();
        this.only = only;
        this.handle = handle;
        this.left = spec.times().orElse(WITHOUT_LIMIT);
    }

    FaultSpec spec() {
        return spec;
    }

    Fault fault() {
        return spec.fault();
    }

    FaultHandle handle() {
        return handle;
    }

    FaultSchedule schedule() {
        return schedule;
    }

    boolean isSpent() {
        return cancelled || left == 0;
    }

    boolean concerns(Session session) {
        return !isSpent() && (only == null || only == session);
    }

    boolean strikesAt(FaultStage stage) {
        return !isSpent() && schedule instanceof FaultSchedule.At at && at.stage() == stage;
    }

    /** Uses up one strike. */
    void use() {
        if (left > 0) {
            left--;
        }
    }

    void cancel() {
        cancelled = true;
        List<Timers.Timer> running = new ArrayList<>(timers.values());
        timers.clear();
        running.forEach(Timers.Timer::cancel);
    }

    void startTimer(Session session, Timers.Timer timer) {
        timers.put(session, timer);
    }

    void forget(Session session) {
        nextMessageCounts.remove(session);
        Timers.Timer timer = timers.remove(session);
        if (timer != null) {
            timer.cancel();
        }
    }

    /** Whether a session has passed its next count of messages, which then moves on. */
    boolean isDueByMessages(Session session, FaultSchedule.AfterMessages after) {
        long due = nextMessageCounts.computeIfAbsent(session, key -> after.messages());
        if (session.eventsSent() < due) {
            return false;
        }
        long next =
                after.repeated() ? (session.eventsSent() / after.messages() + 1) * after.messages() : Long.MAX_VALUE;
        nextMessageCounts.put(session, next);
        return true;
    }
}

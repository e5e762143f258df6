package dev.chasqui.stream;

import dev.chasqui.internal.transport.EventLoop;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** At most one timer of each purpose; starting one replaces the last. Confined to the loop's thread. */
final class Timers {

    /** What a timer is for. */
    enum Purpose {
        CLOCK,
        CREDENTIALS,
        WELCOME,
        AUTHENTICATION,
        ACKNOWLEDGEMENT,
        HEARTBEAT,
        STABLE,
        RECONNECT,
        SLOT,
        MISSING
    }

    private final EventLoop loop;
    private final Map<Purpose, EventLoop.Timer> running = new EnumMap<>(Purpose.class);

    Timers(EventLoop loop) {
        this.loop = loop;
    }

    void start(Purpose purpose, Duration delay, Runnable task) {
        cancel(purpose);
        EventLoop.Timer[] self = new EventLoop.Timer[1];
        self[0] = loop.schedule(delay, () -> {
            // A timer that was cancelled or replaced in the same turn of the loop must not act.
            if (running.remove(purpose, self[0])) {
                task.run();
            }
        });
        running.put(purpose, self[0]);
    }

    void cancel(Purpose purpose) {
        EventLoop.Timer timer = running.remove(purpose);
        if (timer != null) {
            timer.cancel();
        }
    }

    void cancelAll() {
        running.values().forEach(EventLoop.Timer::cancel);
        running.clear();
    }
}

package dev.chasqui.stream;

import dev.chasqui.internal.transport.Connection;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.stream.options.Heartbeat;
import java.time.Duration;

/**
 * Watches one connection for signs of life: any byte counts. After an interval of silence it pings; if nothing comes in time it reports
 * death. Confined to the loop's thread.
 */
final class HeartbeatWatch {

    /**
     * A stalled process finds its timers due before it has read what arrived meanwhile, so a verdict waits for one more round of reading.
     */
    private static final Duration TIME_TO_READ = Duration.ofMillis(20);

    private final Heartbeat heartbeat;
    private final EventLoop loop;
    private final Timers timers;
    private final Connection connection;
    private final Runnable onDeath;
    private boolean asked;
    private long pingedAt;

    HeartbeatWatch(Heartbeat heartbeat, EventLoop loop, Timers timers, Connection connection, Runnable onDeath) {
        this.heartbeat = heartbeat;
        this.loop = loop;
        this.timers = timers;
        this.connection = connection;
        this.onDeath = onDeath;
    }

    /** Begins, and begins again after each sign of life. */
    void watch() {
        Duration untilSilent = heartbeat.interval().minusNanos(loop.nanoTime() - connection.lastReadNanos());
        after(untilSilent.isNegative() ? Duration.ZERO : untilSilent, this::pingIfSilent);
    }

    private void pingIfSilent() {
        if (loop.nanoTime() - connection.lastReadNanos() < heartbeat.interval().toNanos()) {
            watch();
        } else {
            ask();
        }
    }

    /** Asks for a sign of life now, unless one has been asked for. */
    void checkNow() {
        if (!asked) {
            ask();
        }
    }

    private void ask() {
        asked = true;
        pingedAt = loop.nanoTime();
        connection.ping();
        after(heartbeat.timeout(), () -> after(TIME_TO_READ, this::judge));
    }

    private void judge() {
        asked = false;
        if (connection.lastReadNanos() - pingedAt >= 0) {
            watch();
        } else {
            onDeath.run();
        }
    }

    private void after(Duration delay, Runnable step) {
        timers.start(Timers.Purpose.HEARTBEAT, delay, step);
    }
}

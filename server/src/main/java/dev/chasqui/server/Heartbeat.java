package dev.chasqui.server;

import org.jspecify.annotations.Nullable;

/** Pings a client at intervals, and notices when it does not answer. */
final class Heartbeat {

    private final Timers timers;
    private final ServerPolicy policy;
    private final Runnable sendPing;
    private final Runnable onSilence;
    private Timers.@Nullable Timer nextPing;
    private Timers.@Nullable Timer pongDeadline;

    Heartbeat(Timers timers, ServerPolicy policy, Runnable sendPing, Runnable onSilence) {
        this.timers = timers;
        this.policy = policy;
        this.sendPing = sendPing;
        this.onSilence = onSilence;
    }

    /** Begins: the first ping is sent after one interval. */
    void start() {
        nextPing = timers.schedule(policy.pingInterval(), this::ping);
    }

    private void ping() {
        sendPing.run();
        if (pongDeadline == null) {
            pongDeadline = timers.schedule(policy.pongTimeout(), onSilence);
        }
        start();
    }

    /** A pong has arrived. */
    void ponged() {
        if (pongDeadline != null) {
            pongDeadline.cancel();
            pongDeadline = null;
        }
    }

    /** Ends. */
    void stop() {
        if (nextPing != null) {
            nextPing.cancel();
        }
        ponged();
    }
}

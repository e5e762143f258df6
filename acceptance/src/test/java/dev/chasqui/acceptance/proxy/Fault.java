package dev.chasqui.acceptance.proxy;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** A toxic at work: counts what it did, and can be taken out. Safe for use by many threads. */
public final class Fault {

    private final Toxic toxic;
    private final Direction direction;
    private final long addedAt;
    private final Consumer<Fault> removal;
    private final AtomicLong fired = new AtomicLong();
    // Used by the proxy's thread only.
    private final Random random;

    Fault(Toxic toxic, Direction direction, long addedAt, Consumer<Fault> removal) {
        this.toxic = toxic;
        this.direction = direction;
        this.addedAt = addedAt;
        this.removal = removal;
        this.random = new Random(toxic instanceof Toxic.Latency latency ? latency.seed() : 0);
    }

    /** What it is. */
    public Toxic toxic() {
        return toxic;
    }

    /** Which way it acts. */
    public Direction direction() {
        return direction;
    }

    /**
     * How often it acted: pieces delayed, cut or held back; swallows of what came at once, ends included; connections ended or silenced.
     */
    public long fired() {
        return fired.get();
    }

    /** Waits until it has acted so often. */
    public void awaitFired(long count, Duration limit) {
        Awaitility.await("fired " + count + " times: " + this)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(limit)
                .until(() -> fired() >= count);
    }

    /** Stops to act. What it did stays done. */
    public void remove() {
        removal.accept(this);
    }

    void fire() {
        fired.incrementAndGet();
    }

    long addedAt() {
        return addedAt;
    }

    Random random() {
        return random;
    }

    @Override
    public String toString() {
        return toxic + " " + direction + ", fired " + fired();
    }
}

package dev.chasqui.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A handler that keeps what it is given, for a test that waits for it. Safe for use by many threads. */
final class Inbox<T> implements Consumer<T> {

    private final BlockingQueue<T> unread = new LinkedBlockingQueue<>();
    private final Queue<T> all = new ConcurrentLinkedQueue<>();

    @Override
    public void accept(T message) {
        all.add(message);
        unread.add(message);
    }

    /** Waits for the next message that was not read yet. */
    T next() throws InterruptedException {
        T message = unread.poll(Journal.PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        if (message == null) {
            throw new AssertionError("nothing came within " + Journal.PATIENCE.toSeconds() + " s after " + all);
        }
        return message;
    }

    /** Everything so far, read or not. */
    List<T> received() {
        return new ArrayList<>(all);
    }
}

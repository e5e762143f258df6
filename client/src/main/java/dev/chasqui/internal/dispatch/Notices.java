package dev.chasqui.internal.dispatch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What the listener is to be told, in the order in which it happened. Added under locks, delivered without any, one at a time.
 */
final class Notices {

    private final DispatchListener listener;
    private final Queue<Consumer<DispatchListener>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger requests = new AtomicInteger();

    Notices(DispatchListener listener) {
        this.listener = listener;
    }

    void add(Consumer<DispatchListener> notice) {
        waiting.add(notice);
    }

    /** Delivers what waits, unless another thread is doing so already. The caller holds no lock. */
    void deliver() {
        if (waiting.isEmpty() || requests.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            deliverAll();
            seen = requests.addAndGet(-seen);
        } while (seen != 0);
    }

    private void deliverAll() {
        for (Consumer<DispatchListener> notice = waiting.poll(); notice != null; notice = waiting.poll()) {
            tell(notice);
        }
    }

    // Delivery goes on whatever a listener does; there is nobody else to tell.
    @SuppressWarnings("EmptyCatch")
    private void tell(Consumer<DispatchListener> notice) {
        try {
            notice.accept(listener);
        } catch (Throwable ignored) {
            return;
        }
    }
}

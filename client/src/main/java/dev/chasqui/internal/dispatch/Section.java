package dev.chasqui.internal.dispatch;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The recovered messages between two {@linkplain Dispatcher#mark() marks}: how many of them are held. Each message knows its own, since they
 * leave in any order: parked ones stay behind, others are dropped.
 */
final class Section {

    private final AtomicInteger held = new AtomicInteger();

    void entered() {
        held.incrementAndGet();
    }

    void left() {
        held.decrementAndGet();
    }

    boolean isEmpty() {
        return held.get() == 0;
    }
}

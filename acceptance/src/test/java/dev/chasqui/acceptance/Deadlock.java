package dev.chasqui.acceptance;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;

/** Two threads that wait for each other until they are interrupted. */
final class Deadlock {

    private final Lock left = new ReentrantLock();
    private final Lock right = new ReentrantLock();
    private final CountDownLatch holding = new CountDownLatch(2);
    private final Thread first = new Thread(() -> holdThenAsk(left, right));
    private final Thread second = new Thread(() -> holdThenAsk(right, left));

    private Deadlock() {}

    /** Returns when both wait. */
    static Deadlock begin() {
        Deadlock deadlock = new Deadlock();
        deadlock.first.start();
        deadlock.second.start();
        Awaitility.await()
                .until(() -> deadlock.first.getState() == Thread.State.WAITING
                        && deadlock.second.getState() == Thread.State.WAITING
                        && deadlock.holding.getCount() == 0);
        return deadlock;
    }

    void end() throws InterruptedException {
        first.interrupt();
        second.interrupt();
        first.join();
        second.join();
    }

    private void holdThenAsk(Lock held, Lock asked) {
        held.lock();
        try {
            holding.countDown();
            holding.await();
            asked.lockInterruptibly();
            asked.unlock();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            held.unlock();
        }
    }
}

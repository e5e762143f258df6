package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import org.junit.jupiter.api.Test;

class ThreadsLeftBehindTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void aCommandTakesItsThreadsWithIt() throws InterruptedException {
        // The first run starts what belongs to the virtual machine and stays.
        TestConsole.pipe().run("demo", "--seconds", "1");
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());

        FakeScreen screen = new FakeScreen(80, 24);
        assertThat(TestConsole.terminal(screen).run("demo", "--seconds", "1")).isZero();
        assertThat(TestConsole.pipe().run("demo", "--seconds", "1")).isZero();

        Set<Thread> started = new HashSet<>(Thread.getAllStackTraces().keySet());
        started.removeAll(before);
        started.removeIf(ThreadsLeftBehindTest::isOfTheVirtualMachine);
        for (Thread thread : started) {
            thread.join(LIMIT.toMillis());
        }
        assertThat(started).noneMatch(Thread::isAlive);
    }

    /** The common pool, by which JDK 25 completes futures in time, ends its workers itself when they have had nothing to do for a minute. */
    private static boolean isOfTheVirtualMachine(Thread thread) {
        return thread instanceof ForkJoinWorkerThread worker && worker.getPool() == ForkJoinPool.commonPool();
    }
}

package dev.chasqui.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class NettyEventLoopTest extends TransportFixture {

    @Test
    void tasksRunInOrderOnOneDaemonThread() throws Exception {
        List<Integer> order = new CopyOnWriteArrayList<>();
        IntStream.range(0, 1_000).forEach(i -> loop.execute(() -> order.add(i)));
        assertThat(onLoop(() -> Thread.currentThread().isDaemon())).isTrue();
        assertThat(order).hasSize(1_000).isSorted();
        assertThat(onLoop(loop::inLoop)).isTrue();
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void aTimerRunsNotBeforeItsTime() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        long[] times = new long[2];
        doOnLoop(() -> {
            times[0] = loop.nanoTime();
            loop.schedule(Duration.ofMillis(30), () -> {
                times[1] = loop.nanoTime();
                ran.countDown();
            });
        });
        assertThat(ran.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(times[1] - times[0])
                .isGreaterThanOrEqualTo(Duration.ofMillis(29).toNanos());
    }

    @Test
    void aCancelledTimerDoesNotRun() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        List<String> ran = new CopyOnWriteArrayList<>();
        doOnLoop(() -> {
            EventLoop.Timer cancelled = loop.schedule(Duration.ofMillis(5), () -> ran.add("cancelled"));
            loop.schedule(Duration.ofMillis(40), later::countDown);
            cancelled.cancel();
        });
        assertThat(later.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isEmpty();
    }

    @Test
    void afterShutdownATaskIsDroppedAndSaidToBe() throws Exception {
        assertThat(loop.execute(() -> {})).isTrue();
        loop.shutdown();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !loop.execute(() -> {}));
    }
}

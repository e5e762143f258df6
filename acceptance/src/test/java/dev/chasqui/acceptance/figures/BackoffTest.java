package dev.chasqui.acceptance.figures;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.chasqui.acceptance.Figures;
import dev.chasqui.acceptance.Spread;
import dev.chasqui.acceptance.proxy.Door;
import dev.chasqui.acceptance.proxy.FaultProxy;
import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.ReconnectPolicy;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long a stream waits before it dials again, and what a dial that fails costs. The build runs it at full length already:
 *
 * <pre>mvn -q -pl acceptance -am test -Dtest=BackoffTest -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
final class BackoffTest {

    private static final int SAMPLES = 10_000;
    private static final int FAILED_DIALS = 1_000;
    private static final long HEAP_BYTES = 1 << 20;
    private static final Duration GONE_WITHIN = Duration.ofSeconds(2);
    private static final Duration OUTAGE = Duration.ofMinutes(10);
    private static final int MOST_DIALS = 60;

    private final ReconnectPolicy policy = ReconnectPolicy.defaults().forever();
    private final long seed = Figures.seed();
    private final Random random = new Random(seed);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 7, 20, 1000})
    void delaysSpreadAroundTheScheduleAndNeverAboveTheGreatest(int attempt) {
        double scheduled = policy.schedule(attempt).toNanos() / 1e6;
        double greatest = policy.maxDelay().toMillis();
        double spread = policy.jitter() * scheduled;
        // What would be above the greatest is folded below it.
        double expected = scheduled + spread > greatest ? scheduled - spread / 2 : scheduled;
        Spread delays = Spread.of(
                DoubleStream.generate(() -> policy.delay(attempt, random).toNanos() / 1e6)
                        .limit(SAMPLES)
                        .toArray());
        Figures.print("back-off", "attempt " + attempt + ": " + delays.text("ms"));
        assertThat(delays.min()).as("-Dchasqui.seed=" + seed).isGreaterThanOrEqualTo(scheduled - spread);
        assertThat(delays.max())
                .as("-Dchasqui.seed=" + seed)
                .isLessThanOrEqualTo(Math.min(scheduled + spread, greatest));
        assertThat(delays.mean()).as("-Dchasqui.seed=" + seed).isBetween(0.95 * expected, 1.05 * expected);
        assertThat(delays.max() - delays.min()).isGreaterThan(0.9 * spread);
    }

    @Test
    void anOutageOfTenMinutesCostsFewDials() {
        Spread dials = Spread.of(
                DoubleStream.generate(this::dialsInOutage).limit(1_000).toArray());
        Figures.print("back-off", "dials in " + OUTAGE.toMinutes() + " minutes: " + dials.text(""));
        assertThat(dials.max()).as("-Dchasqui.seed=" + seed).isLessThanOrEqualTo(MOST_DIALS);
    }

    private double dialsInOutage() {
        int dials = 0;
        Duration past = Duration.ZERO;
        while (past.compareTo(OUTAGE) < 0) {
            dials++;
            past = past.plus(policy.delay(dials, random));
        }
        return dials;
    }

    /** What a process holds. */
    private record Holdings(long threads, long descriptors, long heapBytes) {

        boolean isNoMoreThan(Holdings other) {
            return threads <= other.threads && descriptors <= other.descriptors;
        }

        static Holdings now() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return new Holdings(
                    Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("chasqui-"))
                            .count(),
                    ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                            ? unix.getOpenFileDescriptorCount()
                            : 0,
                    runtime.totalMemory() - runtime.freeMemory());
        }
    }

    @Test
    void aThousandFailedDialsLeaveNothingBehind() throws Exception {
        AtomicLong dials = new AtomicLong();
        try (FaultProxy proxy = FaultProxy.to(1)) {
            proxy.door(Door.REFUSE);
            try (MarketDataStream stream = MarketDataStream.stocks(Feed.IEX)
                    .uri(proxy.via(URI.create("ws://127.0.0.1:1/v2/iex")))
                    .withoutRest()
                    .credentials(Credentials.of("key", "secret"))
                    .reconnect(policy.withDelays(Duration.ofMillis(1), Duration.ofMillis(1)))
                    .build()) {
                stream.onEvent(event -> {
                    if (event instanceof StreamEvent.StateChanged step && step.to() == StreamState.CONNECTING) {
                        dials.incrementAndGet();
                    }
                });
                CompletableFuture<?> connected = stream.connect(Subscription.trades("AAPL"));
                awaitDials(dials, FAILED_DIALS);
                Holdings before = Holdings.now();
                awaitDials(dials, dials.get() + FAILED_DIALS);
                Holdings after = Holdings.now();
                print(before, after);
                // A dial under way holds a descriptor, and may hold a thread.
                Awaitility.await()
                        .atMost(GONE_WITHIN)
                        .until(() -> Holdings.now().isNoMoreThan(before));
                assertThat(after.heapBytes()).isLessThanOrEqualTo(before.heapBytes() + HEAP_BYTES);
                assertThat(connected).isNotDone();
            }
        }
    }

    private static void awaitDials(AtomicLong dials, long count) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> dials.get() >= count);
    }

    private static void print(Holdings before, Holdings after) {
        Figures.print(
                "back-off",
                String.format(
                        Locale.ROOT,
                        "%d failed dials: threads %+d, descriptors %+d, heap %+d KiB",
                        FAILED_DIALS,
                        after.threads() - before.threads(),
                        after.descriptors() - before.descriptors(),
                        (after.heapBytes() - before.heapBytes()) / 1024));
    }
}

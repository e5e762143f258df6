package dev.chasqui.bench.jmh;

import dev.chasqui.bench.data.FrameSet;
import dev.chasqui.bench.data.RecordedDay;
import dev.chasqui.bench.data.Renaming;
import dev.chasqui.internal.dispatch.DispatchListener;
import dev.chasqui.internal.dispatch.Dispatcher;
import dev.chasqui.internal.dispatch.LossListener;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.OverflowPolicy;
import dev.chasqui.stream.options.RepairOptions;
import dev.chasqui.wire.Encoding;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * From the connection's thread to a handler, a message; each symbol has a handler of its own, which must be found. Messages are handed over
 * in frames of {@value #FRAME}; the queue's time ends when the last has been delivered.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Dispatch {

    private static final int FRAME = 10;
    private static final int ENCODED_BYTES = 130;

    /** Symbols, evenly drawn, each with a handler. */
    @Param({"1", "100", "11000"})
    public int symbols;

    /** Whether handlers run on the offering thread. */
    @Param({"true", "false"})
    public boolean inline;

    private List<MarketEvent> events = List.of();
    private int[] numbers = {};
    private @Nullable Dispatcher dispatcher;
    private volatile long delivered;

    /** Registers the handlers. */
    @Setup
    public void prepare() throws IOException {
        Renaming renaming = Renaming.of(symbols, false);
        events =
                FrameSet.of(RecordedDay.locate(RecordedDay.DAY), FrameSet.Content.MIXED, Encoding.JSON, 1)
                        .events()
                        .stream()
                        .map(renaming::rename)
                        .toList();
        Map<String, Integer> known = new HashMap<>();
        numbers = events.stream()
                .mapToInt(event -> known.computeIfAbsent(event.symbol(), unseen -> known.size()))
                .toArray();
        Dispatcher made = Dispatcher.create(
                options(),
                RepairOptions.defaults().delivery(),
                new Silent(),
                LossListener.NONE,
                System::nanoTime,
                "bench");
        for (String symbol : Renaming.symbols(symbols)) {
            made.handlers().register(null, symbol, event -> count());
        }
        dispatcher = made;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread delivers.
    private void count() {
        delivered = delivered + 1;
    }

    private DispatchOptions options() {
        DispatchOptions lossless = DispatchOptions.defaults()
                .withPolicy(Channel.TRADES, OverflowPolicy.BLOCK)
                .withPolicy(Channel.QUOTES, OverflowPolicy.BLOCK);
        return inline ? lossless.inline() : lossless;
    }

    /** Offers all messages and waits until the last has reached its handler. */
    @Benchmark
    @OperationsPerInvocation(FrameSet.MESSAGES)
    public long deliver() {
        Dispatcher used = dispatcher;
        if (used == null) {
            throw new IllegalStateException("not prepared");
        }
        long target = delivered + events.size();
        int inFrame = 0;
        for (int i = 0; i < numbers.length; i++) {
            used.offer(events.get(i), numbers[i], ENCODED_BYTES);
            if (++inFrame == FRAME) {
                used.endOfFrame();
                inFrame = 0;
            }
        }
        while (delivered < target) {
            Thread.onSpinWait();
        }
        return delivered;
    }

    /** Ends its thread. */
    @TearDown
    public void close() {
        if (dispatcher != null) {
            dispatcher.close(Duration.ofSeconds(1));
        }
    }

    /** Nothing goes wrong here. */
    private static final class Silent implements DispatchListener {

        @Override
        public void slowConsumer(int queuedMessages, long queuedBytes) {}

        @Override
        public void overflow(Channel channel, OverflowPolicy policy) {}

        @Override
        public void slowConsumerCleared(long lastedNanos, Map<Channel, Long> dropped, Map<Channel, Long> conflated) {}

        @Override
        public void handlerFailed(Channel channel, String symbol, Throwable failure, long suppressed) {
            throw new IllegalStateException(failure);
        }

        @Override
        public void stopped(Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }
}

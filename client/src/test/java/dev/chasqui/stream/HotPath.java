package dev.chasqui.stream;

import com.sun.management.ThreadMXBean;
import dev.chasqui.internal.dispatch.DispatchListener;
import dev.chasqui.internal.dispatch.Dispatcher;
import dev.chasqui.internal.gap.FeedFacts;
import dev.chasqui.internal.gap.GapKeeper;
import dev.chasqui.internal.gap.History;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.OverflowPolicy;
import dev.chasqui.stream.options.RepairOptions;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.DecodeLimits;
import dev.chasqui.wire.DecodeProblem;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameDecoder;
import dev.chasqui.wire.FrameHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Measures what a message costs between the decoder and the handler, without a socket, a decoder or a second thread: groups of recorded
 * frames are taken in, then handed out, and each half is timed by itself. A tool, not a test: nothing here passes or fails.
 *
 * <pre>HotPath [symbols=N] [handlers=N] [rounds=N] [frames=N] [group=N] [inline] [quotes] [unbounded] [norepair] [file=PATH]</pre>
 */
final class HotPath {

    private static final int MESSAGES_AT_ONCE = 1024;

    /** A recorded frame. */
    private record Frame(int length, MarketEvent[] events, int[] sizes) {}

    private static final class Counts {
        long nanos;
        long bytes;
    }

    private final Options options;
    private final List<Frame> frames;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private long delivered;
    private long checksum;

    private HotPath(Options options) throws IOException {
        this.options = options;
        this.frames = read(options);
    }

    /** What the command line says. */
    private record Options(List<String> words) {
        int number(String name, int otherwise) {
            return Integer.parseInt(text(name, Integer.toString(otherwise)));
        }

        String text(String name, String otherwise) {
            return words.stream()
                    .filter(word -> word.startsWith(name + "="))
                    .map(word -> word.substring(name.length() + 1))
                    .findFirst()
                    .orElse(otherwise);
        }

        boolean has(String name) {
            return words.contains(name);
        }
    }

    /** Prints a line for each round. */
    public static void main(String... words) throws IOException {
        HotPath measured = new HotPath(new Options(Arrays.asList(words)));
        for (int round = 0; round < measured.options.number("rounds", 8); round++) {
            measured.round(round);
        }
    }

    private static List<Frame> read(Options options) throws IOException {
        Path path = Path.of(options.text(
                "file", System.getProperty("chasqui.shared", "../shared") + "/data/lean-sip-20131008.frames.jsonl.gz"));
        int most = options.number("frames", 150_000);
        int symbols = options.number("symbols", 0);
        String[] names = new String[symbols];
        for (int i = 0; i < symbols; i++) {
            names[i] = String.format(Locale.ROOT, "S%04d", i);
        }
        Random random = new Random(1);
        List<Frame> frames = new ArrayList<>();
        FrameDecoder decoder = FrameDecoder.create(Encoding.JSON, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && frames.size() < most) {
                byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                Collector collector = new Collector();
                decoder.decode(bytes, 0, bytes.length, collector);
                if (symbols > 0) {
                    collector.events.replaceAll(event -> copy(event, names[random.nextInt(symbols)]));
                }
                frames.add(new Frame(
                        bytes.length,
                        collector.events.toArray(new MarketEvent[0]),
                        collector.sizes.stream().mapToInt(size -> size).toArray()));
                line = lines.readLine();
            }
        }
        return frames;
    }

    /** As fresh as if it had just been decoded. */
    private static MarketEvent copy(MarketEvent event, String symbol) {
        if (event instanceof Quote quote) {
            return new Quote(
                    symbol,
                    quote.timestampNanos(),
                    quote.bidExchange(),
                    quote.bidPrice(),
                    quote.bidSize(),
                    quote.askExchange(),
                    quote.askPrice(),
                    quote.askSize(),
                    quote.conditions(),
                    quote.tape(),
                    quote.receivedNanos());
        }
        Trade trade = (Trade) event;
        return new Trade(
                symbol,
                trade.timestampNanos(),
                trade.id(),
                trade.exchange(),
                trade.price(),
                trade.size(),
                trade.conditions(),
                trade.tape(),
                trade.takerSide(),
                trade.update(),
                trade.receivedNanos());
    }

    private void round(int number) {
        Loop loop = new Loop();
        EventPublisher events = new EventPublisher("hot-path", sequence -> {
            throw new IllegalStateException("no event is expected");
        });
        LatestTable latest = new LatestTable(loop::nanoTime, Duration.ofSeconds(60));
        Dispatcher dispatcher = Dispatcher.create(
                dispatch(),
                RepairOptions.Delivery.TOGETHER,
                new Silent(),
                (event, provenance) -> {},
                loop::nanoTime,
                "hot");
        SnapshotStart snapshots = new SnapshotStart(false, LatestSource.NONE, loop, latest, dispatcher);
        GapKeeper gaps = new GapKeeper(
                loop,
                repair(),
                FeedFacts.of(Feed.SIP),
                new Endless(),
                new Random(1),
                latest::symbolsSeen,
                new GapReports(events, latest, dispatcher, snapshots));
        Inbound inbound = new Inbound(
                FeedKind.STOCKS,
                loop,
                events,
                latest,
                dispatcher,
                gaps,
                snapshots,
                (bits, nanos) -> {},
                (problem, nanos) -> {},
                control -> {});
        inbound.wantData(true);
        dispatcher.deliverOnly(new DesiredFilter(
                Subscription.quotes(Subscription.ALL_SYMBOLS).plus(Subscription.trades(Subscription.ALL_SYMBOLS))));
        dispatcher.handlers().register(Channel.QUOTES, "*", this::count);
        dispatcher.handlers().register(Channel.TRADES, "*", this::count);
        for (int i = 0; i < options.number("handlers", 0); i++) {
            dispatcher.handlers().register(Channel.QUOTES, "OTHER" + i, this::count);
        }
        measure(number, inbound);
        dispatcher.close(Duration.ofSeconds(1));
    }

    private DispatchOptions dispatch() {
        DispatchOptions dispatch = DispatchOptions.defaults();
        if (options.has("unbounded")) {
            dispatch = dispatch.withMaxMessages(1 << 24).withMaxBytes(Long.MAX_VALUE);
        }
        return options.has("inline") ? dispatch.inline() : dispatch.on(tasks::add);
    }

    private RepairOptions repair() {
        if (options.has("norepair")) {
            return RepairOptions.disabled();
        }
        RepairOptions repair = RepairOptions.defaults();
        return options.has("quotes")
                ? repair.withChannels(Set.of(Channel.TRADES, Channel.QUOTES, Channel.BARS, Channel.NEWS))
                : repair;
    }

    private void count(MarketEvent event) {
        delivered++;
        checksum += event.timestampNanos();
    }

    private void measure(int number, Inbound inbound) {
        Counts in = new Counts();
        Counts out = new Counts();
        delivered = 0;
        long messages = 0;
        int at = 0;
        int group = options.number("group", 8);
        while (at < frames.size()) {
            List<Frame> some = new ArrayList<>();
            int size = 0;
            while (at < frames.size() && size < MESSAGES_AT_ONCE) {
                some.add(fresh(frames.get(at)));
                size += frames.get(at++).events.length;
            }
            messages += size;
            timed(in, () -> take(some, group, inbound));
            timed(out, this::handOut);
        }
        System.out.printf(
                Locale.ROOT,
                "round %d  in %5.1f ns %5.1f B  out %5.1f ns %5.1f B  of %d messages, %d delivered, %d%n",
                number,
                (double) in.nanos / messages,
                (double) in.bytes / messages,
                (double) out.nanos / messages,
                (double) out.bytes / messages,
                messages,
                delivered,
                checksum & 7);
    }

    private static Frame fresh(Frame frame) {
        MarketEvent[] events = new MarketEvent[frame.events.length];
        for (int i = 0; i < events.length; i++) {
            events[i] = copy(frame.events[i], frame.events[i].symbol());
        }
        return new Frame(frame.length, events, frame.sizes);
    }

    private static void take(List<Frame> some, int group, Inbound inbound) {
        int inGroup = 0;
        for (int f = 0; f < some.size(); f++) {
            Frame frame = some.get(f);
            inbound.begin(frame.length);
            for (int i = 0; i < frame.events.length; i++) {
                inbound.onEvent(frame.events[i], frame.sizes[i]);
            }
            inbound.end();
            if (++inGroup >= group) {
                inbound.readComplete();
                inGroup = 0;
            }
        }
        inbound.readComplete();
    }

    private void handOut() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void timed(Counts counts, Runnable part) {
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long nanos = threads.getCurrentThreadCpuTime();
        part.run();
        counts.nanos += threads.getCurrentThreadCpuTime() - nanos;
        counts.bytes += threads.getCurrentThreadAllocatedBytes() - bytes;
    }

    private static final class Collector implements FrameHandler {
        final List<MarketEvent> events = new ArrayList<>();
        final List<Integer> sizes = new ArrayList<>();

        @Override
        public void onEvent(MarketEvent event, int encodedBytes) {
            events.add(event);
            sizes.add(encodedBytes);
        }

        @Override
        public void onControl(ControlMessage message) {}

        @Override
        public void onUnknown(String type, byte[] frame, int offset, int length) {}

        @Override
        public void onProblem(DecodeProblem problem) {
            throw new IllegalStateException(problem.toString());
        }
    }

    private static final class Silent implements DispatchListener {
        @Override
        public void slowConsumer(int queuedMessages, long queuedBytes) {
            throw new IllegalStateException("the queue is too full to measure");
        }

        @Override
        public void overflow(Channel channel, OverflowPolicy policy) {}

        @Override
        public void slowConsumerCleared(
                long lastedNanos, java.util.Map<Channel, Long> dropped, java.util.Map<Channel, Long> conflated) {}

        @Override
        public void handlerFailed(Channel channel, String symbol, Throwable failure, long suppressed) {
            throw new IllegalStateException(failure);
        }

        @Override
        public void stopped(Throwable failure) {}
    }

    private static final class Endless implements History {
        @Override
        public Optional<GapReason> obstacle(Channel channel) {
            return Optional.empty();
        }

        @Override
        public void fetch(Query query, Consumer<Answer> receiver) {}
    }

    private static final class Loop implements EventLoop {
        @Override
        public boolean execute(Runnable task) {
            return false;
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return () -> {};
        }

        @Override
        public boolean inLoop() {
            return true;
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Instant wallClock() {
            return Instant.now();
        }

        @Override
        public void shutdown() {}
    }
}

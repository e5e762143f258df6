package dev.chasqui.stream;

import dev.chasqui.internal.dispatch.Dispatcher;
import dev.chasqui.internal.gap.GapKeeper;
import dev.chasqui.internal.liveness.DataClock;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.DecodeLimits;
import dev.chasqui.wire.DecodeProblem;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameDecoder;
import dev.chasqui.wire.FrameHandler;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * From a WebSocket message to what it means: data goes to the latest values and the dispatcher, messages about the session to the machine.
 * Confined to the loop's thread; the counters may be read by any.
 */
@SuppressWarnings("EnumOrdinal") // An array by channel: looked up for every message, and never stored.
final class Inbound implements FrameHandler {

    private static final long REPORT_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    /** Is told what could not be read. */
    interface ProblemListener {
        /** Something in a frame could not be read; the frame before it came then. */
        void receive(DecodeProblem problem, long lastFrameNanos);
    }

    /** Is told once per frame of the data in it. */
    interface DataListener {
        /** A frame had data of the channels whose {@linkplain DataClock#bit bits} are set. */
        void noteData(int channelBits, long nanos);
    }

    final Count frames = new Count();
    final Count messageBytes = new Count();
    final Count undecodable = new Count();
    final Count duplicates = new Count();
    final Count unknown = new Count();

    private final Count[] eventsByChannel = new Count[Channel.values().length];
    private final int[] bitsByChannel =
            Arrays.stream(Channel.values()).mapToInt(DataClock::bit).toArray();

    private final FrameDecoder json;
    private final FrameDecoder msgpack;
    private final EventLoop loop;
    private final EventPublisher events;
    private final SymbolNumbers symbols;
    private final LatestTable latest;
    private final Dispatcher dispatcher;
    private final GapKeeper gaps;
    private final SnapshotStart snapshots;
    private final DataListener dataListener;
    private final ProblemListener unreadable;
    private final Consumer<ControlMessage> control;

    private long heldUpNanos;
    // Messages that one read of the socket brought came at one moment, so that the clock is read once for all of them.
    private boolean reading;
    private long frameNanos;
    private long lastFrame;
    private int channelBits;
    private boolean unexpectedData;
    private boolean brokenFrame;
    private boolean dataWanted;
    private Encoding encodingOfFrame = Encoding.JSON;
    private @Nullable DecodeProblem firstProblem;
    private long lastReport;
    private boolean reported;
    private long suppressed;

    Inbound(
            FeedKind kind,
            EventLoop loop,
            EventPublisher events,
            SymbolNumbers symbols,
            LatestTable latest,
            Dispatcher dispatcher,
            GapKeeper gaps,
            SnapshotStart snapshots,
            DataListener dataListener,
            ProblemListener unreadable,
            Consumer<ControlMessage> control) {
        json = FrameDecoder.create(Encoding.JSON, kind, DecodeLimits.DEFAULT);
        msgpack = FrameDecoder.create(Encoding.MSGPACK, kind, DecodeLimits.DEFAULT);
        this.loop = loop;
        this.events = events;
        this.symbols = symbols;
        this.latest = latest;
        this.dispatcher = dispatcher;
        this.gaps = gaps;
        this.snapshots = snapshots;
        lastFrame = loop.nanoTime();
        this.dataListener = dataListener;
        this.unreadable = unreadable;
        this.control = control;
        Arrays.setAll(eventsByChannel, channel -> new Count());
    }

    /** Readable messages so far, of the channels that had any. */
    Map<Channel, Long> countsByChannel() {
        EnumMap<Channel, Long> counts = new EnumMap<>(Channel.class);
        for (Channel channel : Channel.values()) {
            long count = eventsByChannel[channel.ordinal()].sum();
            if (count > 0) {
                counts.put(channel, count);
            }
        }
        return Collections.unmodifiableMap(counts);
    }

    /** Whether data is legal now: not before authentication. */
    void wantData(boolean wanted) {
        dataWanted = wanted;
    }

    /** Reads one message. Returns what was wrong with it as a whole, or null. */
    @Nullable
    String read(byte[] bytes, int offset, int length, boolean binary) {
        begin(length);
        encodingOfFrame = encodingOf(bytes, offset, length, binary);
        decoder().decode(bytes, offset, length, this);
        end();
        return verdict();
    }

    /** A message of so many bytes begins. */
    void begin(int length) {
        if (!reading) {
            reading = true;
            frameNanos = loop.nanoTime();
            gaps.frame(frameNanos);
        }
        frames.add(1);
        messageBytes.add(length);
        unexpectedData = false;
        brokenFrame = false;
        channelBits = 0;
        firstProblem = null;
    }

    /** The message has been decoded. */
    void end() {
        if (channelBits != 0) {
            dataListener.noteData(channelBits, frameNanos);
        }
        lastFrame = frameNanos;
    }

    /** The messages that came together have been read: what they brought is handed over. */
    void readComplete() {
        dispatcher.endOfFrame();
        if (reading) {
            reading = false;
            heldUpNanos += loop.nanoTime() - frameNanos;
        }
    }

    /** When the last whole message came, or the newest ping was sent that the server answered, whichever is later. */
    long provenNanos(long answeredPingNanos) {
        return lastFrame - answeredPingNanos > 0 ? lastFrame : answeredPingNanos;
    }

    /** How long reading, with all that it entails, has taken so far. For the loop's thread. */
    long heldUpNanos() {
        return heldUpNanos;
    }

    /** Whether the last message was broken beyond a single element. */
    boolean wasBroken() {
        return brokenFrame;
    }

    private FrameDecoder decoder() {
        return encodingOfFrame == Encoding.JSON ? json : msgpack;
    }

    /**
     * A text frame is JSON. A binary frame is MessagePack, or JSON as the trading stream of paper accounts sends it; no MessagePack array
     * or map begins with a bracket.
     */
    private static Encoding encodingOf(byte[] bytes, int offset, int length, boolean binary) {
        if (!binary) {
            return Encoding.JSON;
        }
        boolean looksLikeJson = length > 0 && (bytes[offset] == '[' || bytes[offset] == '{');
        return looksLikeJson ? Encoding.JSON : Encoding.MSGPACK;
    }

    private @Nullable String verdict() {
        DecodeProblem problem = firstProblem;
        if (problem != null && !dataWanted) {
            return problem.reason() + (problem.excerpt().isEmpty() ? "" : ", in: " + problem.excerpt());
        }
        return unexpectedData ? "market data before authentication" : null;
    }

    @Override
    public void onEvent(MarketEvent event, int encodedBytes) {
        if (!dataWanted) {
            unexpectedData = true;
            return;
        }
        Channel channel = event.channel();
        eventsByChannel[channel.ordinal()].add(1);
        channelBits |= bitsByChannel[channel.ordinal()];
        int symbol = symbols.of(event.symbol(), decoder().symbolNumber());
        switch (gaps.admit(event, symbol, encodedBytes)) {
            case DELIVER -> {
                latest.update(event, symbol, frameNanos);
                if (!snapshots.holds(event, encodedBytes)) {
                    dispatcher.offer(event, symbol, encodedBytes);
                }
            }
            case HELD -> latest.update(event, symbol, frameNanos);
            case DUPLICATE -> duplicates.add(1);
        }
    }

    @Override
    public void onControl(ControlMessage message) {
        control.accept(message);
    }

    @Override
    public void onUnknown(String type, byte[] frame, int offset, int length) {
        unknown.add(1);
        if (events.wantsUnknown()) {
            byte[] copy = Arrays.copyOfRange(frame, offset, offset + length);
            events.publishUnknown(new UnknownMessage(type, encodingOfFrame, copy));
        }
    }

    @Override
    public void onProblem(DecodeProblem problem) {
        if (firstProblem == null) {
            firstProblem = problem;
        }
        brokenFrame |= problem.scope() == DecodeProblem.Scope.FRAME;
        if (!dataWanted) {
            return;
        }
        undecodable.add(1);
        unreadable.receive(problem, lastFrame);
        long now = loop.nanoTime();
        if (reported && now - lastReport < REPORT_INTERVAL_NANOS) {
            suppressed++;
            return;
        }
        long unreported = suppressed;
        suppressed = 0;
        reported = true;
        lastReport = now;
        events.publish(origin -> new StreamEvent.DecodeFailed(origin, problem, unreported));
    }
}

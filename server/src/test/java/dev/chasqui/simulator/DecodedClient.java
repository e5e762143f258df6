package dev.chasqui.simulator;

import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.DecodeLimits;
import dev.chasqui.wire.DecodeProblem;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameDecoder;
import dev.chasqui.wire.FrameHandler;
import dev.chasqui.wire.RequestEncoder;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A raw client that speaks either encoding and shows what it gets piece by piece: events, control messages, unknown types, problems. */
final class DecodedClient implements AutoCloseable, FrameHandler {

    private final RawClient raw;
    private final Encoding encoding;
    private final FeedKind kind;
    private final RequestEncoder encoder;
    private final FrameDecoder decoder;
    private final Deque<Object> pieces = new ArrayDeque<>();

    /** Connects and sends credentials. */
    DecodedClient(URI uri, FeedKind kind, Encoding encoding) {
        this.kind = kind;
        this.encoding = encoding;
        raw = RawClient.connect(uri, "Content-Type: " + encoding.contentType());
        encoder = RequestEncoder.create(encoding, kind);
        decoder = FrameDecoder.create(encoding, kind, DecodeLimits.DEFAULT);
        send(new ClientRequest.Authenticate("K", "S"));
    }

    RawClient raw() {
        return raw;
    }

    void send(ClientRequest request) {
        int opcode = encoding == Encoding.JSON ? RawClient.TEXT : RawClient.BINARY;
        raw.sendFrame(opcode, true, encoder.encode(request));
    }

    void subscribe(Channel channel, String symbol) {
        send(
                kind == FeedKind.TRADING
                        ? new ClientRequest.Listen(List.of(channel.wireName()))
                        : new ClientRequest.Subscribe(Subscription.of(channel, symbol)));
    }

    /** The next piece. */
    Object next() {
        while (pieces.isEmpty()) {
            byte[] frame = raw.next().payload();
            decoder.decode(frame, 0, frame.length, this);
        }
        return pieces.remove();
    }

    /** The next piece of a type; those before it are dropped. */
    Object skipTo(Class<?> type) {
        Object piece = next();
        while (!type.isInstance(piece)) {
            piece = next();
        }
        return piece;
    }

    /** Pieces until an error has come, without control messages. */
    List<Object> untilError() {
        List<Object> seen = new ArrayList<>();
        Object piece = next();
        while (!(piece instanceof ControlMessage.Failure) && !(piece instanceof ControlMessage.TradingError)) {
            if (!(piece instanceof ControlMessage)) {
                seen.add(piece);
            }
            piece = next();
        }
        return seen;
    }

    @Override
    public void onEvent(MarketEvent event, int encodedBytes) {
        pieces.add(event);
    }

    @Override
    public void onControl(ControlMessage message) {
        pieces.add(message);
    }

    @Override
    public void onUnknown(String type, byte[] frame, int offset, int length) {
        pieces.add(type);
    }

    @Override
    public void onProblem(DecodeProblem problem) {
        pieces.add(problem);
    }

    @Override
    public void close() {
        raw.close();
    }
}

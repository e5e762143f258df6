package dev.chasqui.bench.sender;

import dev.chasqui.bench.data.WebSocketFrames;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.DecodeLimits;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameEncoder;
import dev.chasqui.wire.RequestDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/**
 * One receiver: opening, authentication and subscription are answered as they must be, then a load is sent. A thread of its own reads what
 * the receiver says, and the sending thread writes the answers between two chunks.
 */
final class Session implements AutoCloseable {

    /** What is sent once the receiver has subscribed. */
    interface Load {
        /** Sends until the receiver has gone. */
        void send(Session session) throws IOException;
    }

    private final Outlet outlet;
    private final ClientFrames requests;
    private final Encoding encoding;
    private final FrameEncoder encoder;
    private final RequestDecoder decoder;
    private final Queue<byte[]> answers = new ConcurrentLinkedQueue<>();
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private Subscription active = Subscription.none();
    private volatile boolean gone;

    private Session(Outlet outlet, OpeningRequest opening) throws IOException {
        this.outlet = outlet;
        requests = new ClientFrames(outlet.input());
        encoding = opening.encoding();
        encoder = FrameEncoder.create(encoding, FeedKind.STOCKS);
        decoder = RequestDecoder.create(encoding, FeedKind.STOCKS, DecodeLimits.DEFAULT);
    }

    /** Serves one connection to its end. What is no WebSocket is told that there is nothing here. */
    static void serve(Outlet connection, boolean compressed, Load load) throws IOException, InterruptedException {
        try (Outlet outlet = connection) {
            OpeningRequest opening = OpeningRequest.read(outlet.input());
            if (!opening.isWebSocket()) {
                outlet.write(ByteBuffer.wrap(OpeningRequest.notFound()));
                return;
            }
            if (compressed && !opening.offersCompression()) {
                throw new IOException("the receiver does not offer compression");
            }
            outlet.write(ByteBuffer.wrap(opening.accepted(compressed)));
            try (Session session = new Session(outlet, opening)) {
                session.run(load);
            }
        }
    }

    private void run(Load load) throws IOException, InterruptedException {
        outlet.write(ByteBuffer.wrap(control(new ControlMessage.Success(ControlMessage.Success.CONNECTED))));
        Thread reader = new Thread(this::readRequests, "requests");
        reader.setDaemon(true);
        reader.start();
        while (subscribed.getCount() > 0 && !gone) {
            writeAnswers();
            Thread.onSpinWait();
        }
        writeAnswers();
        load.send(this);
    }

    /** Whether the receiver has left. */
    boolean isGone() {
        return gone;
    }

    /** Sends whole frames, and before them what the receiver waits for. */
    void send(ByteBuffer frames) throws IOException {
        writeAnswers();
        outlet.write(frames);
    }

    private void writeAnswers() throws IOException {
        for (byte[] answer = answers.poll(); answer != null; answer = answers.poll()) {
            outlet.write(ByteBuffer.wrap(answer));
        }
    }

    private void readRequests() {
        try {
            while (!gone) {
                answer(requests.next());
            }
        } catch (IOException left) {
            gone = true;
        }
    }

    private void answer(ClientFrames.Frame frame) {
        switch (frame.kind()) {
            case WebSocketFrames.PING -> answers.add(WebSocketFrames.frame(WebSocketFrames.PONG, frame.content()));
            case WebSocketFrames.CLOSE -> gone = true;
            case WebSocketFrames.TEXT, WebSocketFrames.BINARY -> answerRequest(frame.content());
            default -> {
                // A pong, which nobody asked for.
            }
        }
    }

    private void answerRequest(byte[] content) {
        ClientRequest request = decoder.decode(content, 0, content.length);
        if (request instanceof ClientRequest.Authenticate) {
            answers.add(control(new ControlMessage.Success(ControlMessage.Success.AUTHENTICATED)));
        } else if (request instanceof ClientRequest.Subscribe subscribe) {
            active = active.plus(subscribe.added());
            answers.add(control(new ControlMessage.Acknowledgement(active)));
            subscribed.countDown();
        }
    }

    private byte[] control(ControlMessage message) {
        int kind = encoding == Encoding.JSON ? WebSocketFrames.TEXT : WebSocketFrames.BINARY;
        return WebSocketFrames.frame(kind, encoder.control(message));
    }

    @Override
    public void close() {
        gone = true;
    }
}

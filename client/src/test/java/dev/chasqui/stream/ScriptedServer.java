package dev.chasqui.stream;

import dev.chasqui.internal.transport.ConnectRequest;
import dev.chasqui.internal.transport.Connection;
import dev.chasqui.internal.transport.ConnectionFailure;
import dev.chasqui.internal.transport.ConnectionListener;
import dev.chasqui.internal.transport.Connector;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.DecodeLimits;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.ErrorCode;
import dev.chasqui.wire.FrameEncoder;
import dev.chasqui.wire.RequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The other side of a stream in memory and on virtual time: by default it behaves like Alpaca; a test scripts what the next connections do
 * instead. It records every dial and every request, and that no two sockets are open at once.
 */
final class ScriptedServer implements Connector {

    private final VirtualLoop loop;
    private final Deque<Consumer<Socket>> scripts = new ArrayDeque<>();
    final List<Socket> sockets = new ArrayList<>();
    final List<Long> dialTimes = new ArrayList<>();
    boolean twoSocketsAtOnce;

    ScriptedServer(VirtualLoop loop) {
        this.loop = loop;
    }

    /** What the next dial meets, instead of a polite server. */
    ScriptedServer next(Consumer<Socket> script) {
        scripts.add(script);
        return this;
    }

    ScriptedServer next(int times, Consumer<Socket> script) {
        for (int i = 0; i < times; i++) {
            scripts.add(script);
        }
        return this;
    }

    /** Forgets what was scripted: from now on it is polite. */
    void heal() {
        scripts.clear();
    }

    Socket last() {
        return sockets.get(sockets.size() - 1);
    }

    @Override
    public Connection open(ConnectRequest request, ConnectionListener listener) {
        twoSocketsAtOnce |= sockets.stream().anyMatch(socket -> socket.open);
        Socket socket = new Socket(request, listener);
        sockets.add(socket);
        dialTimes.add(loop.nanoTime());
        Consumer<Socket> script = scripts.isEmpty() ? Socket::accept : scripts.remove();
        loop.execute(() -> script.accept(socket));
        return socket;
    }

    /** Refuses the connection. */
    static void refuse(Socket socket) {
        socket.fail(Cause.of(Kind.CONNECTION_REFUSED, "nobody listens"));
    }

    /** One connection, as its server sees it. */
    final class Socket implements Connection {

        final ConnectRequest request;
        final List<ClientRequest> requests = new ArrayList<>();
        private final ConnectionListener listener;
        private final RequestDecoder decoder =
                RequestDecoder.create(Encoding.JSON, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        private final FrameEncoder encoder = FrameEncoder.create(Encoding.JSON, FeedKind.STOCKS);
        boolean open;
        boolean aborted;
        boolean closed;
        int pings;
        boolean answersPings = true;
        private Consumer<ClientRequest> onRequest = this::politely;
        private Subscription subscribed = Subscription.none();
        private long lastRead = loop.nanoTime();
        private long answeredPing = lastRead;
        private long bytes;

        Socket(ConnectRequest request, ConnectionListener listener) {
            this.request = request;
            this.listener = listener;
        }

        // --- what scripts say ---

        /** Opens, greets and goes on politely. */
        void accept() {
            openOnly();
            control(new ControlMessage.Success(ControlMessage.Success.CONNECTED));
        }

        void openOnly() {
            open = true;
            lastRead = loop.nanoTime();
            listener.onOpen();
        }

        /** From now on requests meet this instead of a polite answer. */
        Socket onRequest(Consumer<ClientRequest> script) {
            onRequest = script;
            return this;
        }

        void error(ErrorCode code) {
            control(code.toMessage());
        }

        void control(ControlMessage message) {
            raw(new String(encoder.control(message), StandardCharsets.UTF_8));
        }

        /** Sends market data, in one frame. */
        void data(MarketEvent... events) {
            List<byte[]> elements = Stream.of(events).map(encoder::element).toList();
            raw(new String(encoder.frame(elements), StandardCharsets.UTF_8));
        }

        void raw(String text) {
            if (!open) {
                return;
            }
            byte[] message = text.getBytes(StandardCharsets.UTF_8);
            alive(message.length);
            listener.onMessage(message, 0, message.length, false);
            listener.onReadComplete();
        }

        void alive(int count) {
            lastRead = loop.nanoTime();
            bytes += count;
        }

        void drop() {
            fail(Cause.of(Kind.CONNECTION_LOST, "cut"));
        }

        void closeBy(int code) {
            fail(new Cause(Kind.CLOSED_BY_SERVER, code, "closed with " + code));
        }

        void fail(Cause cause) {
            fail(ConnectionFailure.of(cause));
        }

        void fail(ConnectionFailure failure) {
            open = false;
            if (!aborted && !closed) {
                listener.onClosed(failure);
            }
        }

        void politely(ClientRequest asked) {
            if (asked instanceof ClientRequest.Authenticate) {
                control(new ControlMessage.Success(ControlMessage.Success.AUTHENTICATED));
            } else if (asked instanceof ClientRequest.Subscribe subscribe) {
                acknowledge(subscribed.plus(subscribe.added()));
            } else if (asked instanceof ClientRequest.Unsubscribe unsubscribe) {
                acknowledge(subscribed.minus(unsubscribe.removed()));
            }
        }

        void acknowledge(Subscription state) {
            subscribed = state;
            control(new ControlMessage.Acknowledgement(state));
        }

        Subscription subscribed() {
            return subscribed;
        }

        List<ClientRequest> subscriptionRequests() {
            return requests.stream()
                    .filter(asked -> !(asked instanceof ClientRequest.Authenticate))
                    .toList();
        }

        // --- what the client does ---

        @Override
        public void send(byte[] message, boolean binary) {
            if (open) {
                ClientRequest asked = decoder.decode(message, 0, message.length);
                requests.add(asked);
                loop.execute(() -> onRequest.accept(asked));
            }
        }

        @Override
        public void ping() {
            pings++;
            if (answersPings) {
                long sentAt = loop.nanoTime();
                loop.execute(() -> {
                    alive(2);
                    answeredPing = sentAt;
                });
            }
        }

        @Override
        public long lastReadNanos() {
            return lastRead;
        }

        @Override
        public long answeredPingNanos() {
            return answeredPing;
        }

        @Override
        public long bytesRead() {
            return bytes;
        }

        @Override
        public void close(int code, Runnable whenClosed) {
            closed = true;
            open = false;
            loop.execute(whenClosed);
        }

        @Override
        public void abort() {
            aborted = true;
            open = false;
        }
    }
}

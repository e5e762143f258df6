package dev.chasqui.acceptance.checklist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.DecodeLimits;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameEncoder;
import dev.chasqui.wire.RequestDecoder;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that says exactly what the test says, in the test's own thread, for stock feeds. */
final class ScriptedServer implements Closeable {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final Pattern KEY = Pattern.compile("(?i)\r\nsec-websocket-key: *(\\S+)\r\n");

    private final ServerSocket listening;
    private final List<Peer> peers = new ArrayList<>();

    ScriptedServer() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    URI uri(Feed feed) {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + feed.path());
    }

    /** The next connection, before its opening request is read. */
    Peer accept() throws IOException {
        listening.setSoTimeout((int) RawSocket.LIMIT.toMillis());
        Peer peer = new Peer(new RawSocket(listening.accept(), false));
        peers.add(peer);
        return peer;
    }

    /** The next connection, opened, greeted and authenticated. */
    Peer acceptSession() throws IOException {
        Peer peer = accept().upgrade().greet();
        peer.readAuthentication();
        return peer.authenticated();
    }

    /** The next connection, with its first request for subscriptions granted. */
    Peer acceptLive() throws IOException {
        Peer peer = acceptSession();
        peer.grant();
        return peer;
    }

    /** Whether nobody connects within a time. */
    boolean isLeftAloneFor(Duration time) throws IOException {
        listening.setSoTimeout((int) time.toMillis());
        try {
            peers.add(new Peer(new RawSocket(listening.accept(), false)));
            return false;
        } catch (SocketTimeoutException nobody) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Peer peer : peers) {
            peer.socket().close();
        }
    }

    /** One client's connection, seen from the server. */
    static final class Peer {

        private final RawSocket socket;
        private final RequestDecoder json = RequestDecoder.create(Encoding.JSON, Feed.IEX.kind(), DecodeLimits.DEFAULT);
        private final RequestDecoder msgpack =
                RequestDecoder.create(Encoding.MSGPACK, Feed.IEX.kind(), DecodeLimits.DEFAULT);
        private final FrameEncoder encoder = FrameEncoder.create(Encoding.JSON, Feed.IEX.kind());

        private Peer(RawSocket socket) {
            this.socket = socket;
        }

        RawSocket socket() {
            return socket;
        }

        Peer upgrade() throws IOException {
            Matcher key = KEY.matcher(socket.readHead());
            assertThat(key.find()).as("the opening request has a key").isTrue();
            socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + accept(key.group(1)) + "\r\n\r\n");
            return this;
        }

        private static String accept(String key) {
            try {
                MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
                return Base64.getEncoder()
                        .encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }

        Peer answerHttp(String statusLine, String... headers) throws IOException {
            socket.readHead();
            StringBuilder answer =
                    new StringBuilder("HTTP/1.1 ").append(statusLine).append("\r\nContent-Length: 0\r\n");
            for (String header : headers) {
                answer.append(header).append("\r\n");
            }
            socket.write(answer.append("\r\n").toString());
            socket.close();
            return this;
        }

        Peer greet() {
            return say(new ControlMessage.Success(ControlMessage.Success.CONNECTED));
        }

        Peer authenticated() {
            return say(new ControlMessage.Success(ControlMessage.Success.AUTHENTICATED));
        }

        Peer acknowledge(Subscription active) {
            return say(new ControlMessage.Acknowledgement(active));
        }

        Peer say(ControlMessage message) {
            return text(encoder.control(message));
        }

        Peer text(String frame) {
            return text(frame.getBytes(StandardCharsets.UTF_8));
        }

        Peer text(byte[] frame) {
            socket.send(RawSocket.TEXT, true, frame);
            return this;
        }

        ClientRequest readRequest() throws IOException {
            RawSocket.Frame message = socket.readMessage();
            RequestDecoder decoder = message.opcode() == RawSocket.TEXT ? json : msgpack;
            return decoder.decode(message.payload(), 0, message.payload().length);
        }

        ClientRequest.Authenticate readAuthentication() throws IOException {
            ClientRequest request = readRequest();
            assertThat(request).isInstanceOf(ClientRequest.Authenticate.class);
            return (ClientRequest.Authenticate) request;
        }

        Subscription readSubscribe() throws IOException {
            ClientRequest request = readRequest();
            assertThat(request).isInstanceOf(ClientRequest.Subscribe.class);
            return ((ClientRequest.Subscribe) request).added();
        }

        /** Grants what is asked next, as the whole of the session's subscriptions. */
        Subscription grant() throws IOException {
            Subscription asked = readSubscribe();
            acknowledge(asked);
            return asked;
        }
    }
}

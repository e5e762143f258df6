package dev.chasqui.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the dial to the open WebSocket, and every way not to get there. */
class ConnectTest extends TransportFixture {

    @Test
    void opensWithItsHeadersAndAKeyOfSixteenBytes() throws Exception {
        CompletableFuture<String> head = new CompletableFuture<>();
        RawServer server = serve(peer -> head.complete(peer.accept()));
        headers.put("APCA-API-KEY-ID", "canary-key");
        opened(server);
        String request = head.get(5, TimeUnit.SECONDS);
        assertThat(request).startsWith("GET /v2/test HTTP/1.1\r\n");
        assertThat(RawServer.Peer.header(request, "Content-Type")).isEqualTo("application/json");
        assertThat(RawServer.Peer.header(request, "APCA-API-KEY-ID")).isEqualTo("canary-key");
        assertThat(RawServer.Peer.header(request, "Host")).isEqualTo("127.0.0.1:" + server.port());
        assertThat(RawServer.Peer.header(request, "Upgrade")).isEqualToIgnoringCase("websocket");
        assertThat(RawServer.Peer.header(request, "Connection")).containsIgnoringCase("upgrade");
        assertThat(RawServer.Peer.header(request, "Sec-WebSocket-Version")).isEqualTo("13");
        assertThat(RawServer.Peer.header(request, "Sec-WebSocket-Extensions")).isEmpty();
        assertThat(java.util.Base64.getDecoder().decode(RawServer.Peer.header(request, "Sec-WebSocket-Key")))
                .hasSize(16);
    }

    @Test
    void aMessageInThePacketOfTheHandshakeIsNotLost() throws Exception {
        RawServer server = serve(peer -> {
            String key = RawServer.Peer.header(peer.readHead(), "Sec-WebSocket-Key");
            String head = "HTTP/1.1 101 Switching Protocols\r\n" + String.join("\r\n", RawServer.Peer.accepting(key))
                    + "\r\n\r\n";
            byte[] frame = RawServer.Peer.frame(0x81, "early".getBytes(StandardCharsets.UTF_8));
            byte[] both = new byte[head.length() + frame.length];
            System.arraycopy(head.getBytes(StandardCharsets.ISO_8859_1), 0, both, 0, head.length());
            System.arraycopy(frame, 0, both, head.length(), frame.length);
            peer.send(both);
        });
        opened(server);
        assertThat(told.message().text()).isEqualTo("early");
    }

    @Test
    void aHandshakeThatComesByteByByteSucceeds() throws Exception {
        RawServer server = serve(peer -> {
            String key = RawServer.Peer.header(peer.readHead(), "Sec-WebSocket-Key");
            String head = "HTTP/1.1 101 Switching Protocols\r\n" + String.join("\r\n", RawServer.Peer.accepting(key))
                    + "\r\n\r\n";
            peer.sendByteByByte(head.getBytes(StandardCharsets.ISO_8859_1));
            peer.sendByteByByte(RawServer.Peer.frame(0x82, new byte[] {1, 2, 3}));
        });
        opened(server);
        Recording.Message message = told.message();
        assertThat(message.binary()).isTrue();
        assertThat(message.bytes()).containsExactly(1, 2, 3);
    }

    @Test
    void aPortWithoutListenerRefuses() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        open(URI.create("ws://127.0.0.1:" + port + "/v2/test"));
        Cause cause = told.closedBy(Kind.CONNECTION_REFUSED);
        assertThat(cause.text()).contains("127.0.0.1:" + port);
        told.nothingMore();
    }

    @Test
    void aNameThatCannotBeResolvedIsNamed() throws Exception {
        resolver = unknownHost();
        open(URI.create("ws://nowhere.invalid/v2/test"));
        assertThat(told.closedBy(Kind.NAME_RESOLUTION).text()).contains("nowhere.invalid");
    }

    @Test
    void aResolverThatFailsOtherwiseIsAFailureOfTheName() throws Exception {
        resolver = host -> {
            throw new SecurityException("not allowed");
        };
        connectTimeout = Duration.ofSeconds(6);
        open(URI.create("ws://stream.example/v2/test"));
        told.closedBy(Kind.NAME_RESOLUTION);
    }

    @Test
    void aNameWithoutAddressesIsAFailureOfTheName() throws Exception {
        resolver = host -> List.of();
        connectTimeout = Duration.ofSeconds(6);
        open(URI.create("ws://stream.example/v2/test"));
        told.closedBy(Kind.NAME_RESOLUTION);
    }

    @Test
    void aResolverThatHangsEndsWithTheConnectTimeout() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        resolver = host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        };
        connectTimeout = Duration.ofMillis(100);
        open(URI.create("ws://stream.example/v2/test"));
        told.closedBy(Kind.CONNECT_TIMEOUT);
    }

    @Test
    void noThreadForResolvingIsAFailureOfTheName() throws Exception {
        blocking.shutdown();
        open(URI.create("ws://stream.example/v2/test"));
        told.closedBy(Kind.NAME_RESOLUTION);
    }

    @Test
    void theSecondAddressIsTriedWhenTheFirstRefuses() throws Exception {
        RawServer server = serve(RawServer.Peer::accept);
        resolver = addresses("127.0.0.2", "127.0.0.1");
        open(URI.create("ws://stream.example:" + server.port() + "/v2/test"));
        told.opened();
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void theSecondAddressIsTriedWhenTheFirstIsSilent() throws Exception {
        RawServer server = serve(RawServer.Peer::accept);
        use(new Blackhole("127.0.0.2", server.port()));
        resolver = addresses("127.0.0.2", "127.0.0.1");
        connectTimeout = Duration.ofMillis(600);
        open(URI.create("ws://stream.example:" + server.port() + "/v2/test"));
        told.opened();
    }

    @Test
    void anAddressThatNeverAnswersEndsWithTheConnectTimeout() throws Exception {
        Blackhole hole = use(new Blackhole("127.0.0.1", 0));
        connectTimeout = Duration.ofMillis(200);
        long begun = System.nanoTime();
        open(URI.create("ws://127.0.0.1:" + hole.port() + "/v2/test"));
        told.closedBy(Kind.CONNECT_TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(150), Duration.ofMillis(2_000));
        told.nothingMore();
    }

    @Test
    void aServerThatAcceptsAndSaysNothingEndsWithTheUpgradeTimeout() throws Exception {
        RawServer server = serve(RawServer.Peer::readHead);
        upgradeTimeout = Duration.ofMillis(150);
        open(server);
        assertThat(told.closedBy(Kind.UPGRADE_TIMEOUT).text()).contains("150 ms");
        told.nothingMore();
    }

    @Test
    void aServerThatDripsItsAnswerEndsWithTheUpgradeTimeout() throws Exception {
        RawServer server = serve(peer -> {
            peer.readHead();
            peer.send("HTTP/1.1 101 Switching".getBytes(StandardCharsets.ISO_8859_1));
        });
        upgradeTimeout = Duration.ofMillis(150);
        open(server);
        told.closedBy(Kind.UPGRADE_TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 301, 302, 307, 308, 400, 401, 403, 404, 407, 408, 429, 500, 502, 503})
    void anotherStatusThanSwitchingIsTold(int status) throws Exception {
        RawServer server = serve(peer -> {
            peer.readHead();
            peer.answer(status + " Whatever", "Location: http://127.0.0.1:1/", "Content-Length: 0");
        });
        open(server);
        ConnectionFailure failure = told.closed();
        assertThat(failure.cause().kind()).isEqualTo(Kind.HTTP_STATUS);
        assertThat(failure.cause().code()).isEqualTo(status);
        assertThat(failure.cause().text()).contains("HTTP " + status).contains("/v2/test");
        assertThat(failure.retryAfter()).isNull();
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aRedirectionIsNotFollowed() throws Exception {
        RawServer other = serve(RawServer.Peer::readHead);
        RawServer server = serve(peer -> {
            peer.readHead();
            peer.answer("301 Moved Permanently", "Location: " + other.uri(), "Content-Length: 0");
        });
        open(server);
        assertThat(told.closedBy(Kind.HTTP_STATUS).code()).isEqualTo(301);
        assertThat(other.connections()).isZero();
    }

    @Test
    void retryAfterInSecondsIsTold() throws Exception {
        RawServer server = serve(peer -> {
            peer.readHead();
            peer.answer("429 Too Many Requests", "Retry-After: 17", "Content-Length: 0");
        });
        open(server);
        assertThat(told.closed().retryAfter()).isEqualTo(Duration.ofSeconds(17));
    }

    @Test
    void retryAfterAsADateIsTold() throws Exception {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.ofInstant(Instant.now().plusSeconds(90), ZoneOffset.UTC));
        RawServer server = serve(peer -> {
            peer.readHead();
            peer.answer("503 Service Unavailable", "Retry-After: " + date, "Content-Length: 0");
        });
        open(server);
        assertThat(told.closed().retryAfter()).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(90));
    }

    @Test
    void aStatusWithALargePageIsStillThatStatus() throws Exception {
        RawServer server = serve(peer -> {
            peer.readHead();
            peer.answer("503 Service Unavailable", "Content-Type: text/html", "Content-Length: 200000");
            peer.sendWhileHeard(new byte[200_000]);
        });
        open(server);
        assertThat(told.closedBy(Kind.HTTP_STATUS).code()).isEqualTo(503);
    }

    @Test
    void aStatusWhosePageNeverEndsIsToldAtOnce() throws Exception {
        RawServer server = serve(peer -> {
            peer.readHead();
            peer.answer("403 Forbidden");
        });
        upgradeTimeout = Duration.ofSeconds(6);
        long begun = System.nanoTime();
        open(server);
        assertThat(told.closedBy(Kind.HTTP_STATUS).code()).isEqualTo(403);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aWrongAcceptKeyIsNotTheProtocol() throws Exception {
        RawServer server = serve(peer -> {
            peer.readHead();
            peer.answer("101 Switching Protocols", RawServer.Peer.accepting("another key"));
            peer.sendText("must not be read");
        });
        open(server);
        told.closedBy(Kind.PROTOCOL);
        told.nothingMore();
    }

    @Test
    void aSwitchWithoutItsHeadersIsNotTheProtocol() throws Exception {
        RawServer server = serve(peer -> {
            String key = RawServer.Peer.header(peer.readHead(), "Sec-WebSocket-Key");
            peer.answer("101 Switching Protocols", "Sec-WebSocket-Accept: " + RawServer.Peer.acceptKey(key));
        });
        open(server);
        told.closedBy(Kind.PROTOCOL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "\u0000\u0001\u0002\u0003 nothing of the kind\r\n\r\n",
                "+PONG\r\n\r\n",
                "HTTP/9 nothing\r\n\r\n"
            })
    void garbageInsteadOfHttpIsNotTheProtocol(String garbage) throws Exception {
        RawServer server = serve(peer -> {
            peer.readHead();
            peer.send(garbage.getBytes(StandardCharsets.ISO_8859_1));
        });
        open(server);
        told.closedBy(Kind.PROTOCOL);
        told.nothingMore();
    }

    @Test
    void aLineWithoutEndInsteadOfHttpIsBounded() throws Exception {
        RawServer server = serve(peer -> {
            peer.readHead();
            try {
                peer.send("x".repeat(1 << 20).getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                // The client need not take all of it.
            }
        });
        open(server);
        told.closedBy(Kind.PROTOCOL);
    }

    @Test
    void aCutDuringTheHandshakeIsALostConnection() throws Exception {
        RawServer server = serve(peer -> {
            peer.readHead();
            peer.reset();
        });
        open(server);
        told.closedBy(Kind.CONNECTION_LOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 101 Swi",
                "HTTP/1.1 101 Switching Protocols\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: webs",
                "HTTP/1.1 503 Service Unavailable\r\nRetry-Aft"
            })
    void anEndDuringTheHandshakeIsALostConnection(String beginning) throws Exception {
        RawServer server = serve(peer -> {
            peer.readHead();
            peer.send(beginning.getBytes(StandardCharsets.ISO_8859_1));
            peer.socket.close();
        });
        open(server);
        told.closedBy(Kind.CONNECTION_LOST);
    }

    @Test
    void noFailureShowsAHeaderOfTheRequest() throws Exception {
        headers.put("APCA-API-SECRET-KEY", "canary-secret");
        RawServer server = serve(peer -> {
            peer.readHead();
            peer.answer("401 Unauthorized", "Content-Length: 0");
        });
        open(server);
        assertThat(told.closed().toString()).doesNotContain("canary");
    }

    /** A port whose queue of connections is full, so that further attempts meet silence. */
    private static final class Blackhole implements AutoCloseable {

        private final ServerSocket listening;
        private final List<SocketChannel> fillers = new ArrayList<>();

        Blackhole(String address, int port) throws IOException {
            listening = new ServerSocket();
            listening.bind(new InetSocketAddress(address, port), 1);
            for (int i = 0; i < 8; i++) {
                SocketChannel filler = SocketChannel.open();
                filler.configureBlocking(false);
                filler.connect(new InetSocketAddress(address, listening.getLocalPort()));
                fillers.add(filler);
            }
        }

        int port() {
            return listening.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel filler : fillers) {
                filler.close();
            }
            listening.close();
        }
    }
}

package dev.chasqui.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.internal.transport.RawServer.Peer;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import dev.chasqui.stream.options.ProxyOptions;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through an HTTP proxy. The fake proxy answers CONNECT and is then the server itself. */
class ProxyTest extends TransportFixture {

    // The port holds the digits of a status on purpose.
    private static final URI BEHIND = URI.create("ws://stream.example:4070/v2/test");

    @Test
    void connectsThroughTheProxyWhichNeverSeesTheCredentialsOfTheStream() throws Exception {
        CompletableFuture<String> asked = new CompletableFuture<>();
        headers.put("APCA-API-SECRET-KEY", "canary-secret");
        throughProxy(peer -> {
            asked.complete(peer.readHead());
            peer.answer("200 Connection established");
            assertThat(peer.accept()).contains("canary-secret");
            peer.sendText("hello");
        });
        told.opened();
        assertThat(told.message().text()).isEqualTo("hello");
        String connect = asked.get(5, TimeUnit.SECONDS);
        assertThat(connect)
                .startsWith("CONNECT stream.example:4070 HTTP/1.1\r\n")
                .doesNotContain("canary");
        assertThat(Peer.header(connect, "Proxy-Authorization")).isEmpty();
    }

    @Test
    void userAndPasswordGoToTheProxyOnly() throws Exception {
        CompletableFuture<String> asked = new CompletableFuture<>();
        RawServer server = serve(peer -> {
            asked.complete(peer.readHead());
            peer.answer("200 Connection established");
            assertThat(peer.accept()).doesNotContainIgnoringCase("Proxy-Authorization");
        });
        proxy = new ProxyOptions("127.0.0.1", server.port(), "user", "password");
        open(BEHIND);
        told.opened();
        String expected = Base64.getEncoder().encodeToString("user:password".getBytes(StandardCharsets.UTF_8));
        assertThat(Peer.header(asked.get(5, TimeUnit.SECONDS), "Proxy-Authorization"))
                .isEqualTo("Basic " + expected);
    }

    @Test
    void onlyTheNameOfTheProxyIsResolvedHere() throws Exception {
        List<String> names = new CopyOnWriteArrayList<>();
        HostResolver loopback = resolver;
        resolver = host -> {
            names.add(host);
            return loopback.resolve(host);
        };
        RawServer server = serve(peer -> {
            peer.readHead();
            peer.answer("200 Connection established");
            peer.accept();
        });
        proxy = ProxyOptions.of("proxy.example", server.port());
        open(BEHIND);
        told.opened();
        assertThat(names).containsExactly("proxy.example");
    }

    @Test
    void aProxyWhoseNameCannotBeResolvedIsNamed() throws Exception {
        resolver = unknownHost();
        proxy = ProxyOptions.of("proxy.invalid", 3128);
        open(BEHIND);
        assertThat(told.closedBy(Kind.NAME_RESOLUTION).text()).contains("proxy.invalid of the proxy");
    }

    @Test
    void aProxyThatWantsAPasswordIsTold407() throws Exception {
        throughProxy(peer -> {
            peer.readHead();
            peer.answer("407 Proxy Authentication Required", "Proxy-Authenticate: Basic", "Content-Length: 0");
        });
        Cause cause = told.closedBy(Kind.PROXY);
        assertThat(cause.code()).isEqualTo(407);
        assertThat(cause.text()).contains("ProxyOptions");
        told.nothingMore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"502 Bad Gateway", "403 Forbidden", "503 Service Unavailable"})
    void anyOtherRefusalOfTheProxyHasNoCode(String status) throws Exception {
        throughProxy(peer -> {
            peer.readHead();
            peer.answer(status, "Content-Length: 0");
        });
        Cause cause = told.closedBy(Kind.PROXY);
        assertThat(cause.code()).as(cause.text()).isEqualTo(Cause.NO_CODE);
        assertThat(cause.text()).contains(status);
    }

    @Test
    void aProxyThatCutsTheConnectionIsAFailureOfTheProxy() throws Exception {
        throughProxy(peer -> {
            peer.readHead();
            peer.socket.close();
        });
        told.closedBy(Kind.PROXY);
        told.nothingMore();
    }

    @Test
    void aProxyThatResetsTheConnectionLosesIt() throws Exception {
        throughProxy(peer -> {
            peer.readHead();
            peer.reset();
        });
        assertThat(told.closed().cause().kind()).isIn(Kind.PROXY, Kind.CONNECTION_LOST);
        told.nothingMore();
    }

    @Test
    void aProxyThatSaysNothingEndsInTime() throws Exception {
        upgradeTimeout = Duration.ofMillis(150);
        throughProxy(Peer::readHead);
        assertThat(told.closed().cause().kind()).isIn(Kind.PROXY, Kind.UPGRADE_TIMEOUT);
        told.nothingMore();
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        proxy = ProxyOptions.of("127.0.0.1", port);
        open(BEHIND);
        Cause cause = told.closedBy(Kind.PROXY);
        assertThat(cause.text()).contains("the proxy 127.0.0.1:" + port);
        assertThat(cause.code()).isEqualTo(Cause.NO_CODE);
    }

    private void throughProxy(RawServer.Script script) throws Exception {
        proxy = ProxyOptions.of("127.0.0.1", serve(script).port());
        open(BEHIND);
    }
}

package dev.chasqui.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.internal.transport.RawServer.Peer;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, with certificates made for the test. */
class TlsTest extends TransportFixture {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final int MORE_THAN_THE_BUFFERS_HOLD = 8 << 20;

    @TempDir
    static Path folder;

    private static KeyStore good;
    private static KeyStore expired;

    @BeforeAll
    static void makeCertificates() throws Exception {
        good = certificate("good", "-validity", "10");
        expired = certificate("expired", "-startdate", "-3d", "-validity", "1");
    }

    private static KeyStore certificate(String name, String... more) throws Exception {
        Path file = folder.resolve(name + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=stream.example",
                "-ext",
                "san=dns:stream.example",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString()));
        command.addAll(List.of(more));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        assertThat(keytool.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private RawServer serveTls(KeyStore store, RawServer.Script script) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        SSLServerSocket listening =
                (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
        listening.setReceiveBufferSize(16 << 10);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return use(new RawServer(listening, script));
    }

    private void trust(KeyStore store) throws GeneralSecurityException, IOException {
        trust = SslContextBuilder.forClient()
                .trustManager((X509Certificate) store.getCertificate("server"))
                .build();
    }

    private Connection openTls(RawServer server, String host) throws Exception {
        return open(URI.create("wss://" + host + ":" + server.port() + "/v2/test"));
    }

    /** A script for clients that end the handshake of TLS by themselves. */
    private static void expectRefusal(Peer peer) {
        try {
            peer.readHead();
            throw new AssertionError("a request came through");
        } catch (IOException e) {
            // As it should be.
        }
    }

    @Test
    void aTrustedCertificateOfTheRightHostOpens() throws Exception {
        trust(good);
        RawServer server = serveTls(good, peer -> {
            peer.accept();
            peer.sendText("secret hello");
        });
        Connection connection = openTls(server, "stream.example");
        told.opened();
        assertThat(told.message().text()).isEqualTo("secret hello");
        assertThat(onLoop(connection::bytesRead)).isGreaterThan(100);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        RawServer server = serveTls(good, TlsTest::expectRefusal);
        openTls(server, "stream.example");
        Cause cause = told.closedBy(Kind.TLS);
        assertThat(cause.text()).contains("stream.example:" + server.port());
        told.nothingMore();
    }

    @Test
    void aCertificateOfAnotherHostIsRefused() throws Exception {
        trust(good);
        openTls(serveTls(good, TlsTest::expectRefusal), "other.example");
        told.closedBy(Kind.TLS);
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        openTls(serveTls(expired, TlsTest::expectRefusal), "stream.example");
        told.closedBy(Kind.TLS);
    }

    @Test
    void aServerWithoutTlsIsToldSoAndGetsNoRequest() throws Exception {
        CompletableFuture<Integer> firstByte = new CompletableFuture<>();
        RawServer server = serve(peer -> {
            firstByte.complete(peer.in.read());
            peer.answer("400 Bad Request", "Content-Length: 0");
        });
        headers.put("APCA-API-SECRET-KEY", "canary-secret");
        openTls(server, "stream.example");
        assertThat(told.closedBy(Kind.TLS).text()).contains("ws://");
        assertThat(firstByte.get(5, TimeUnit.SECONDS)).as("a record of TLS").isEqualTo(0x16);
        assertThat(server.connections()).isEqualTo(1);
        told.nothingMore();
    }

    @Test
    void aServerThatSaysNothingEndsWithTheUpgradeTimeout() throws Exception {
        upgradeTimeout = Duration.ofMillis(200);
        RawServer server = serve(peer -> assertThat(peer.in.read()).isEqualTo(0x16));
        openTls(server, "stream.example");
        told.closedBy(Kind.UPGRADE_TIMEOUT);
        told.nothingMore();
    }

    @Test
    void anEndWithinTheHandshakeIsALostConnection() throws Exception {
        RawServer server = serve(peer -> {
            assertThat(peer.in.read()).isEqualTo(0x16);
            peer.halfClose();
        });
        openTls(server, "stream.example");
        told.closedBy(Kind.CONNECTION_LOST);
        told.nothingMore();
    }

    @Test
    void aResetWithinTheHandshakeIsALostConnection() throws Exception {
        RawServer server = serve(peer -> {
            assertThat(peer.in.read()).isEqualTo(0x16);
            peer.reset();
        });
        openTls(server, "stream.example");
        told.closedBy(Kind.CONNECTION_LOST);
        told.nothingMore();
    }

    @Test
    void anAbortDoesNotWaitForAPeerThatReadsNothing() throws Exception {
        trust(good);
        CountDownLatch aborted = new CountDownLatch(1);
        CompletableFuture<Boolean> cut = new CompletableFuture<>();
        Connection connection = openTls(
                serveTls(good, peer -> {
                    peer.accept();
                    aborted.await();
                    cut.complete(isCut(peer));
                }),
                "stream.example");
        told.opened();
        doOnLoop(() -> connection.send(new byte[MORE_THAN_THE_BUFFERS_HOLD], true));
        doOnLoop(connection::abort);
        aborted.countDown();
        assertThat(cut.get(5, TimeUnit.SECONDS)).isTrue();
        told.nothingMore();
    }

    private static boolean isCut(Peer peer) {
        byte[] buffer = new byte[1 << 16];
        try {
            while (peer.in.read(buffer) >= 0) {
                // What had left already.
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void aCloseEndsEvenIfThePeerReadsNothing() throws Exception {
        trust(good);
        Connection connection = openTls(serveTls(good, Peer::accept), "stream.example");
        told.opened();
        doOnLoop(() -> connection.send(new byte[MORE_THAN_THE_BUFFERS_HOLD], true));
        CountDownLatch closed = new CountDownLatch(1);
        long begun = System.nanoTime();
        doOnLoop(() -> connection.close(1000, closed::countDown));
        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(2_500));
        told.nothingMore();
    }
}

package dev.chasqui.rest;

import static dev.chasqui.rest.RestFixture.MSFT;
import static dev.chasqui.rest.ScriptedTransport.NO_TRADES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.chasqui.rest.RestException.Kind;
import dev.chasqui.stream.options.ProxyOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates: whom the client talks to. */
@Timeout(60)
class SecureHttpTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final RetryPolicy QUICK = new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(5));

    @TempDir
    private static Path folder;

    private static KeyStore ofLocalhost;
    private static KeyStore ofAnother;

    @BeforeAll
    static void makeCertificates() throws Exception {
        ofLocalhost = certificate("localhost");
        ofAnother = certificate("other.example");
    }

    private static KeyStore certificate(String host) throws Exception {
        Path file = folder.resolve(host + ".p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(host + ".log").toFile())
                .start();
        assertThat(keytool.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private static SSLContext context(KeyStore own, KeyStore trusted) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        try {
            certificates.load(null, null);
        } catch (IOException impossible) {
            throw new GeneralSecurityException(impossible);
        }
        certificates.setCertificateEntry("server", trusted.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static RawHttpServer server(KeyStore own) throws Exception {
        return RawHttpServer.start(context(own, own).getServerSocketFactory()).thenJson(200, NO_TRADES);
    }

    private static RestClientBuilder builder(RawHttpServer server) {
        return RestClient.builder()
                .credentials(RestFixture.CREDENTIALS)
                .dataHost(server.secureUri())
                .retries(QUICK);
    }

    private static RestException failure(RestClientBuilder builder) {
        try (RestClient client = builder.build()) {
            Throwable thrown = catchThrowable(() -> client.trades(MSFT).get(30, TimeUnit.SECONDS));
            RestException failure = (RestException)
                    Objects.requireNonNull(Objects.requireNonNull(thrown).getCause());
            RestFixture.assertShowsNoSecret(failure);
            return failure;
        }
    }

    @Test
    void serverOfATrustedCertificateIsTalkedTo() throws Exception {
        try (RawHttpServer server = server(ofLocalhost);
                RestClient client =
                        builder(server).tls(context(ofLocalhost, ofLocalhost)).build()) {
            assertThat(client.trades(MSFT).get(30, TimeUnit.SECONDS).elements()).isEmpty();
        }
    }

    @Test
    void requestsGoThroughTheTunnelOfAProxyThatSeesNoCredentials() throws Exception {
        try (RawHttpServer server = server(ofLocalhost);
                TunnelProxy proxy = new TunnelProxy();
                RestClient client = builder(server)
                        .tls(context(ofLocalhost, ofLocalhost))
                        .proxy(ProxyOptions.of("127.0.0.1", proxy.port()))
                        .build()) {
            assertThat(client.trades(MSFT).get(30, TimeUnit.SECONDS).elements()).isEmpty();
            assertThat(proxy.heads())
                    .singleElement()
                    .satisfies(head -> assertThat(head)
                            .startsWith(
                                    "CONNECT localhost:" + server.secureUri().getPort() + " ")
                            .doesNotContainIgnoringCase("APCA-API")
                            .doesNotContain(RestFixture.KEY, RestFixture.SECRET));
            assertThat(server.requests())
                    .singleElement()
                    .satisfies(head -> assertThat(head).contains(RestFixture.SECRET));
        }
    }

    @Test
    void passwordOfTheProxyDoesNotReachTheServerBehindTheTunnel() throws Exception {
        try (RawHttpServer server = server(ofLocalhost);
                TunnelProxy proxy = new TunnelProxy();
                RestClient client = builder(server)
                        .tls(context(ofLocalhost, ofLocalhost))
                        .proxy(new ProxyOptions("127.0.0.1", proxy.port(), "user", "word"))
                        .build()) {
            assertThat(client.trades(MSFT).get(30, TimeUnit.SECONDS).elements()).isEmpty();
            assertThat(proxy.heads()).hasSize(1);
            assertThat(server.requests())
                    .singleElement()
                    .satisfies(head -> assertThat(head).doesNotContainIgnoringCase("Proxy-Authorization"));
        }
    }

    @Test
    void serverOfAnUnknownCertificateSeesNoRequestAndIsNotTriedAgain() throws Exception {
        try (RawHttpServer server = server(ofLocalhost)) {
            RestException failure = failure(builder(server));
            assertThat(failure.kind()).isEqualTo(Kind.TLS);
            assertThat(failure.mayPass()).isFalse();
            assertThat(failure)
                    .hasMessageContaining(
                            "the certificate of " + server.secureUri().getAuthority() + " is not trusted");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void serverWithTheCertificateOfAnotherHostSeesNoRequest() throws Exception {
        try (RawHttpServer server = server(ofAnother)) {
            RestException failure = failure(builder(server).tls(context(ofAnother, ofAnother)));
            assertThat(failure.kind()).isEqualTo(Kind.TLS);
            assertThat(server.requests()).isEmpty();
        }
    }
}

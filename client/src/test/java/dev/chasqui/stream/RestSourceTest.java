package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Feed;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.ProxyOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The way that a stream's REST requests take. */
@Timeout(60)
class RestSourceTest {

    @Test
    void restOfAStreamGoesThroughTheProxyOfTheStream() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> firstLine(proxy));
            try (MarketDataStream stream = MarketDataStream.stocks(Feed.IEX)
                    .credentials(Credentials.of("KEY", "CANARY-SECRET"))
                    .rest(URI.create("https://data.example:8443"))
                    .proxy(ProxyOptions.of("127.0.0.1", proxy.getLocalPort()))
                    .build()) {
                stream.latest().findTrade("AAPL");
                assertThat(asked.get(30, TimeUnit.SECONDS)).isEqualTo("CONNECT data.example:8443 HTTP/1.1");
            }
        }
    }

    private static String firstLine(ServerSocket proxy) {
        try (Socket client = proxy.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

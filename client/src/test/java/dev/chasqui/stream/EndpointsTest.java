package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chasqui.model.Feed;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {

    private static URI override(String uri, boolean plaintextAllowed) {
        return Endpoints.resolve(Feed.IEX, URI.create(uri), false, false, plaintextAllowed);
    }

    @ParameterizedTest
    @CsvSource({
        "iex, wss://stream.data.alpaca.markets/v2/iex",
        "sip, wss://stream.data.alpaca.markets/v2/sip",
        "delayed_sip, wss://stream.data.alpaca.markets/v2/delayed_sip",
        "test, wss://stream.data.alpaca.markets/v2/test",
        "boats, wss://stream.data.alpaca.markets/v1beta1/boats",
        "overnight, wss://stream.data.alpaca.markets/v1beta1/overnight",
        "news, wss://stream.data.alpaca.markets/v1beta1/news",
        "options/indicative, wss://stream.data.alpaca.markets/v1beta1/indicative",
        "options/opra, wss://stream.data.alpaca.markets/v1beta1/opra",
        "crypto/us, wss://stream.data.alpaca.markets/v1beta3/crypto/us",
        "crypto/eu-1, wss://stream.data.alpaca.markets/v1beta3/crypto/eu-1",
        "crypto-perps/global, wss://stream.data.alpaca.markets/v1beta1/crypto-perps/global",
        "trade_updates, wss://api.alpaca.markets/stream"
    })
    void everyFeedHasItsAddress(String feed, String expected) {
        assertThat(Endpoints.resolve(Feed.of(feed), null, false, false, false)).hasToString(expected);
    }

    @Test
    void theSandboxIsAnotherHostForMarketDataOnly() {
        assertThat(Endpoints.resolve(Feed.SIP, null, true, false, false))
                .hasToString("wss://stream.data.sandbox.alpaca.markets/v2/sip");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.resolve(Feed.TRADE_UPDATES, null, true, false, false))
                .withMessageContaining("paper()");
    }

    @Test
    void paperIsAnotherHostForOrderUpdatesOnly() {
        assertThat(Endpoints.resolve(Feed.TRADE_UPDATES, null, false, true, false))
                .hasToString("wss://paper-api.alpaca.markets/stream");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.resolve(Feed.IEX, null, false, true, false))
                .withMessageContaining("trade updates");
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true", "true, true"})
    void anAddressExcludesSandboxAndPaper(boolean sandbox, boolean paper) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoints.resolve(Feed.IEX, URI.create("wss://relay.example"), sandbox, paper, false))
                .withMessageContaining("not several");
    }

    @ParameterizedTest
    @CsvSource({
        "wss://relay.example, wss://relay.example/v2/iex",
        "wss://relay.example/, wss://relay.example/v2/iex",
        "wss://relay.example:8443, wss://relay.example:8443/v2/iex",
        "wss://relay.example/v2/sip, wss://relay.example/v2/sip",
        "wss://relay.example/deep/path?x=1, wss://relay.example/deep/path?x=1",
        "wss://relay.example?x=1, wss://relay.example/v2/iex?x=1",
        "WSS://relay.example/v2/sip, WSS://relay.example/v2/sip"
    })
    void anAddressWithoutPathTakesThatOfTheFeed(String given, String expected) {
        assertThat(override(given, false)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws://localhost:8080",
                "ws://LOCALHOST:8080",
                "ws://127.0.0.1:8080/v2/test",
                "ws://[::1]:8080",
                "WS://localhost"
            })
    void plaintextIsAllowedToLoopback(String uri) {
        assertThat(override(uri, false).getHost()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws://stream.data.alpaca.markets",
                "ws://10.0.0.1:80",
                "WS://relay.example",
                "ws://localhost.example",
                "ws://127.0.0.1.example"
            })
    void plaintextToAnotherHostMustBeAllowed(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> override(uri, false))
                .withMessageContaining("unencrypted")
                .withMessageContaining("allowPlaintext()");
        assertThat(override(uri, true).getHost()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://relay.example",
                "https://relay.example",
                "relay.example",
                "/v2/iex",
                "wss:relay.example",
                "wss:///v2/iex",
                "ftp://relay.example"
            })
    void whatIsNoWebSocketAddressIsRefused(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> override(uri, true))
                .withMessageContaining("wss://host");
    }

    @Test
    void credentialsInAnAddressAreRefusedAndNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> override("wss://canary-key:canary-secret@relay.example", false))
                .withMessageContaining("credentials(")
                .withMessageNotContaining("canary");
    }
}

package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.chasqui.model.Feed;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.wire.Encoding;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be built says why at once, and leaves no thread. */
class MarketDataStreamBuilderTest {

    private static void assertRefused(Feed feed, UnaryOperator<MarketDataStreamBuilder> settings, String message) {
        MarketDataStreamBuilder builder =
                settings.apply(MarketDataStream.of(feed).credentials(Credentials.of("canary-key", "canary-secret")));
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageContaining(message)
                .withMessageNotContaining("canary");
    }

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    @AfterEach
    void noThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("chasqui-") && !before.contains(thread));
    }

    @Test
    void credentialsAreRequired() {
        assertThatIllegalStateException()
                .isThrownBy(() -> MarketDataStream.stocks(Feed.IEX).build())
                .withMessageContaining("Credentials.fromEnvironment()");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_023, 0, -1, 1_073_741_825})
    void theLargestMessageHasItsRange(int bytes) {
        assertRefused(
                Feed.IEX,
                builder -> builder.maxMessageBytes(bytes),
                "maxMessageBytes must be 1024 to 1073741824, not " + bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT24H0.000000001S"})
    void theTimeToLiveHasItsRange(String time) {
        assertRefused(
                Feed.IEX,
                builder -> builder.latestTimeToLive(Duration.parse(time)),
                "latestTimeToLive must be above zero and at most PT24H, not " + time);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -5})
    void theSymbolLimitIsAtLeastOne(int limit) {
        assertRefused(Feed.IEX, builder -> builder.symbolLimit(limit), "symbolLimit must be at least 1, not " + limit);
    }

    @Test
    void optionsSpeakMessagePackOnly() {
        assertRefused(Feed.OPTIONS_OPRA, builder -> builder.encoding(Encoding.JSON), "set encoding to MSGPACK");
    }

    @Test
    void addressesThatContradictEachOtherAreRefused() {
        assertRefused(Feed.IEX, MarketDataStreamBuilder::paper, "paper() is for trade updates");
        assertRefused(Feed.TRADE_UPDATES, MarketDataStreamBuilder::sandbox, "sandbox() is for market data");
        assertRefused(
                Feed.IEX, builder -> builder.sandbox().uri(URI.create("wss://relay.example")), "not several of them");
    }

    @Test
    void credentialsDoNotCrossTheNetworkInPlainText() {
        assertRefused(Feed.IEX, builder -> builder.uri(URI.create("ws://relay.example")), "allowPlaintext()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://relay.example", "relay.example", "wss:///v2/iex", "ws:nothing"})
    void anAddressOfAnotherKindIsRefused(String uri) {
        URI endpoint = URI.create(uri);
        assertRefused(Feed.IEX, builder -> builder.uri(endpoint), "not a WebSocket address");
    }

    @Test
    void userInformationInAnAddressIsRefusedUnrepeated() {
        URI endpoint = URI.create("wss://canary-key:canary-secret@relay.example");
        assertRefused(Feed.IEX, builder -> builder.uri(endpoint), "credentials do not belong into an address");
    }
}

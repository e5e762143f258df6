package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ClientRequest.Authenticate;
import dev.chasqui.wire.ClientRequest.Listen;
import dev.chasqui.wire.ClientRequest.Malformed;
import dev.chasqui.wire.ClientRequest.Subscribe;
import dev.chasqui.wire.ClientRequest.Unsubscribe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients ask for; quotation marks are written as '. */
class RequestsTest {

    private static ClientRequest read(FeedKind kind, String message) {
        byte[] bytes = message.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return RequestDecoder.create(Encoding.JSON, kind, DecodeLimits.DEFAULT).decode(bytes, 0, bytes.length);
    }

    static Stream<Arguments> marketRequests() {
        Subscription both = Subscription.of(Map.of(Channel.TRADES, List.of("A"), Channel.BARS, List.of("*")));
        return Stream.of(
                Arguments.of("{'action':'auth','key':'K','secret':'S'}", new Authenticate("K", "S")),
                Arguments.of(" {'secret':'S', 'x':1, 'key':'K',\n'action':'auth'} ", new Authenticate("K", "S")),
                Arguments.of("{'action':'auth'}", new Authenticate("", "")),
                Arguments.of("{'action':'auth','key':null,'data':{'key_id':'K'}}", new Authenticate("", "")),
                Arguments.of("{'action':'subscribe','trades':['A'],'bars':['*']}", new Subscribe(both)),
                Arguments.of(
                        "{'trades':['A'],'quotes':null,'bars':['*'],'news':[],'action':'subscribe'}",
                        new Subscribe(both)),
                Arguments.of("{'action':'subscribe','trades':['Z'],'trades':['A'],'bars':['*']}", new Subscribe(both)),
                Arguments.of("{'action':'unsubscribe','bars':['*'],'trades':['A','A']}", new Unsubscribe(both)),
                Arguments.of("{'action':'subscribe'}", new Subscribe(Subscription.none())),
                Arguments.of("{'action':'subscribe','trades':[]}", new Subscribe(Subscription.none())),
                Arguments.of(
                        "{'action':'subscribe','T':'x','signals':['A'],'none':[],'flag':true,'more':[1,null]}",
                        new Subscribe(Subscription.none(), Set.of("signals", "more"))),
                Arguments.of(
                        "{'action':'subscribe','cancelErrors':['A'],'corrections':['A'],'news':['*']}",
                        new Subscribe(Subscription.of(Map.of(
                                Channel.CANCEL_ERRORS,
                                List.of("A"),
                                Channel.CORRECTIONS,
                                List.of("A"),
                                Channel.NEWS,
                                List.of("*"))))));
    }

    @ParameterizedTest
    @MethodSource("marketRequests")
    void requestIsReadWhateverItsKeyOrder(String message, ClientRequest expected) {
        assertThat(read(FeedKind.STOCKS, message)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "{}",
                "5",
                "'auth'",
                "[{'action':'auth','key':'K','secret':'S'}]",
                "{'action':'auth','key':'K','secret':'S'}{}",
                "{'action':'auth','key':'K','secret':'S'} x",
                "{'action':'auth','key':'K','secret':'S'",
                "{'action':'authenticate','data':{'key_id':'K','secret_key':'S'}}",
                "{'action':'listen','data':{'streams':['trade_updates']}}",
                "{'action':null}",
                "{'action':5}",
                "{'action':'AUTH'}",
                "{'Action':'auth'}",
                "{'action':'subscribe','trades':'A'}",
                "{'action':'subscribe','trades':[5]}",
                "{'action':'subscribe','trades':[null]}",
                "{'action':'subscribe','trades':{'A':1}}",
                "{'action':'auth','key':5,'secret':'S'}"
            })
    void anythingElseIsMalformedAndTheReasonTellsNothingOfIt(String message) {
        ClientRequest request = read(FeedKind.STOCKS, message);
        assertThat(request).isInstanceOf(Malformed.class);
        assertThat(((Malformed) request).reason()).isNotEmpty().doesNotContain("'K'", "\"");
    }

    static Stream<Arguments> tradingRequests() {
        return Stream.of(
                Arguments.of("{'action':'auth','key':'K','secret':'S'}", new Authenticate("K", "S")),
                Arguments.of(
                        "{'data':{'key_id':'K','secret_key':'S'},'action':'authenticate'}", new Authenticate("K", "S")),
                Arguments.of(
                        "{'action':'authenticate','data':{'oauth_token':'TOKEN'}}", new Authenticate("oauth", "TOKEN")),
                Arguments.of("{'action':'authenticate','data':null}", new Authenticate("", "")),
                Arguments.of(
                        "{'action':'listen','data':{'streams':['trade_updates']}}",
                        new Listen(List.of("trade_updates"))),
                Arguments.of("{'action':'listen','data':{'streams':[]}}", new Listen(List.of())),
                Arguments.of("{'action':'listen','data':{'streams':null,'x':{}}}", new Listen(List.of())));
    }

    @ParameterizedTest
    @MethodSource("tradingRequests")
    void tradingRequestIsReadInItsNewAndOldForm(String message, ClientRequest expected) {
        assertThat(read(FeedKind.TRADING, message)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{'action':'listen'}", "{'action':'listen','data':{}}", "{'action':'subscribe','trades':['A']}"})
    void otherTradingRequestIsMalformed(String message) {
        assertThat(read(FeedKind.TRADING, message)).isInstanceOf(Malformed.class);
    }

    static Stream<Arguments> written() {
        return Stream.of(
                Arguments.of(
                        FeedKind.STOCKS, new Authenticate("K\"", "S"), "{'action':'auth','key':'K\\'','secret':'S'}"),
                Arguments.of(
                        FeedKind.STOCKS,
                        new Subscribe(Subscription.of(Channel.TRADES, "B", "A").plus(Subscription.bars("*"))),
                        "{'action':'subscribe','trades':['A','B'],'bars':['*']}"),
                Arguments.of(
                        FeedKind.CRYPTO,
                        new Unsubscribe(Subscription.of(Channel.ORDER_BOOKS, "BTC/USD")),
                        "{'action':'unsubscribe','orderbooks':['BTC/USD']}"),
                Arguments.of(FeedKind.TRADING, new Authenticate("K", "S"), "{'action':'auth','key':'K','secret':'S'}"),
                Arguments.of(
                        FeedKind.TRADING,
                        new Listen(List.of("trade_updates")),
                        "{'action':'listen','data':{'streams':['trade_updates']}}"));
    }

    @ParameterizedTest
    @MethodSource("written")
    void requestIsWrittenAsDocumentedAndReadBack(FeedKind kind, ClientRequest request, String expected) {
        byte[] json = RequestEncoder.create(Encoding.JSON, kind).encode(request);
        assertThat(new String(json, StandardCharsets.UTF_8)).isEqualTo(expected.replace('\'', '"'));
        byte[] msgpack = RequestEncoder.create(Encoding.MSGPACK, kind).encode(request);
        assertThat(RequestDecoder.create(Encoding.MSGPACK, kind, DecodeLimits.DEFAULT)
                        .decode(msgpack, 0, msgpack.length))
                .isEqualTo(request);
        assertThat(RequestDecoder.create(Encoding.JSON, kind, DecodeLimits.DEFAULT)
                        .decode(json, 0, json.length))
                .isEqualTo(request);
    }

    @Test
    void requestThatTheFeedDoesNotKnowIsNotWritten() {
        RequestEncoder market = RequestEncoder.create(Encoding.JSON, FeedKind.STOCKS);
        RequestEncoder trading = RequestEncoder.create(Encoding.JSON, FeedKind.TRADING);
        assertThatThrownBy(() -> market.encode(new Malformed("x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> market.encode(new Listen(List.of()))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> trading.encode(new Subscribe(Subscription.none())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"405, SYMBOL_LIMIT_EXCEEDED", "500, INTERNAL_ERROR"})
    void errorCodeIsFoundByItsNumber(int number, ErrorCode code) {
        assertThat(ErrorCode.of(number)).contains(code);
        assertThat(ErrorCode.of(-number)).isEmpty();
    }

    @Test
    void credentialsAreNotShown() {
        assertThat(new Authenticate("KEY-ID", "S3cr3t")).asString().doesNotContain("KEY", "S3cr3t");
    }
}

package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames made by the reference encoder, with the JSON that they mean. */
class MsgpackVectorsTest {

    private static final String WIDE_TRADE =
            "dd00000001de0009a154d90174a153a146a169d30000000000000007a178a156a170ca41480000a173ce00000001a163dc0001a140"
                    + "a17aa141a174c70cff0000000000000000695bcae8";
    private static final String TRADE =
            "[{\"T\":\"t\",\"S\":\"F\",\"i\":7,\"x\":\"V\",\"p\":12.5,\"s\":1,\"c\":[\"@\"],\"z\":\"A\",\"t\":\"2026-01-05T14:30:00Z\"}]";

    static Stream<Arguments> serverFrames() {
        return Stream.of(
                Arguments.of(
                        FeedKind.STOCKS,
                        "[{'T':'success','msg':'connected'}]",
                        "9182a154a773756363657373a36d7367a9636f6e6e6563746564"),
                Arguments.of(
                        FeedKind.STOCKS,
                        "[{'T':'success','msg':'authenticated'}]",
                        "9182a154a773756363657373a36d7367ad61757468656e74696361746564"),
                Arguments.of(
                        FeedKind.STOCKS,
                        "[{'T':'error','code':405,'msg':'symbol limit exceeded'}]",
                        "9183a154a56572726f72a4636f6465cd0195a36d7367b573796d626f6c206c696d6974206578636565646564"),
                Arguments.of(
                        FeedKind.STOCKS,
                        "[{'T':'subscription','trades':['AAPL'],'corrections':['AAPL'],'cancelErrors':['AAPL']}]",
                        "9184a154ac737562736372697074696f6ea674726164657391a44141504cab636f7272656374696f6e7391a44141504cac63"
                                + "616e63656c4572726f727391a44141504c"),
                Arguments.of(FeedKind.STOCKS, "[{'T':'subscription'}]", "9181a154ac737562736372697074696f6e"),
                Arguments.of(
                        FeedKind.STOCKS,
                        "[{'T':'t','S':'AAPL','i':52983525503560,'x':'V','p':187.25,'s':100,'c':['@','I'],'z':'C',"
                                + "'t':'2026-01-05T14:30:00.123456789Z'}]",
                        "9189a154a174a153a44141504ca169cf0000303030377248a178a156a170cb4067680000000000a17364a16392a140a149a1"
                                + "7aa143a174d7ff1d6f3454695bcae8"),
                Arguments.of(
                        FeedKind.STOCKS,
                        "[{'T':'q','S':'AAPL','bx':'V','bp':187.24,'bs':300,'ax':'K','ap':187.26,'as':120,'c':['R'],'z':'C',"
                                + "'t':'2026-01-05T14:30:00.208Z'}]",
                        "918ba154a171a153a44141504ca26278a156a26270cb406767ae147ae148a26273cd012ca26178a14ba26170cb40676851eb"
                                + "851eb8a2617378a16391a152a17aa143a174d7ff31975000695bcae8"),
                Arguments.of(
                        FeedKind.STOCKS,
                        "[{'T':'b','S':'SPY','o':500.5,'h':501,'l':500.25,'c':500.75,'v':12345,'t':'2026-01-05T14:30:00Z',"
                                + "'n':87,'vw':500.61}]",
                        "918aa154a162a153a3535059a16fcb407f480000000000a168cb407f500000000000a16ccb407f440000000000a163cb407f"
                                + "4c0000000000a176cd3039a174d6ff695bcae8a16e57a27677cb407f49c28f5c28f6"),
                Arguments.of(
                        FeedKind.OPTIONS,
                        "[{'T':'t','S':'SPY260116C00600000','t':'2026-01-05T14:30:00.5Z','p':1.25,'s':3,'x':'C','c':'I'}]",
                        "9187a154a174a153b2535059323630313136433030363030303030a174d7ff77359400695bcae8a170cb3ff4000000000000"
                                + "a17303a178a143a163a149"),
                Arguments.of(
                        FeedKind.CRYPTO,
                        "[{'T':'o','S':'BTC/USD','t':'2026-01-05T14:30:00.25Z','b':[{'p':90000.5,'s':0.25}],"
                                + "'a':[{'p':90001,'s':0}]}]",
                        "9185a154a16fa153a74254432f555344a174d7ff3b9aca00695bcae8a1629182a170cb40f5f90800000000a173cb3fd00000"
                                + "00000000a1619182a170cb40f5f91000000000a173cb0000000000000000"),
                Arguments.of(
                        FeedKind.STOCKS,
                        "[{'T':'t','S':'F','i':7,'x':'V','p':12.5,'s':1,'c':['@'],'z':'A','t':'2026-01-05T14:30:00Z'},"
                                + "{'T':'u','S':'F','o':12.5,'h':12.5,'l':12.5,'c':12.5,'v':1,'t':'2026-01-05T14:30:00Z',"
                                + "'n':1,'vw':12.5}]",
                        "9289a154a174a153a146a16907a178a156a170cb4029000000000000a17301a16391a140a17aa141a174d6ff695bcae88aa1"
                                + "54a175a153a146a16fcb4029000000000000a168cb4029000000000000a16ccb4029000000000000a163cb4029"
                                + "000000000000a17601a174d6ff695bcae8a16e01a27677cb4029000000000000"));
    }

    @ParameterizedTest
    @MethodSource("serverFrames")
    void serverFrameMeansItsJsonAndIsWrittenToTheByte(FeedKind kind, String json, String hex) {
        byte[] frame = HexFormat.of().parseHex(hex);
        Collected fromMsgpack = Collected.msgpack(kind, frame);
        Collected fromJson = Collected.json(kind, json.replace('\'', '"'));

        assertThat(fromMsgpack.problems).isEmpty();
        assertThat(fromJson.problems).isEmpty();
        assertThat(fromMsgpack.events).isEqualTo(fromJson.events);
        assertThat(fromMsgpack.controls).isEqualTo(fromJson.controls);
        assertThat(Reencoded.frame(Encoding.MSGPACK, kind, fromJson))
                .asHexString()
                .isEqualToIgnoringCase(hex);
        assertThat(new String(Reencoded.frame(Encoding.JSON, kind, fromMsgpack), StandardCharsets.UTF_8))
                .isEqualTo(json.replace('\'', '"'));
    }

    @Test
    void legalButWideFormsAreAccepted() {
        MarketEvent wide = Collected.msgpack(FeedKind.STOCKS, HexFormat.of().parseHex(WIDE_TRADE))
                .event();
        assertThat(wide).isEqualTo(Collected.json(FeedKind.STOCKS, TRADE).event());
    }

    @Test
    void authenticationIsReadAndWrittenToTheByte() {
        String hex = "83a6616374696f6ea461757468a36b6579a14ba6736563726574a153";
        ClientRequest request = new ClientRequest.Authenticate("K", "S");
        assertThat(decodeRequest(hex)).isEqualTo(request);
        assertThat(RequestEncoder.create(Encoding.MSGPACK, FeedKind.STOCKS).encode(request))
                .asHexString()
                .isEqualToIgnoringCase(hex);
    }

    @Test
    void nullChannelOfARequestIsNoChannel() {
        String hex = "83a6616374696f6ea9737562736372696265a674726164657391a44141504ca671756f746573c0";
        assertThat(decodeRequest(hex)).isEqualTo(new ClientRequest.Subscribe(Subscription.trades("AAPL")));
    }

    private static ClientRequest decodeRequest(String hex) {
        byte[] message = HexFormat.of().parseHex(hex);
        return RequestDecoder.create(Encoding.MSGPACK, FeedKind.STOCKS, DecodeLimits.DEFAULT)
                .decode(message, 0, message.length);
    }

    @ParameterizedTest
    @CsvSource({
        "d6ff695bcae8, 1767623400, 0",
        "d7ff1d6f3454695bcae8, 1767623400, 123456789",
        "d7ff31975000695bcae8, 1767623400, 208000000",
        "c70cff3b9ac9ffffffffffffffffff, -1, 999999999",
    })
    void timestampIsReadExactlyAndWrittenInItsShortestForm(String hex, long seconds, int nanos) {
        byte[] frame = HexFormat.of().parseHex("9184a154a169a153a141a17001a174" + hex);
        MarketEvent event = Collected.msgpack(FeedKind.STOCKS, frame).event();
        assertThat(event.timestamp()).isEqualTo(Instant.ofEpochSecond(seconds, nanos));
        assertThat(FrameEncoder.create(Encoding.MSGPACK, FeedKind.STOCKS).element(event))
                .asHexString()
                .endsWithIgnoringCase("a174" + hex);
    }

    @Test
    void timestampBeyondTheRangeOfNanosecondsIsAProblemOfItsElement() {
        byte[] frame = HexFormat.of()
                .parseHex("9284a154a169a153a141a17001a174c70cff000000010000000400000000"
                        + "84a154a169a153a142a17001a174d6ff695bcae8");
        Collected collected = Collected.msgpack(FeedKind.STOCKS, frame);
        assertThat(collected.events).extracting(MarketEvent::symbol).isEqualTo(List.of("B"));
        DecodeProblem problem = collected.problem();
        assertThat(problem.scope()).isEqualTo(DecodeProblem.Scope.ELEMENT);
        assertThat(problem.kind() + problem.symbol() + problem.field()).isEqualTo("iAt");
        assertThat(problem.reason()).contains("2262");
    }

    @Test
    void anIdIsWrittenAsAnUnsignedInteger() {
        Trade trade = (Trade) Collected.json(FeedKind.STOCKS, TRADE.replace("7", "18446744073709551615"))
                .event();
        assertThat(trade.idText()).isEqualTo("18446744073709551615");
        assertThat(FrameEncoder.create(Encoding.MSGPACK, FeedKind.STOCKS).element(trade))
                .asHexString()
                .containsIgnoringCase("a169cfffffffffffffffff");
    }
}

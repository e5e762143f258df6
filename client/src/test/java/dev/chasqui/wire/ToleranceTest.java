package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.PerpetualPricing;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradingStatus;
import dev.chasqui.wire.DecodeProblem.Scope;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may write differently without harm, and what costs an element or the frame. Quotation marks are written as '. */
class ToleranceTest {

    private static final String GOOD = "{'T':'t','S':'GOOD','p':1,'s':2,'t':'2026-01-05T14:30:00Z'}";

    private static Collected read(String frame) {
        return read(FeedKind.STOCKS, frame);
    }

    private static Collected read(FeedKind kind, String frame) {
        return Collected.json(kind, frame.replace('\'', '"'));
    }

    private static Trade trade(String element) {
        return (Trade) read("[" + element + "]").event();
    }

    @Test
    void keysMayComeInAnyOrderWithWhiteSpaceAndUnknownOnesAmongThem() {
        Trade trade =
                trade(" \n{ 't' : '2026-01-05T14:30:00Z' ,\t's':2, 'new':{'a':[1,{'b':null}],'c':'}'}, 'S':'A',\r\n"
                        + "'p':1,'xx':-1.5e3,'T':'t','flag':true,'other':[[],{}] } ");
        assertThat(trade.symbol()).isEqualTo("A");
        assertThat(trade.size()).isEqualTo(2);
    }

    @Test
    void keysAreCaseSensitive() {
        assertThat(read("[{'T':'t','s':'A','P':1,'S':'2','t':'2026-01-05T14:30:00Z'}]")
                        .problem()
                        .field())
                .isEqualTo("s");
    }

    @Test
    void keyAndTypeMayHaveEscapes() {
        Trade trade = trade("{'\\u0054':'\\u0074','\\u0053':'\\u0041','p':1,'s':2,'\\u0074':'2026-01-05T14:30:00Z',"
                + "'a_long_\\u006bey':1}");
        assertThat(trade.symbol()).isEqualTo("A");
    }

    @Test
    void lastOfTwoEqualKeysWins() {
        assertThat(trade("{'T':'t','S':'A','p':1,'s':2,'p':3,'S':'B','t':'2026-01-05T14:30:00Z'}"))
                .extracting(Trade::price, Trade::symbol)
                .containsExactly(3.0, "B");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'T':'q','T':'t','S':'A','p':1,'s':2,'t':'2026-01-05T14:30:00Z'}",
                "{'T':'t','S':'A','T':'success','p':1,'T':'t','s':2,'t':'2026-01-05T14:30:00Z'}",
                "{'S':'A','T':'b','p':1,'s':2,'t':'2026-01-05T14:30:00Z','T':'t'}",
                "{'T':'success','S':'A','p':1,'s':2,'t':'2026-01-05T14:30:00Z','T':'t'}",
                "{'T':'whatever','S':'A','p':1,'s':2,'t':'2026-01-05T14:30:00Z','T':'t'}",
            })
    void lastTypeWins(String element) {
        assertThat(trade(element).symbol()).isEqualTo("A");
    }

    @Test
    void nullMeansAbsentForEverythingOptional() {
        Trade trade =
                trade("{'T':'t','S':'A','i':null,'x':null,'p':1,'s':2,'c':null,'z':null,'t':'2026-01-05T14:30:00Z',"
                        + "'r':null,'u':null,'tks':null}");
        assertThat(trade)
                .isEqualTo(new Trade(
                        "A",
                        1_767_623_400_000_000_000L,
                        0,
                        null,
                        1,
                        2,
                        List.of(),
                        null,
                        null,
                        null,
                        MarketEvent.NO_TIMESTAMP));
        assertThat(trade("{'T':'t','S':'A','p':1,'s':2,'t':'2026-01-05T14:30:00Z'}"))
                .isEqualTo(trade);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "['@','I']; @ I",
                "['I','@']; I @",
                "['@','@']; @ @",
                "[' ','T']; _ T",
                "['@','TWO']; @ TWO",
                "['@','\u00e9']; @ \u00e9",
                "['1','2','3','4','5','6','7','8','9']; 1 2 3 4 5 6 7 8 9",
                "['1','2','3','4','5','6','7','8']; 1 2 3 4 5 6 7 8",
                "'R'; R",
                "'TWO'; TWO",
                "['\\u0040']; @",
            })
    void conditionsKeepOrderAndDuplicatesAndMayBeOneText(String conditions, String expected) {
        Trade trade = trade("{'T':'t','S':'A','p':1,'s':2,'c':" + conditions + ",'t':'2026-01-05T14:30:00Z'}");
        assertThat(trade.conditions()).containsExactly(split(expected));
    }

    private static String[] split(String expected) {
        String[] codes = expected.split(" ");
        for (int i = 0; i < codes.length; i++) {
            codes[i] = codes[i].equals("_") ? " " : codes[i];
        }
        return codes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "''", "null"})
    void noConditionIsAnEmptyList(String conditions) {
        assertThat(trade("{'T':'t','S':'A','p':1,'s':2,'c':" + conditions + ",'t':'2026-01-05T14:30:00Z'}")
                        .conditions())
                .isEmpty();
    }

    @Test
    void equalSymbolsCodesAndConditionListsAreTheSameObject() {
        String element =
                "{'T':'t','S':'ABCDEFGHIJ','x':'V','p':1,'s':2,'c':['@','I'],'z':'C','t':'2026-01-05T14:30:00Z'}";
        List<MarketEvent> events = read("[" + element + "," + element + "]").events;
        Trade first = (Trade) events.get(0);
        Trade second = (Trade) events.get(1);
        assertThat(second.symbol()).isSameAs(first.symbol());
        assertThat(second.exchange()).isSameAs(first.exchange());
        assertThat(second.tape()).isSameAs(first.tape());
        assertThat(second.conditions()).isSameAs(first.conditions());
    }

    @Test
    void textsMayHaveEveryEscape() {
        TradingStatus status = (TradingStatus)
                read("[{'T':'s','S':'A','sc':'','sm':'\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00 \u00e9\uD83D\uDE00',"
                                + "'rm':'\\u003cp\\u003e','t':'2026-01-05T14:30:00Z'}]")
                        .event();
        assertThat(status.statusMessage()).isEqualTo("\"\\/\b\f\n\r\t\u00e9\uD83D\uDE00 \u00e9\uD83D\uDE00");
        assertThat(status.reasonMessage()).isEqualTo("<p>");
        assertThat(status.reasonCode()).isEmpty();
        assertThat(status.tape()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\uD83D",
                "\\uDE00",
                "\\uD83Dx",
                "\\uD83D\\n",
                "\\uD83D\\uD83D",
                "\\uDE00\\uD83D",
                "\\x",
                "\\u12",
                "\\u12G4",
                "\\u",
                "a\u0001b",
                "a\nb"
            })
    void malformedTextCostsItsElement(String text) {
        Collected collected = read("[{'T':'s','S':'A','sm':'" + text + "','t':'2026-01-05T14:30:00Z'}," + GOOD + "]");
        assertThat(collected.events).extracting(MarketEvent::symbol).containsExactly("GOOD");
        assertThat(collected.problem())
                .extracting(DecodeProblem::scope, DecodeProblem::kind, DecodeProblem::symbol, DecodeProblem::field)
                .containsExactly(Scope.ELEMENT, "s", "A", "sm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sm", "unknown"})
    void textThatIsNoUtf8CostsItsElementWhetherReadOrSkipped(String key) {
        for (byte[] bad : new byte[][] {
            {(byte) 0x80},
            {(byte) 0xc3},
            {(byte) 0xc0, (byte) 0xaf},
            {(byte) 0xe0, (byte) 0x80, (byte) 0x80},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xff},
        }) {
            String frame = "[{'T':'s','S':'A','" + key + "':'?','t':'2026-01-05T14:30:00Z'}," + GOOD + "]";
            byte[] bytes = with(frame.replace('\'', '"'), bad);
            Collected collected = Collected.json(FeedKind.STOCKS, bytes);
            assertThat(collected.events).extracting(MarketEvent::symbol).containsExactly("GOOD");
            assertThat(collected.problem().reason()).contains("UTF-8");
            assertThat(collected.problem().field()).isEqualTo(key);
        }
    }

    private static byte[] with(String frame, byte[] insteadOfQuestionMark) {
        String latin = frame.replace("?", new String(insteadOfQuestionMark, StandardCharsets.ISO_8859_1));
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'T':'t','p':1,'s':2,'t':'2026-01-05T14:30:00Z'}; S",
                "{'T':'t','S':'A','s':2,'t':'2026-01-05T14:30:00Z'}; p",
                "{'T':'t','S':'A','p':1,'t':'2026-01-05T14:30:00Z'}; s",
                "{'T':'t','S':'A','p':1,'s':2}; t",
                "{'T':'t','S':null,'p':1,'s':2,'t':'2026-01-05T14:30:00Z'}; S",
                "{'T':'t','S':'A','p':null,'s':2,'t':'2026-01-05T14:30:00Z'}; p",
                "{'T':'t','S':5,'p':1,'s':2,'t':'2026-01-05T14:30:00Z'}; S",
                "{'T':'t','S':'A','p':'1','s':2,'t':'2026-01-05T14:30:00Z'}; p",
                "{'T':'t','S':'A','p':1,'s':2,'c':5,'t':'2026-01-05T14:30:00Z'}; c",
                "{'T':'t','S':'A','p':1,'s':2,'c':[null],'t':'2026-01-05T14:30:00Z'}; c",
                "{'T':'t','S':'A','p':1,'s':2,'c':['@',5],'t':'2026-01-05T14:30:00Z'}; c",
                "{'T':'t','S':'A','p':1,'s':2,'x':5,'t':'2026-01-05T14:30:00Z'}; x",
                "{'T':'t','S':'A\\u0000B','p':1,'s':2,'t':'2026-01-05T14:30:00Z'}; S",
                "{'S':'A','p':1,'s':2,'t':'2026-01-05T14:30:00Z'}; T",
                "{}; T",
                "{'T':null,'S':'A'}; T",
                "{'T':5}; T",
                "{'T':'q','S':'A','bs':1,'ap':1,'as':1,'t':'2026-01-05T14:30:00Z'}; bp",
                "{'T':'q','S':'A','bp':1,'ap':1,'as':1,'t':'2026-01-05T14:30:00Z'}; bs",
                "{'T':'q','S':'A','bp':1,'bs':1,'as':1,'t':'2026-01-05T14:30:00Z'}; ap",
                "{'T':'q','S':'A','bp':1,'bs':1,'ap':1,'t':'2026-01-05T14:30:00Z'}; as",
                "{'T':'b','S':'A','h':1,'l':1,'c':1,'v':1,'t':'2026-01-05T14:30:00Z'}; o",
                "{'T':'u','S':'A','o':1,'l':1,'c':1,'v':1,'t':'2026-01-05T14:30:00Z'}; h",
                "{'T':'d','S':'A','o':1,'h':1,'c':1,'v':1,'t':'2026-01-05T14:30:00Z'}; l",
                "{'T':'b','S':'A','o':1,'h':1,'l':1,'v':1,'t':'2026-01-05T14:30:00Z'}; c",
                "{'T':'b','S':'A','o':1,'h':1,'l':1,'c':1,'t':'2026-01-05T14:30:00Z'}; v",
                "{'T':'l','S':'A','d':1,'t':'2026-01-05T14:30:00Z'}; u",
                "{'T':'i','S':'A','t':'2026-01-05T14:30:00Z'}; p",
                "{'T':'x','S':'A','p':1,'s':1,'t':'2026-01-05T14:30:00Z'}; i",
                "{'T':'c','S':'A','op':1,'os':1,'ci':1,'cp':1,'cs':1,'t':'2026-01-05T14:30:00Z'}; oi",
                "{'T':'o','S':'A','b':[{'p':1}],'t':'2026-01-05T14:30:00Z'}; s",
                "{'T':'o','S':'A','b':[{'s':1}],'t':'2026-01-05T14:30:00Z'}; p",
                "{'T':'o','S':'A','b':[5],'t':'2026-01-05T14:30:00Z'}; b",
                "{'T':'o','S':'A','r':1,'t':'2026-01-05T14:30:00Z'}; r",
                "{'T':'n','headline':'','created_at':'2026-01-05T14:30:00Z','updated_at':'2026-01-05T14:30:00Z'}; id",
                "{'T':'n','id':1,'headline':'','updated_at':'2026-01-05T14:30:00Z'}; created_at",
                "{'T':'success'}; msg",
            })
    void missingOrWrongFieldCostsItsElementAndIsNamed(String element, String field) {
        Collected collected = read("[" + GOOD + "," + element + "," + GOOD + "]");
        assertThat(collected.events).extracting(MarketEvent::symbol).containsExactly("GOOD", "GOOD");
        assertThat(collected.controls).isEmpty();
        assertThat(collected.problem().field()).isEqualTo(field);
        assertThat(collected.problem().scope()).isEqualTo(Scope.ELEMENT);
    }

    @Test
    void oneBadElementOfFiftyCostsOnlyItself() {
        String bad = GOOD.replace("'p':1", "'p':'1'").replace("GOOD", "BAD");
        String frame = "[" + (GOOD + ",").repeat(24) + bad + ("," + GOOD).repeat(25) + "]";
        Collected collected = read(frame);
        assertThat(collected.events).hasSize(49);
        assertThat(collected.problem().symbol()).isEqualTo("BAD");
        assertThat(collected.problem().kind()).isEqualTo("t");
        assertThat(collected.problem().reason()).isEqualTo("expected a number, found a text");
        assertThat(collected.problem().excerpt()).contains("\"BAD\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "'text'",
                "null",
                "[]",
                "[[[]]]",
                "true",
                "NaN",
                "{'a'}",
                "{'T':'t','S':'A',}",
                "{'T':'t' 'S':'A'}",
                "{T:'t'}",
                "{'T':'t','p':nul}",
                "{'T':'t','S':'A','p':1 2}"
            })
    void elementThatIsNoObjectOfAnyTypeCostsOnlyItself(String element) {
        Collected collected = read("[" + GOOD + "," + element + "," + GOOD + "]");
        assertThat(collected.events).hasSize(2);
        assertThat(collected.problem().scope()).isEqualTo(Scope.ELEMENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[@,{'T':'t'",
                "[@,{'T':'t','S':'A",
                "[@,{'T':'t','S':'A\\",
                "[@,{'T':'t','S':'A'",
                "[@,{'T':'t','p':1",
                "[@",
                "[@,",
                "[@,]",
                "[@@]",
                "[@}",
                "[@;@]",
                "[@]@",
                "[@] x",
                "[@]]",
                "[@,,@]",
                "[@,{'T':'t','c':['x'}]",
                "[@,{'T':'t','c':['x'},@]",
            })
    void brokenStructureCostsTheRestOfTheFrame(String frame) {
        Collected collected =
                read(frame.replace("@,", GOOD + ",").replaceFirst("@", GOOD).replace("@", GOOD));
        assertThat(collected.events).isNotEmpty();
        assertThat(collected.problems).last().extracting(DecodeProblem::scope).isEqualTo(Scope.FRAME);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "\n\t ", "'text'", "5", "true", "null", "nonsense", "\u0000", "}", "]", "\uFEFF[]", ","
            })
    void frameThatIsNoArrayOrObjectIsAProblemOfTheFrame(String frame) {
        Collected collected = read(frame);
        assertThat(collected.events).isEmpty();
        assertThat(collected.problem().scope()).isEqualTo(Scope.FRAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", " [ ] ", "[\n]\n"})
    void emptyArrayIsFine(String frame) {
        Collected collected = read(frame);
        assertThat(collected.events).isEmpty();
        assertThat(collected.problems).isEmpty();
    }

    @Test
    void singleObjectInsteadOfAnArrayIsAccepted() {
        assertThat(read(" " + GOOD + "\n").event().symbol()).isEqualTo("GOOD");
        assertThat(read("{'T':'success','msg':'connected'}").controls)
                .containsExactly(new ControlMessage.Success("connected"));
    }

    @Test
    void messageOfAnUnknownTypeIsHandedOutWhole() {
        String element = "{'T':'zz','a':[1,2],'S':'A'}";
        Collected collected = read("[" + GOOD + ", " + element + " ," + GOOD + ",{'a':1,'T':'" + "y".repeat(70)
                + "'},{'T':''},{'T':'\u00e9'},{'T':'Z'}]");
        assertThat(collected.events).hasSize(2);
        assertThat(collected.problems).isEmpty();
        assertThat(collected.unknown.get(0)).isEqualTo("zz:" + element.replace('\'', '"'));
        assertThat(collected.unknown.get(1)).startsWith("y".repeat(64) + ":{");
        assertThat(collected.unknown)
                .extracting(text -> text.substring(0, text.indexOf('{')))
                .endsWith(":", "\u00e9:", "Z:");
    }

    @Test
    void bytesOfAnElementAreCounted() {
        assertThat(read("[ " + GOOD + " , " + GOOD + " ]").sizes).containsExactly(GOOD.length(), GOOD.length());
    }

    @Test
    void frameMayBePartOfALargerArray() {
        byte[] bytes = ("xx[" + GOOD + "]xx").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Collected collected = new Collected();
        FrameDecoder.create(Encoding.JSON, FeedKind.STOCKS, DecodeLimits.DEFAULT)
                .decode(bytes, 2, bytes.length - 4, collected);
        assertThat(collected.event().symbol()).isEqualTo("GOOD");
    }

    @Test
    void quoteMayBeOneSidedCrossedOrOfACryptoFeed() {
        Quote quote =
                (Quote) read("[{'T':'q','S':'A','bx':' ','bp':0,'bs':0,'ax':'Q','ap':1.5,'as':0.25,'c':['R'],'z':'N',"
                                + "'t':'2026-01-05T14:30:00Z','r':'2026-01-05T14:30:00.000000001Z'}]")
                        .event();
        assertThat(quote.bidExchange()).isEqualTo(" ");
        assertThat(quote.isTwoSided()).isFalse();
        assertThat(quote.askSize()).isEqualTo(0.25);
        assertThat(quote.receivedNanos()).isEqualTo(quote.timestampNanos() + 1);
    }

    @Test
    void orderBookWithoutSidesIsEmpty() {
        OrderBook book = (OrderBook)
                read(FeedKind.CRYPTO, "[{'T':'o','S':'BTC/USD','t':'2026-01-05T14:30:00Z','b':null,'r':null}]")
                        .event();
        assertThat(book.bids()).isEmpty();
        assertThat(book.asks()).isEmpty();
        assertThat(book.reset()).isFalse();
    }

    @Test
    void pricingOfAPerpetualIsReadAndWritten() {
        String element = "{'T':'p','S':'BTCUSDT.P','t':'2026-01-05T14:30:00Z','ip':90010.5,'mp':90008.25,'fr':0.0001,"
                + "'oi':1234.5,'ft':'2026-01-05T16:00:00Z'}";
        PerpetualPricing pricing = (PerpetualPricing)
                read(FeedKind.PERPETUALS, "[" + element + "]").event();
        assertThat(pricing.fundingRate()).isEqualTo(0.0001);
        assertThat(new String(
                        FrameEncoder.create(Encoding.JSON, FeedKind.PERPETUALS).element(pricing),
                        StandardCharsets.UTF_8))
                .isEqualTo(element.replace('\'', '"'));
    }

    @Test
    void newsMayLackAllButItsIdHeadlineAndTimes() {
        News news = (News) read(
                        FeedKind.NEWS_ARTICLES,
                        "[{'T':'n','id':7,'headline':'h','created_at':'2026-01-05T14:30:00Z',"
                                + "'updated_at':'2026-01-05T14:30:05Z','symbols':null,'content':null,'images':[{}]}]")
                .event();
        assertThat(news.symbols()).isEmpty();
        assertThat(news.content()).isEmpty();
        assertThat(news.timestampNanos() - news.createdNanos()).isEqualTo(5_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'T':'error','code':405,'msg':'m'}; 405",
                "{'T':'error','msg':'m'}; -1",
                "{'T':'error','code':'405','msg':'m'}; -1",
                "{'T':'error','code':null,'msg':'m'}; -1",
                "{'T':'error','code':1.5,'msg':'m'}; -1",
                "{'T':'error','code':1e300,'msg':'m'}; -1",
                "{'msg':'m','code':4.05e2,'T':'error'}; 405",
            })
    void errorWithoutReadableCodeIsStillAnError(String element, int code) {
        assertThat(read("[" + element + "]").controls).containsExactly(new ControlMessage.Failure(code, "m"));
    }

    @Test
    void acknowledgementIgnoresUnknownChannelsAndTreatsMissingNullAndEmptyAlike() {
        assertThat(
                        read("[{'T':'subscription','trades':['B','A'],'quotes':[],'bars':null,'signals':['A'],'cancelErrors':['A','B']}]")
                                .controls)
                .containsExactly(new ControlMessage.Acknowledgement(Subscription.of(
                        Map.of(Channel.TRADES, List.of("A", "B"), Channel.CANCEL_ERRORS, List.of("A", "B")))));
    }

    @Test
    void acknowledgementIsWrittenInTheOrderOfTheServerWithSortedSymbols() {
        ControlMessage.Acknowledgement acknowledgement = new ControlMessage.Acknowledgement(Subscription.of(Map.of(
                Channel.TRADES,
                List.of("B", "A"),
                Channel.CANCEL_ERRORS,
                List.of("A", "B"),
                Channel.DAILY_BARS,
                List.of("*"))));
        FrameEncoder stocks = FrameEncoder.create(Encoding.JSON, FeedKind.STOCKS);
        assertThat(text(stocks.control(acknowledgement)))
                .isEqualTo("[{'T':'subscription','trades':['A','B'],'dailyBars':['*'],'cancelErrors':['A','B']}]");
        assertThat(text(stocks.controlWithEmptyChannels(acknowledgement)))
                .isEqualTo(
                        "[{'T':'subscription','trades':['A','B'],'quotes':[],'bars':[],'updatedBars':[],'dailyBars':['*'],"
                                + "'statuses':[],'lulds':[],'imbalances':[],'corrections':[],'cancelErrors':['A','B']}]");
        FrameEncoder crypto = FrameEncoder.create(Encoding.JSON, FeedKind.CRYPTO);
        assertThat(text(crypto.controlWithEmptyChannels(new ControlMessage.Acknowledgement(Subscription.none()))))
                .isEqualTo(
                        "[{'T':'subscription','trades':[],'quotes':[],'orderbooks':[],'bars':[],'updatedBars':[],'dailyBars':[]}]");
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8).replace('"', '\'');
    }

    @Test
    void failureIsWrittenWithAndWithoutCode() {
        FrameEncoder encoder = FrameEncoder.create(Encoding.JSON, FeedKind.STOCKS);
        assertThat(text(encoder.control(ErrorCode.SLOW_CLIENT.toMessage())))
                .isEqualTo("[{'T':'error','code':407,'msg':'slow client'}]");
        assertThat(text(encoder.control(new ControlMessage.Failure(ControlMessage.Failure.NO_CODE, "odd"))))
                .isEqualTo("[{'T':'error','msg':'odd'}]");
    }

    @Test
    void exceptionOfTheHandlerPassesThroughAndTheDecoderGoesOn() {
        FrameDecoder decoder = FrameDecoder.create(Encoding.JSON, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        byte[] frame = ("[" + GOOD + "]").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        FrameHandler failing = new FrameHandler() {
            @Override
            public void onEvent(MarketEvent event, int encodedBytes) {
                throw new IllegalStateException("of the handler");
            }

            @Override
            public void onControl(ControlMessage message) {}

            @Override
            public void onUnknown(String type, byte[] frame, int offset, int length) {}

            @Override
            public void onProblem(DecodeProblem problem) {}
        };
        assertThatThrownBy(() -> decoder.decode(frame, 0, frame.length, failing))
                .hasMessage("of the handler");
        assertThat(Collected.of(decoder, frame).event().symbol()).isEqualTo("GOOD");
    }
}

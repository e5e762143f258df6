package dev.chasqui.acceptance.checklist;

import static dev.chasqui.acceptance.checklist.Checklist.OPEN_NANOS;
import static dev.chasqui.acceptance.checklist.Checklist.get;
import static dev.chasqui.acceptance.checklist.Checklist.quote;
import static dev.chasqui.acceptance.checklist.Checklist.stream;
import static dev.chasqui.acceptance.checklist.Checklist.trade;
import static dev.chasqui.acceptance.checklist.Checklist.tradeText;
import static dev.chasqui.acceptance.checklist.Checklist.trades;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.acceptance.Harness;
import dev.chasqui.acceptance.InvariantsExtension;
import dev.chasqui.acceptance.Journal;
import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.LuldBand;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.OrderImbalance;
import dev.chasqui.model.PerpetualPricing;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradeCancel;
import dev.chasqui.model.TradeCorrection;
import dev.chasqui.model.TradingStatus;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.Fault;
import dev.chasqui.simulator.FaultSpec;
import dev.chasqui.simulator.SimulatedSession;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.UnknownMessage;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.wire.Encoding;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Items 31 to 36 of the checklist: what comes over the wire is what handlers get. */
@ExtendWith(InvariantsExtension.class)
final class DataChecklistTest {

    private static final String PAIR = "BTC/USD";
    private static final long NONE = MarketEvent.NO_TIMESTAMP;

    /** Messages of a feed, and how the server writes them in JSON. */
    record Golden(Feed feed, String json, List<MarketEvent> events) {
        @Override
        public String toString() {
            return feed.name();
        }
    }

    static Stream<Golden> golden() {
        return Stream.of(
                new Golden(Feed.SIP, stockText(), stocks()),
                new Golden(Feed.CRYPTO_US, cryptoText(), crypto()),
                new Golden(
                        Feed.CRYPTO_PERPETUALS,
                        "[{\"T\":\"p\",\"S\":\"BTCUSDT.P\",\"t\":\"2026-01-05T14:30:00Z\",\"x\":\"1\",\"ip\":60000.5,\"mp\":60001.25,"
                                + "\"fr\":0.0001,\"oi\":12.5,\"ft\":\"2026-01-05T14:30:00Z\"}]",
                        List.of(new PerpetualPricing(
                                "BTCUSDT.P", OPEN_NANOS, "1", 60000.5, 60001.25, 0.0001, 12.5, OPEN_NANOS))),
                new Golden(
                        Feed.NEWS,
                        "[{\"T\":\"n\",\"id\":24918784,\"headline\":\"H \\u003c\",\"summary\":\"s\",\"author\":\"a\","
                                + "\"created_at\":\"2026-01-05T14:30:00Z\",\"updated_at\":\"2026-01-05T14:30:00Z\","
                                + "\"url\":\"u\",\"content\":\"\\u003cp\\u003e\",\"symbols\":[\"AAPL\",\"BTCUSD\"],\"source\":\"benzinga\"}]",
                        List.of(new News(
                                24918784,
                                "H <",
                                "s",
                                "a",
                                OPEN_NANOS,
                                OPEN_NANOS,
                                "u",
                                "<p>",
                                List.of("AAPL", "BTCUSD"),
                                "benzinga"))));
    }

    private static String stockText() {
        String time = ",\"t\":\"2026-01-05T14:30:00Z\"";
        String prices = ",\"o\":1,\"h\":3,\"l\":0.5,\"c\":2,\"v\":100,\"n\":7,\"vw\":1.5" + time + "}";
        return "[{\"T\":\"t\",\"S\":\"AAPL\",\"i\":7,\"x\":\"V\",\"p\":1.25,\"s\":10,\"c\":[\"@\",\"I\"],\"z\":\"C\""
                + time + "},"
                + "{\"T\":\"q\",\"S\":\"AAPL\",\"bx\":\"V\",\"bp\":1,\"bs\":100,\"ax\":\"Q\",\"ap\":2,\"as\":200,\"c\":[\"R\"],\"z\":\"C\""
                + time + "},"
                + "{\"T\":\"b\",\"S\":\"AAPL\"" + prices + ",{\"T\":\"u\",\"S\":\"AAPL\"" + prices
                + ",{\"T\":\"d\",\"S\":\"AAPL\"" + prices
                + ",{\"T\":\"s\",\"S\":\"AAPL\",\"sc\":\"H\",\"sm\":\"Halt\",\"rc\":\"T12\",\"rm\":\"News\",\"z\":\"C\""
                + time + "},"
                + "{\"T\":\"l\",\"S\":\"AAPL\",\"u\":3,\"d\":1,\"i\":\"B\",\"z\":\"C\"" + time + "},"
                + "{\"T\":\"i\",\"S\":\"AAPL\",\"p\":1.5,\"z\":\"C\"" + time + "},"
                + "{\"T\":\"x\",\"S\":\"AAPL\",\"i\":7,\"x\":\"V\",\"p\":1.25,\"s\":10,\"a\":\"C\",\"z\":\"C\"" + time
                + "},"
                + "{\"T\":\"c\",\"S\":\"AAPL\",\"x\":\"V\",\"oi\":7,\"op\":1.25,\"os\":10,\"oc\":[\"@\"],\"ci\":8,\"cp\":1.5,\"cs\":9,\"cc\":[\"@\"],\"z\":\"C\""
                + time + "}]";
    }

    private static List<MarketEvent> stocks() {
        List<MarketEvent> all = new ArrayList<>();
        all.add(new Trade("AAPL", OPEN_NANOS, 7, "V", 1.25, 10, List.of("@", "I"), "C", null, null, NONE));
        all.add(new Quote("AAPL", OPEN_NANOS, "V", 1, 100, "Q", 2, 200, List.of("R"), "C", NONE));
        for (Bar.Kind kind : Bar.Kind.values()) {
            all.add(new Bar(kind, "AAPL", OPEN_NANOS, 1, 3, 0.5, 2, 100, 7, 1.5));
        }
        all.add(new TradingStatus("AAPL", OPEN_NANOS, "H", "Halt", "T12", "News", "C"));
        all.add(new LuldBand("AAPL", OPEN_NANOS, 3, 1, "B", "C"));
        all.add(new OrderImbalance("AAPL", OPEN_NANOS, 1.5, "C", Double.NaN, Double.NaN, null, null));
        all.add(new TradeCancel("AAPL", OPEN_NANOS, 7, "V", 1.25, 10, "C", "C"));
        all.add(new TradeCorrection(
                "AAPL",
                OPEN_NANOS,
                "V",
                new TradeCorrection.Print(7, 1.25, 10, List.of("@")),
                new TradeCorrection.Print(8, 1.5, 9, List.of("@")),
                "C"));
        return all;
    }

    private static String cryptoText() {
        String time = ",\"t\":\"2026-01-05T14:30:00Z\"";
        return "[{\"T\":\"t\",\"S\":\"BTC/USD\",\"i\":8160237406270933078,\"p\":60000.1,\"s\":0.000038,\"tks\":\"B\""
                + time + "},"
                + "{\"T\":\"q\",\"S\":\"BTC/USD\",\"bp\":1,\"bs\":0.5,\"ap\":2,\"as\":0.25" + time + "},"
                + "{\"T\":\"o\",\"S\":\"BTC/USD\",\"b\":[{\"p\":1,\"s\":0.5}],\"a\":[{\"p\":2,\"s\":0}],\"r\":true"
                + time + "}]";
    }

    private static List<MarketEvent> crypto() {
        return List.of(
                new Trade(
                        PAIR,
                        OPEN_NANOS,
                        8160237406270933078L,
                        null,
                        60000.1,
                        0.000038,
                        List.of(),
                        null,
                        "B",
                        null,
                        NONE),
                new Quote(PAIR, OPEN_NANOS, null, 1, 0.5, null, 2, 0.25, List.of(), null, NONE),
                new OrderBook(
                        PAIR,
                        OPEN_NANOS,
                        List.of(new OrderBook.Level(1, 0.5)),
                        List.of(new OrderBook.Level(2, 0)),
                        true));
    }

    private static Subscription everything(FeedKind kind) {
        return Subscription.of(
                kind.channels().stream().filter(Channel::isRequestable).toList(), List.of(Subscription.ALL_SYMBOLS));
    }

    // 31
    @ParameterizedTest
    @MethodSource("golden")
    void eachTypeIsTheSameObjectInJsonAndMessagePack(Golden golden, Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        List<Journal> journals = new ArrayList<>();
        for (Encoding encoding : Encoding.values()) {
            MarketDataStream stream = harness.stream(simulator, golden.feed(), builder -> builder.encoding(encoding));
            get(stream.connect(everything(golden.feed().kind())));
            journals.add(harness.journal(stream));
        }
        simulator.publish(golden.feed(), golden.events());
        for (Journal journal : journals) {
            journal.awaitDelivered(golden.events().size());
            assertThat(journal.delivered()).isEqualTo(golden.events());
        }
    }

    // 31
    @ParameterizedTest
    @MethodSource("golden")
    void eachTypeIsReadAsTheServerWritesIt(Golden golden, Harness harness) {
        harness.allowRawMessages();
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, golden.feed());
        get(stream.connect(everything(golden.feed().kind())));
        simulator.sendRaw(golden.feed(), golden.json());
        harness.journal(stream).awaitDelivered(golden.events().size());
        assertThat(harness.journal(stream).delivered()).isEqualTo(golden.events());
    }

    // 31
    @Test
    void optionsAreReadInMessagePack(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.OPTIONS_INDICATIVE);
        String symbol = "AAPL260116C00200000";
        get(stream.connect(Subscription.of(List.of(Channel.TRADES, Channel.QUOTES), List.of(symbol))));
        MarketEvent trade = new Trade(symbol, OPEN_NANOS, 0, "N", 4.05, 12, List.of("a"), null, null, null, NONE);
        MarketEvent quote = new Quote(symbol, OPEN_NANOS, "B", 4, 10, "C", 4.1, 20, List.of("A"), null, NONE);
        simulator.publish(trade, quote);
        harness.journal(stream).awaitDelivered(2);
        assertThat(harness.journal(stream).delivered()).containsExactly(trade, quote);
    }

    // 32
    @ParameterizedTest
    @EnumSource(Encoding.class)
    void aBadElementInTheMiddleCostsNothingButItself(Encoding encoding, Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.SIP, builder -> builder.encoding(encoding));
        get(stream.connect(Subscription.of(List.of(Channel.TRADES, Channel.QUOTES), List.of("AAPL"))));
        List<MarketEvent> mixed = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            mixed.add(trade("AAPL", i));
            mixed.add(quote("AAPL", i));
        }
        simulator.inject(FaultSpec.of(Fault.MALFORMED_ELEMENT));
        simulator.publish(mixed);
        Journal journal = harness.journal(stream);
        journal.awaitDelivered(50);
        assertThat(journal.delivered()).isEqualTo(mixed);
        assertThat(stream.statistics().undecodable()).isEqualTo(1);
        assertThat(journal.await(StreamEvent.DecodeFailed.class).problem().symbol())
                .isEqualTo("AAPL");
        assertThat(stream.statistics().attempts()).isEqualTo(1);
    }

    // 33
    @Test
    void unknownTypesAreCountedAndShownToWhoAsks(Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.SIP);
        CompletableFuture<UnknownMessage> shown = new CompletableFuture<>();
        stream.onUnknown(shown::complete);
        get(stream.connect(Subscription.trades("AAPL")));
        simulator.inject(FaultSpec.of(Fault.UNKNOWN_TYPE));
        simulator.publish(trades("AAPL", 0, 4));
        harness.journal(stream).awaitDelivered(4);
        assertThat(get(shown).type()).isEqualTo("zz");
        assertThat(new String(get(shown).bytes(), StandardCharsets.UTF_8)).contains("of tomorrow");
        assertThat(stream.statistics().unknown()).isEqualTo(1);
        assertThat(stream.statistics().undecodable()).isZero();
        assertThat(stream.statistics().received()).isEqualTo(4);
    }

    // 33
    @Test
    void unknownFieldsAnyOrderAndNullsMakeNoDifference(Harness harness) {
        Session session = new Session(harness, Encoding.JSON);
        session.send(
                "[{\"z\":null,\"new\":{\"a\":[1,{\"b\":null}]},\"t\":\"2026-01-05T14:30:00Z\",\"p\":1.5,\"s\":1e1,\"i\":7,\"x\":\"V\","
                        + "\"c\":null,\"S\":\"AAPL\",\"T\":\"t\"}]");
        assertThat(session.next())
                .isEqualTo(new Trade("AAPL", OPEN_NANOS, 7, "V", 1.5, 10, List.of(), null, null, null, NONE));
        assertThat(session.stream.statistics().undecodable()).isZero();
    }

    // 33
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"T\":\"t\",\"S\":\"AAPL\",\"i\":1,\"x\":\"V\",\"p\":\"1.5\",\"s\":10,\"c\":[],\"z\":\"C\",\"t\":\"2026-01-05T14:30:00Z\"}",
                "{\"T\":\"t\",\"S\":\"AAPL\",\"i\":1,\"x\":\"V\",\"s\":10,\"c\":[],\"z\":\"C\",\"t\":\"2026-01-05T14:30:00Z\"}",
                "{\"T\":\"t\",\"S\":\"AAPL\",\"i\":1,\"x\":\"V\",\"p\":1.5,\"s\":10,\"c\":[],\"z\":\"C\",\"t\":\"yesterday\"}",
                "{\"T\":\"t\",\"S\":5,\"i\":1,\"x\":\"V\",\"p\":1.5,\"s\":10,\"c\":[],\"z\":\"C\",\"t\":\"2026-01-05T14:30:00Z\"}",
            })
    void anElementOfWrongOrMissingValuesIsRejectedAndNeverHalfFilled(String bad, Harness harness) {
        Session session = new Session(harness, Encoding.JSON);
        session.send("[" + tradeText("AAPL", 1) + "," + bad + "," + tradeText("AAPL", 2) + "]");
        assertThat(((Trade) session.next()).id()).isEqualTo(1);
        assertThat(((Trade) session.next()).id()).isEqualTo(2);
        assertThat(session.stream.statistics().undecodable()).isEqualTo(1);
        session.journal.await(StreamEvent.DecodeFailed.class);
    }

    // 34
    @Test
    void smallSizesLargeNumbersAndNanosecondsAreExact(Harness harness) {
        Session session = new Session(harness, Encoding.JSON);
        session.send(
                "[{\"T\":\"t\",\"S\":\"AAPL\",\"i\":18446744073709551615,\"x\":\"V\",\"p\":0.00012345,\"s\":0.25,\"c\":[],\"z\":\"C\","
                        + "\"t\":\"2026-01-05T14:30:00.123456789Z\"},"
                        + "{\"T\":\"t\",\"S\":\"AAPL\",\"i\":9007199254740993,\"x\":\"V\",\"p\":1,\"s\":1,\"c\":[],\"z\":\"C\",\"t\":\"2026-01-05T14:30:00.1Z\"}]");
        Trade first = (Trade) session.next();
        assertThat(first.idText()).isEqualTo("18446744073709551615");
        assertThat(first.price()).isEqualTo(0.00012345);
        assertThat(first.size()).isEqualTo(0.25);
        assertThat(first.timestampNanos()).isEqualTo(OPEN_NANOS + 123_456_789);
        Trade second = (Trade) session.next();
        assertThat(second.id()).isEqualTo(9007199254740993L);
        assertThat(second.timestampNanos()).isEqualTo(OPEN_NANOS + 100_000_000);
    }

    // 34
    @Test
    void aVolumeBeyondThirtyTwoBitsIsExact(Harness harness) {
        Session session = new Session(harness, Encoding.JSON);
        session.send(
                "[{\"T\":\"d\",\"S\":\"AAPL\",\"o\":1,\"h\":1,\"l\":1,\"c\":1,\"v\":3000000000,\"n\":5000000000,\"vw\":1,"
                        + "\"t\":\"2026-01-05T14:30:00Z\"}]");
        Bar bar = (Bar) session.next();
        assertThat(bar.volume()).isEqualTo(3e9);
        assertThat(bar.tradeCount()).isEqualTo(5_000_000_000L);
    }

    // 34
    @ParameterizedTest
    @CsvSource({"4,1767623400,0", "8,1767623400,123456789", "12,1767623400,123456789"})
    void messagePackTimesAreReadInEachForm(int bytes, long seconds, int nanos, Harness harness) throws IOException {
        Session session = new Session(harness, Encoding.MSGPACK);
        session.send(msgpackTrade(time(bytes, seconds, nanos)));
        assertThat(session.next())
                .isEqualTo(new Trade("AAPL", OPEN_NANOS + nanos, 7, "V", 1.5, 10, List.of("@"), "C", null, null, NONE));
    }

    private static byte[] time(int bytes, long seconds, int nanos) throws IOException {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(value);
        if (bytes == 12) {
            out.write(new byte[] {(byte) 0xc7, 12, -1});
            out.writeInt(nanos);
            out.writeLong(seconds);
        } else if (bytes == 8) {
            out.write(new byte[] {(byte) 0xd7, -1});
            out.writeLong(((long) nanos << 34) | seconds);
        } else {
            out.write(new byte[] {(byte) 0xd6, -1});
            out.writeInt((int) seconds);
        }
        return value.toByteArray();
    }

    private static byte[] msgpackTrade(byte[] time) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes("\u0091\u0089\u00a1T\u00a1t\u00a1S\u00a4AAPL\u00a1i\u0007\u00a1x\u00a1V\u00a1p\u00cb"
                .getBytes(StandardCharsets.ISO_8859_1));
        new DataOutputStream(frame).writeDouble(1.5);
        frame.writeBytes("\u00a1s\n\u00a1c\u0091\u00a1@\u00a1z\u00a1C\u00a1t".getBytes(StandardCharsets.ISO_8859_1));
        frame.writeBytes(time);
        return frame.toByteArray();
    }

    // 35
    @Test
    void aMessageInPiecesWithPingsBetweenIsOneMessage(Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(harness, server);
            CompletableFuture<?> connected = stream.connect(Subscription.trades("AAPL"));
            RawSocket socket = server.acceptLive().socket();
            get(connected);
            byte[] message = ("[" + tradeText("AAPL", 5) + "]").getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < message.length; i++) {
                boolean last = i == message.length - 1;
                socket.send(i == 0 ? RawSocket.TEXT : RawSocket.CONTINUATION, last, new byte[] {message[i]});
                if (i % 50 == 0) {
                    byte[] payload = {(byte) i, 2, 3};
                    socket.send(RawSocket.PING, true, payload);
                    RawSocket.Frame pong = socket.read();
                    assertThat(pong.opcode()).isEqualTo(RawSocket.PONG);
                    assertThat(pong.payload()).isEqualTo(payload);
                }
            }
            harness.journal(stream).awaitDelivered(1);
        }
    }

    // 35
    @Test
    void anEmptyArrayMeansNothingAndAFrameOfFiveMegabytesIsRead(Harness harness) {
        Session session = new Session(harness, Encoding.JSON);
        int count = 40_000;
        StringBuilder frame = new StringBuilder("[");
        for (int i = 0; i < count; i++) {
            frame.append(i == 0 ? "" : ",").append("   ".repeat(12)).append(tradeText("AAPL", i));
        }
        session.send("[]");
        session.send(frame.append(']').toString());
        assertThat(frame.length()).isGreaterThan(5 << 20);
        session.journal.awaitDelivered(count);
        List<Trade> trades = session.journal.delivered(Trade.class);
        for (int i = 0; i < count; i++) {
            assertThat(trades.get(i).id()).isEqualTo(i);
        }
        assertThat(session.stream.statistics().undecodable()).isZero();
    }

    // 35
    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 1001, 1009, 1011, 1012})
    void everyCloseOfTheServerIsToldWithItsCodeAndConnectedAgain(int code, Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        get(stream.connect(Subscription.trades("AAPL")));
        simulator.inject(FaultSpec.of(Fault.CLOSE).code(code));
        StreamEvent.ReconnectScheduled next = harness.journal(stream).await(StreamEvent.ReconnectScheduled.class);
        assertThat(next.cause().kind()).isEqualTo(Cause.Kind.CLOSED_BY_SERVER);
        assertThat(next.cause().code()).isEqualTo(code == 0 ? 1005 : code);
        assertThat(next.delay()).isEqualTo(code == 1012 ? Duration.ofSeconds(1) : Duration.ofMillis(20));
        harness.journal(stream).awaitLive(2);
    }

    // 35
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DROP", "DROP_IN_FRAME"})
    void anEndWithoutACloseIsConnectionLostAndHalfAMessageIsNotDelivered(Fault fault, Harness harness) {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.IEX);
        get(stream.connect(Subscription.of("AAPL")));
        simulator.inject(FaultSpec.of(fault));
        StreamEvent.ReconnectScheduled next = harness.journal(stream).await(StreamEvent.ReconnectScheduled.class);
        assertThat(next.cause().kind()).isEqualTo(Cause.Kind.CONNECTION_LOST);
        harness.journal(stream).awaitLive(2);
        simulator.publish(trade("AAPL", 1));
        harness.journal(stream).awaitDelivered(1);
        assertThat(harness.journal(stream).delivered()).containsExactly(trade("AAPL", 1));
    }

    // 35
    @Test
    void aMessageOverTheLimitEndsTheConnectionWith1009(Harness harness) throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            MarketDataStream stream = stream(harness, server.uri(Feed.IEX), builder -> builder.maxMessageBytes(4096));
            CompletableFuture<?> connected = stream.connect(Subscription.trades("AAPL"));
            RawSocket socket = server.acceptLive().socket();
            get(connected);
            byte[] large = new byte[5000];
            Arrays.fill(large, (byte) ' ');
            socket.send(RawSocket.TEXT, true, large);
            assertThat(socket.awaitEnd()).contains(1009);
            assertThat(harness.journal(stream)
                            .await(StreamEvent.ReconnectScheduled.class)
                            .cause()
                            .kind())
                    .isEqualTo(Cause.Kind.MESSAGE_TOO_BIG);
        }
    }

    // 36
    @ParameterizedTest
    @CsvSource({"JSON,true", "MSGPACK,true", "JSON,false", "MSGPACK,false"})
    void compressionChangesNoObjectAndIsOffWhenTheServerRefuses(Encoding encoding, boolean accepted, Harness harness) {
        AlpacaSimulator simulator = harness.simulator(builder -> builder.compression(accepted));
        MarketDataStream stream = harness.stream(
                simulator, Feed.SIP, builder -> builder.compression(true).encoding(encoding));
        get(stream.connect(everything(FeedKind.STOCKS)));
        List<MarketEvent> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            List<MarketEvent> frame = i == 0 ? stocks() : trades("SYM" + i % 3, 10 * i, 10);
            simulator.publish(frame);
            all.addAll(frame);
        }
        harness.journal(stream).awaitDelivered(all.size());
        assertThat(harness.journal(stream).delivered()).isEqualTo(all);
        assertThat(simulator.sessions().get(0).record().compressed()).isEqualTo(accepted);
        assertThat(stream.statistics().compressionRatio() > 1).isEqualTo(accepted);
    }

    /** A stream of everything, and the session to which raw frames go. */
    private static final class Session {
        final MarketDataStream stream;
        final Journal journal;
        private final SimulatedSession session;
        private int read;

        Session(Harness harness, Encoding encoding) {
            harness.allowRawMessages();
            AlpacaSimulator simulator = harness.simulator();
            stream = harness.stream(simulator, Feed.SIP, builder -> builder.encoding(encoding));
            journal = harness.journal(stream);
            get(stream.connect(everything(FeedKind.STOCKS)));
            session = simulator.sessions().get(0);
        }

        void send(String frame) {
            session.sendRaw(frame);
        }

        void send(byte[] frame) {
            session.sendRaw(frame);
        }

        MarketEvent next() {
            journal.awaitDelivered(++read);
            return journal.delivered().get(read - 1);
        }
    }
}

package dev.chasqui.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradeUpdate;
import dev.chasqui.model.TradeUpdate.Order;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The trading stream; quotation marks are written as '. */
class TradingStreamTest {

    private static final String FILL = "{'stream':'trade_updates','data':{'event':'fill',"
            + "'execution_id':'11111111-2222-4333-8444-555555555555','timestamp':'2026-01-05T14:30:02.123456Z','price':'431.2',"
            + "'qty':'10','position_qty':'10','order':{'id':'66666666-7777-4888-9999-aaaaaaaaaaaa','client_order_id':'my-1',"
            + "'created_at':'2026-01-05T14:30:01.9Z','updated_at':'2026-01-05T14:30:02.13Z',"
            + "'submitted_at':'2026-01-05T14:30:01.95Z','filled_at':'2026-01-05T14:30:02.123456Z',"
            + "'asset_id':'bbbbbbbb-cccc-4ddd-8eee-ffffffffffff','symbol':'MSFT','asset_class':'us_equity','notional':null,"
            + "'qty':'10','filled_qty':'10','filled_avg_price':'431.2','order_class':'','order_type':'market','type':'market',"
            + "'side':'buy','time_in_force':'day','limit_price':null,'stop_price':null,'status':'filled','extended_hours':false,"
            + "'legs':null,'trail_percent':null,'trail_price':null,'hwm':null}}}";

    private static Collected read(String frame) {
        return Collected.json(FeedKind.TRADING, frame.replace('\'', '"'));
    }

    private static String written(MarketEvent event) {
        return new String(FrameEncoder.create(Encoding.JSON, FeedKind.TRADING).element(event), StandardCharsets.UTF_8)
                .replace('"', '\'');
    }

    @Test
    void documentedFillIsReadAndWrittenBackToTheByte() {
        TradeUpdate update = (TradeUpdate) read(FILL).event();
        assertThat(update.event()).isEqualTo("fill");
        assertThat(update.price()).isEqualTo(new BigDecimal("431.2"));
        assertThat(update.symbol()).isEqualTo("MSFT");
        assertThat(update.timestampNanos()).isEqualTo(1_767_623_402_123_456_000L);
        assertThat(written(update)).isEqualTo(FILL);
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void everyFieldSurvivesARoundTrip(Encoding encoding) {
        OffsetDateTime time = OffsetDateTime.parse("2026-01-05T09:30:02.123456789-05:00");
        BigDecimal price = new BigDecimal("431.2000");
        Order leg = new Order(
                "leg",
                null,
                time.plusNanos(1),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "SPY260116C00600000",
                null,
                null,
                new BigDecimal("-1"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                new BigDecimal("1"));
        Order order = new Order(
                "id",
                "client",
                time,
                time.plusSeconds(1),
                time.plusSeconds(2),
                time.plusSeconds(3),
                time.plusSeconds(4),
                time.plusSeconds(5),
                time.plusSeconds(6),
                time.plusSeconds(7),
                time.plusSeconds(8),
                time.plusSeconds(9),
                "by",
                "replaces",
                "asset",
                "BRK.B",
                "us_equity",
                price,
                new BigDecimal("1E+3"),
                new BigDecimal("0.000000001"),
                price,
                "mleg",
                "limit",
                "limit",
                "sell",
                "sell_to_open",
                "gtc",
                price,
                price,
                "filled",
                true,
                List.of(leg, leg),
                new BigDecimal("0.50"),
                price,
                price,
                BigDecimal.ONE);
        TradeUpdate update = new TradeUpdate(
                "fill",
                "execution",
                "event",
                time,
                price,
                price.negate(),
                new BigDecimal("-0.10"),
                Map.of("B", BigDecimal.TEN, "A", new BigDecimal("-1.0")),
                order);
        FrameEncoder encoder = FrameEncoder.create(encoding, FeedKind.TRADING);
        byte[] frame = encoder.frame(List.of(encoder.element(update)));
        FrameDecoder decoder = FrameDecoder.create(encoding, FeedKind.TRADING, DecodeLimits.DEFAULT);
        assertThat(Collected.of(decoder, frame).event()).isEqualTo(update);
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void almostNothingSurvivesARoundTrip(Encoding encoding) {
        TradeUpdate update = new TradeUpdate("new", null, null, null, null, null, null, Map.of(), null);
        byte[] frame = FrameEncoder.create(encoding, FeedKind.TRADING).element(update);
        FrameDecoder decoder = FrameDecoder.create(encoding, FeedKind.TRADING, DecodeLimits.DEFAULT);
        MarketEvent event = Collected.of(decoder, frame).event();
        assertThat(event).isEqualTo(update);
        assertThat(event.timestampNanos()).isEqualTo(MarketEvent.NO_TIMESTAMP);
        assertThat(event.symbol()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "{'stream':'trade_updates','data':null}; data",
                "{'stream':'trade_updates'}; data",
                "{'stream':'trade_updates','data':5}; data",
                "{'stream':'trade_updates','data':{}}; event",
                "{'stream':'trade_updates','data':{'event':null}}; event",
                "{'stream':'trade_updates','data':{'event':'new','order':5}}; order",
                "{'stream':'trade_updates','data':{'event':'new','order':{'qty':'ten'}}}; qty",
                "{'stream':'trade_updates','data':{'event':'new','order':{'legs':{}}}}; legs",
                "{'stream':'trade_updates','data':{'event':'new','price':'1e999999999'}}; price",
                "{'stream':'trade_updates','data':{'event':'new','price':''}}; price",
                "{'stream':null,'data':{}}; stream",
                "{'data':{}}; stream",
                "{'stream':'authorization','data':{}}; status",
            })
    void updateThatCannotBeReadIsAProblem(String frame, String field) {
        Collected collected = read(frame);
        assertThat(collected.events).isEmpty();
        DecodeProblem problem = collected.problem();
        assertThat(problem.scope()).isEqualTo(DecodeProblem.Scope.ELEMENT);
        assertThat(problem.field()).isEqualTo(field);
    }

    @Test
    void dataMayComeFirstAndDecimalsAsNumbers() {
        TradeUpdate update =
                (TradeUpdate) read("{'data':{'order':{'qty':10.50,'legs':[null,{}],'new_field':[1]},'price':1e2,"
                                + "'event':'fill','at':'2026-01-05T14:30:00Z','position_qtys':{'A':'1','B':null}},'other':1,"
                                + "'stream':'trade_updates'}")
                        .event();
        assertThat(update.order()).extracting(Order::quantity).isEqualTo(new BigDecimal("10.50"));
        assertThat(update.order()).extracting(order -> order.legs().size()).isEqualTo(1);
        assertThat(update.price()).isEqualByComparingTo("100");
        assertThat(update.occurredAt()).isEqualTo("2026-01-05T14:30:00Z");
        assertThat(update.positionQuantities()).containsOnlyKeys("A");
    }

    @Test
    void nullAfterAValueTakesItBack() {
        TradeUpdate update = (TradeUpdate)
                read("{'stream':'trade_updates','data':{'event':'new','order':{'id':'a','id':null,'legs':[{}],'legs':null,"
                                + "'extended_hours':true,'extended_hours':null}}}")
                        .event();
        assertThat(update.order()).extracting(Order::id, Order::extendedHours).containsOnlyNulls();
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void controlMessagesSurviveARoundTrip(Encoding encoding) {
        FrameEncoder encoder = FrameEncoder.create(encoding, FeedKind.TRADING);
        FrameDecoder decoder = FrameDecoder.create(encoding, FeedKind.TRADING, DecodeLimits.DEFAULT);
        for (ControlMessage message : List.of(
                new ControlMessage.Authorization("authorized", "authenticate"),
                new ControlMessage.Listening(List.of("trade_updates")),
                new ControlMessage.Listening(List.of()),
                new ControlMessage.TradingError("internal server error"))) {
            assertThat(Collected.of(decoder, encoder.control(message)).controls).containsExactly(message);
        }
    }

    @Test
    void controlMessagesAreWrittenAsDocumented() {
        FrameEncoder encoder = FrameEncoder.create(Encoding.JSON, FeedKind.TRADING);
        assertThat(new String(
                        encoder.control(new ControlMessage.Authorization("authorized", "authenticate")),
                        StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"stream\":\"authorization\",\"data\":{\"status\":\"authorized\",\"action\":\"authenticate\"}}");
        assertThat(new String(encoder.control(new ControlMessage.TradingError("e")), StandardCharsets.UTF_8))
                .isEqualTo("{\"action\":\"error\",\"data\":{\"error_message\":\"e\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "\u0000"})
    void emptyAndOneByteFramesAreIgnored(String frame) {
        Collected collected = read(frame);
        assertThat(collected.problems).isEmpty();
    }

    @Test
    void unknownStreamIsHandedOut() {
        assertThat(read("{'stream':'news','data':{}}").unknown)
                .containsExactly("news:{\"stream\":\"news\",\"data\":{}}");
    }

    @Test
    void frameHoldsExactlyOneUpdateAndNothingElse() {
        FrameEncoder encoder = FrameEncoder.create(Encoding.JSON, FeedKind.TRADING);
        assertThatThrownBy(() -> encoder.frame(List.of())).isInstanceOf(IllegalArgumentException.class);
        Trade trade = new Trade("A", 0, 0, null, 1, 1, List.of(), null, null, null, MarketEvent.NO_TIMESTAMP);
        assertThatThrownBy(() -> encoder.element(trade)).hasMessageContaining("trades");
        MarketEvent update = read(FILL).event();
        assertThatThrownBy(() ->
                        FrameEncoder.create(Encoding.JSON, FeedKind.STOCKS).element(update))
                .hasMessageContaining("trade_updates");
    }

    @Test
    void encoderIsUsableAfterARefusal() {
        FrameEncoder encoder = FrameEncoder.create(Encoding.MSGPACK, FeedKind.STOCKS);
        Trade trade = new Trade("A", 0, 0, null, 1, 1, List.of(), null, null, null, MarketEvent.NO_TIMESTAMP);
        Trade infinite = new Trade(
                "A", 0, 0, null, Double.POSITIVE_INFINITY, 1, List.of(), null, null, null, MarketEvent.NO_TIMESTAMP);
        assertThatThrownBy(() -> encoder.element(infinite)).hasMessageContaining("infinite");
        assertThat(Collected.msgpack(FeedKind.STOCKS, encoder.element(trade)).event())
                .isEqualTo(trade);
    }
}

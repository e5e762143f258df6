package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.ErrorClass;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.DecodeFailed;
import dev.chasqui.stream.event.StreamEvent.HandlerFailed;
import dev.chasqui.stream.event.StreamEvent.Overflow;
import dev.chasqui.stream.event.StreamEvent.ReconnectScheduled;
import dev.chasqui.stream.event.StreamEvent.ServerError;
import dev.chasqui.stream.event.StreamEvent.SlowConsumer;
import dev.chasqui.stream.event.StreamEvent.SlowConsumerCleared;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import dev.chasqui.stream.event.StreamEvent.SubscriptionChanged;
import dev.chasqui.stream.event.StreamEvent.WaitingForSlot;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.OverflowPolicy;
import dev.chasqui.wire.DecodeProblem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLinesTest {

    private static final String BEGIN = ",\"at\":\"2026-01-05T12:00:00Z\",\"sequence\":3,\"epoch\":2,";
    private static final Cause LOST = new Cause(Cause.Kind.CLOSED_BY_SERVER, 1006, "the server has gone");

    private static Stream<Arguments> events() {
        Subscription aapl = Subscription.trades("AAPL");
        return Stream.of(
                row(
                        new StateChanged(Samples.origin(), StreamState.LIVE, StreamState.WAITING, LOST),
                        "state",
                        "\"state\":\"WAITING\",\"from\":\"LIVE\",\"cause\":\"CLOSED_BY_SERVER\",\"code\":1006,"
                                + "\"text\":\"the server has gone\""),
                row(
                        new ReconnectScheduled(
                                Samples.origin(), Duration.ofMillis(1_832), 2, Cause.of(Cause.Kind.HEARTBEAT, "dead")),
                        "reconnect",
                        "\"attempt\":2,\"delay_ms\":1832,\"cause\":\"HEARTBEAT\",\"text\":\"dead\""),
                row(
                        new WaitingForSlot(Samples.origin(), 1, Duration.ofSeconds(5), Samples.NOON.plusSeconds(120)),
                        "waiting_for_slot",
                        "\"attempt\":1,\"delay_ms\":5000,\"until\":\"2026-01-05T12:02:00Z\""),
                row(
                        new SubscriptionChanged(Samples.origin(), aapl, aapl, Subscription.none(), Subscription.none()),
                        "subscription",
                        "\"desired\":{\"trades\":[\"AAPL\"]},\"active\":{\"trades\":[\"AAPL\"]},\"missing\":{},\"refused\":{}"),
                row(
                        new ServerError(Samples.origin(), 405, "symbol limit exceeded", ErrorClass.REQUEST),
                        "server_error",
                        "\"code\":405,\"text\":\"symbol limit exceeded\",\"class\":\"REQUEST\""),
                row(
                        new SlowConsumer(Samples.origin(), 50_000, 5_000_000),
                        "slow_consumer",
                        "\"queued_messages\":50000,\"queued_bytes\":5000000"),
                row(
                        new Overflow(Samples.origin(), Channel.TRADES, OverflowPolicy.BLOCK),
                        "overflow",
                        "\"channel\":\"trades\",\"policy\":\"BLOCK\""),
                row(
                        new SlowConsumerCleared(
                                Samples.origin(), Duration.ofSeconds(1), Map.of(Channel.TRADES, 7L), Map.of()),
                        "slow_consumer_cleared",
                        "\"lasted_ms\":1000,\"dropped\":{\"trades\":7},\"conflated\":{}"),
                row(
                        new HandlerFailed(Samples.origin(), null, "", new IllegalStateException("odd"), 0),
                        "handler_failed",
                        "\"channel\":\"\",\"symbol\":\"\",\"text\":\"java.lang.IllegalStateException: odd\",\"suppressed\":0"),
                row(
                        new DecodeFailed(
                                Samples.origin(),
                                new DecodeProblem(DecodeProblem.Scope.ELEMENT, "q", "AAPL", "bp", "no number", "\"x\""),
                                4),
                        "decode_failed",
                        "\"scope\":\"ELEMENT\",\"type\":\"q\",\"symbol\":\"AAPL\",\"field\":\"bp\",\"text\":\"no number\","
                                + "\"excerpt\":\"\\\"x\\\"\",\"suppressed\":4"));
    }

    private static Arguments row(StreamEvent event, String name, String fields) {
        return Arguments.of(event, "{\"event\":\"" + name + "\"" + BEGIN + fields + "}");
    }

    @ParameterizedTest
    @MethodSource("events")
    void eachEventIsOneObjectThatBeginsWithItsName(StreamEvent event, String json) {
        assertThat(EventJson.of(event)).isEqualTo(json);
        assertThat(JsonMapper.shared().readTree(json).isObject()).isTrue();
    }

    @Test
    void everyKindOfEventHasARowHere() {
        assertThat(events().map(row -> row.get()[0].getClass()).distinct())
                .hasSize(StreamEvent.class.getPermittedSubclasses().length);
    }

    @Test
    void controlCharactersAndLoneSurrogatesSurviveARoundTrip() {
        StringBuilder text = new StringBuilder("\"quoted\" back\\slash é 🦙 ");
        for (char c = 0; c < ' '; c++) {
            text.append(c);
        }
        text.append('\u2028');

        String json = new JsonObject().put("text", text.toString()).toString();

        assertThat(json.lines()).hasSize(1);
        assertThat(json.chars()).noneMatch(c -> c < ' ');
        assertThat(JsonMapper.shared().readTree(json).get("text").asString()).isEqualTo(text.toString());
        assertThat(new JsonObject().put("text", "\ud83e").toString()).isEqualTo("{\"text\":\"\\ud83e\"}");
    }

    @Test
    void aMessageIsOneLineWithTheKeysOfTheWire() {
        NdjsonFormat format = new NdjsonFormat(FeedKind.STOCKS, false);

        String line = new String(format.message(Samples.trade("MSFT", 431.125, 40)), StandardCharsets.UTF_8);

        assertThat(line)
                .isEqualTo("{\"T\":\"t\",\"S\":\"MSFT\",\"i\":52990000012345,\"x\":\"V\",\"p\":431.125,\"s\":40,"
                        + "\"c\":[\"@\",\"I\"],\"z\":\"C\",\"t\":\"2026-01-05T14:30:00.123456789Z\"}\n");
    }

    @Test
    void aLineBreakWithinAMessageDoesNotBreakItsLine() {
        NdjsonFormat format = new NdjsonFormat(FeedKind.STOCKS, false);

        String line = new String(format.message(Samples.status("ACME", "two\nlines")), StandardCharsets.UTF_8);

        assertThat(line.lines()).hasSize(1);
        JsonNode message = JsonMapper.shared().readTree(line);
        assertThat(message.get("sm").asString()).isEqualTo("two\nlines");
    }

    @Test
    void eventsStandBetweenTheLinesOnlyIfAskedFor() {
        StreamEvent event = new SlowConsumer(Samples.origin(), 1, 2);

        assertThat(new NdjsonFormat(FeedKind.STOCKS, false).event(event)).isEmpty();
        assertThat(new String(new NdjsonFormat(FeedKind.STOCKS, true).event(event), StandardCharsets.UTF_8))
                .startsWith("{\"event\":\"slow_consumer\"")
                .endsWith("}\n");
    }
}

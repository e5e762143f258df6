package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.ErrorClass;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.CircuitOpened;
import dev.chasqui.stream.event.StreamEvent.ClockJump;
import dev.chasqui.stream.event.StreamEvent.DecodeFailed;
import dev.chasqui.stream.event.StreamEvent.DedupWindowTruncated;
import dev.chasqui.stream.event.StreamEvent.GapClosed;
import dev.chasqui.stream.event.StreamEvent.GapDeferred;
import dev.chasqui.stream.event.StreamEvent.GapOpened;
import dev.chasqui.stream.event.StreamEvent.GapPartial;
import dev.chasqui.stream.event.StreamEvent.GapUnrecoverable;
import dev.chasqui.stream.event.StreamEvent.HandlerFailed;
import dev.chasqui.stream.event.StreamEvent.HoldOverflow;
import dev.chasqui.stream.event.StreamEvent.Overflow;
import dev.chasqui.stream.event.StreamEvent.ReconnectScheduled;
import dev.chasqui.stream.event.StreamEvent.ServerError;
import dev.chasqui.stream.event.StreamEvent.SlowConsumer;
import dev.chasqui.stream.event.StreamEvent.SlowConsumerCleared;
import dev.chasqui.stream.event.StreamEvent.StaleCleared;
import dev.chasqui.stream.event.StreamEvent.StaleFeed;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import dev.chasqui.stream.event.StreamEvent.SubscriptionChanged;
import dev.chasqui.stream.event.StreamEvent.SymbolStale;
import dev.chasqui.stream.event.StreamEvent.WaitingForSlot;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.OverflowPolicy;
import dev.chasqui.wire.DecodeProblem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
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

    private static Stream<Arguments> eventsOfGaps() {
        String gap =
                "\"gap\":9,\"channel\":\"trades\",\"symbols\":[\"AAPL\",\"MSFT\"],\"from\":\"2026-01-05T12:00:00Z\",";
        String ended = gap + "\"to\":\"2026-01-05T12:00:03Z\",\"cause\":\"CONNECTION\",";
        String repair = "\"recovered\":12,\"duplicates\":3,\"requests\":2,";
        return Stream.of(
                row(
                        new GapOpened(Samples.origin(), Samples.openGap()),
                        "gap_opened",
                        gap + "\"cause\":\"CONNECTION\",\"text\":\"it was cut\""),
                row(
                        new GapClosed(Samples.origin(), Samples.gap(), Samples.repair()),
                        "gap_closed",
                        ended + repair + "\"text\":\"it was cut\""),
                row(
                        new GapPartial(
                                Samples.origin(), Samples.gap(), Samples.repair(), GapReason.TOO_LONG, "too long"),
                        "gap_partial",
                        ended + repair + "\"reason\":\"TOO_LONG\",\"text\":\"too long\""),
                row(
                        new GapUnrecoverable(Samples.origin(), Samples.gap(), GapReason.REST_DOWN, "down"),
                        "gap_unrecoverable",
                        ended + "\"reason\":\"REST_DOWN\",\"text\":\"down\""),
                row(
                        new GapDeferred(Samples.origin(), Samples.gap(), Samples.NOON.plusSeconds(930), GapReason.PLAN),
                        "gap_deferred",
                        ended + "\"until\":\"2026-01-05T12:15:30Z\",\"reason\":\"PLAN\""),
                row(
                        new DedupWindowTruncated(Samples.origin(), 9, Channel.TRADES, 1024),
                        "dedup_window_truncated",
                        "\"gap\":9,\"channel\":\"trades\",\"keys\":1024"),
                row(
                        new HoldOverflow(Samples.origin(), Channel.TRADES, 5, 700),
                        "hold_overflow",
                        "\"channel\":\"trades\",\"messages\":5,\"bytes\":700"));
    }

    private static Stream<Arguments> eventsOfLiveness() {
        return Stream.of(
                row(
                        new ClockJump(Samples.origin(), Duration.ofSeconds(-2), Duration.ZERO),
                        "clock_jump",
                        "\"jump_ms\":-2000,\"stall_ms\":0"),
                row(
                        new StaleFeed(Samples.origin(), Set.of(Channel.QUOTES), Samples.NOON, true, "mute"),
                        "stale_feed",
                        "\"channels\":[\"quotes\"],\"last_data\":\"2026-01-05T12:00:00Z\",\"confirmed\":true,\"text\":\"mute\""),
                row(
                        new StaleCleared(Samples.origin(), Set.of(Channel.QUOTES), Duration.ofSeconds(4)),
                        "stale_cleared",
                        "\"channels\":[\"quotes\"],\"lasted_ms\":4000"),
                row(
                        new SymbolStale(Samples.origin(), Channel.QUOTES, "AAPL", Samples.NOON),
                        "symbol_stale",
                        "\"channel\":\"quotes\",\"symbol\":\"AAPL\",\"last_data\":\"2026-01-05T12:00:00Z\""),
                row(
                        new CircuitOpened(
                                Samples.origin(),
                                Duration.ofMinutes(5),
                                Samples.NOON.plusSeconds(300),
                                Cause.of(Cause.Kind.HEARTBEAT, "dead")),
                        "circuit_opened",
                        "\"cool_down_ms\":300000,\"next_probe\":\"2026-01-05T12:05:00Z\",\"cause\":\"HEARTBEAT\",\"text\":\"dead\""));
    }

    private static Arguments row(StreamEvent event, String name, String fields) {
        return Arguments.of(event, "{\"event\":\"" + name + "\"" + BEGIN + fields + "}");
    }

    @ParameterizedTest
    @MethodSource({"events", "eventsOfGaps", "eventsOfLiveness"})
    void eachEventIsOneObjectThatBeginsWithItsName(StreamEvent event, String json) {
        assertThat(EventJson.of(event)).isEqualTo(json);
        assertThat(JsonMapper.shared().readTree(json).isObject()).isTrue();
    }

    @Test
    void everyKindOfEventHasARowHere() {
        Stream<Arguments> rows =
                Stream.of(events(), eventsOfGaps(), eventsOfLiveness()).flatMap(part -> part);

        assertThat(rows.map(row -> row.get()[0].getClass()).distinct())
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

        String line =
                new String(format.message(Samples.trade("MSFT", 431.125, 40), Provenance.LIVE), StandardCharsets.UTF_8);

        assertThat(line)
                .isEqualTo("{\"T\":\"t\",\"S\":\"MSFT\",\"i\":52990000012345,\"x\":\"V\",\"p\":431.125,\"s\":40,"
                        + "\"c\":[\"@\",\"I\"],\"z\":\"C\",\"t\":\"2026-01-05T14:30:00.123456789Z\"}\n");
    }

    @Test
    void aMessageThatDidNotComeLiveSaysHowItCame() {
        NdjsonFormat format = new NdjsonFormat(FeedKind.STOCKS, false);

        String live = line(format, Provenance.LIVE);
        String recovered = line(format, Provenance.recovered(17));
        String snapshot = line(format, Provenance.SNAPSHOT);

        assertThat(recovered).isEqualTo(live.replace("}", ",\"recovered\":true,\"gap\":17}"));
        assertThat(snapshot).isEqualTo(live.replace("}", ",\"snapshot\":true}"));
    }

    private static String line(NdjsonFormat format, Provenance provenance) {
        return new String(format.message(Samples.trade("MSFT", 431.125, 40), provenance), StandardCharsets.UTF_8);
    }

    @Test
    void aLineBreakWithinAMessageDoesNotBreakItsLine() {
        NdjsonFormat format = new NdjsonFormat(FeedKind.STOCKS, false);

        String line = new String(
                format.message(Samples.status("ACME", "two\nlines"), Provenance.LIVE), StandardCharsets.UTF_8);

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

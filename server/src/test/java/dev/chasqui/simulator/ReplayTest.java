package dev.chasqui.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOW = Instant.parse("2026-03-02T15:00:30Z");
    private static final long NOW_NANOS = Timestamps.toEpochNanos(NOW);
    private static final String NOON = "2026-01-05T17:00:00";
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @TempDir
    private Path directory = Path.of("");

    private Instant now = NOW;
    private final Rebasing rebasing = new Rebasing(() -> now, ZoneId.of("America/New_York"));

    private static String trade(long id, String time) {
        return TestEvents.tradeJson("A", id).replace("2026-01-05T14:30:00.5Z", time);
    }

    private static long nanos(String time) {
        return Timestamps.toEpochNanos(Instant.parse(time));
    }

    private static Trade at(long id, long nanos) {
        return (Trade) Altered.of(TestEvents.trade("A", id), nanos, 0);
    }

    private static Bar bar(Bar.Kind kind, long nanos) {
        return new Bar(kind, "A", nanos, 1, 2, 1, 2, 10, 3, 1.5);
    }

    private List<Long> times(MarketEvent... events) {
        return rebasing.now(List.of(events)).stream()
                .map(MarketEvent::timestampNanos)
                .toList();
    }

    private FramesReader reader(String... lines) throws IOException {
        Path file = directory.resolve("frames.jsonl");
        Files.writeString(file, String.join("\n", lines), StandardCharsets.UTF_8);
        return FramesReader.open(FramesFile.of(file).looped());
    }

    private static SourceFrame next(FramesReader reader) {
        return Objects.requireNonNull(reader.next());
    }

    @Test
    void messagesGetTheTimeOfTheirSendingInTheirOrder() {
        assertThat(times(at(1, 100), at(2, 300), at(3, 100), at(4, 200)))
                .containsExactly(NOW_NANOS, NOW_NANOS + 2, NOW_NANOS, NOW_NANOS + 1);
        assertThat(times(at(5, 300))).containsExactly(NOW_NANOS + 3);
        now = NOW.plusSeconds(1);
        assertThat(times(at(6, 300))).containsExactly(NOW_NANOS + 1_000_000_000);
        now = NOW;
        assertThat(times(at(7, 300))).containsExactly(NOW_NANOS + 1_000_000_001);
    }

    @Test
    void barsGetTheMinuteThatHasEndedAndNeverTheSameTwice() {
        long ended = nanos("2026-03-02T14:59:00Z");
        long recorded = nanos(NOON + "Z");
        assertThat(times(bar(Bar.Kind.MINUTE, recorded))).containsExactly(ended);
        assertThat(times(bar(Bar.Kind.UPDATED_MINUTE, recorded))).containsExactly(ended);
        assertThat(times(bar(Bar.Kind.MINUTE, recorded + MINUTE))).containsExactly(ended + MINUTE);
        assertThat(times(bar(Bar.Kind.UPDATED_MINUTE, recorded))).containsExactly(ended);
        now = NOW.plusSeconds(600);
        assertThat(times(bar(Bar.Kind.MINUTE, recorded + 2 * MINUTE))).containsExactly(ended + 10 * MINUTE);
        assertThat(times(bar(Bar.Kind.DAY, recorded))).containsExactly(nanos("2026-03-02T05:00:00Z"));
    }

    @Test
    void anArticleKeepsItsAge() {
        News news = (News) rebasing.now(List.of(Altered.of(TestEvents.news(1, "A"), TestEvents.TIME, 0)))
                .get(0);
        assertThat(news.updatedNanos()).isEqualTo(NOW_NANOS);
        assertThat(news.createdNanos()).isEqualTo(NOW_NANOS);
    }

    @Test
    void anotherRoundGoesOnWhereTheLastOneEndedWithIdsOfItsOwn() throws IOException {
        try (FramesReader reader = reader(
                "[" + trade(10, NOON + "Z") + "," + trade(12, NOON + ".5Z") + "]",
                "[" + trade(11, NOON + ".25Z") + "]")) {
            long first = nanos(NOON + "Z");
            assertThat(next(reader).data().events()).containsExactly(at(10, first), at(12, first + 500_000_000));
            assertThat(next(reader).data().events()).containsExactly(at(11, first + 250_000_000));
            SourceFrame again = next(reader);
            long round = 1_500_000_000;
            assertThat(again.timeNanos()).isEqualTo(first + round);
            assertThat(again.data().events())
                    .containsExactly(at(13, first + round), at(15, first + round + 500_000_000));
            assertThat(next(reader).data().events()).containsExactly(at(14, first + round + 250_000_000));
            assertThat(next(reader).data().events().get(0)).isEqualTo(at(16, first + 2 * round));
        }
    }

    @Test
    void correctionsOfAnotherRoundMeanTheTradesOfThatRound() throws IOException {
        String cancel = "{\"T\":\"x\",\"S\":\"A\",\"i\":10,\"x\":\"V\",\"p\":1,\"s\":1,\"a\":\"C\",\"z\":\"C\",\"t\":\""
                + NOON + "Z\"}";
        try (FramesReader reader = reader("[" + trade(10, NOON + "Z") + "," + cancel + "]")) {
            next(reader);
            List<MarketEvent> second = next(reader).data().events();
            assertThat(second.get(0))
                    .isInstanceOfSatisfying(
                            Trade.class, trade -> assertThat(trade.id()).isEqualTo(11));
            assertThat(second.get(1))
                    .isInstanceOfSatisfying(
                            dev.chasqui.model.TradeCancel.class,
                            withdrawn -> assertThat(withdrawn.id()).isEqualTo(11));
        }
    }

    @Test
    void aFileWithoutDataEndsEvenIfLooped() throws IOException {
        try (FramesReader reader = reader("", RawClient.CONNECTED)) {
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void aRecordingIsPlayedAsTodaysData() throws IOException {
        Path file = directory.resolve("day.jsonl");
        Files.writeString(file, "[" + trade(1, NOON + "Z") + "]\n[" + trade(2, NOON + ".1Z") + "]\n");
        Instant begin = InstantSource.system().instant();
        try (AlpacaSimulator simulator = AlpacaSimulator.builder()
                        .market(FramesFile.of(file).rebased().looped().pace(Pace.MAX))
                        .keepEvents(true)
                        .start();
                RawClient client = RawClient.authenticated(simulator.uri(Feed.SIP))) {
            client.send("{\"action\":\"subscribe\",\"trades\":[\"A\"]}");
            simulator.awaitSubscribed(Feed.SIP, Channel.TRADES, "A", PATIENCE);
            client.nextText();
            for (int i = 1; i <= 100; i++) {
                assertThat(client.nextText()).contains("\"i\":" + i + ",").doesNotContain("2026-01-05");
            }
            List<Publication> published = simulator.ledger().published();
            long previous = Timestamps.toEpochNanos(begin) - 1;
            for (Publication frame : published) {
                assertThat(frame.events().get(0).timestampNanos()).isGreaterThan(previous);
                previous = frame.events().get(0).timestampNanos();
            }
            assertThat(Timestamps.toInstant(previous))
                    .isBefore(InstantSource.system().instant().plusSeconds(1));
        }
    }
}

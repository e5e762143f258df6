package dev.chasqui.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Quote;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesFileTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern ELEMENT = Pattern.compile("\\{[^{}]*}");
    private static final String FRAME = "[" + TestEvents.tradeJson("A", 1) + "]";
    private static final String SUBSCRIBE_ALL = "{\"action\":\"subscribe\",\"trades\":[\"*\"],\"quotes\":[\"*\"]}";

    @TempDir
    private Path directory = Path.of("");

    private static List<String> elements(String frame) {
        List<String> found = new ArrayList<>();
        Matcher matcher = ELEMENT.matcher(frame);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static List<String> lines(Path gzip) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(gzip)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AlpacaSimulator play(FramesFile frames) {
        return AlpacaSimulator.builder().market(frames).connectionLimit(4).start();
    }

    private static RawClient subscribed(AlpacaSimulator simulator, String request) {
        RawClient client = RawClient.authenticated(simulator.uri(Feed.IEX));
        client.send(request);
        assertThat(client.nextText()).startsWith("[{\"T\":\"subscription\"");
        return client;
    }

    private Path file(String name, String... lines) {
        return write(name, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private Path write(String name, byte[] bytes) {
        try {
            return Files.write(directory.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    @Test
    void twoRecordedMinutesArriveWholeInOrderAndByteForByte() throws Exception {
        Path recording = SharedData.file("lean-sip-20131008-open.frames.jsonl.gz");
        List<String> recorded = lines(recording);
        try (AlpacaSimulator simulator = play(MarketSource.frames(recording).pace(Pace.MAX));
                RawClient client = subscribed(simulator, SUBSCRIBE_ALL)) {
            for (String line : recorded) {
                assertThat(client.nextText()).isEqualTo(line);
            }
            assertThat(simulator.finished().get(10, TimeUnit.SECONDS)).isEqualTo(new Playback(2_941, 5_779));
            client.expectNothing();
            SessionRecord session = simulator.ledger().sessions().get(0);
            assertThat(session.eventsSent()).isEqualTo(5_779);
            assertThat(session.framesSent()).isEqualTo(2_941);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"action\":\"subscribe\",\"trades\":[\"SPY\"],\"quotes\":[\"BAC\",\"IBM\"]}"})
    void aSessionGetsItsOwnSymbolsInTheFramesOfTheRecording(String request) {
        Path recording = SharedData.file("lean-sip-20131008-open.frames.jsonl.gz");
        Predicate<String> wanted = element -> element.startsWith("{\"T\":\"t\",\"S\":\"SPY\"")
                || element.startsWith("{\"T\":\"q\",\"S\":\"BAC\"")
                || element.startsWith("{\"T\":\"q\",\"S\":\"IBM\"");
        List<List<String>> expected = lines(recording).stream()
                .map(line -> elements(line).stream().filter(wanted).toList())
                .filter(frame -> !frame.isEmpty())
                .toList();
        try (AlpacaSimulator simulator = play(MarketSource.frames(recording).pace(Pace.MAX));
                RawClient client = subscribed(simulator, request)) {
            for (List<String> frame : expected) {
                assertThat(elements(client.nextText())).isEqualTo(frame);
            }
        }
    }

    @Test
    void aReaderThatStopsHoldsTheMarketUpAndLosesNothing() throws Exception {
        Path recording = SharedData.file("lean-sip-20131008-open.frames.jsonl.gz");
        List<String> recorded = lines(recording);
        List<String> repeated = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            repeated.addAll(recorded);
        }
        Path file = write("long.gz", gzip(String.join("\n", repeated)));
        try (AlpacaSimulator simulator = play(MarketSource.frames(file).pace(Pace.MAX));
                RawClient slow = RawClient.connectWithReceiveBuffer(simulator.uri(Feed.IEX), 16 * 1024)) {
            slow.send(RawClient.AUTH);
            slow.send(SUBSCRIBE_ALL);
            slow.expect(RawClient.CONNECTED);
            slow.expect(RawClient.AUTHENTICATED);
            slow.nextText();
            slow.nextText();
            // It is not over while the client does not read: most of 8 MB cannot be anywhere but in the file.
            assertThat(simulator.finished()).isNotDone();
            for (int i = 1; i < repeated.size(); i++) {
                assertThat(slow.nextText()).isEqualTo(repeated.get(i));
            }
            assertThat(simulator.finished().get(10, TimeUnit.SECONDS).frames()).isEqualTo(repeated.size());
        }
    }

    @Test
    void aSlowClientOfAPacedMarketIsToldAndCutOff() {
        try (AlpacaSimulator simulator =
                        AlpacaSimulator.builder().outboundLimitBytes(100_000).start();
                RawClient slow = RawClient.connectWithReceiveBuffer(simulator.uri(Feed.IEX), 16 * 1024)) {
            slow.send(RawClient.AUTH);
            slow.send(SUBSCRIBE_ALL);
            SimulatedSession session = simulator.awaitSubscribed(Feed.IEX, Channel.QUOTES, "*", PATIENCE);
            List<Quote> many = Collections.nCopies(500, TestEvents.quote("A"));
            for (int i = 0; i < 200 && session.isOpen(); i++) {
                simulator.publish(many);
            }
            assertThat(session.awaitClosed(PATIENCE)).isEqualTo("error 407");
            assertThat(slow.rest()).isNotEmpty();
        }
    }

    @Test
    void theMarketWaitsForTheFirstSubscription() throws Exception {
        Path file = file("plain.jsonl", FRAME, FRAME);
        try (AlpacaSimulator simulator = play(MarketSource.frames(file));
                RawClient idle = RawClient.authenticated(simulator.uri(Feed.SIP))) {
            idle.expectNothing();
            assertThat(simulator.ledger().messagesPublished()).isZero();
            try (RawClient client = subscribed(simulator, SUBSCRIBE_ALL)) {
                client.expect(FRAME);
                client.expect(FRAME);
                assertThat(simulator.finished().get(10, TimeUnit.SECONDS).messages())
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void aPaceOfMessagesASecondHoldsWhateverTheirTimes() {
        Path file = file(
                "even.jsonl",
                FRAME.replace("14:30:00.5Z", "14:30:00Z"),
                FRAME.replace("14:30:00.5Z", "14:30:00Z"),
                FRAME.replace("14:30:00.5Z", "20:30:00Z"));
        try (AlpacaSimulator simulator = play(MarketSource.frames(file).pace(Pace.perSecond(5)));
                RawClient client = subscribed(simulator, SUBSCRIBE_ALL)) {
            client.nextText();
            long first = System.nanoTime();
            client.nextText();
            client.nextText();
            assertThat(Duration.ofNanos(System.nanoTime() - first))
                    .isBetween(Duration.ofMillis(350), Duration.ofSeconds(3));
        }
    }

    @Test
    void theTimesInTheMessagesSetThePace() {
        Path file = file(
                "paced.jsonl",
                FRAME.replace("14:30:00.5Z", "14:30:00Z"),
                FRAME.replace("14:30:00.5Z", "14:30:02Z"),
                FRAME.replace("14:30:00.5Z", "14:30:04Z"));
        try (AlpacaSimulator simulator = play(MarketSource.frames(file).pace(Pace.times(10)));
                RawClient client = subscribed(simulator, SUBSCRIBE_ALL)) {
            client.nextText();
            long first = System.nanoTime();
            client.nextText();
            client.nextText();
            assertThat(Duration.ofNanos(System.nanoTime() - first))
                    .isBetween(Duration.ofMillis(350), Duration.ofSeconds(3));
        }
    }

    @Test
    void theEndOfTheMarketMayCloseTheSimulator() throws Exception {
        Path file = file("end.jsonl", FRAME);
        AlpacaSimulator simulator = play(MarketSource.frames(file).pace(Pace.MAX));
        var closed = simulator.finished().thenRun(simulator::close);
        try (RawClient client = subscribed(simulator, SUBSCRIBE_ALL)) {
            client.expect(FRAME);
            closed.get(10, TimeUnit.SECONDS);
            assertThat(client.end()).isEqualTo("reset");
        }
    }

    @Test
    void aMalformedLineEndsTheMarketWithItsNumberAfterServingWhatCameBefore() {
        Path file = file("broken.jsonl", FRAME, "", FRAME, "[{\"T\":\"t\",\"S\":\"A\",\"p\":\"x\"}]", FRAME);
        try (AlpacaSimulator simulator = play(MarketSource.frames(file).pace(Pace.MAX));
                RawClient client = subscribed(simulator, SUBSCRIBE_ALL)) {
            client.expect(FRAME);
            client.expect(FRAME);
            assertThatThrownBy(() -> simulator.finished().get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(SimulatorException.class)
                    .hasMessageContaining("broken.jsonl, line 4: ")
                    .hasMessageContaining("expected a JSON array of messages of a stock stream");
            client.expectNothing();
            simulator.publish(TestEvents.quote("A"));
            client.expect("[" + TestEvents.quoteJson("A") + "]");
        }
    }

    @Test
    void aTruncatedGzipFileEndsTheMarketAfterWhatCouldBeRead() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            text.append(FRAME.replace("\"i\":1", "\"i\":" + i * 7919L)).append('\n');
        }
        byte[] whole = gzip(text.toString());
        Path file = write("cut.gz", Arrays.copyOf(whole, whole.length / 2));
        try (AlpacaSimulator simulator = play(MarketSource.frames(file).pace(Pace.MAX));
                RawClient client = subscribed(simulator, SUBSCRIBE_ALL)) {
            client.expect(FRAME.replace("\"i\":1", "\"i\":0"));
            assertThatThrownBy(() -> simulator.finished().get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(SimulatorException.class)
                    .hasMessageContaining("cut.gz is cut off or damaged after line ");
        }
    }

    @Test
    void aMissingFileIsToldAtTheStart() {
        AlpacaSimulator simulator = AlpacaSimulator.builder()
                .market(MarketSource.frames(directory.resolve("none.jsonl")))
                .build();
        assertThatThrownBy(simulator::start)
                .isInstanceOf(SimulatorException.class)
                .hasMessageContaining("none.jsonl")
                .hasMessageContaining("one JSON array a line");
        simulator.close();
    }

    @Test
    void controlMessagesInARecordingAreSkipped() {
        Path file = file(
                "control.jsonl", RawClient.CONNECTED, "[{\"T\":\"subscription\",\"trades\":[\"A\"]}]\r", FRAME + "\r");
        try (AlpacaSimulator simulator = play(MarketSource.frames(file).pace(Pace.MAX));
                RawClient client = subscribed(simulator, SUBSCRIBE_ALL)) {
            assertThat(client.nextText().trim()).isEqualTo(FRAME);
        }
    }

    @Test
    void aRecordingIsServedByTheFeedsOfItsKindOnly() {
        String frame =
                "[{\"T\":\"q\",\"S\":\"BTC/USD\",\"bp\":1.5,\"bs\":0.25,\"ap\":2.5,\"as\":0.4,\"t\":\"2026-01-05T14:30:00Z\"}]";
        Path file = file("crypto.jsonl", frame);
        try (AlpacaSimulator simulator =
                        play(MarketSource.frames(file).kind(FeedKind.CRYPTO).pace(Pace.MAX));
                RawClient stocks = subscribed(simulator, SUBSCRIBE_ALL);
                RawClient crypto = RawClient.authenticated(simulator.uri(Feed.crypto("eu-1")))) {
            stocks.expectNothing();
            crypto.send(SUBSCRIBE_ALL);
            crypto.nextText();
            crypto.expect(frame);
            stocks.expectNothing();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1x", "10x", "0.5x", "17000/s", "0.5/s", "max"})
    void aPaceIsReadAndWrittenBack(String text) {
        assertThat(Pace.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "fast", "-1", "0", "1e9", "NaN", "0/s", "1x/s"})
    void aPaceThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Pace.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.chasqui.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.MarketSource;
import dev.chasqui.simulator.Pace;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.StreamStatistics;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.OverflowPolicy;
import dev.chasqui.wire.Encoding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A recorded stretch of the consolidated tape through the simulator, a real socket and the stream: every message arrives, in order, equal to
 * the file. Two minutes by default; the whole day with {@code -Dchasqui.recorded=day}. Nothing is kept, so that a small heap is enough.
 */
final class RecordedDayTest {

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private record Recording(String file, long messages) {
        static Recording chosen() {
            return "day".equals(System.getProperty("chasqui.recorded"))
                    ? new Recording("lean-sip-20131008.frames.jsonl.gz", 1_564_133)
                    : new Recording("lean-sip-20131008-open.frames.jsonl.gz", 5_779);
        }

        Path path() {
            Path path = Path.of(System.getProperty("chasqui.shared", "../../shared"), "data", file);
            if (!Files.exists(path) && !"true".equals(System.getenv("CI"))) {
                assumeTrue(false, "recorded data is absent: " + path);
            }
            assertThat(path).exists();
            return path;
        }
    }

    @ParameterizedTest
    @CsvSource({"JSON,false", "MSGPACK,false", "JSON,true"})
    void everyRecordedMessageArrivesInOrderAndUnchanged(Encoding encoding, boolean compression) throws Exception {
        Recording recording = Recording.chosen();
        Path file = recording.path();
        try (AlpacaSimulator simulator = AlpacaSimulator.builder()
                        .market(MarketSource.frames(file).pace(Pace.MAX))
                        .start();
                MarketDataStream stream = MarketDataStream.stocks(Feed.SIP)
                        .uri(simulator.uri(Feed.SIP))
                        .credentials(Credentials.of("key", "secret"))
                        .encoding(encoding)
                        .compression(compression)
                        .dispatch(DispatchOptions.defaults()
                                .withPolicy(Channel.TRADES, OverflowPolicy.BLOCK)
                                .withPolicy(Channel.QUOTES, OverflowPolicy.BLOCK))
                        .build();
                Comparison comparison = new Comparison(new Expected(file), recording.messages())) {
            stream.onAny(comparison::next);
            long start = System.nanoTime();
            stream.connect(Subscription.of(List.of(Channel.TRADES, Channel.QUOTES), List.of(Subscription.ALL_SYMBOLS)));
            comparison.done.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            double seconds = (System.nanoTime() - start) / 1e9;

            assertThat(simulator
                            .finished()
                            .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                            .messages())
                    .isEqualTo(recording.messages());
            assertThat(comparison.expected.next()).as("the file has more").isNull();
            StreamStatistics counts = stream.statistics();
            assertThat(counts.received()).isEqualTo(recording.messages());
            assertThat(counts.dropped() + counts.conflated() + counts.filtered() + counts.undecodable())
                    .isZero();
            assertThat(counts.compressionRatio() > 1).isEqualTo(compression);
            report(recording, seconds, encoding, counts);
        }
    }

    private static void report(Recording recording, double seconds, Encoding encoding, StreamStatistics counts) {
        String ratio = counts.compressionRatio() > 1
                ? String.format(Locale.ROOT, ", compressed %.1f to 1", counts.compressionRatio())
                : "";
        System.out.printf(
                Locale.ROOT,
                "recorded day: %d messages in %.1f s, %s%s%n",
                recording.messages(),
                seconds,
                encoding,
                ratio);
    }

    /** Compares what arrives with the file, message by message; on the dispatch thread. */
    private static final class Comparison implements AutoCloseable {

        final CompletableFuture<Long> done = new CompletableFuture<>();
        final Expected expected;
        private final long messages;
        private long seen;

        Comparison(Expected expected, long messages) {
            this.expected = expected;
            this.messages = messages;
        }

        void next(MarketEvent event) {
            if (done.isDone()) {
                return;
            }
            MarketEvent wanted = expected.next();
            seen++;
            if (!event.equals(wanted)) {
                done.completeExceptionally(
                        new AssertionError("message " + seen + " is " + event + " instead of " + wanted));
            } else if (seen == messages) {
                done.complete(seen);
            }
        }

        @Override
        public void close() throws IOException {
            expected.close();
        }
    }

    /** The messages of the file, read a line at a time, by a reader that shares nothing with the library's decoder. */
    private static final class Expected implements AutoCloseable {

        private static final JsonMapper JSON = new JsonMapper();

        private final BufferedReader lines;
        private Iterator<JsonNode> frame = Collections.emptyIterator();

        Expected(Path file) throws IOException {
            lines = new BufferedReader(
                    new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
        }

        /** Null at the end of the file. */
        @Nullable
        MarketEvent next() {
            try {
                while (!frame.hasNext()) {
                    String line = lines.readLine();
                    if (line == null) {
                        return null;
                    }
                    frame = JSON.readTree(line).iterator();
                }
                return read(frame.next());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static MarketEvent read(JsonNode message) {
            String type = text(message, "T");
            return switch (type) {
                case "t" -> trade(message);
                case "q" -> quote(message);
                default -> throw new AssertionError("the file holds a message of type " + type);
            };
        }

        private static Trade trade(JsonNode message) {
            return new Trade(
                    text(message, "S"),
                    time(message),
                    message.required("i").asLong(),
                    text(message, "x"),
                    number(message, "p"),
                    number(message, "s"),
                    conditions(message),
                    text(message, "z"),
                    null,
                    null,
                    MarketEvent.NO_TIMESTAMP);
        }

        private static Quote quote(JsonNode message) {
            return new Quote(
                    text(message, "S"),
                    time(message),
                    text(message, "bx"),
                    number(message, "bp"),
                    number(message, "bs"),
                    text(message, "ax"),
                    number(message, "ap"),
                    number(message, "as"),
                    conditions(message),
                    text(message, "z"),
                    MarketEvent.NO_TIMESTAMP);
        }

        private static String text(JsonNode message, String key) {
            return message.required(key).asString();
        }

        private static double number(JsonNode message, String key) {
            return message.required(key).asDouble();
        }

        private static long time(JsonNode message) {
            Instant instant = Instant.parse(text(message, "t"));
            return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
        }

        private static List<String> conditions(JsonNode message) {
            List<String> codes = new ArrayList<>();
            message.required("c").forEach(code -> codes.add(code.asString()));
            return codes;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}

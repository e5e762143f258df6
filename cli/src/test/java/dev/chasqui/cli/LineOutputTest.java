package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Provenance;
import dev.chasqui.stream.event.StreamEvent.SlowConsumer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineOutputTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final TestConsole console = TestConsole.pipe();

    private static LineOutput ndjson(OutputStream out) {
        return new LineOutput(new NdjsonFormat(FeedKind.STOCKS, true), out, "standard output");
    }

    @Test
    void aLineIsWrittenSoonWithoutAFullBuffer() {
        try (LineOutput output = ndjson(console.console().out())) {
            output.message(Samples.trade("AAPL", 1, 1), Provenance.LIVE);

            await().atMost(LIMIT).until(() -> console.outLines().size() == 1);
        }
    }

    @Test
    void closingWritesWhatWaits() {
        try (LineOutput output = ndjson(console.console().out())) {
            for (int i = 0; i < 1_000; i++) {
                output.message(Samples.trade("AAPL", 1, 1), Provenance.LIVE);
            }
        }

        assertThat(console.outLines()).hasSize(1_000);
    }

    @Test
    void csvBeginsWithItsHeaderEvenIfNothingComes() {
        new LineOutput(new CsvFormat(FeedKind.STOCKS), console.console().out(), "standard output").close();

        assertThat(console.outLines()).singleElement().asString().startsWith("channel,symbol,");
    }

    @Test
    void aReaderThatHasGoneEndsItQuietly() throws Exception {
        try (LineOutput output = ndjson(new Failing("Broken pipe"))) {
            output.message(Samples.trade("AAPL", 1, 1), Provenance.LIVE);

            Ending ending = output.ended().get(LIMIT.toSeconds(), TimeUnit.SECONDS);

            assertThat(ending).isEqualTo(Ending.DONE);
        }
    }

    @Test
    void aFullDiskEndsItWithItsReason() throws Exception {
        try (LineOutput output = ndjson(new Failing("No space left on device"))) {
            output.message(Samples.trade("AAPL", 1, 1), Provenance.LIVE);

            Ending ending = output.ended().get(LIMIT.toSeconds(), TimeUnit.SECONDS);

            assertThat(ending.exit()).isEqualTo(ExitCode.GAVE_UP);
            assertThat(ending.message()).contains("standard output: No space left on device");
        }
    }

    @Test
    void nothingIsWrittenAfterAFailure() throws Exception {
        Failing out = new Failing("Broken pipe");
        try (LineOutput output = ndjson(out)) {
            output.message(Samples.trade("AAPL", 1, 1), Provenance.LIVE);
            output.ended().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            output.message(Samples.trade("AAPL", 1, 1), Provenance.LIVE);
        }

        assertThat(out.writes).isEqualTo(1);
    }

    @Test
    void messagesAfterTheEndAreIgnored() {
        LineOutput output = ndjson(console.console().out());
        output.close();

        output.message(Samples.trade("AAPL", 1, 1), Provenance.LIVE);

        assertThat(console.out()).isEmpty();
    }

    @Test
    void aCountIsExactAndEventsDoNotCount() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CountedOutput output = new CountedOutput(ndjson(out), 2)) {
            output.message(Samples.trade("A", 1, 1), Provenance.LIVE);
            output.event(new SlowConsumer(Samples.origin(), 1, 1));
            assertThat(output.ended()).isNotDone();
            output.message(Samples.trade("B", 1, 1), Provenance.LIVE);
            output.message(Samples.trade("C", 1, 1), Provenance.LIVE);
            assertThat(output.ended()).isCompletedWithValue(Ending.DONE);
        }

        assertThat(out.toString(StandardCharsets.UTF_8).lines().map(line -> line.substring(0, 16)))
                .containsExactly("{\"T\":\"t\",\"S\":\"A\"", "{\"event\":\"slow_c", "{\"T\":\"t\",\"S\":\"B\"");
    }

    private static final class Failing extends OutputStream {
        private final String reason;
        private int writes;

        Failing(String reason) {
            this.reason = reason;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(reason);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writes++;
            throw new IOException(reason);
        }
    }
}

package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The recording of two busy minutes, which lies beside the project. */
final class RecordedFrames {

    private RecordedFrames() {}

    /** The file. Without it, the test is skipped; on a server that builds, it fails. */
    static Path file() {
        Path file = Path.of(System.getProperty("chasqui.shared"), "data/lean-sip-20131008-open.frames.jsonl.gz");
        if ("true".equals(System.getenv("CI"))) {
            assertThat(file).exists();
        }
        assumeTrue(Files.exists(file), "recorded frames are absent: " + file);
        return file;
    }

    /** The messages of a file of frames as single objects, in order. */
    static List<String> messages(Path file) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return reader.lines()
                    .map(frame -> frame.substring(1, frame.length() - 1).replace("},{", "}\n{"))
                    .flatMap(String::lines)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

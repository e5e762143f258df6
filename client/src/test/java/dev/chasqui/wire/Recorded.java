package dev.chasqui.wire;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Recorded frames beside the project. Absent: the test is skipped, but fails on a build server. */
final class Recorded {

    private Recorded() {}

    static List<String> lines(String name) throws IOException {
        Path file = Path.of(System.getProperty("chasqui.shared", "../../shared"), "data", name);
        boolean present = Files.exists(file);
        if (!present && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("recorded data is missing: " + file);
        }
        assumeTrue(present, () -> "recorded data is missing: " + file);
        try (InputStream raw = Files.newInputStream(file);
                InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}

package dev.chasqui.simulator;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Recorded data beside the project. Without it, a test is skipped; where CI is set, it fails. */
final class SharedData {

    private SharedData() {}

    static Path file(String name) {
        Path file = Path.of(System.getProperty("chasqui.shared", "../shared"), "data", name);
        if (!Files.isReadable(file)) {
            if ("true".equals(System.getenv("CI"))) {
                fail("recorded data is missing: " + file);
            }
            assumeTrue(false, "recorded data is missing: " + file);
        }
        return file;
    }
}

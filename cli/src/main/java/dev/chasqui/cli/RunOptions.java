package dev.chasqui.cli;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that runs for a while. */
final class RunOptions {

    @Option(names = "--seconds", paramLabel = "N", description = "End after N seconds, 1 to 31536000. Default: no end.")
    private @Nullable Long seconds;

    Optional<Duration> limit() {
        return Optional.ofNullable(seconds).map(value -> Duration.ofSeconds(between("--seconds", value, 31_536_000)));
    }

    /** The value, if it is at least 1 and at most the given. */
    static long between(String option, long value, long most) {
        if (value < 1 || value > most) {
            throw new UsageException(option + " must be 1 to " + most + ", not " + value);
        }
        return value;
    }
}

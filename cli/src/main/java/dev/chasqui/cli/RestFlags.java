package dev.chasqui.cli;

import dev.chasqui.simulator.RestFault;
import dev.chasqui.simulator.RestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options on how a simulator answers questions by REST. */
final class RestFlags {

    @Option(
            names = "--rest-lag",
            paramLabel = "TIME",
            description =
                    "How long after its publication a message can be had by REST, such as 500ms or 2s. Default: at once.")
    private @Nullable Duration lag;

    @Option(
            names = "--rest-fault",
            paramLabel = "NAME=every:N",
            description =
                    "What goes wrong at each N-th request: one of error, too-many-requests, no-answer, reset-in-body,"
                            + " truncated-body, looping-token, empty-last-page. May be repeated.")
    private List<RestFaultSpec> faults = new ArrayList<>();

    @Option(
            names = "--rest-requests-per-minute",
            paramLabel = "N",
            description = "Requests that are answered in a minute; more get 429. Default: no limit.")
    private @Nullable Integer requestsPerMinute;

    @Option(names = "--no-rest", description = "Answer nothing by REST. Default: answer.")
    private boolean off;

    boolean isOff() {
        return off;
    }

    RestOptions options() {
        if (off) {
            if (lag != null || !faults.isEmpty() || requestsPerMinute != null) {
                throw new UsageException("--no-rest leaves nothing for the other options of REST to change");
            }
            return RestOptions.builder().every(RestFault.NO_ANSWER, 1).build();
        }
        RestOptions.Builder builder = RestOptions.builder();
        if (lag != null) {
            builder.visibilityLag(lag);
        }
        if (requestsPerMinute != null) {
            builder.requestsPerMinute(
                    (int) RunOptions.between("--rest-requests-per-minute", requestsPerMinute, Integer.MAX_VALUE));
        }
        faults.forEach(spec -> builder.every(spec.fault(), spec.every()));
        return builder.build();
    }
}

package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Subscription;
import dev.chasqui.stream.StreamException;
import dev.chasqui.stream.StreamFailures;
import dev.chasqui.stream.event.Cause;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExitCodeTest {

    private static Stream<Arguments> failures() {
        return Stream.of(
                row(StreamFailures.refused(server(402)), 3),
                row(StreamFailures.refused(server(401)), 3),
                row(StreamFailures.refused(server(404)), 3),
                row(StreamFailures.refused(new Cause(Cause.Kind.HTTP_STATUS, 401, "")), 3),
                row(StreamFailures.refused(new Cause(Cause.Kind.HTTP_STATUS, 403, "")), 3),
                row(StreamFailures.refused(Cause.of(Cause.Kind.CREDENTIALS, "")), 3),
                row(StreamFailures.refused(server(406)), 4),
                row(StreamFailures.slotTaken(server(406)), 4),
                row(StreamFailures.refused(server(408)), 5),
                row(StreamFailures.refused(server(409)), 5),
                row(StreamFailures.refused(server(411)), 5),
                row(StreamFailures.refused(server(412)), 1),
                row(StreamFailures.refused(server(999)), 1),
                row(StreamFailures.refused(new Cause(Cause.Kind.HTTP_STATUS, 404, "")), 1),
                row(StreamFailures.refused(Cause.of(Cause.Kind.PROTOCOL, "")), 1),
                row(StreamFailures.refused(Cause.of(Cause.Kind.INTERNAL, "")), 1),
                row(StreamFailures.gaveUp(Cause.of(Cause.Kind.ATTEMPTS_EXHAUSTED, "")), 1),
                row(StreamFailures.gaveUp(server(402)), 1),
                row(StreamFailures.requestFailed(server(405), Subscription.trades("A")), 1),
                row(StreamFailures.closed(Cause.of(Cause.Kind.USER, "")), 1));
    }

    private static Cause server(int code) {
        return new Cause(Cause.Kind.SERVER_ERROR, code, "");
    }

    private static Arguments row(StreamException failure, int code) {
        return Arguments.of(failure.getClass().getSimpleName() + " " + failure.reason(), failure, code);
    }

    @ParameterizedTest(name = "{0} gives {2}")
    @MethodSource("failures")
    void eachFailureOfAStreamHasItsCode(String name, StreamException failure, int code) {
        assertThat(ExitCode.of(failure).code()).as(name).isEqualTo(code);
    }

    @Test
    void codesAreThoseThatAreDocumented() {
        assertThat(ExitCode.meanings().keySet()).containsExactly("0", "1", "2", "3", "4", "5", "130");
    }
}

package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.StreamException;
import dev.chasqui.stream.StreamFailures;
import dev.chasqui.stream.event.Cause;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdviceTest {

    private static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        StreamFailures.refused(server(402)), Feed.IEX, "check APCA_API_KEY_ID and APCA_API_SECRET_KEY"),
                Arguments.of(
                        StreamFailures.refused(server(409)),
                        Feed.SIP,
                        "does not include sip: the free plan has --feed iex"),
                Arguments.of(
                        StreamFailures.refused(server(409)),
                        Feed.OPTIONS_OPRA,
                        "does not include options/opra: the free plan has --feed options/indicative"),
                Arguments.of(StreamFailures.slotTaken(server(406)), Feed.IEX, "end the other program"),
                Arguments.of(request(405), Feed.IEX, "the free plan allows 30 trades and quotes"),
                Arguments.of(request(410), Feed.IEX, "see --channels"),
                Arguments.of(request(413), Feed.OPTIONS_OPRA, "name the symbols instead of '*'"));
    }

    private static StreamException request(int code) {
        return StreamFailures.requestFailed(server(code), Subscription.quotes("*"));
    }

    private static Cause server(int code) {
        return new Cause(Cause.Kind.SERVER_ERROR, code, "what happened");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsToldWithTheNextStep(StreamException failure, Feed feed, String step) {
        assertThat(Advice.on(failure, feed)).startsWith("what happened\n").contains(step);
    }

    @Test
    void aFailureWithoutAStepIsToldAsItIs() {
        assertThat(Advice.on(StreamFailures.gaveUp(Cause.of(Cause.Kind.ATTEMPTS_EXHAUSTED, "no luck")), Feed.IEX))
                .isEqualTo("no luck");
    }
}

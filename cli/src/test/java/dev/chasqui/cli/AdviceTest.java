package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.StreamException;
import dev.chasqui.stream.StreamFailures;
import dev.chasqui.stream.event.Cause;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AdviceTest {

    private static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(StreamFailures.refused(server(402)), Feed.IEX, "APCA_API_KEY_ID and APCA_API_SECRET_KEY"),
                Arguments.of(StreamFailures.refused(server(409)), Feed.SIP, "take --feed iex instead of sip"),
                Arguments.of(
                        StreamFailures.refused(server(409)),
                        Feed.OPTIONS_OPRA,
                        "take --feed options/indicative instead of options/opra"),
                Arguments.of(request(400), Feed.IEX, "see --channels"),
                Arguments.of(request(410), Feed.IEX, "see --channels"));
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

    private static Stream<StreamException> failuresThatSayItThemselves() {
        return Stream.of(
                StreamFailures.gaveUp(Cause.of(Cause.Kind.ATTEMPTS_EXHAUSTED, "what happened")),
                StreamFailures.refused(server(411)),
                StreamFailures.slotTaken(server(406)),
                request(405));
    }

    @ParameterizedTest
    @MethodSource("failuresThatSayItThemselves")
    void aFailureWithoutAStepOfOursIsToldAsItIs(StreamException failure) {
        assertThat(Advice.on(failure, Feed.IEX)).isEqualTo("what happened");
    }
}

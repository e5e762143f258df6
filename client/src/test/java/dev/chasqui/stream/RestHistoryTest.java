package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.internal.gap.History.Answer;
import dev.chasqui.internal.gap.History.Failed;
import dev.chasqui.internal.gap.History.Failure;
import dev.chasqui.internal.gap.History.Query;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a repair is told by REST history. */
class RestHistoryTest {

    /** Thrown into the event loop, it would end every repair of the stream. */
    @Test
    void aRequestThatCannotBeMadeIsAnsweredAsRefused() {
        VirtualLoop loop = new VirtualLoop();
        RestHistory history = new RestHistory(new ScriptedRest(loop).client(), Feed.SIP, loop);
        List<Answer> answers = new ArrayList<>();
        history.fetch(
                new Query(
                        Channel.TRADES,
                        Set.of("A,B"),
                        VirtualLoop.START,
                        VirtualLoop.START.plus(Duration.ofSeconds(1)),
                        null),
                answers::add);
        loop.advance(Duration.ofSeconds(1));
        assertThat(answers).singleElement().isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.failure()).isEqualTo(Failure.REFUSED);
            assertThat(failed.text()).contains("comma");
        });
    }
}

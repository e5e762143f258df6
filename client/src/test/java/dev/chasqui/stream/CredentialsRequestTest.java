package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.CredentialsSupplier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CredentialsRequestTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Credentials GIVEN = Credentials.of("KEY", "CANARY-SECRET");

    private final VirtualLoop loop = new VirtualLoop();
    private final Queue<Runnable> blocked = new ArrayDeque<>();
    private final List<Credentials> given = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

    @Test
    void anAnswerInTimeIsGivenOnce() {
        CredentialsRequest request = request(() -> GIVEN);
        request.ask(blocked::add);
        blocked.remove().run();
        loop.advance(LIMIT.multipliedBy(2));
        assertThat(given).containsExactly(GIVEN);
        assertThat(refused).isEmpty();
        assertThat(loop.waiting()).isZero();
    }

    @Test
    void anAnswerThatIsLateIsIgnored() {
        CredentialsRequest request = request(() -> GIVEN);
        request.ask(blocked::add);
        loop.advance(LIMIT);
        blocked.remove().run();
        loop.run();
        assertThat(given).isEmpty();
        assertThat(refused).containsExactly("gave none within 30000 ms");
    }

    @Test
    void aStandstillGivesTheSupplierItsWholeTimeAgain() {
        CredentialsRequest request = request(() -> GIVEN);
        request.ask(blocked::add);
        loop.advance(Duration.ofSeconds(29));
        request.stalled();
        loop.advance(Duration.ofSeconds(29));
        assertThat(refused).isEmpty();
        blocked.remove().run();
        loop.run();
        assertThat(given).containsExactly(GIVEN);
        request.stalled();
        loop.advance(LIMIT);
        assertThat(refused).isEmpty();
    }

    @Test
    void whatTheSupplierThrowsIsNamedAndNotQuoted() {
        CredentialsRequest request = request(() -> {
            throw new IllegalStateException("CANARY-SECRET");
        });
        request.ask(Runnable::run);
        loop.run();
        assertThat(refused).containsExactly("failed with java.lang.IllegalStateException");
    }

    @Test
    void noThreadToAskOnIsARefusal() {
        CredentialsRequest request = request(() -> GIVEN);
        request.ask(task -> {
            throw new RejectedExecutionException();
        });
        assertThat(refused).hasSize(1);
        assertThat(loop.waiting()).isZero();
    }

    @Test
    void afterCancellingNothingFollows() {
        CredentialsRequest request = request(() -> GIVEN);
        request.ask(blocked::add);
        request.cancel();
        blocked.remove().run();
        loop.advance(LIMIT);
        assertThat(given).isEmpty();
        assertThat(refused).isEmpty();
    }

    private CredentialsRequest request(CredentialsSupplier supplier) {
        return new CredentialsRequest(supplier, LIMIT, loop, new Timers(loop), new CredentialsRequest.Receiver() {
            @Override
            public void given(Credentials credentials) {
                given.add(credentials);
            }

            @Override
            public void refused(String problem) {
                refused.add(problem);
            }
        });
    }
}

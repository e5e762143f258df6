package dev.chasqui.stream;

import static dev.chasqui.stream.VirtualStream.await;
import static dev.chasqui.stream.VirtualStream.awaitFailure;
import static dev.chasqui.stream.event.StreamState.CLOSED;
import static dev.chasqui.stream.event.StreamState.CONNECTING;
import static dev.chasqui.stream.event.StreamState.COOLING_DOWN;
import static dev.chasqui.stream.event.StreamState.FAILED;
import static dev.chasqui.stream.event.StreamState.LIVE;
import static dev.chasqui.stream.event.StreamState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.internal.transport.ConnectionFailure;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamEvent.CircuitOpened;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.wire.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What follows when the attempts are spent and the policy has a rest: on virtual time. */
class CircuitBreakerTest {

    private static final Subscription APPLE = Subscription.of("AAPL");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration REST = Duration.ofMinutes(5);
    private static final ReconnectPolicy POLICY =
            ReconnectPolicy.defaults().withJitter(0).withMaxAttempts(2).withCoolDown(REST);

    @Test
    void afterTheAttemptsItRestsAndSaysUntilWhen() {
        VirtualStream virtual = new VirtualStream(POLICY);
        virtual.server.next(100, ScriptedServer::refuse);
        virtual.connect(APPLE);
        virtual.advance(SECOND.multipliedBy(3));

        assertThat(virtual.state()).isEqualTo(COOLING_DOWN);
        assertThat(virtual.states())
                .containsExactly(CONNECTING, WAITING, CONNECTING, WAITING, CONNECTING, COOLING_DOWN);
        CircuitOpened opened = virtual.events(CircuitOpened.class).get(0);
        assertThat(opened.coolDown()).isEqualTo(REST);
        assertThat(opened.nextProbe()).isEqualTo(virtual.loop.wallClock().plus(REST));
        assertThat(opened.cause().text()).contains("nobody listens");
        assertThat(virtual.stream.status().nextAttempt()).isEqualTo(opened.nextProbe());
    }

    @Test
    void eachRestIsFollowedByOneAttemptOnly() {
        VirtualStream virtual = opened();
        int dials = virtual.server.dialTimes.size();
        virtual.advance(REST.minusNanos(1));
        assertThat(virtual.server.dialTimes).hasSize(dials);
        virtual.advance(REST.multipliedBy(10));
        assertThat(virtual.server.dialTimes).hasSize(dials + 10);
        assertThat(virtual.events(CircuitOpened.class)).hasSize(11);
        assertThat(virtual.state()).isEqualTo(COOLING_DOWN);
    }

    @Test
    void anAttemptThatSucceedsClosesTheBreakerAndTheCountReturnsToZeroOnceStable() {
        VirtualStream virtual = opened();
        virtual.server.heal();
        virtual.advance(REST);
        assertThat(virtual.state()).isEqualTo(LIVE);
        assertThat(virtual.stream.status().nextAttempt()).isNull();
        virtual.advance(Duration.ofSeconds(11));
        virtual.socket().drop();
        assertThat(virtual.state()).isEqualTo(WAITING);
        assertThat(virtual.delays()).endsWith(SECOND);
    }

    @Test
    void aConnectionThatIsLostBeforeItProvedStableOpensTheBreakerAgain() {
        VirtualStream virtual = opened();
        virtual.server.heal();
        virtual.advance(REST);
        assertThat(virtual.state()).isEqualTo(LIVE);
        virtual.advance(Duration.ofSeconds(9));
        virtual.socket().drop();
        assertThat(virtual.state()).isEqualTo(COOLING_DOWN);
    }

    @Test
    void closeWinsOverTheRestAndNoSocketFollows() {
        VirtualStream virtual = opened();
        int dials = virtual.server.dialTimes.size();
        virtual.loop.execute(virtual.stream::close);
        virtual.advance(Duration.ofHours(2));
        await(virtual.stream.ended());
        assertThat(virtual.state()).isEqualTo(CLOSED);
        assertThat(virtual.stream.status().nextAttempt()).isNull();
        assertThat(virtual.server.dialTimes).hasSize(dials);
    }

    @Test
    void closeWinsOverTheSingleAttempt() {
        VirtualStream virtual = opened();
        virtual.server.heal();
        virtual.server.next(ScriptedServer.Socket::openOnly);
        virtual.advance(REST);
        virtual.loop.execute(virtual.stream::close);
        virtual.advance(Duration.ofHours(2));
        await(virtual.stream.ended());
        assertThat(virtual.state()).isEqualTo(CLOSED);
        assertThat(virtual.socket().open).isFalse();
    }

    @Test
    void aRefusalForGoodEndsTheStreamInTheSingleAttemptAsInAnyOther() {
        VirtualStream virtual = opened();
        virtual.server.heal();
        virtual.server.next(socket -> {
            socket.onRequest(request -> socket.error(ErrorCode.AUTH_FAILED));
            socket.accept();
        });
        virtual.advance(REST);
        assertThat(virtual.state()).isEqualTo(FAILED);
        assertThat(awaitFailure(virtual.stream.ended())).isInstanceOf(StreamException.Refused.class);
    }

    @Test
    void theRestIsNotShorterThanTheServerAsksFor() {
        VirtualStream virtual = opened();
        virtual.server.heal();
        virtual.server.next(socket -> socket.fail(new ConnectionFailure(
                new Cause(Cause.Kind.HTTP_STATUS, 429, "too many requests"), Duration.ofMinutes(8))));
        virtual.advance(REST);
        List<CircuitOpened> rests = virtual.events(CircuitOpened.class);
        assertThat(rests.get(rests.size() - 1).coolDown()).isEqualTo(Duration.ofMinutes(8));
    }

    @Test
    void aThousandFailuresAreAThousandDialsFarApartAndTheStreamStillRecovers() {
        VirtualStream virtual = new VirtualStream(POLICY);
        virtual.server.next(1_000, ScriptedServer::refuse);
        CompletableFuture<SubscriptionResult> connected = virtual.connect(APPLE);
        virtual.advance(SECOND.multipliedBy(3).plus(REST.multipliedBy(998)));
        assertThat(virtual.state()).isEqualTo(LIVE);
        assertThat(await(connected).isComplete()).isTrue();
        assertThat(virtual.server.dialTimes).hasSize(1_001);
        assertThat(virtual.loop.waiting()).isLessThan(10);
        assertThat(virtual.server.twoSocketsAtOnce).isFalse();
    }

    @Test
    void whileItWaitsTheStatusSaysWhenTheNextAttemptIsMade() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        assertThat(virtual.stream.status().nextAttempt()).isNull();
        virtual.socket().drop();
        assertThat(virtual.stream.status().nextAttempt())
                .isEqualTo(virtual.loop.wallClock().plus(SECOND));
        virtual.advance(SECOND);
        assertThat(virtual.stream.status().nextAttempt()).isNull();
        assertThat(virtual.events(StreamEvent.CircuitOpened.class)).isEmpty();
    }

    private static VirtualStream opened() {
        VirtualStream virtual = new VirtualStream(POLICY);
        virtual.server.next(100, ScriptedServer::refuse);
        virtual.connect(APPLE);
        virtual.advance(SECOND.multipliedBy(3));
        assertThat(virtual.state()).isEqualTo(COOLING_DOWN);
        return virtual;
    }
}

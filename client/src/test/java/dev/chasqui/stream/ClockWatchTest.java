package dev.chasqui.stream;

import static dev.chasqui.stream.VirtualStream.await;
import static dev.chasqui.stream.event.StreamState.LIVE;
import static dev.chasqui.stream.event.StreamState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Cause.Kind;
import dev.chasqui.stream.event.StreamEvent.ClockJump;
import dev.chasqui.stream.event.StreamEvent.StateChanged;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.wire.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that jump and processes that stand still, on virtual time. */
class ClockWatchTest {

    private static final Subscription APPLE = Subscription.of("AAPL");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NAP = Duration.ofHours(2);

    @ParameterizedTest
    @ValueSource(longs = {3_600, -3_600, 3, -3})
    void aJumpOfTheTimeOfDayIsReportedAndTheLinkIsCheckedAtOnce(long seconds) {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        Duration jump = Duration.ofSeconds(seconds);
        virtual.loop.jumpWall(jump);
        virtual.advance(SECOND);
        assertThat(virtual.events(ClockJump.class)).hasSize(1);
        ClockJump told = virtual.events(ClockJump.class).get(0);
        assertThat(told.jump()).isEqualTo(jump);
        assertThat(told.stall()).isZero();
        assertThat(virtual.socket().pings).isEqualTo(1);
        virtual.advance(NAP);
        assertThat(virtual.state()).isEqualTo(LIVE);
        assertThat(virtual.server.sockets).hasSize(1);
        assertThat(virtual.events(ClockJump.class)).hasSize(1);
    }

    @Test
    void aJumpMovesNoTimer() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        virtual.socket().drop();
        virtual.loop.jumpWall(Duration.ofHours(1));
        virtual.advance(SECOND.minusNanos(1));
        assertThat(virtual.state()).isEqualTo(WAITING);
        virtual.advance(Duration.ofNanos(1));
        assertThat(virtual.state()).isEqualTo(LIVE);
    }

    @Test
    void aLinkThatDoesNotAnswerAfterAJumpIsDeadOnceTheTimeoutIsOver() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        virtual.socket().answersPings = false;
        virtual.loop.jumpWall(NAP);
        virtual.advance(Duration.ofMillis(6_100));
        assertThat(lastStep(virtual).cause().kind()).isEqualTo(Kind.HEARTBEAT);
    }

    @Test
    void aClockThatJumpsAgainAndAgainDoesNotPutOffTheVerdict() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        virtual.socket().answersPings = false;
        for (int i = 0; i < 7; i++) {
            virtual.loop.jumpWall(Duration.ofMinutes(1));
            virtual.advance(SECOND);
        }
        assertThat(virtual.server.sockets.get(0).aborted).isTrue();
    }

    @Test
    void aSlowDriftIsNoJump() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        for (int i = 0; i < 3_600; i++) {
            virtual.loop.jumpWall(Duration.ofMillis(5));
            virtual.advance(SECOND);
        }
        assertThat(virtual.events(ClockJump.class)).isEmpty();
    }

    @Test
    void aProcessThatStoodStillGivesTheLinkUpAtOnceAndConnectsAgainSoon() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        virtual.loop.stall(NAP);
        assertThat(virtual.state()).isEqualTo(WAITING);
        assertThat(virtual.socket().aborted).isTrue();
        assertThat(lastStep(virtual).cause().kind()).isEqualTo(Kind.STALL);
        assertThat(virtual.delays().get(0)).isBetween(Duration.ZERO, Duration.ofMillis(250));
        ClockJump told = virtual.events(ClockJump.class).get(0);
        assertThat(told.stall()).isBetween(NAP.minus(SECOND), NAP);
        assertThat(told.jump()).isZero();
        virtual.advance(Duration.ofMillis(250));
        assertThat(virtual.state()).isEqualTo(LIVE);
    }

    @Test
    void aStandstillIsNoFailureOfTheServer() {
        VirtualStream virtual =
                new VirtualStream(ReconnectPolicy.defaults().withJitter(0).withMaxAttempts(1)).live(APPLE);
        for (int i = 0; i < 10; i++) {
            virtual.loop.stall(NAP);
            virtual.advance(SECOND);
            assertThat(virtual.state()).isEqualTo(LIVE);
        }
        virtual.socket().drop();
        assertThat(virtual.delays()).endsWith(SECOND);
    }

    @Test
    void aShortStandstillDoesNotHurtAHealthyLink() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        for (int seconds = 1; seconds <= 60; seconds++) {
            virtual.loop.stall(Duration.ofSeconds(seconds));
            virtual.advance(Duration.ofSeconds(7));
        }
        assertThat(virtual.state()).isEqualTo(LIVE);
        assertThat(virtual.server.sockets).hasSize(1);
        assertThat(virtual.events(ClockJump.class)).isEmpty();
    }

    @Test
    void aHandlerThatHoldsUpTheConnectionIsNoStandstill() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        virtual.stream.onTrade(trade -> virtual.loop.hold(NAP));
        virtual.socket().data(Samples.trade("AAPL", 1));
        virtual.advance(SECOND);
        assertThat(virtual.events(ClockJump.class)).isEmpty();
        assertThat(virtual.state()).isEqualTo(LIVE);
    }

    @Test
    void aStandstillWhileWaitingChangesNothing() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        virtual.socket().drop();
        virtual.loop.stall(NAP);
        virtual.advance(Duration.ofMillis(1));
        assertThat(virtual.state()).isEqualTo(LIVE);
        assertThat(virtual.server.sockets).hasSize(2);
    }

    @Test
    void aStandstillDoesNotUseUpTheTimeForTheSlot() {
        VirtualStream virtual = new VirtualStream();
        virtual.server.next(socket -> {
            socket.onRequest(request -> socket.error(ErrorCode.CONNECTION_LIMIT_EXCEEDED));
            socket.accept();
        });
        CompletableFuture<SubscriptionResult> connected = virtual.connect(APPLE);
        virtual.loop.stall(NAP);
        virtual.advance(Duration.ofSeconds(10));
        assertThat(await(connected).isComplete()).isTrue();
    }

    @Test
    void theWatchEndsWithTheStream() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        // What REST was asked at the beginning is answered.
        virtual.advance(Duration.ofSeconds(5));
        virtual.loop.execute(virtual.stream::close);
        virtual.loop.run();
        await(virtual.stream.ended());
        assertThat(virtual.loop.waiting()).isZero();
    }

    private static StateChanged lastStep(VirtualStream virtual) {
        List<StateChanged> steps = virtual.events(StateChanged.class);
        return steps.get(steps.size() - 1);
    }
}

package dev.chasqui.stream;

import static dev.chasqui.stream.VirtualStream.await;
import static dev.chasqui.stream.VirtualStream.awaitFailure;
import static dev.chasqui.stream.event.StreamState.AUTHENTICATING;
import static dev.chasqui.stream.event.StreamState.CONNECTING;
import static dev.chasqui.stream.event.StreamState.FAILED;
import static dev.chasqui.stream.event.StreamState.LIVE;
import static dev.chasqui.stream.event.StreamState.SUBSCRIBING;
import static dev.chasqui.stream.event.StreamState.WAITING;
import static dev.chasqui.stream.event.StreamState.WAITING_FOR_SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The connection logic on virtual time: hours pass in milliseconds, and nothing depends on luck. */
class StreamMachineTest {

    private static final Subscription APPLE = Subscription.of("AAPL");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void connectPassesThroughEveryStepAndCompletesWhenAcknowledged() {
        VirtualStream virtual = new VirtualStream();
        SubscriptionResult result = await(virtual.connect(APPLE));

        assertThat(result.granted()).isEqualTo(APPLE);
        assertThat(result.isComplete()).isTrue();
        assertThat(virtual.states()).containsExactly(CONNECTING, AUTHENTICATING, SUBSCRIBING, LIVE);
        assertThat(virtual.stream.status().active()).isEqualTo(APPLE);
    }

    @Test
    void nothingIsSentBeforeTheGreeting() {
        VirtualStream virtual = new VirtualStream();
        virtual.server.next(ScriptedServer.Socket::openOnly);
        virtual.connect(APPLE);
        virtual.advance(Duration.ofSeconds(2));
        assertThat(virtual.socket().requests).isEmpty();
        assertThat(virtual.state()).isEqualTo(AUTHENTICATING);
    }

    @Test
    void aGreetingThatDoesNotComeEndsTheAttemptAndAnotherIsMade() {
        VirtualStream virtual = new VirtualStream();
        virtual.server.next(ScriptedServer.Socket::openOnly);
        CompletableFuture<SubscriptionResult> connected = virtual.connect(APPLE);
        virtual.advance(Duration.ofSeconds(3));
        assertThat(virtual.state()).isEqualTo(WAITING);
        assertThat(virtual.server.sockets.get(0).aborted).isTrue();
        virtual.advance(SECOND);
        assertThat(await(connected).isComplete()).isTrue();
    }

    @Test
    void anAnswerToTheCredentialsThatDoesNotComeEndsTheAttempt() {
        VirtualStream virtual = new VirtualStream();
        virtual.server.next(socket -> {
            socket.onRequest(request -> {});
            socket.accept();
        });
        virtual.connect(APPLE);
        virtual.advance(Duration.ofSeconds(5));
        assertThat(virtual.state()).isEqualTo(WAITING);
        assertThat(lastCause(virtual).kind()).isEqualTo(Kind.AUTHENTICATION_TIMEOUT);
    }

    @Test
    void delaysDoubleUpToTheMaximumAndTheStreamGivesUpAfterFiveAttempts() {
        VirtualStream virtual = new VirtualStream();
        virtual.server.next(100, ScriptedServer::refuse);
        CompletableFuture<SubscriptionResult> connected = virtual.connect(APPLE);
        virtual.advance(Duration.ofHours(1));

        assertThat(virtual.delays())
                .containsExactly(
                        SECOND,
                        SECOND.multipliedBy(2),
                        SECOND.multipliedBy(4),
                        SECOND.multipliedBy(8),
                        SECOND.multipliedBy(16));
        assertThat(virtual.state()).isEqualTo(FAILED);
        assertThat(virtual.server.dialTimes).hasSize(6);
        assertThat(awaitFailure(connected)).isInstanceOf(StreamException.GaveUp.class);
    }

    @Test
    void withoutEndTheDelayStaysAtTheMaximum() {
        VirtualStream virtual =
                new VirtualStream(ReconnectPolicy.defaults().withJitter(0).forever());
        virtual.server.next(1_000, ScriptedServer::refuse);
        virtual.connect(APPLE);
        virtual.advance(Duration.ofMinutes(30));
        assertThat(virtual.state()).isIn(WAITING, CONNECTING);
        assertThat(virtual.delays()).allMatch(delay -> delay.compareTo(Duration.ofSeconds(60)) <= 0);
        assertThat(virtual.delays().get(10)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void afterADropEverythingDesiredIsSubscribedAgainWithANewEpoch() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        await(subscribe(virtual, Subscription.trades("MSFT")));
        virtual.socket().drop();
        assertThat(virtual.state()).isEqualTo(WAITING);
        virtual.advance(SECOND);
        assertThat(virtual.state()).isEqualTo(LIVE);
        assertThat(virtual.stream.status().epoch()).isEqualTo(2);
        assertThat(virtual.socket().subscribed()).isEqualTo(APPLE.plus(Subscription.trades("MSFT")));
    }

    @Test
    void theCountOfAttemptsReturnsToZeroOnlyAfterAStablePeriod() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        for (int i = 0; i < 3; i++) {
            virtual.advance(Duration.ofSeconds(9));
            virtual.socket().drop();
            virtual.advance(Duration.ofSeconds(1L << i));
            assertThat(virtual.state()).isEqualTo(LIVE);
        }
        assertThat(virtual.delays()).containsExactly(SECOND, SECOND.multipliedBy(2), SECOND.multipliedBy(4));
        virtual.advance(Duration.ofSeconds(10));
        virtual.socket().drop();
        virtual.advance(SECOND);
        assertThat(virtual.delays()).endsWith(SECOND);
        assertThat(virtual.state()).isEqualTo(LIVE);
    }

    @Test
    void aThousandDropsEachAfterAStablePeriodAreAllSurvived() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        for (int i = 0; i < 1_000; i++) {
            virtual.advance(Duration.ofSeconds(11));
            virtual.socket().drop();
            virtual.advance(SECOND);
        }
        assertThat(virtual.state()).isEqualTo(LIVE);
        assertThat(virtual.stream.status().epoch()).isEqualTo(1_001);
        assertThat(virtual.server.twoSocketsAtOnce).isFalse();
    }

    @Test
    void aServerThatAcceptsAndDropsAtOnceStillMeetsGrowingDelays() {
        VirtualStream virtual =
                new VirtualStream(ReconnectPolicy.defaults().withJitter(0).withMaxAttempts(7));
        virtual.live(APPLE);
        for (int i = 0; i < 7; i++) {
            virtual.socket().drop();
            virtual.advance(Duration.ofSeconds(Math.min(60, 1L << i)));
        }
        assertThat(virtual.delays()).hasSize(7).endsWith(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {
                "AUTH_FAILED",
                "INSUFFICIENT_SUBSCRIPTION",
                "INSUFFICIENT_SCOPE",
                "V2_NOT_ENABLED",
                "MSGPACK_REQUIRED"
            })
    void aRefusalOfTheCredentialsOrThePlanIsFinalAndTriedOnce(ErrorCode code) {
        VirtualStream virtual = new VirtualStream();
        virtual.server.next(socket -> {
            socket.onRequest(request -> socket.error(code));
            socket.accept();
        });
        CompletableFuture<SubscriptionResult> connected = virtual.connect(APPLE);
        virtual.advance(Duration.ofMinutes(10));

        Throwable failure = awaitFailure(connected);
        assertThat(failure).isInstanceOf(StreamException.Refused.class).hasMessageContaining(code.text());
        assertThat(((StreamException) failure).reason().code()).isEqualTo(code.code());
        assertThat(virtual.server.sockets).hasSize(1);
        assertThat(virtual.socket().requests).hasSize(1);
        assertThat(virtual.state()).isEqualTo(FAILED);
        assertThat(failure.toString()).doesNotContain("CANARY-SECRET");
    }

    @Test
    void anAuthenticationTimeoutOfTheServerIsRetried() {
        VirtualStream virtual = new VirtualStream();
        virtual.server.next(socket -> {
            socket.onRequest(request -> socket.error(ErrorCode.AUTH_TIMEOUT));
            socket.accept();
        });
        virtual.connect(APPLE);
        virtual.advance(SECOND);
        assertThat(virtual.state()).isEqualTo(LIVE);
    }

    @Test
    void alreadyAuthenticatedCountsAsAuthenticated() {
        VirtualStream virtual = new VirtualStream();
        virtual.server.next(socket -> {
            socket.onRequest(request -> {
                if (request instanceof ClientRequest.Authenticate) {
                    socket.error(ErrorCode.ALREADY_AUTHENTICATED);
                } else {
                    socket.politely(request);
                }
            });
            socket.accept();
        });
        assertThat(await(virtual.connect(APPLE)).isComplete()).isTrue();
    }

    @Test
    void theSlotIsAskedForAgainOnTheSameSocketUntilItIsFree() {
        VirtualStream virtual = new VirtualStream();
        virtual.server.next(socket -> {
            socket.onRequest(request -> {
                boolean fifth = socket.requests.size() == 5;
                if (request instanceof ClientRequest.Authenticate && !fifth) {
                    socket.error(ErrorCode.CONNECTION_LIMIT_EXCEEDED);
                } else {
                    socket.politely(request);
                }
            });
            socket.accept();
        });
        CompletableFuture<SubscriptionResult> connected = virtual.connect(APPLE);
        assertThat(virtual.state()).isEqualTo(WAITING_FOR_SLOT);
        virtual.advance(Duration.ofSeconds(10));
        await(connected);
        assertThat(virtual.server.sockets).hasSize(1);
        assertThat(virtual.states()).containsExactly(CONNECTING, AUTHENTICATING, WAITING_FOR_SLOT, SUBSCRIBING, LIVE);
        assertThat(virtual.events(StreamEvent.WaitingForSlot.class)).hasSize(4);
    }

    @Test
    void aGhostThatHoldsTheSlotForNinetySecondsIsWaitedOutOverSeveralSockets() {
        VirtualStream virtual = new VirtualStream();
        virtual.server.next(100, socket -> {
            long opened = virtual.loop.nanoTime();
            socket.onRequest(request -> {
                boolean ghost = virtual.loop.nanoTime() < Duration.ofSeconds(90).toNanos();
                if (request instanceof ClientRequest.Authenticate && ghost) {
                    socket.error(ErrorCode.CONNECTION_LIMIT_EXCEEDED);
                } else {
                    socket.politely(request);
                }
            });
            // As measured: an unauthenticated socket is closed ten seconds after it was opened.
            virtual.loop.schedule(Duration.ofSeconds(10), () -> {
                if (virtual.loop.nanoTime() < Duration.ofSeconds(90).toNanos()) {
                    socket.drop();
                }
            });
            assertThat(opened).isNotNegative();
            socket.accept();
        });
        CompletableFuture<SubscriptionResult> connected = virtual.connect(APPLE);
        virtual.advance(Duration.ofSeconds(105));
        assertThat(await(connected).isComplete()).isTrue();
        assertThat(virtual.state()).isEqualTo(LIVE);
    }

    @Test
    void aSlotThatIsNeverFreeIsGivenUpAfterItsOwnBudgetEvenWithoutEnd() {
        VirtualStream virtual =
                new VirtualStream(ReconnectPolicy.defaults().withJitter(0).forever());
        virtual.server.next(100, socket -> {
            socket.onRequest(request -> socket.error(ErrorCode.CONNECTION_LIMIT_EXCEEDED));
            socket.accept();
        });
        CompletableFuture<SubscriptionResult> connected = virtual.connect(APPLE);
        virtual.advance(Duration.ofSeconds(119));
        assertThat(virtual.state()).isNotEqualTo(FAILED);
        virtual.advance(Duration.ofSeconds(2));
        assertThat(virtual.state()).isEqualTo(FAILED);
        assertThat(awaitFailure(connected)).isInstanceOf(StreamException.SlotTaken.class);
    }

    @Test
    void aHalfOpenConnectionIsAbortedAfterIntervalAndTimeout() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        virtual.socket().answersPings = false;
        virtual.advance(Duration.ofSeconds(34));
        assertThat(virtual.state()).isEqualTo(LIVE);
        virtual.advance(Duration.ofMillis(1_100));
        assertThat(virtual.state()).isEqualTo(WAITING);
        assertThat(virtual.socket().aborted).isTrue();
        assertThat(lastCause(virtual).kind()).isEqualTo(Kind.HEARTBEAT);
    }

    @Test
    void aQuietConnectionThatAnswersPingsIsNeverDisturbed() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        virtual.advance(Duration.ofHours(8));
        assertThat(virtual.state()).isEqualTo(LIVE);
        assertThat(virtual.stream.status().epoch()).isEqualTo(1);
        assertThat(virtual.socket().pings).isBetween(950, 960);
    }

    @Test
    void aConnectionThatTalksIsNotPinged() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        for (int i = 0; i < 100; i++) {
            virtual.advance(Duration.ofSeconds(20));
            virtual.socket().alive(1);
        }
        assertThat(virtual.socket().pings).isZero();
    }

    @Test
    void aDropBetweenRequestAndAnswerLosesNothing() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        virtual.socket().onRequest(request -> virtual.socket().drop());
        CompletableFuture<SubscriptionResult> asked = subscribe(virtual, Subscription.trades("MSFT"));
        virtual.advance(SECOND);
        assertThat(await(asked).isComplete()).isTrue();
        assertThat(virtual.socket().subscribed().contains(Channel.TRADES, "MSFT"))
                .isTrue();
    }

    @Test
    void anAnswerThatDoesNotComeFailsTheRequestAndItIsSentOnceMore() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        ScriptedServer.Socket socket = virtual.socket();
        socket.onRequest(request -> {
            if (socket.subscriptionRequests().size() == 3) {
                socket.politely(request);
            }
        });
        CompletableFuture<SubscriptionResult> asked = subscribe(virtual, Subscription.trades("MSFT"));
        virtual.advance(Duration.ofSeconds(6));
        assertThat(awaitFailure(asked)).isInstanceOf(StreamException.RequestFailed.class);
        assertThat(virtual.state()).isEqualTo(LIVE);
        assertThat(socket.subscribed().contains(Channel.TRADES, "MSFT")).isTrue();
    }

    @Test
    void twoAnswersThatDoNotComeCostTheConnection() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        virtual.socket().onRequest(request -> {});
        subscribe(virtual, Subscription.trades("MSFT"));
        virtual.advance(Duration.ofSeconds(10));
        assertThat(virtual.state()).isEqualTo(WAITING);
        virtual.advance(SECOND);
        assertThat(virtual.socket().subscribed().contains(Channel.TRADES, "MSFT"))
                .isTrue();
    }

    @Test
    void theSymbolLimitFailsTheRequestThatExceedsItAndNothingElse() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        ScriptedServer.Socket socket = virtual.socket();
        socket.onRequest(request -> {
            if (request instanceof ClientRequest.Subscribe subscribe
                    && subscribe.added().covers(Channel.TRADES, "BAD")) {
                socket.error(ErrorCode.SYMBOL_LIMIT_EXCEEDED);
            } else {
                socket.politely(request);
            }
        });
        CompletableFuture<SubscriptionResult> good = virtual.stream.subscribe(Subscription.trades("MSFT"));
        CompletableFuture<SubscriptionResult> bad = virtual.stream.subscribe(Subscription.trades("BAD"));
        CompletableFuture<SubscriptionResult> alsoGood = virtual.stream.subscribe(Subscription.trades("TSLA"));
        virtual.loop.run();

        assertThat(await(good).isComplete()).isTrue();
        assertThat(await(alsoGood).isComplete()).isTrue();
        assertThat(awaitFailure(bad))
                .isInstanceOf(StreamException.RequestFailed.class)
                .hasMessageContaining("405");
        assertThat(virtual.stream.status().desired()).isEqualTo(APPLE.plus(Subscription.trades("MSFT", "TSLA")));
        assertThat(virtual.stream.status().active()).isEqualTo(APPLE.plus(Subscription.trades("MSFT", "TSLA")));
        assertThat(virtual.state()).isEqualTo(LIVE);
    }

    @Test
    void whatAnAnswerLacksIsReportedAndAskedForThreeTimes() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        ScriptedServer.Socket socket = virtual.socket();
        socket.onRequest(request -> socket.acknowledge(APPLE));
        SubscriptionResult result = await(subscribe(virtual, Subscription.trades("MSFT")));
        assertThat(result.missing()).isEqualTo(Subscription.trades("MSFT"));
        virtual.advance(Duration.ofMinutes(5));
        assertThat(socket.subscriptionRequests()).hasSize(1 + 1 + 3);
        assertThat(virtual.stream.status().desired()).isEqualTo(APPLE.plus(Subscription.trades("MSFT")));
        assertThat(virtual.events(StreamEvent.SubscriptionChanged.class).stream()
                        .anyMatch(event -> event.missing().equals(Subscription.trades("MSFT"))))
                .isTrue();
    }

    @Test
    void whatNobodyAskedForIsCancelledOnce() {
        VirtualStream virtual = new VirtualStream();
        virtual.server.next(socket -> {
            socket.onRequest(request -> {
                if (request instanceof ClientRequest.Subscribe) {
                    socket.acknowledge(APPLE.plus(Subscription.trades("EXTRA")));
                } else {
                    socket.politely(request);
                }
            });
            socket.accept();
        });
        virtual.live(APPLE);
        assertThat(virtual.socket().requests)
                .filteredOn(ClientRequest.Unsubscribe.class::isInstance)
                .hasSize(1);
        assertThat(virtual.stream.status().active()).isEqualTo(APPLE);
    }

    @Test
    void aGreetingInMidSessionMeansThatTheServerForgotUs() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        virtual.socket().control(new ControlMessage.Success(ControlMessage.Success.CONNECTED));
        virtual.loop.run();
        assertThat(virtual.state()).isEqualTo(LIVE);
        assertThat(virtual.states()).endsWith(AUTHENTICATING, SUBSCRIBING, LIVE);
        assertThat(virtual.server.sockets).hasSize(1);
    }

    @Test
    void aSecondAuthenticatedIsIgnored() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        virtual.socket().control(new ControlMessage.Success(ControlMessage.Success.AUTHENTICATED));
        virtual.loop.run();
        assertThat(virtual.states()).containsExactly(CONNECTING, AUTHENTICATING, SUBSCRIBING, LIVE);
    }

    @Test
    void slowClientIsNamedAsTheCauseOfTheCloseThatFollows() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        virtual.socket().error(ErrorCode.SLOW_CLIENT);
        assertThat(virtual.state()).isEqualTo(LIVE);
        virtual.socket().closeBy(1006);
        assertThat(lastCause(virtual).code()).isEqualTo(407);
        assertThat(virtual.delays()).containsExactly(SECOND);
    }

    @Test
    void whatAnOldConnectionStillSaysIsIgnored() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        ScriptedServer.Socket old = virtual.socket();
        old.drop();
        virtual.advance(SECOND);
        old.open = true;
        old.raw("[{\"T\":\"error\",\"code\":402,\"msg\":\"auth failed\"}]");
        assertThat(virtual.state()).isEqualTo(LIVE);
        assertThat(virtual.events(StreamEvent.ServerError.class)).isEmpty();
    }

    @Test
    void closingWhileWaitingWinsAtOnceAndNoSocketFollows() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        virtual.socket().drop();
        assertThat(virtual.state()).isEqualTo(WAITING);
        virtual.loop.execute(virtual.stream::close);
        virtual.advance(Duration.ofHours(1));
        await(virtual.stream.ended());
        assertThat(virtual.server.sockets).hasSize(1);
    }

    @Test
    void somethingThatIsNotAlpacaIsNamedWithTheStepAndWhatCameInstead() {
        VirtualStream virtual = new VirtualStream(ReconnectPolicy.defaults().withMaxAttempts(1));
        virtual.server.next(10, socket -> {
            socket.openOnly();
            socket.raw("hello, I am a chat server");
        });
        CompletableFuture<SubscriptionResult> connected = virtual.connect(APPLE);
        virtual.advance(Duration.ofMinutes(5));
        assertThat(awaitFailure(connected))
                .hasMessageContaining("does not speak Alpaca's protocol")
                .hasMessageContaining("instead of the greeting")
                .hasMessageContaining("hello");
    }

    @Test
    void fiveBrokenFramesWithinTenSecondsCostTheConnection() {
        VirtualStream virtual = new VirtualStream().live(APPLE);
        for (int i = 0; i < 4; i++) {
            virtual.socket().raw("[{\"T\":");
        }
        assertThat(virtual.state()).isEqualTo(LIVE);
        virtual.socket().raw("[{\"T\":");
        assertThat(virtual.state()).isEqualTo(WAITING);
        assertThat(virtual.stream.statistics().undecodable()).isEqualTo(5);
    }

    private static CompletableFuture<SubscriptionResult> subscribe(VirtualStream virtual, Subscription added) {
        CompletableFuture<SubscriptionResult> asked = virtual.stream.subscribe(added);
        virtual.loop.run();
        return asked;
    }

    private static Cause lastCause(VirtualStream virtual) {
        List<StreamEvent.StateChanged> changes = virtual.events(StreamEvent.StateChanged.class);
        return changes.get(changes.size() - 1).cause();
    }
}

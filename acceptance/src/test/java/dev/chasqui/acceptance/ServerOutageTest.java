package dev.chasqui.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.SimulatedSession;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that dies under a running stream, and comes back after a while. */
@ExtendWith(InvariantsExtension.class)
final class ServerOutageTest {

    @Test
    void aServerKilledAndStartedAgainIsFoundAgainWithTheSubscriptionsAndTheEventsTellSo(Harness harness)
            throws Exception {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream =
                harness.stream(simulator, Feed.IEX, builder -> builder.reconnect(Harness.QUICK_RECONNECT.forever()));
        Subscription wanted = Subscription.of("AAPL", "MSFT");
        stream.connect(wanted).get(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Journal journal = harness.journal(stream);
        simulator.publish(Messages.trade("AAPL", 1));
        journal.awaitDelivered(1);

        simulator.stop();
        journal.await(StreamEvent.ReconnectScheduled.class, scheduled -> scheduled.attempt() == 2);
        assertThat(stream.status().active()).isEqualTo(Subscription.none());
        assertThat(stream.status().desired()).isEqualTo(wanted);
        simulator.start();

        SimulatedSession session = simulator.awaitSubscribed(Feed.IEX, Channel.TRADES, "MSFT", Journal.PATIENCE);
        assertThat(session.subscription().requested()).isEqualTo(wanted);
        journal.await(
                StreamEvent.SubscriptionChanged.class, change -> change.origin().epoch() > 1);
        simulator.publish(Messages.trade("AAPL", 2), Messages.quote("MSFT", 3));
        journal.awaitDelivered(3);
        assertThat(journal.delivered())
                .containsExactly(Messages.trade("AAPL", 1), Messages.trade("AAPL", 2), Messages.quote("MSFT", 3));
        assertThatTheStoryIsTold(journal, wanted);
    }

    private static void assertThatTheStoryIsTold(Journal journal, Subscription wanted) {
        List<StreamState> states = journal.events(StreamEvent.StateChanged.class).stream()
                .map(StreamEvent.StateChanged::to)
                .toList();
        assertThat(states)
                .startsWith(
                        StreamState.CONNECTING,
                        StreamState.AUTHENTICATING,
                        StreamState.SUBSCRIBING,
                        StreamState.LIVE,
                        StreamState.WAITING,
                        StreamState.CONNECTING,
                        StreamState.WAITING)
                .endsWith(
                        StreamState.WAITING,
                        StreamState.CONNECTING,
                        StreamState.AUTHENTICATING,
                        StreamState.SUBSCRIBING,
                        StreamState.LIVE);
        List<StreamEvent.ReconnectScheduled> attempts = journal.events(StreamEvent.ReconnectScheduled.class);
        assertThat(attempts.get(0).cause().kind()).isEqualTo(Cause.Kind.CONNECTION_LOST);
        assertThat(attempts.get(1).cause().kind()).isEqualTo(Cause.Kind.CONNECTION_REFUSED);
        for (int i = 0; i < attempts.size(); i++) {
            assertThat(attempts.get(i).attempt()).isEqualTo(i + 1);
        }
        List<StreamEvent.SubscriptionChanged> changes = journal.events(StreamEvent.SubscriptionChanged.class);
        StreamEvent.SubscriptionChanged last = changes.get(changes.size() - 1);
        assertThat(last.active()).isEqualTo(wanted);
        assertThat(last.missing()).isEqualTo(Subscription.none());
        assertThat(last.origin().epoch()).isEqualTo(attempts.size() + 1);
    }
}

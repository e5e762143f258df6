package dev.chasqui.acceptance;

import static dev.chasqui.acceptance.Harness.failure;
import static dev.chasqui.acceptance.Harness.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.TradeUpdate;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.StreamException;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.Credentials;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The trading stream: another dialogue, objects instead of arrays, and JSON in text or binary frames. */
@ExtendWith(InvariantsExtension.class)
class TradeUpdatesTest {

    private static final TradeUpdate FILL = new TradeUpdate(
            "fill",
            "11111111-2222-4333-8444-555555555555",
            null,
            OffsetDateTime.parse("2026-01-05T09:30:02.123456-05:00"),
            new BigDecimal("431.20"),
            new BigDecimal("10"),
            new BigDecimal("-10"),
            Map.of(),
            null);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void updatesOfOrdersArriveExactlyInTextAndInBinaryFrames(boolean binary, Harness harness)
            throws InterruptedException {
        AlpacaSimulator simulator = harness.simulator(builder -> builder.binaryTradingFrames(binary));
        MarketDataStream stream = harness.stream(simulator, Feed.TRADE_UPDATES);
        Inbox<TradeUpdate> updates = new Inbox<>();
        stream.onTradeUpdate(updates);

        assertThat(result(stream.connect(Subscription.ORDER_UPDATES)).isComplete())
                .isTrue();
        simulator.publish(Feed.TRADE_UPDATES, List.of(FILL));

        assertThat(updates.next()).isEqualTo(FILL);
    }

    @Test
    void wrongKeysAreRefusedForGood(Harness harness) {
        AlpacaSimulator simulator = harness.simulator(builder -> builder.accept("RIGHT", "RIGHT"));
        MarketDataStream stream = harness.stream(
                simulator, Feed.TRADE_UPDATES, builder -> builder.credentials(Credentials.of("WRONG", "WRONG")));

        assertThat(failure(stream.connect(Subscription.ORDER_UPDATES))).isInstanceOf(StreamException.Refused.class);
        assertThat(stream.statistics().attempts()).isEqualTo(1);
    }

    @Test
    void afterADropTheUpdatesAreListenedToAgain(Harness harness) throws InterruptedException {
        AlpacaSimulator simulator = harness.simulator();
        MarketDataStream stream = harness.stream(simulator, Feed.TRADE_UPDATES);
        Inbox<TradeUpdate> updates = new Inbox<>();
        stream.onTradeUpdate(updates);
        result(stream.connect(Subscription.ORDER_UPDATES));

        simulator.restart();
        harness.journal(stream)
                .await(
                        StreamEvent.StateChanged.class,
                        step -> step.to() == StreamState.LIVE && step.origin().epoch() > 1);
        simulator.publish(Feed.TRADE_UPDATES, List.of(FILL));

        assertThat(updates.next()).isEqualTo(FILL);
    }
}

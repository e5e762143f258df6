package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the stream passes on to each kind of handler, and what it counts. */
class HandlersTest {

    private final VirtualStream virtual = new VirtualStream();
    private final List<String> told = new ArrayList<>();

    private void publish(String symbol, long id) {
        virtual.socket()
                .raw("[{\"T\":\"t\",\"S\":\"" + symbol + "\",\"i\":" + id
                        + ",\"x\":\"V\",\"p\":1.5,\"s\":1,\"t\":\"2026-01-05T15:00:00Z\",\"c\":[],\"z\":\"A\"}]");
        virtual.loop.run();
    }

    @AfterEach
    void closeOnItsOwnThread() {
        virtual.loop.execute(virtual.stream::close);
        virtual.loop.run();
    }

    @Test
    void liveMessagesAreToldToBeLive() {
        virtual.stream.onDelivery(
                Channel.TRADES, Trade.class, (trade, provenance) -> told.add(trade.id() + " " + provenance.kind()));
        virtual.stream.onDelivery(
                Channel.TRADES, "MSFT", Trade.class, (trade, provenance) -> told.add("MSFT " + trade.id()));
        virtual.stream.onRecovered((event, provenance) -> told.add("recovered " + event));
        virtual.live(Subscription.trades("AAPL", "MSFT"));
        publish("AAPL", 1);
        publish("MSFT", 2);
        assertThat(told).containsExactly("1 LIVE", "MSFT 2", "2 LIVE");
    }

    @Test
    void aHandlerThatIsToldCanBeRemoved() {
        Registration registration =
                virtual.stream.onDelivery(Channel.TRADES, Trade.class, (trade, provenance) -> told.add("told"));
        virtual.live(Subscription.trades("AAPL"));
        registration.remove();
        publish("AAPL", 1);
        assertThat(told).isEmpty();
    }

    @Test
    void theTypeOfAHandlerThatIsToldMustBeThatOfTheChannel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> virtual.stream.onDelivery(
                        Channel.TRADES, Quote.class, (Quote quote, Provenance provenance) -> told.add("never")))
                .withMessage("trades delivers Trade, not Quote");
    }

    @Test
    void whatCameOverTheWireIsReceivedAndNotFetched() {
        virtual.live(Subscription.trades("AAPL"));
        publish("AAPL", 1);
        virtual.socket().raw("[{\"T\":\"t\",\"S\":\"AAPL\",\"p\":{}}]");
        StreamStatistics counts = virtual.stream.statistics();
        assertThat(counts.received()).isEqualTo(2);
        assertThat(counts.delivered()).isEqualTo(1);
        assertThat(counts.undecodable()).isEqualTo(1);
        assertThat(counts.recovered() + counts.snapshots() + counts.duplicates())
                .isZero();
    }
}

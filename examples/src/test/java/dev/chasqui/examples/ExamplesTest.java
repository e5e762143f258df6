package dev.chasqui.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.MarketSource;
import dev.chasqui.stream.MarketDataStreamBuilder;
import dev.chasqui.stream.options.Credentials;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Starts each example once against a simulator and reads what it prints. */
class ExamplesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Map<String, String> ENVIRONMENT =
            Map.of(Credentials.KEY_VARIABLE, "any", Credentials.SECRET_VARIABLE, "pair");

    private final AlpacaSimulator simulator = AlpacaSimulator.builder().start();
    private final Locale locale = Locale.getDefault();

    @BeforeEach
    void useDecimalPoints() {
        Locale.setDefault(Locale.ROOT);
    }

    @AfterEach
    void closeSimulator() {
        simulator.close();
        Locale.setDefault(locale);
    }

    private MarketDataStreamBuilder builder() {
        return builder(simulator);
    }

    private static MarketDataStreamBuilder builder(AlpacaSimulator server) {
        String url = server.baseUri().toString();
        return Program.stocks(new String[] {"--url", url}, ENVIRONMENT);
    }

    private void awaitSubscribed(Channel channel, String symbol) {
        simulator.awaitSubscribed(Feed.IEX, channel, symbol, PATIENCE);
    }

    private static Quote quote(String symbol, double bid, double ask) {
        return new Quote(symbol, 1, "V", bid, 100, "V", ask, 100, List.of("R"), "C", MarketEvent.NO_TIMESTAMP);
    }

    private static Trade trade(String symbol, double price, double size) {
        return new Trade(symbol, 1, 1, "V", price, size, List.of("@"), "C", null, null, MarketEvent.NO_TIMESTAMP);
    }

    private static Bar bar(String symbol, double open, double close) {
        return new Bar(Bar.Kind.MINUTE, symbol, 1, open, 300, 100, close, 1_000, 10, 200);
    }

    @Test
    void theQuickStartPrintsBidAndAsk() {
        try (Running example = Running.of(out -> QuickStart.run(builder(), out, LONG))) {
            awaitSubscribed(Channel.QUOTES, "MSFT");
            simulator.publish(quote("AAPL", 189.95, 189.97), quote("MSFT", 420.1, 420.25));

            example.awaitLine("AAPL  bid   189.95  ask   189.97");
            example.awaitLine("MSFT  bid   420.10  ask   420.25");
        }
        simulator.awaitNoSessions(PATIENCE);
    }

    @Test
    void theQuickStartEndsWhenItsTimeIsOver() throws InterruptedException {
        QuickStart.run(builder(), System.out, Duration.ofMillis(50));

        simulator.awaitNoSessions(PATIENCE);
    }

    @Test
    void theBotReportsWhatItLooksForAndCounts() {
        try (Running example = Running.of(out -> TradingBot.run(builder(), out, LONG, Duration.ofMillis(50)))) {
            awaitSubscribed(Channel.BARS, "NVDA");
            simulator.publish(
                    quote("AAPL", 100.25, 100.30),
                    quote("AAPL", 0, 100.01),
                    quote("AAPL", 100.02, 100.01),
                    trade("MSFT", 420, 10_000),
                    bar("NVDA", 200, 200),
                    quote("AAPL", 100.25, 100.29),
                    trade("MSFT", 420.5, 12_500),
                    bar("NVDA", 200, 201.5));

            example.awaitLine("4 quotes, 2 trades, 2 bars");
            assertThat(example.lines())
                    .filteredOn(line -> !line.endsWith("bars"))
                    .containsExactly(
                            "AAPL tight spread 0.04 at 100.25",
                            "MSFT large trade of 12,500 at 420.50",
                            "NVDA closed higher: 201.50 after 200.00");
        }
    }

    @Test
    void symbolsChangeWhileRunning() {
        simulator.close();
        try (AlpacaSimulator market = AlpacaSimulator.builder()
                        .market(MarketSource.seeded(7).symbols("AAPL", "MSFT").messagesPerSecond(500))
                        .start();
                Running example =
                        Running.of(out -> ChangingSymbols.run(builder(market), out, Duration.ofMillis(300)))) {
            example.awaitLine("started with {trades=[AAPL], quotes=[AAPL], bars=[AAPL]}");
            example.awaitLine("added: {trades=[AAPL, MSFT, NVDA], quotes=[AAPL, MSFT, NVDA], bars=[AAPL, MSFT, NVDA]}");
            String removed = "removed: {trades=[MSFT, NVDA], quotes=[MSFT, NVDA], bars=[MSFT, NVDA]}";
            example.awaitLine(removed);
            example.awaitLine("without quotes: {trades=[MSFT, NVDA], bars=[MSFT, NVDA]}");
            example.awaitEnd();

            List<String> lines = example.lines();
            assertThat(lines).anyMatch(line -> line.startsWith("AAPL "));
            assertThat(lines.subList(lines.indexOf(removed), lines.size()))
                    .anyMatch(line -> line.startsWith("MSFT "))
                    .noneMatch(line -> line.startsWith("AAPL "));
            assertThat(market.ledger().sessions()).hasSize(1);
        }
    }

    @Test
    void theCommandLineIsAnUrlOrNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Program.stocks(new String[] {"--verbose"}, ENVIRONMENT))
                .withMessageContaining("--url");
        assertThatIllegalStateException()
                .isThrownBy(() -> Program.stocks(new String[0], Map.of()))
                .withMessageContaining(Credentials.KEY_VARIABLE);
    }
}

package dev.chasqui.examples;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Decimals;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Trade;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.MarketDataStreamBuilder;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Watches three symbols with several handlers: tight spreads, large trades, bars that close higher, and counts every ten seconds. */
public final class TradingBot {

    private static final BigDecimal TIGHT_SPREAD = new BigDecimal("0.05");
    private static final double LARGE_TRADE = 10_000;

    private final PrintStream out;
    private final LongAdder quotes = new LongAdder();
    private final LongAdder trades = new LongAdder();
    private final LongAdder bars = new LongAdder();

    private TradingBot(PrintStream out) {
        this.out = out;
    }

    /** Takes {@code --url ws://127.0.0.1:PORT} to connect there instead of to Alpaca. Runs for ten minutes. */
    public static void main(String[] args) throws InterruptedException {
        run(Program.stocks(args, System.getenv()), System.out, Duration.ofMinutes(10), Duration.ofSeconds(10));
    }

    static void run(MarketDataStreamBuilder builder, PrintStream out, Duration time, Duration interval)
            throws InterruptedException {
        TradingBot bot = new TradingBot(out);
        try (MarketDataStream stream = builder.build()) {
            stream.onQuote(quote -> bot.quotes.increment());
            stream.onTrade(trade -> bot.trades.increment());
            stream.onBar(bar -> bot.bars.increment());
            stream.onQuote(bot::reportTightSpread);
            stream.onTrade(bot::reportLargeTrade);
            stream.onBar(bot::reportHigherClose);

            stream.connect(Subscription.of("AAPL", "MSFT", "NVDA")).join();
            for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minus(interval)) {
                Program.letRun(stream, interval);
                bot.reportCounts();
            }
        }
    }

    private void reportTightSpread(Quote quote) {
        if (!quote.isTwoSided()) {
            return;
        }
        // In decimals, as 100.30 − 100.25 is less than 0.05 in binary.
        BigDecimal spread = Decimals.toBigDecimal(quote.askPrice()).subtract(Decimals.toBigDecimal(quote.bidPrice()));
        if (spread.signum() >= 0 && spread.compareTo(TIGHT_SPREAD) < 0) {
            out.printf("%s tight spread %s at %.2f%n", quote.symbol(), spread, quote.bidPrice());
        }
    }

    private void reportLargeTrade(Trade trade) {
        if (trade.size() > LARGE_TRADE) {
            out.printf("%s large trade of %,.0f at %.2f%n", trade.symbol(), trade.size(), trade.price());
        }
    }

    private void reportHigherClose(Bar bar) {
        if (bar.close() > bar.open()) {
            out.printf("%s closed higher: %.2f after %.2f%n", bar.symbol(), bar.close(), bar.open());
        }
    }

    private void reportCounts() {
        out.printf("%d quotes, %d trades, %d bars%n", quotes.sum(), trades.sum(), bars.sum());
    }
}

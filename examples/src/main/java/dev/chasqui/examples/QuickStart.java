package dev.chasqui.examples;

import dev.chasqui.model.Subscription;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.MarketDataStreamBuilder;
import java.io.PrintStream;
import java.time.Duration;

/** Streams two symbols for a minute and prints bid and ask. */
public final class QuickStart {

    private QuickStart() {}

    /** Takes {@code --url ws://127.0.0.1:PORT} to connect there instead of to Alpaca. */
    public static void main(String[] args) throws InterruptedException {
        run(Program.stocks(args, System.getenv()), System.out, Duration.ofMinutes(1));
    }

    static void run(MarketDataStreamBuilder builder, PrintStream out, Duration time) throws InterruptedException {
        try (MarketDataStream stream = builder.build()) {
            stream.onQuote(quote ->
                    out.printf("%-5s bid %8.2f  ask %8.2f%n", quote.symbol(), quote.bidPrice(), quote.askPrice()));

            stream.connect(Subscription.quotes("AAPL", "MSFT")).join();
            Program.letRun(stream, time);
        }
    }
}

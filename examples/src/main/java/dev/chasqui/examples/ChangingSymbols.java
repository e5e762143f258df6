package dev.chasqui.examples;

import dev.chasqui.model.Subscription;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.MarketDataStreamBuilder;
import java.io.PrintStream;
import java.time.Duration;

/** Adds and removes symbols while the stream is running, on the same connection. */
public final class ChangingSymbols {

    private ChangingSymbols() {}

    /** Takes {@code --url ws://127.0.0.1:PORT} to connect there instead of to Alpaca. */
    public static void main(String[] args) throws InterruptedException {
        run(Program.stocks(args, System.getenv()), System.out, Duration.ofSeconds(15));
    }

    static void run(MarketDataStreamBuilder builder, PrintStream out, Duration step) throws InterruptedException {
        try (MarketDataStream stream = builder.build()) {
            stream.onTrade(trade -> out.printf("%s %.2f%n", trade.symbol(), trade.price()));

            stream.connect(Subscription.of("AAPL")).join();
            out.println("started with " + stream.status().active());
            Program.letRun(stream, step);

            stream.subscribe(Subscription.of("MSFT", "NVDA")).join();
            out.println("added: " + stream.status().active());
            Program.letRun(stream, step);

            stream.unsubscribe(Subscription.of("AAPL")).join();
            out.println("removed: " + stream.status().active());
            Program.letRun(stream, step);

            stream.unsubscribe(Subscription.quotes("MSFT", "NVDA")).join();
            out.println("without quotes: " + stream.status().active());
            Program.letRun(stream, step);
        }
    }
}

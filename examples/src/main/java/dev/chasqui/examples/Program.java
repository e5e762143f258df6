package dev.chasqui.examples;

import dev.chasqui.model.Feed;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.MarketDataStreamBuilder;
import dev.chasqui.stream.options.Credentials;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the examples share: where to connect, and waiting. */
final class Program {

    private static final String URL = "--url";

    private Program() {}

    /** The free feed of US stocks, at Alpaca or where {@code --url} says. */
    static MarketDataStreamBuilder stocks(String[] args, Map<String, String> environment) {
        MarketDataStreamBuilder builder = MarketDataStream.stocks(Feed.IEX).credentials(Credentials.from(environment));
        if (args.length == 0) {
            return builder;
        }
        if (args.length != 2 || !args[0].equals(URL)) {
            throw new IllegalArgumentException("usage: [" + URL + " ws://127.0.0.1:PORT]");
        }
        return builder.uri(URI.create(args[1]));
    }

    /** Returns when the time is over; throws if the stream gives up before. */
    static void letRun(MarketDataStream stream, Duration time) throws InterruptedException {
        try {
            stream.ended().get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the stream has ended early: " + e.getCause(), e);
        } catch (TimeoutException e) {
            // As planned.
        }
    }
}

package dev.chasqui.stream;

import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.event.StreamEvent;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A connection to one feed that looks after itself: it authenticates, subscribes, delivers typed messages to handlers, notices when it is
 * dead, connects again and subscribes again, until it is closed or gives up.
 *
 * <pre>{@code
 * try (MarketDataStream stream = MarketDataStream.stocks(Feed.IEX)
 *         .credentials(Credentials.fromEnvironment())
 *         .build()) {
 *     stream.onQuote("AAPL", quote -> System.out.println(quote.bidPrice() + " / " + quote.askPrice()));
 *     stream.connect(Subscription.of("AAPL", "MSFT")).join();
 *     ...
 * }
 * }</pre>
 *
 * <p>Every method is safe from any thread and from inside a handler. The stream is itself a {@link SubscriptionHolder}: the usual one, when
 * a program has only one. A stream is used once; to start again, make a new one.
 */
public interface MarketDataStream extends MarketDataHandlers, SubscriptionHolder {

    /** A stream of US stocks: {@link Feed#IEX}, {@link Feed#SIP}, {@link Feed#TEST} and so on. */
    static MarketDataStreamBuilder stocks(Feed feed) {
        return new MarketDataStreamBuilder(feed);
    }

    /** A stream of crypto on Alpaca's own venue. */
    static MarketDataStreamBuilder crypto() {
        return new MarketDataStreamBuilder(Feed.CRYPTO_US);
    }

    /** A stream of options: {@link Feed#OPTIONS_INDICATIVE} or {@link Feed#OPTIONS_OPRA}. Always MessagePack. */
    static MarketDataStreamBuilder options(Feed feed) {
        return new MarketDataStreamBuilder(feed);
    }

    /** A stream of news articles. */
    static MarketDataStreamBuilder news() {
        return new MarketDataStreamBuilder(Feed.NEWS);
    }

    /** The account's own order updates. Subscribe to {@link Subscription#ORDER_UPDATES}. */
    static MarketDataStreamBuilder tradeUpdates() {
        return new MarketDataStreamBuilder(Feed.TRADE_UPDATES);
    }

    /** A stream of any feed. */
    static MarketDataStreamBuilder of(Feed feed) {
        return new MarketDataStreamBuilder(feed);
    }

    /**
     * Connects, authenticates and subscribes. Calling it again returns the same future and opens no second connection; its subscription is
     * then added as by {@link #subscribe}.
     *
     * @return completes when the server has authenticated the session and acknowledged the subscription. It fails with a
     *     {@link StreamException} that says which step failed and what to do: {@link StreamException.Refused} for credentials, plan and
     *     endpoint, {@link StreamException.GaveUp} when the attempts are spent, {@link StreamException.SlotTaken} when another session holds
     *     the slot for longer than the budget, {@link StreamException.RequestFailed} when the session is good and the subscription was
     *     refused (the stream then stays live), {@link StreamException.Closed} when it was closed meanwhile
     * @throws IllegalStateException if the stream has ended
     */
    CompletableFuture<SubscriptionResult> connect(Subscription subscription);

    /** A further holder with wishes of its own. */
    SubscriptionHolder newHolder();

    /**
     * Registers a listener of everything that happens to the stream, from now on. Listeners run on the stream's event thread, one event at
     * a time and in order; they may call any method of the stream and should not block.
     */
    Registration onEvent(Consumer<? super StreamEvent> listener);

    /** Registers a receiver of messages whose type is not known. It runs on the event thread. */
    Registration onUnknown(Consumer<? super UnknownMessage> receiver);

    /** The newest quote, trade and bar of each symbol. */
    LatestValues latest();

    /** State, epoch and subscriptions at this moment. */
    StreamStatus status();

    /** Counts since the stream was made. */
    StreamStatistics statistics();

    /**
     * A future for those who want to end without leaving holes: it completes when every gap that is open now has had its last event, and every
     * message that was fetched until then, for these gaps or others, has been handed to all its handlers, or was dropped. The stages of
     * asynchronous handlers are not waited for, nor are live messages in the queue. Where no gap is open it completes as soon as nothing
     * that was fetched is left in the queue, and where the stream has not been connected, at once.
     *
     * <p>Gaps that open later are not waited for, but for symbols of an open one that the server does not acknowledge again: they become a gap
     * of their own, and are still waited for. With the default options a gap of trades takes about eight seconds from its end, one of bars
     * up to two minutes, since the last bar may yet be updated. A gap that stays open because the connection does not come back is waited
     * for until the stream ends. Never completes exceptionally.
     */
    CompletableFuture<Void> whenRepaired();

    /**
     * A future that completes when the stream has ended: with null after {@link #close()}, exceptionally with the {@link StreamException}
     * that ended it otherwise.
     */
    CompletableFuture<Void> ended();

    /**
     * Ends the stream in any state: no handler is called any more, the socket is closed, threads end. Messages that still wait are dropped
     * and counted. Returns within the close timeout, 2 s by default, even if a handler blocks; called from a handler or listener it
     * returns at once and the rest follows. Closing twice does nothing.
     */
    @Override
    void close();
}

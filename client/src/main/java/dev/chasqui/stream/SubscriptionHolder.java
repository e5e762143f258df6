package dev.chasqui.stream;

import dev.chasqui.model.Subscription;
import java.util.concurrent.CompletableFuture;

/**
 * One of several parts of a program that share a stream. Each holder has its own wishes; the stream asks the server for the union, so a
 * symbol stays subscribed until its last holder lets it go. Safe for use by many threads, and from inside a handler.
 */
public interface SubscriptionHolder extends AutoCloseable {

    /**
     * Adds to this holder's wishes. Legal in every state but the final ones: before the connection is live the future waits for it.
     *
     * @return completes with what was granted once the server has answered for it; at once if nothing new is asked. It fails with
     *     {@link StreamException.RequestFailed} if the server refused any of it, which is then withdrawn while the rest is granted, or
     *     if it did not answer on a live connection, and then it stays desired and is asked for again; the exception holds the result.
     *     It fails with another {@link StreamException} if the stream ends first. Its {@code join} and {@code get} throw
     *     {@link IllegalStateException} when called from a handler before completion, where they could never return
     * @throws IllegalArgumentException if the feed does not offer a channel, or the symbol limit that was set would be exceeded
     * @throws IllegalStateException if the stream has ended
     */
    CompletableFuture<SubscriptionResult> subscribe(Subscription added);

    /**
     * Takes back wishes of this holder. What it never held is ignored. Once the future has completed, no message of what no holder wants
     * any more reaches a handler.
     *
     * @throws IllegalStateException if the stream has ended
     */
    CompletableFuture<SubscriptionResult> unsubscribe(Subscription removed);

    /** The wishes of this holder. */
    Subscription held();

    /** Takes back all wishes of this holder. */
    @Override
    void close();
}

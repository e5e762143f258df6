package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who wants which messages. Safe for use by many threads. */
@SuppressWarnings("DoNotCallSuggester")
public final class HandlerRegistry {

    HandlerRegistry() {}

    /**
     * Registers a handler.
     *
     * @param channel of the messages; null for every channel
     * @param symbol of the messages; {@code *} for every symbol
     * @return removes it: a call under way ends normally, none begins after this returns. Running it twice does nothing
     */
    public Runnable register(@Nullable Channel channel, String symbol, Consumer<? super MarketEvent> handler) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #register}, with the next message for this handler waiting until the stage of the last has completed. */
    public Runnable registerAsync(
            @Nullable Channel channel,
            String symbol,
            Function<? super MarketEvent, ? extends CompletionStage<?>> handler) {
        throw new UnsupportedOperationException();
    }

    /** Removes every handler registered for this symbol, on every channel. */
    public void removeAll(String symbol) {
        throw new UnsupportedOperationException();
    }
}

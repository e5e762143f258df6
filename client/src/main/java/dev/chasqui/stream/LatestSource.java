package dev.chasqui.stream;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Where latest values are asked for that the stream has not brought. Called on the loop's thread. */
interface LatestSource {

    /** Nothing can be asked. */
    LatestSource NONE = new LatestSource() {
        @Override
        public boolean has(Channel channel) {
            return false;
        }

        @Override
        public int symbolsPerRequest() {
            return 1;
        }

        @Override
        public CompletableFuture<? extends Map<String, ? extends MarketEvent>> ask(
                Channel channel, List<String> symbols) {
            throw new IllegalArgumentException("nothing can be asked");
        }
    };

    /** Whether it can be asked for this channel: trades, quotes and bars at most. */
    boolean has(Channel channel);

    /** How many symbols one request may hold. */
    int symbolsPerRequest();

    /** Asks with one request, on a channel that it {@linkplain #has has}. Symbols of which nothing is known are absent from the answer. */
    CompletableFuture<? extends Map<String, ? extends MarketEvent>> ask(Channel channel, List<String> symbols);
}

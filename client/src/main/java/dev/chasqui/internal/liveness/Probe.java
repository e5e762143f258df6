package dev.chasqui.internal.liveness;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Asks REST what the newest data of the stream's own feed is. Used on the event loop only. */
public interface Probe {

    /**
     * Asks for the newest message of each symbol, by one request; the answer comes on the event loop, exactly once and not within this
     * call.
     *
     * @param channel {@link Channel#TRADES} or {@link Channel#BARS}
     * @param symbols at least one, at most twenty
     */
    void latest(Channel channel, Set<String> symbols, Consumer<Answer> receiver);

    /** What came of it. */
    sealed interface Answer {}

    /**
     * What REST has.
     *
     * @param timestampNanos of the newest message of each symbol that has one; of a bar, its beginning
     */
    record Latest(Map<String, Long> timestampNanos) implements Answer {

        /** Copies the map unless it is immutable already. */
        public Latest {
            timestampNanos = Map.copyOf(timestampNanos);
        }
    }

    /**
     * REST cannot say: no rights, no such data, or not now.
     *
     * @param reason for people; no secret
     */
    record NotPossible(String reason) implements Answer {}

    /** A probe that never can say. */
    static Probe impossible(EventLoop loop, String reason) {
        return (channel, symbols, receiver) -> loop.execute(() -> receiver.accept(new NotPossible(reason)));
    }
}

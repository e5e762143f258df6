package dev.chasqui.stream.event;

import dev.chasqui.model.Channel;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An interval in which messages of a channel may have been missed. It may be wider than the hole, never narrower.
 *
 * @param id 1, 2, 3 … for one stream
 * @param channel of the messages
 * @param symbols of the messages; {@code *} for all of them
 * @param from the last moment at which nothing was missing
 * @param to the first moment from which nothing is missing again; null while that has not come
 * @param cause why
 * @param text what happened, for people
 */
public record Gap(
        long id,
        Channel channel,
        Set<String> symbols,
        Instant from,
        @Nullable Instant to,
        GapCause cause,
        String text) {

    /** Copies the set unless it is immutable already. */
    public Gap {
        symbols = Set.copyOf(symbols);
    }
}

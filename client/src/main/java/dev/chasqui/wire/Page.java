package dev.chasqui.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one body of the REST interface holds: a page of a longer list, or the whole of a short one. Immutable.
 *
 * @param <E> kind of record
 * @param elements the records in the order of the body: by symbol, and within a symbol by time
 * @param nextPageToken asks for the next page; null on the last one
 * @param currency of the prices, as the body names it; null if it does not, which means US dollars
 * @param problems records that could not be read, and are missing from {@code elements}
 */
public record Page<E>(
        List<E> elements,
        @Nullable String nextPageToken,
        @Nullable String currency,
        List<DecodeProblem> problems) {

    /** Copies the lists unless they are immutable already. */
    public Page {
        elements = List.copyOf(elements);
        problems = List.copyOf(problems);
    }
}

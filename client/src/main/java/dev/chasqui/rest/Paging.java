package dev.chasqui.rest;

import dev.chasqui.rest.RestException.Kind;
import dev.chasqui.wire.Page;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * All records of a query over as many pages as there are, fetched as they are walked over: nothing is asked for before the first record
 * is. Each walk begins anew. Walking waits on the calling thread, and throws {@link RestException} where a page cannot be had.
 *
 * @param <E> kind of record
 */
public final class Paging<E> implements Iterable<E> {

    private final String path;
    private final @Nullable String firstToken;
    private final Function<@Nullable String, CompletableFuture<Page<E>>> fetch;

    Paging(String path, @Nullable String firstToken, Function<@Nullable String, CompletableFuture<Page<E>>> fetch) {
        this.path = path;
        this.firstToken = firstToken;
        this.fetch = fetch;
    }

    /**
     * Walks over the records. A page with records that cannot be read is a failure of kind {@link Kind#BODY}, so that none is missed in
     * silence; {@link #pages()} goes on without them.
     */
    @Override
    public Iterator<E> iterator() {
        return new RecordIterator<>(path, pages().iterator());
    }

    /** The records as a sequential stream. */
    public Stream<E> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /** Walks over the pages, with what of each cannot be read. */
    public Iterable<Page<E>> pages() {
        return () -> new PageIterator<>(path, firstToken, fetch);
    }
}

package dev.chasqui.rest;

import dev.chasqui.rest.RestException.Kind;
import dev.chasqui.wire.Page;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Fetches page after page, and stops when a page names one that was fetched before. */
final class PageIterator<E> implements Iterator<Page<E>> {

    private final String path;
    private final Function<@Nullable String, CompletableFuture<Page<E>>> fetch;
    private final Set<String> seen = new HashSet<>();
    private @Nullable String token;
    private boolean more = true;

    PageIterator(
            String path, @Nullable String firstToken, Function<@Nullable String, CompletableFuture<Page<E>>> fetch) {
        this.path = path;
        this.fetch = fetch;
        token = firstToken;
    }

    @Override
    public boolean hasNext() {
        return more;
    }

    @Override
    public Page<E> next() {
        if (!more) {
            throw new NoSuchElementException("that was the last page");
        }
        if (token != null && !seen.add(token)) {
            throw RestException.of(Kind.PAGING, path)
                    .because(
                            "the server names a page again that it has given already",
                            "what came until here may be incomplete; ask for a shorter time");
        }
        Page<E> page = waitFor(fetch.apply(token));
        token = page.nextPageToken();
        more = token != null;
        return page;
    }

    private Page<E> waitFor(CompletableFuture<Page<E>> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw RestException.of(Kind.INTERRUPTED, path)
                    .because("the waiting thread was interrupted", "the request was cancelled");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(failed);
        }
    }
}

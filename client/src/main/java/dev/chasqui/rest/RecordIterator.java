package dev.chasqui.rest;

import dev.chasqui.rest.RestException.Kind;
import dev.chasqui.wire.DecodeProblem;
import dev.chasqui.wire.Page;
import java.util.Collections;
import java.util.Iterator;

/** Walks over the records of page after page. */
final class RecordIterator<E> implements Iterator<E> {

    private final String path;
    private final Iterator<Page<E>> pages;
    private Iterator<E> records = Collections.emptyIterator();

    RecordIterator(String path, Iterator<Page<E>> pages) {
        this.path = path;
        this.pages = pages;
    }

    @Override
    public boolean hasNext() {
        while (!records.hasNext() && pages.hasNext()) {
            records = complete(path, pages.next()).elements().iterator();
        }
        return records.hasNext();
    }

    @Override
    public E next() {
        // Where there is none, the iterator of the page says so.
        boolean ignored = hasNext();
        return records.next();
    }

    /** The page, if each of its records could be read. */
    static <E> Page<E> complete(String path, Page<E> page) {
        if (page.problems().isEmpty()) {
            return page;
        }
        DecodeProblem first = page.problems().get(0);
        throw RestException.of(Kind.BODY, path)
                .because(
                        page.problems().size() + " records cannot be read, the first of them " + first.symbol() + " in "
                                + first.field() + ": " + first.reason(),
                        "walk over the pages to go on without them");
    }
}

package dev.chasqui.rest;

import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What news to ask for. Immutable; the {@code with} methods return changed copies. What is not set is left to the server. */
public final class NewsQuery {

    /** The most articles that one page may hold. */
    public static final int LARGEST_LIMIT = 50;

    private final Parameters parameters;

    private NewsQuery(Parameters parameters) {
        this.parameters = parameters;
    }

    /** All news, newest first. */
    public static NewsQuery all() {
        return new NewsQuery(Parameters.NONE);
    }

    /** News about any of these symbols; none means all news. */
    public static NewsQuery about(Collection<String> symbols) {
        return symbols.isEmpty() ? all() : new NewsQuery(Parameters.NONE.withSymbols(symbols));
    }

    private NewsQuery with(String name, Object value) {
        return new NewsQuery(parameters.with(name, value));
    }

    /** Updated at this instant or later. */
    public NewsQuery withStart(Instant start) {
        return with("start", start);
    }

    /** Updated at this instant or earlier. */
    public NewsQuery withEnd(Instant end) {
        return with("end", end);
    }

    /** The order of updates; {@link Sort#DESCENDING} by default. */
    public NewsQuery withSort(Sort sort) {
        return with("sort", sort);
    }

    /** Whether articles come with their content; false by default. */
    public NewsQuery withContent(boolean included) {
        return with("include_content", included);
    }

    /** Whether articles without content are left out; false by default. */
    public NewsQuery withContentlessExcluded(boolean excluded) {
        return with("exclude_contentless", excluded);
    }

    /**
     * The most articles of a page; 10 by default.
     *
     * @throws IllegalArgumentException outside of 1 to {@value #LARGEST_LIMIT}
     */
    public NewsQuery withLimit(int limit) {
        return new NewsQuery(parameters.withLimit(limit, LARGEST_LIMIT));
    }

    /** The page that the page before names; the first one by default. */
    public NewsQuery withPageToken(String token) {
        return with("page_token", token);
    }

    /** Which page; null for the first. */
    public @Nullable String pageToken() {
        return parameters.get("page_token");
    }

    Parameters parameters() {
        return parameters;
    }

    @Override
    public String toString() {
        return "news " + parameters;
    }
}

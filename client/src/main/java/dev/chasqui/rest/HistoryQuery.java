package dev.chasqui.rest;

import dev.chasqui.model.Feed;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What history to ask for: symbols of a feed and a stretch of time. Immutable; the {@code with} methods return changed copies. What is
 * not set is left to the server, whose defaults are told here.
 */
public final class HistoryQuery {

    /** The most records that one page may hold. */
    public static final int LARGEST_LIMIT = 10_000;

    private final Feed feed;
    private final List<String> symbols;
    private final Parameters parameters;

    private HistoryQuery(Feed feed, List<String> symbols, Parameters parameters) {
        this.feed = feed;
        this.symbols = symbols;
        this.parameters = parameters;
    }

    /**
     * The history of these symbols, at least one, and of options at most 100.
     *
     * @throws IllegalArgumentException if there is no symbol, or one that no symbol can be
     */
    public static HistoryQuery of(Feed feed, Collection<String> symbols) {
        if (symbols.isEmpty()) {
            throw new IllegalArgumentException("history is asked for by symbol: name at least one");
        }
        return new HistoryQuery(feed, Parameters.checked(symbols), Parameters.NONE.withSymbols(symbols));
    }

    /** The history of one symbol. */
    public static HistoryQuery of(Feed feed, String symbol) {
        return of(feed, List.of(symbol));
    }

    private HistoryQuery with(String name, Object value) {
        return new HistoryQuery(feed, symbols, parameters.with(name, value));
    }

    /** From this instant on, inclusive; the beginning of the current day by default. */
    public HistoryQuery withStart(Instant start) {
        return with("start", start);
    }

    /** From the beginning of this day on. */
    public HistoryQuery withStart(LocalDate start) {
        return with("start", start);
    }

    /** Until this instant, inclusive; now by default, and 15 minutes ago without real-time data. */
    public HistoryQuery withEnd(Instant end) {
        return with("end", end);
    }

    /** Until the end of this day, extended hours included. */
    public HistoryQuery withEnd(LocalDate end) {
        return with("end", end);
    }

    /**
     * The most records of a page, over all symbols; 1,000 by default. Pages may be shorter.
     *
     * @throws IllegalArgumentException outside of 1 to {@value #LARGEST_LIMIT}
     */
    public HistoryQuery withLimit(int limit) {
        return new HistoryQuery(feed, symbols, parameters.withLimit(limit, LARGEST_LIMIT));
    }

    /** The order in time; {@link Sort#ASCENDING} by default. */
    public HistoryQuery withSort(Sort sort) {
        return with("sort", sort);
    }

    /** The day whose meaning of the symbols counts, of stocks only; the end by default. */
    public HistoryQuery withAsOf(LocalDate day) {
        return with("asof", day);
    }

    /** Does not follow stocks that changed their symbol. */
    public HistoryQuery withoutSymbolMapping() {
        return with("asof", "-");
    }

    /** The currency of prices, of stocks only, as an ISO code such as {@code MXN}; US dollars by default. */
    public HistoryQuery withCurrency(String code) {
        if (!code.matches("[A-Za-z]{3}")) {
            throw new IllegalArgumentException("a currency is three letters, such as USD");
        }
        return with("currency", code.toUpperCase(Locale.ROOT));
    }

    /** What bars of stocks are corrected for; {@link Adjustment#RAW} by default. */
    public HistoryQuery withAdjustments(Adjustment first, Adjustment... more) {
        StringBuilder all = new StringBuilder(first.toString());
        for (Adjustment adjustment : more) {
            all.append(',').append(adjustment);
        }
        return with("adjustment", all);
    }

    /** The page that the page before names; the first one by default. */
    public HistoryQuery withPageToken(String token) {
        return with("page_token", token);
    }

    /** The feed. */
    public Feed feed() {
        return feed;
    }

    /** The symbols, in the order given. */
    public List<String> symbols() {
        return symbols;
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
        return feed + " " + parameters;
    }
}

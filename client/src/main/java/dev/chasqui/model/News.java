package dev.chasqui.model;

import java.util.List;

/**
 * A news article. A changed article comes again with the same id and a later {@code updatedNanos}. Its texts are other people's words,
 * unescaped and unchecked: HTML in {@code content}, anything in {@code headline}.
 *
 * @param id the article
 * @param headline title
 * @param summary may be empty
 * @param author may be empty
 * @param createdNanos nanoseconds since 1970
 * @param updatedNanos nanoseconds since 1970
 * @param url may be empty
 * @param content HTML, possibly large; may be empty
 * @param symbols what it is about; may be empty, and then only subscribers of {@code *} get it. Crypto pairs may be written without slash
 * @param source for example {@code benzinga}
 */
public record News(
        long id,
        String headline,
        String summary,
        String author,
        long createdNanos,
        long updatedNanos,
        String url,
        String content,
        List<String> symbols,
        String source)
        implements MarketEvent {

    /** Copies the list unless it is immutable already. */
    public News {
        symbols = List.copyOf(symbols);
    }

    @Override
    public Channel channel() {
        return Channel.NEWS;
    }

    /** Empty: an article has {@link #symbols()}. */
    @Override
    public String symbol() {
        return "";
    }

    /** When the article was last changed. */
    @Override
    public long timestampNanos() {
        return updatedNanos;
    }
}

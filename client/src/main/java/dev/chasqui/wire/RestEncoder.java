package dev.chasqui.wire;

import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the JSON bodies of REST answers. A message looks as it does on a stream, but for type and symbol, which follow from its place in
 * the body. Confined to one thread at a time; arrays that are returned are new.
 *
 * <p>Methods that write messages throw {@link IllegalArgumentException} if one does not belong to the kind of feed, or holds an infinite
 * number.
 */
public final class RestEncoder {

    private static final Key SYMBOL = new Key("symbol");
    private static final Key SNAPSHOTS = new Key("snapshots");
    private static final Key NEWS = new Key("news");
    private static final Key NEXT_PAGE_TOKEN = new Key("next_page_token");
    private static final Key MESSAGE = new Key("message");

    private final ValueWriter out = ValueWriter.create(Encoding.JSON);
    private final MarketWriter market;

    private RestEncoder(FeedKind kind) {
        market = new MarketWriter(out, kind, false);
    }

    /** An encoder for messages of one kind of feed. */
    public static RestEncoder create(FeedKind kind) {
        return new RestEncoder(kind);
    }

    /**
     * A page of history of many symbols, such as {@code {"trades":{"MSFT":[…]},"next_page_token":null}}. Symbols come in the map's order.
     *
     * @param channel gives the list its name
     * @param nextPageToken null on the last page
     */
    public byte[] page(
            Channel channel,
            Map<String, ? extends Collection<? extends MarketEvent>> messages,
            @Nullable String nextPageToken) {
        out.clear();
        out.beginObject();
        out.key(channel.wireName());
        out.beginObject();
        messages.forEach((symbol, list) -> {
            out.key(symbol);
            list(list);
        });
        out.endObject();
        endPage(nextPageToken);
        return out.take();
    }

    /**
     * A page of history of one symbol, such as {@code {"symbol":"MSFT","trades":[…],"next_page_token":null}}.
     *
     * @param channel gives the list its name
     * @param nextPageToken null on the last page
     */
    public byte[] page(
            Channel channel,
            String symbol,
            Collection<? extends MarketEvent> messages,
            @Nullable String nextPageToken) {
        out.clear();
        beginSymbol(symbol);
        out.key(channel.wireName());
        list(messages);
        endPage(nextPageToken);
        return out.take();
    }

    /**
     * A page of articles: {@code {"news":[…],"next_page_token":null}}.
     *
     * @param nextPageToken null on the last page
     */
    public byte[] news(List<? extends MarketEvent> articles, @Nullable String nextPageToken) {
        out.clear();
        out.beginObject();
        out.key(NEWS);
        list(articles);
        endPage(nextPageToken);
        return out.take();
    }

    /** The latest message of each symbol, such as {@code {"quotes":{"MSFT":{…}}}}. */
    public byte[] latest(Channel channel, Map<String, ? extends MarketEvent> messages) {
        out.clear();
        out.beginObject();
        out.key(channel.wireName());
        named(messages);
        out.endObject();
        return out.take();
    }

    /** The latest message of one symbol, such as {@code {"symbol":"MSFT","quote":{…}}}; without the message if there is none. */
    public byte[] latest(Channel channel, String symbol, @Nullable MarketEvent message) {
        out.clear();
        beginSymbol(symbol);
        if (message != null) {
            out.key(singular(channel));
            market.write(message);
        }
        out.endObject();
        return out.take();
    }

    // The plural of a channel's name is what lists have.
    private static String singular(Channel channel) {
        String name = channel.wireName();
        return name.endsWith("s") ? name.substring(0, name.length() - 1) : name;
    }

    /**
     * Snapshots of many symbols.
     *
     * @param snapshots by symbol, each by the name of the part, such as {@code latestTrade}
     * @param wrapped whether the map stands under {@code snapshots} with a page token beside it, as for crypto and options, or alone
     */
    public byte[] snapshots(Map<String, ? extends Map<String, ? extends MarketEvent>> snapshots, boolean wrapped) {
        out.clear();
        if (wrapped) {
            out.beginObject();
            out.key(SNAPSHOTS);
        }
        out.beginObject();
        snapshots.forEach((symbol, parts) -> {
            out.key(symbol);
            named(parts);
        });
        out.endObject();
        if (wrapped) {
            endPage(null);
        }
        return out.take();
    }

    /** The snapshot of one symbol: {@code {"symbol":"MSFT","latestTrade":{…},…}}. */
    public byte[] snapshot(String symbol, Map<String, ? extends MarketEvent> parts) {
        out.clear();
        beginSymbol(symbol);
        parts.forEach(this::member);
        out.endObject();
        return out.take();
    }

    /** The body of a refusal: {@code {"message":"…"}}. */
    public byte[] message(String text) {
        out.clear();
        out.beginObject();
        out.key(MESSAGE);
        out.text(text);
        out.endObject();
        return out.take();
    }

    private void beginSymbol(String symbol) {
        out.beginObject();
        out.key(SYMBOL);
        out.text(symbol);
    }

    private void endPage(@Nullable String nextPageToken) {
        out.key(NEXT_PAGE_TOKEN);
        if (nextPageToken == null) {
            out.nil();
        } else {
            out.text(nextPageToken);
        }
        out.endObject();
    }

    private void list(Collection<? extends MarketEvent> messages) {
        out.beginArray(messages.size());
        messages.forEach(market::write);
        out.endArray();
    }

    private void named(Map<String, ? extends MarketEvent> messages) {
        out.beginObject();
        messages.forEach(this::member);
        out.endObject();
    }

    private void member(String name, MarketEvent message) {
        out.key(name);
        market.write(message);
    }
}

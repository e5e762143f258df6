package dev.chasqui.server;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.wire.Encoding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Data messages that the market sends together, and their bytes, made once for all sessions of a shape. Confined to the thread that drives
 * the sessions.
 */
public final class DataFrame {

    private final List<MarketEvent> events;
    private final Map<Shape, byte[]> wholes;
    private @Nullable Map<Shape, List<byte[]>> elements;

    private DataFrame(List<MarketEvent> events, Map<Shape, byte[]> wholes) {
        this.events = events;
        this.wholes = wholes;
    }

    /** A frame of these messages; the list must not be changed afterwards. */
    public static DataFrame of(List<MarketEvent> events) {
        return new DataFrame(events, new HashMap<>());
    }

    /** A frame that was recorded in JSON: a session that gets all of it gets these bytes. */
    public static DataFrame recorded(List<MarketEvent> events, FeedKind kind, byte[] json) {
        Map<Shape, byte[]> wholes = new HashMap<>();
        wholes.put(new Shape(Encoding.JSON, kind), json);
        return new DataFrame(events, wholes);
    }

    /** The messages, in order. */
    public List<MarketEvent> events() {
        return events;
    }

    /** The whole frame. */
    byte[] whole(Encoders encoders, Shape shape) {
        byte[] whole = wholes.get(shape);
        if (whole == null) {
            whole = encoders.frame(shape, elements(encoders, shape));
            wholes.put(shape, whole);
        }
        return whole;
    }

    /** The bytes of each message. */
    List<byte[]> elements(Encoders encoders, Shape shape) {
        if (elements == null) {
            elements = new HashMap<>();
        }
        return elements.computeIfAbsent(shape, key -> encodeAll(encoders, key));
    }

    /** The bytes of some of its messages, which are in its order. */
    List<byte[]> elements(Encoders encoders, Shape shape, List<MarketEvent> some) {
        List<byte[]> all = elements(encoders, shape);
        if (some.size() == events.size()) {
            return all;
        }
        List<byte[]> chosen = new ArrayList<>(some.size());
        int next = 0;
        for (MarketEvent event : some) {
            while (events.get(next) != event) {
                next++;
            }
            chosen.add(all.get(next++));
        }
        return chosen;
    }

    private List<byte[]> encodeAll(Encoders encoders, Shape shape) {
        List<byte[]> encoded = new ArrayList<>(events.size());
        for (MarketEvent event : events) {
            encoded.add(encoders.element(shape, event));
        }
        return encoded;
    }
}

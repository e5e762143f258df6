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
 * Data messages that the market sends together, and their bytes, made once for all sessions of a shape and, where a session gets a part
 * only, of a coverage. Confined to the thread that drives the sessions.
 */
public final class DataFrame {

    // Sessions that all want something else gain nothing from looking through what the others got.
    private static final int MOST_SHARED_PARTS = 8;

    /** What sessions of one coverage get of a frame. */
    final class Part {

        private final Coverage coverage;
        private final List<MarketEvent> covered;
        private final Map<Shape, byte[]> bytes;

        private Part(Coverage coverage, List<MarketEvent> covered, Map<Shape, byte[]> bytes) {
            this.coverage = coverage;
            this.covered = covered;
            this.bytes = bytes;
        }

        /** The messages, in order. */
        List<MarketEvent> events() {
            return covered;
        }

        /** All of them in one frame. */
        byte[] frame(Encoders encoders, Shape shape) {
            byte[] frame = bytes.get(shape);
            if (frame == null) {
                frame = encoders.frame(shape, elements(encoders, shape));
                bytes.put(shape, frame);
            }
            return frame;
        }

        /** The bytes of each message. */
        List<byte[]> elements(Encoders encoders, Shape shape) {
            List<byte[]> all = allElements(encoders, shape);
            if (covered.size() == events.size()) {
                return all;
            }
            List<byte[]> chosen = new ArrayList<>(covered.size());
            int next = 0;
            for (MarketEvent event : covered) {
                while (events.get(next) != event) {
                    next++;
                }
                chosen.add(all.get(next++));
            }
            return chosen;
        }
    }

    private final List<MarketEvent> events;
    private final Map<Shape, byte[]> wholes;
    private final List<Part> parts = new ArrayList<>(1);
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

    /** What a session of a coverage gets. */
    Part part(Coverage coverage) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).coverage == coverage) {
                return parts.get(i);
            }
        }
        List<MarketEvent> covered = coverage.covered(events);
        boolean whole = covered.size() == events.size();
        Part part = new Part(coverage, covered, whole ? wholes : new HashMap<>());
        if (parts.size() < MOST_SHARED_PARTS) {
            parts.add(part);
        }
        return part;
    }

    private List<byte[]> allElements(Encoders encoders, Shape shape) {
        if (elements == null) {
            elements = new HashMap<>();
        }
        return elements.computeIfAbsent(shape, key -> encodeAll(encoders, key));
    }

    private List<byte[]> encodeAll(Encoders encoders, Shape shape) {
        List<byte[]> encoded = new ArrayList<>(events.size());
        for (MarketEvent event : events) {
            encoded.add(encoders.element(shape, event));
        }
        return encoded;
    }
}

package dev.chasqui.wire;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.TradeUpdate;
import java.util.List;

/**
 * Writes the frames that a server sends. The type is always the first key, and times have no trailing zeros, as Alpaca writes them;
 * NaN, null and {@link MarketEvent#NO_TIMESTAMP} are left out. Order updates keep their offsets, so their times are texts in MessagePack
 * as well. Confined to one thread at a time.
 */
public final class FrameEncoder {

    private final Encoding encoding;
    private final FeedKind kind;
    private final ValueWriter out;
    private final MarketWriter market;
    private final TradeUpdateWriter updates;
    private final ControlWriter control;

    private FrameEncoder(Encoding encoding, FeedKind kind) {
        this.encoding = encoding;
        this.kind = kind;
        out = ValueWriter.create(encoding);
        market = new MarketWriter(out, kind);
        updates = new TradeUpdateWriter(out);
        control = new ControlWriter(out, kind);
    }

    /** An encoder for connections of one encoding and kind of feed. */
    public static FrameEncoder create(Encoding encoding, FeedKind kind) {
        return new FrameEncoder(encoding, kind);
    }

    /**
     * One data message without the array around it, to be joined by {@link #frame}. The array is new, the caller's to share.
     *
     * @throws IllegalArgumentException if the event does not belong on such a stream, or a number is infinite
     */
    public byte[] element(MarketEvent event) {
        out.clear();
        if (kind != FeedKind.TRADING) {
            market.write(event);
        } else if (event instanceof TradeUpdate update) {
            updates.write(update);
        } else {
            throw new IllegalArgumentException(
                    "a trading stream carries no " + event.channel().wireName());
        }
        return out.take();
    }

    /** A frame of elements that {@link #element} made. On a trading stream there must be exactly one. */
    public byte[] frame(List<byte[]> elements) {
        if (kind == FeedKind.TRADING) {
            if (elements.size() != 1) {
                throw new IllegalArgumentException(
                        "a frame of a trading stream is one message, not " + elements.size());
            }
            return elements.get(0);
        }
        return encoding == Encoding.JSON ? jsonArray(elements) : msgpackArray(elements);
    }

    private byte[] jsonArray(List<byte[]> elements) {
        out.clear();
        out.put('[');
        for (byte[] element : elements) {
            if (out.size > 1) {
                out.put(',');
            }
            out.put(element);
        }
        out.put(']');
        return out.take();
    }

    private byte[] msgpackArray(List<byte[]> elements) {
        out.clear();
        out.beginArray(elements.size());
        for (byte[] element : elements) {
            out.put(element);
        }
        return out.take();
    }

    /** A frame of one control message. Channels without symbols are left out of an acknowledgement. */
    public byte[] control(ControlMessage message) {
        out.clear();
        control.write(message);
        return out.take();
    }

    /** As {@link #control}, with every channel of the feed written, empty ones as empty lists, as older servers did. */
    public byte[] controlWithEmptyChannels(ControlMessage.Acknowledgement message) {
        out.clear();
        control.acknowledgement(message, true);
        return out.take();
    }
}

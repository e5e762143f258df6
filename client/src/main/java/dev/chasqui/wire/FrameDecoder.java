package dev.chasqui.wire;

import dev.chasqui.model.FeedKind;
import dev.chasqui.wire.DecodeProblem.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames that a server sends. Confined to one thread at a time; keeps bounded tables of interned texts between frames.
 *
 * <p>Takes whatever order of keys, unknown keys, null for what is optional, the last of equal keys, one object instead of an array,
 * condition codes as a list or one text, and times with any number of fractional digits and any offset. Digits behind the ninth are
 * dropped; a leap second {@code :60} is the last nanosecond of {@code :59}; negative zero is zero. Does not take numbers as texts (but on
 * the trading stream, whose decimals are texts), numbers that are not finite, texts that are not UTF-8, or times that nanoseconds in a
 * {@code long} cannot express: such an element is reported, and its neighbours are delivered.
 */
public final class FrameDecoder {

    private final ValueReader in;
    private final ElementReader elements;
    private final boolean trading;
    private int frameStart;

    private FrameDecoder(ValueReader in, FeedKind kind, @Nullable FastPath fastPath) {
        this.in = in;
        trading = kind == FeedKind.TRADING;
        elements = trading ? new TradingElementReader(in) : new MarketElementReader(in, fastPath);
    }

    /**
     * A decoder for one connection.
     *
     * @param encoding how frames are written
     * @param kind what the feed carries
     * @param limits bounds on the input
     */
    public static FrameDecoder create(Encoding encoding, FeedKind kind, DecodeLimits limits) {
        ValueReader in = ValueReader.create(encoding, limits);
        return new FrameDecoder(in, kind, in.fastPath());
    }

    /** A decoder that gives the same results by its tolerant reader alone, for tests to compare. */
    static FrameDecoder withoutFastPath(Encoding encoding, FeedKind kind, DecodeLimits limits) {
        return new FrameDecoder(ValueReader.create(encoding, limits), kind, null);
    }

    /**
     * Reads one whole message. Never throws for any input: what cannot be read reaches {@link FrameHandler#onProblem}. An exception of
     * the handler passes through.
     */
    public void decode(byte[] frame, int offset, int length, FrameHandler handler) {
        // The trading stream is known to send binary frames without content.
        if (trading && length <= 1) {
            return;
        }
        frameStart = offset;
        in.reset(frame, offset, length);
        Token first = in.next();
        boolean whole = first == Token.ARRAY ? decodeArray(handler) : decodeSingle(first, handler);
        if (whole) {
            checkEnd(handler);
        }
    }

    /**
     * A number of the symbol that was read last, for a handler to ask while it is given an event. The same {@code String} has the same number as
     * long as this decoder lives; numbers are small, so that a table of them is. Negative if the symbol has none. It saves looking a symbol up,
     * and says nothing that the symbol does not say: of an event with no symbol, or several, it may be any number.
     */
    public int symbolNumber() {
        return in.symbols.lastNumber();
    }

    /** False if the frame is lost from some place on, which was reported. */
    private boolean decodeArray(FrameHandler handler) {
        boolean opened = false;
        while (true) {
            try {
                if (!opened) {
                    in.beginArray();
                    opened = true;
                }
                if (!in.hasNext()) {
                    return true;
                }
            } catch (WireFault fault) {
                reportRest(fault, handler);
                return false;
            }
            if (!decodeElement(handler)) {
                return false;
            }
        }
    }

    private boolean decodeSingle(Token first, FrameHandler handler) {
        if (first == Token.OBJECT) {
            return decodeElement(handler);
        }
        reportRest(first == Token.END ? new WireFault("the frame is empty") : Token.ARRAY.insteadOf(first), handler);
        return false;
    }

    private void checkEnd(FrameHandler handler) {
        try {
            in.expectEnd();
        } catch (WireFault fault) {
            reportRest(fault, handler);
        }
    }

    private void reportRest(WireFault fault, FrameHandler handler) {
        String excerpt = Excerpt.around(in.bytes, frameStart, in.position, in.position, in.end);
        handler.onProblem(new DecodeProblem(Scope.FRAME, "", "", "", fault.reason(), excerpt));
    }

    private boolean decodeElement(FrameHandler handler) {
        in.forgetKey();
        Token ignored = in.next();
        int start = in.position;
        int depth = in.depth;
        try {
            elements.read(handler);
            return true;
        } catch (WireFault fault) {
            return recover(fault, start, depth, handler);
        }
    }

    /** Reports an element that cannot be read, and goes behind it if its structure allows. */
    private boolean recover(WireFault fault, int start, int depth, FrameHandler handler) {
        int at = in.position;
        String field = fault.field() == null ? Excerpt.label(in.key()) : fault.field();
        in.seek(start, depth);
        boolean skipped = skipElement();
        int end = skipped ? in.position : in.end;
        in.seek(start, depth);
        Identity identity = Identity.read(in);
        in.seek(end, depth);
        handler.onProblem(new DecodeProblem(
                skipped ? Scope.ELEMENT : Scope.FRAME,
                identity.kind(),
                identity.symbol(),
                field,
                fault.reason(),
                Excerpt.around(in.bytes, start, start, at, end)));
        return skipped;
    }

    private boolean skipElement() {
        try {
            in.skipStructure();
            return true;
        } catch (WireFault fault) {
            return false;
        }
    }

    /** What of a broken element can still be told. */
    private record Identity(String kind, String symbol) {

        static Identity read(ValueReader in) {
            String kind = "";
            String symbol = "";
            try {
                in.beginObject();
                for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
                    if (in.next() != Token.TEXT) {
                        in.skipStructure();
                    } else if (key == Keys.T || in.key().equals("stream")) {
                        kind = Excerpt.label(in.readString());
                    } else if (key == Keys.S) {
                        symbol = Excerpt.label(in.readString());
                    } else {
                        in.skipStructure();
                    }
                }
            } catch (WireFault fault) {
                // What was found until here is all that there is.
            }
            return new Identity(kind, symbol);
        }
    }
}

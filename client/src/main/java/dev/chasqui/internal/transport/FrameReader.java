package dev.chasqui.internal.transport;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the frames of a server, RFC 6455, in the bytes of its socket, and hands on what they carry. Knows no socket, so tests can cut its
 * input at every byte.
 *
 * <p><b>Why it is here.</b> The stream consists of small frames, each a whole message. A decoder that makes an object of each and passes
 * it through a pipeline spends about as much time on a frame as the reading of the JSON in it takes. This one makes nothing: it reads a
 * header of two or four bytes where it lies, and hands on the bytes behind it where they lie.
 *
 * <p><b>What it assumes.</b> The array it is given is its own for the length of the call, and so is what it hands on. Frames end anywhere:
 * what is left of the last one of a call is kept, and grows with the bytes that come, not with the length that its header claims. Then the
 * first frame of the next call is put together in that array, and the others are read where they lie again.
 *
 * <p><b>What it checks</b>, as soon as the header is there and before anything behind it is stored: no mask, no reserved bits but the
 * first where compression was agreed, no reserved opcodes; control frames whole and of 125 bytes at most; a continuation exactly where a
 * message is under way; the length written in the shortest form, not negative, not above the limit of a message; the code of a close, and
 * the UTF-8 of its reason. The limit holds for fragments together, and for what they inflate to ({@link MessageAssembler}). It does
 * <em>not</em> check that a text is UTF-8: that is done where texts are read, by the decoder of messages, which rejects a single element
 * for it.
 *
 * <p><b>After an error</b>, its own or one of the sink's, the place in the bytes is lost, and it reads nothing more; nor does it after a
 * close.
 */
final class FrameReader {

    /** Where messages and control frames go. The arrays are valid during the call only. */
    interface Sink {
        void message(byte[] bytes, int offset, int length, boolean binary);

        void ping(byte[] payload);

        void pong(byte[] payload);

        /** A close whose payload has been checked; 1005 if it says no code. */
        void close(int code, String reason, byte[] payload);
    }

    private static final int WHOLE_TEXT = 0x81;
    private static final int WHOLE_BINARY = 0x82;

    private static final int LAST = 0x80;
    private static final int RESERVED = 0x70;
    private static final int COMPRESSED = 0x40;
    private static final int OPCODE = 0x0f;
    private static final int CONTROL = 0x08;

    private static final int CONTINUATION = 0;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final int SHORT_HEADER = 2;
    private static final int MAX_CONTROL_PAYLOAD = 125;
    private static final int TWO_BYTES_FOLLOW = 126;
    private static final int TWO_BYTE_HEADER = 4;
    private static final int EIGHT_BYTE_HEADER = 10;

    /** The array for what is left over is not kept if a large message made it grow beyond this. */
    private static final int KEPT_BYTES = 256 << 10;

    private final Sink sink;
    private final int maxMessageBytes;
    private final boolean compression;
    private final MessageAssembler assembler;

    private byte[] rest = new byte[4 << 10];
    private int restLength;
    private int headerLength;
    private boolean closed;
    private boolean lost;

    /**
     * For one connection, after its handshake.
     *
     * @param inflater if compression was agreed; it is {@linkplain #close() closed} with this reader
     */
    FrameReader(int maxMessageBytes, @Nullable MessageInflater inflater, Sink sink) {
        this.maxMessageBytes = maxMessageBytes;
        this.sink = sink;
        compression = inflater != null;
        assembler = new MessageAssembler(maxMessageBytes, inflater, sink);
    }

    /** Reads what came next. */
    void read(byte[] bytes, int offset, int length) {
        if (lost) {
            return;
        }
        lost = true;
        int end = offset + length;
        int at = offset;
        while (restLength > 0 && at < end) {
            at += completeRest(bytes, at, end);
        }
        at = readFrames(bytes, at, end);
        keep(bytes, at, end - at);
        lost = closed;
    }

    /** Reads the whole frames and returns where the first begins that is not; what follows a close is skipped. */
    private int readFrames(byte[] bytes, int from, int end) {
        int at = from;
        while (!closed) {
            long wanted = wanted(bytes, at, end);
            if (wanted > end - at) {
                return at;
            }
            take(bytes, at, (int) wanted);
            at += (int) wanted;
        }
        return end;
    }

    /** Adds to what was left over until its header or its frame is whole. Returns how many bytes that took. */
    private int completeRest(byte[] bytes, int at, int end) {
        int step = (int) Math.min(wanted(rest, 0, restLength) - restLength, end - at);
        keep(bytes, at, step);
        int length = restLength;
        if (wanted(rest, 0, length) <= length) {
            restLength = 0;
            take(rest, 0, length);
            if (rest.length > KEPT_BYTES) {
                rest = new byte[KEPT_BYTES];
            }
        }
        return step;
    }

    private void keep(byte[] bytes, int at, int length) {
        if (restLength + length > rest.length) {
            rest = Arrays.copyOf(rest, Math.max(restLength + length, 2 * rest.length));
        }
        System.arraycopy(bytes, at, rest, restLength, length);
        restLength += length;
    }

    /**
     * The length of the frame that begins here, header included; or, while its header is not all there, how much of it is needed to know
     * more. So the frame is all there exactly if no more is wanted than there is.
     */
    private long wanted(byte[] bytes, int at, int end) {
        if (end - at < SHORT_HEADER) {
            return SHORT_HEADER;
        }
        int shortLength = bytes[at + 1];
        checkStart(bytes[at] & 0xff, shortLength);
        if (shortLength < TWO_BYTES_FOLLOW) {
            return withHeader(SHORT_HEADER, shortLength);
        }
        return shortLength == TWO_BYTES_FOLLOW ? wantedOfTwo(bytes, at, end) : wantedOfEight(bytes, at, end);
    }

    private long wantedOfTwo(byte[] bytes, int at, int end) {
        if (end - at < TWO_BYTE_HEADER) {
            return TWO_BYTE_HEADER;
        }
        int length = (bytes[at + 2] & 0xff) << 8 | (bytes[at + 3] & 0xff);
        if (length < TWO_BYTES_FOLLOW) {
            throw violation("a length that is not written in the shortest form");
        }
        return withHeader(TWO_BYTE_HEADER, length);
    }

    private long wantedOfEight(byte[] bytes, int at, int end) {
        if (end - at < EIGHT_BYTE_HEADER) {
            return EIGHT_BYTE_HEADER;
        }
        long length = 0;
        for (int i = at + SHORT_HEADER; i < at + EIGHT_BYTE_HEADER; i++) {
            length = length << 8 | (bytes[i] & 0xff);
        }
        if (length >= 0 && length <= 0xffff) {
            throw violation("a length that is not written in the shortest form");
        }
        if (length < 0) {
            throw violation("a negative length");
        }
        return withHeader(EIGHT_BYTE_HEADER, length);
    }

    private long withHeader(int header, long payload) {
        if (payload > maxMessageBytes) {
            throw new TooLongFrameException("a frame of " + payload + " bytes");
        }
        headerLength = header;
        return header + payload;
    }

    /** Checks the first two bytes; the second is negative if its mask bit is set. */
    private void checkStart(int first, int shortLength) {
        if (shortLength < 0) {
            throw violation("a masked frame");
        }
        boolean whole = first == WHOLE_TEXT || first == WHOLE_BINARY;
        if (whole && !assembler.isUnderWay()) {
            return;
        }
        if ((first & CONTROL) != 0) {
            checkControl(first, shortLength);
        } else {
            checkData(first);
        }
    }

    private static void checkControl(int first, int shortLength) {
        if ((first & OPCODE) > PONG) {
            throw violation("a reserved opcode");
        }
        if ((first & RESERVED) != 0) {
            throw violation("a reserved bit in a control frame");
        }
        if ((first & LAST) == 0) {
            throw violation("a control frame in fragments");
        }
        if (shortLength > MAX_CONTROL_PAYLOAD) {
            throw violation("a control frame of more than 125 bytes");
        }
    }

    private void checkData(int first) {
        int opcode = first & OPCODE;
        if (opcode > BINARY) {
            throw violation("a reserved opcode");
        }
        boolean begins = opcode != CONTINUATION;
        int allowed = compression && begins ? COMPRESSED : 0;
        if ((first & RESERVED & ~allowed) != 0) {
            throw violation("an extension that was not agreed");
        }
        if (begins == assembler.isUnderWay()) {
            throw violation(begins ? "a message within a message" : "a continuation of nothing");
        }
    }

    private void take(byte[] bytes, int at, int length) {
        int first = bytes[at] & 0xff;
        int payload = at + headerLength;
        int payloadLength = length - headerLength;
        if (first == WHOLE_TEXT || first == WHOLE_BINARY) {
            sink.message(bytes, payload, payloadLength, first == WHOLE_BINARY);
        } else if ((first & CONTROL) != 0) {
            takeControl(first & OPCODE, Arrays.copyOfRange(bytes, payload, at + length));
        } else {
            takePart(first, bytes, payload, payloadLength);
        }
    }

    private void takePart(int first, byte[] bytes, int offset, int length) {
        int opcode = first & OPCODE;
        if (opcode != CONTINUATION) {
            assembler.begin(opcode == BINARY, (first & COMPRESSED) != 0);
        }
        assembler.add(bytes, offset, length);
        if ((first & LAST) != 0) {
            assembler.end();
        }
    }

    private void takeControl(int opcode, byte[] payload) {
        switch (opcode) {
            case CLOSE -> {
                ClosePayload close = ClosePayload.of(payload);
                closed = true;
                sink.close(close.code(), close.reason(), payload);
            }
            case PING -> sink.ping(payload);
            default -> sink.pong(payload);
        }
    }

    static CorruptedWebSocketFrameException violation(String what) {
        return new CorruptedWebSocketFrameException(WebSocketCloseStatus.PROTOCOL_ERROR, what);
    }

    /** Frees what the inflater holds outside the heap. */
    void close() {
        lost = true;
        assembler.close();
    }
}

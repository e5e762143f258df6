package dev.chasqui.internal.transport;

import org.jspecify.annotations.Nullable;

/**
 * Puts together a message that comes in fragments or compressed, and hands it on. {@link FrameReader} has checked the order of the calls.
 */
final class MessageAssembler {

    private final @Nullable MessageInflater inflater;
    private final FrameReader.Sink sink;
    private final MessageBuffer content;

    private boolean underWay;
    private boolean binary;
    private boolean compressed;

    MessageAssembler(int maxMessageBytes, @Nullable MessageInflater inflater, FrameReader.Sink sink) {
        this.inflater = inflater;
        this.sink = sink;
        content = new MessageBuffer(maxMessageBytes);
    }

    /** Whether a message has begun and not ended. */
    boolean isUnderWay() {
        return underWay;
    }

    void begin(boolean isBinary, boolean isCompressed) {
        underWay = true;
        binary = isBinary;
        compressed = isCompressed;
    }

    void add(byte[] bytes, int offset, int length) {
        if (compressed && inflater != null) {
            inflater.inflate(bytes, offset, length, content);
        } else {
            content.append(bytes, offset, length);
        }
    }

    void end() {
        if (compressed && inflater != null) {
            inflater.endMessage(content);
        }
        underWay = false;
        sink.message(content.array(), 0, content.length(), binary);
        content.clear();
    }

    /** Frees what the inflater holds outside the heap. */
    void close() {
        if (inflater != null) {
            inflater.close();
        }
    }
}

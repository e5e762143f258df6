package dev.chasqui.internal.transport;

import io.netty.handler.codec.CorruptedFrameException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates compressed messages, RFC 7692, piece by piece; a piece may give no output. */
final class MessageInflater {

    /** What a sender takes off the end of each message. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private final Inflater inflater = new Inflater(true);
    private final boolean contextKept;

    /**
     * For one connection.
     *
     * @param contextKept whether a message may refer back to those before it
     */
    MessageInflater(boolean contextKept) {
        this.contextKept = contextKept;
    }

    void inflate(byte[] bytes, int offset, int length, MessageBuffer plain) {
        try {
            inflater.setInput(bytes, offset, length);
            while (!inflater.needsInput()) {
                int room = plain.room();
                plain.written(inflater.inflate(plain.array(), plain.length(), room));
                if (inflater.needsDictionary()) {
                    throw new DataFormatException("a dictionary is needed");
                }
                if (inflater.finished()) {
                    // A sender may mark its last block as final; what follows begins anew.
                    int unread = inflater.getRemaining();
                    inflater.reset();
                    inflater.setInput(bytes, offset + length - unread, unread);
                }
            }
        } catch (DataFormatException e) {
            throw new CorruptedFrameException("a message cannot be inflated", e);
        }
    }

    /** The message is complete. */
    void endMessage(MessageBuffer plain) {
        inflate(TAIL, 0, TAIL.length, plain);
        if (!contextKept) {
            inflater.reset();
        }
    }

    /** Frees what it holds outside the heap. */
    void close() {
        inflater.end();
    }
}

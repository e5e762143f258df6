package dev.chasqui.bench.sender;

import dev.chasqui.bench.data.WebSocketFrames;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads what a client sends: small masked messages, in one frame or several, deflated or not (RFC 6455, 5.2 and 5.4, and RFC 7692). */
final class ClientFrames {

    private static final int KIND = 0x0F;
    private static final int CONTINUATION = 0;
    private static final int MASKED = 0x80;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final byte[] TRAILER = {0, 0, -1, -1};

    private final DataInputStream in;
    private final Inflater inflater = new Inflater(true);
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private int firstOfMessage;

    ClientFrames(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /** What a client sent. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Frame(int kind, byte[] content) {}

    /** The next whole message, or a control frame, which may stand between the parts of a message. */
    Frame next() throws IOException {
        int first = in.readUnsignedByte();
        byte[] content = readContent();
        if (isControl(first)) {
            return new Frame(first & KIND, content);
        }
        if ((first & KIND) != CONTINUATION) {
            firstOfMessage = first;
        }
        parts.writeBytes(content);
        return (first & WebSocketFrames.FINAL) == 0 ? next() : whole();
    }

    private static boolean isControl(int first) {
        return (first & KIND) >= WebSocketFrames.CLOSE;
    }

    private Frame whole() throws IOException {
        byte[] content = parts.toByteArray();
        parts.reset();
        boolean compressed = (firstOfMessage & WebSocketFrames.COMPRESSED) != 0;
        return new Frame(firstOfMessage & KIND, compressed ? inflate(content) : content);
    }

    private byte[] readContent() throws IOException {
        int second = in.readUnsignedByte();
        if ((second & MASKED) == 0) {
            throw new IOException("a frame without mask");
        }
        int length = second - MASKED;
        if (length == LENGTH_16) {
            length = in.readUnsignedShort();
        } else if (length == LENGTH_64) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] mask = in.readNBytes(Integer.BYTES);
        byte[] content = in.readNBytes(length);
        for (int i = 0; i < content.length; i++) {
            content[i] ^= mask[i % mask.length];
        }
        return content;
    }

    private byte[] inflate(byte[] content) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(content);
        whole.writeBytes(TRAILER);
        inflater.setInput(whole.toByteArray());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 12];
        try {
            for (int count = inflater.inflate(buffer); count > 0; count = inflater.inflate(buffer)) {
                out.write(buffer, 0, count);
            }
        } catch (DataFormatException broken) {
            throw new IOException(broken);
        }
        return out.toByteArray();
    }
}

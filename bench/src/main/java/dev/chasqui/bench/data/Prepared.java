package dev.chasqui.bench.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes ready to be copied to a socket: whole WebSocket frames, cut into chunks at the ends of frames.
 *
 * @param bytes the frames
 * @param chunkEnds where each chunk ends
 * @param messagesUntil how many messages there are up to the end of each chunk
 * @param datesUntil how many entries of {@code dates} there are up to the end of each chunk
 * @param dates where the date of each message is; none if it cannot be changed
 * @param dating how a date is written there
 */
@SuppressWarnings("ArrayRecordComponent") // Millions of numbers, never compared.
public record Prepared(
        ByteBuffer bytes, int[] chunkEnds, int[] messagesUntil, int[] datesUntil, int[] dates, Dating dating) {

    /** The file with the bytes, and the one that says what is where. */
    static Path bytesOf(Path prefix) {
        return prefix.resolveSibling(prefix.getFileName() + ".frames");
    }

    static Path indexOf(Path prefix) {
        return prefix.resolveSibling(prefix.getFileName() + ".index");
    }

    /** Reads what {@link Preparation} wrote. */
    public static Prepared load(Path prefix) throws IOException {
        try (DataInputStream index =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(indexOf(prefix))))) {
            Dating dating = Dating.valueOf(index.readUTF());
            int[] chunkEnds = readInts(index);
            int[] messagesUntil = readInts(index);
            int[] datesUntil = readInts(index);
            int[] dates = readInts(index);
            return new Prepared(readBytes(bytesOf(prefix)), chunkEnds, messagesUntil, datesUntil, dates, dating);
        }
    }

    /** Messages in one pass. */
    public int messages() {
        return messagesUntil[messagesUntil.length - 1];
    }

    /** The same with bytes of its own, so that two senders can date them differently. */
    public Prepared copy() {
        ByteBuffer own = ByteBuffer.allocateDirect(bytes.capacity());
        own.put(bytes.duplicate().clear()).clear();
        return new Prepared(own, chunkEnds, messagesUntil, datesUntil, dates, dating);
    }

    private static int[] readInts(DataInputStream in) throws IOException {
        int[] values = new int[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readInt();
        }
        return values;
    }

    private static ByteBuffer readBytes(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // Until all of it is here.
            }
            return bytes.clear();
        }
    }
}

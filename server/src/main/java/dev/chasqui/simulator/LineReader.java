package dev.chasqui.simulator;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Reads a text file, plain or gzip, line by line as bytes. */
final class LineReader implements Closeable {

    private static final int BUFFER = 64 * 1024;
    private static final int MAX_LINE = 64 << 20;
    private static final int GZIP_FIRST_BYTE = 0x1f;
    private static final int GZIP_SECOND_BYTE = 0x8b;

    private final Path file;
    private final InputStream input;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private long lines;

    private LineReader(Path file, InputStream input) {
        this.file = file;
        this.input = input;
    }

    static LineReader open(Path file) {
        try {
            return new LineReader(file, unpacked(Files.newInputStream(file)));
        } catch (IOException e) {
            throw new SimulatorException(
                    "cannot open " + file + " (" + e.getClass().getSimpleName()
                            + "): give a readable file of frames, one JSON array a line, plain or gzip",
                    e);
        }
    }

    private static InputStream unpacked(InputStream opened) throws IOException {
        BufferedInputStream file = new BufferedInputStream(opened, BUFFER);
        file.mark(2);
        boolean gzip = file.read() == GZIP_FIRST_BYTE && file.read() == GZIP_SECOND_BYTE;
        file.reset();
        return gzip ? new GZIPInputStream(file, BUFFER) : file;
    }

    /** Number of the line that was read last, from 1. */
    long lineNumber() {
        return lines;
    }

    /** The next line without its end; null at the end of the file. */
    byte @Nullable [] next() {
        ByteArrayOutputStream begun = null;
        while (position < limit || fill()) {
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            if (end < limit) {
                byte[] line = joined(begun, end);
                position = end + 1;
                lines++;
                return line;
            }
            begun = begun == null ? new ByteArrayOutputStream() : begun;
            begun.write(buffer, position, end - position);
            position = end;
            checkLength(begun.size());
        }
        if (begun == null) {
            return null;
        }
        lines++;
        return begun.toByteArray();
    }

    private byte[] joined(@Nullable ByteArrayOutputStream begun, int end) {
        if (begun == null) {
            return Arrays.copyOfRange(buffer, position, end);
        }
        begun.write(buffer, position, end - position);
        return begun.toByteArray();
    }

    private void checkLength(int length) {
        if (length > MAX_LINE) {
            throw new SimulatorException(file + ", line " + (lines + 1) + ": longer than " + MAX_LINE
                    + " bytes; a frames file has one JSON array a line");
        }
    }

    private boolean fill() {
        try {
            position = 0;
            limit = Math.max(0, input.read(buffer));
            return limit > 0;
        } catch (EOFException | ZipException e) {
            throw new SimulatorException(
                    file + " is cut off or damaged after line " + lines
                            + ": its gzip data does not come to its end; copy or record it again",
                    e);
        } catch (IOException e) {
            throw new SimulatorException(file + " cannot be read after line " + lines + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}

package dev.chasqui.cli;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.stream.event.StreamEvent;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Writes lines through a buffer, which is flushed when it is full and {@value #FLUSH_AFTER_MILLIS} ms after its first byte. Java does not
 * see the signal of a closed pipe; a failing write shows it.
 */
final class LineOutput implements Output {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final long FLUSH_AFTER_MILLIS = 20;

    private final LineFormat format;
    private final String name;
    private final OutputStream out;
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private final ScheduledExecutorService flusher =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "chasqui-flush"));
    private boolean flushScheduled;
    private boolean closed;

    /**
     * Begins with the header.
     *
     * @param name of the target, for complaints
     */
    LineOutput(LineFormat format, OutputStream target, String name) {
        this.format = format;
        this.name = name;
        out = new BufferedOutputStream(target, BUFFER_BYTES);
        write(format.header());
    }

    @Override
    public synchronized void message(MarketEvent message, Provenance provenance) {
        write(format.message(message, provenance));
    }

    // Outside of the lock as far as possible: while the reader is slow, a message waits inside of it.
    @Override
    public void event(StreamEvent event) {
        byte[] line = format.event(event);
        if (line.length > 0) {
            write(line);
        }
    }

    private synchronized void write(byte[] line) {
        if (line.length == 0 || closed || ended.isDone()) {
            return;
        }
        try {
            out.write(line);
        } catch (IOException e) {
            end(e);
            return;
        }
        if (!flushScheduled) {
            flushScheduled = true;
            flusher.schedule(this::flush, FLUSH_AFTER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void flush() {
        flushScheduled = false;
        if (ended.isDone()) {
            return;
        }
        try {
            out.flush();
        } catch (IOException e) {
            end(e);
        }
    }

    private void end(IOException failure) {
        String reason = String.valueOf(failure.getMessage());
        boolean readerHasGone = reason.toLowerCase(Locale.ROOT).contains("pipe");
        ended.complete(
                readerHasGone
                        ? Ending.DONE
                        : new Ending(
                                ExitCode.GAVE_UP,
                                "cannot write to " + name + ": " + reason
                                        + ". Check the disk or the program that reads it"));
    }

    @Override
    public CompletableFuture<Ending> ended() {
        return ended.copy();
    }

    @Override
    public synchronized void close() {
        flush();
        closed = true;
        flusher.shutdownNow();
    }
}

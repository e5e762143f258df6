package dev.chasqui.acceptance.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One way of a connection: what was read from the source and waits to be written to the sink, and the toxics that act on it. Confined to the
 * proxy's thread; times are the loop's.
 */
final class Pipe {

    /** Nothing to do until something is ready. */
    static final long NEVER = Long.MAX_VALUE;

    /** How much may wait: enough for a long delay on a busy feed. */
    private static final int CAPACITY = 4 << 20;

    private static final int BANDWIDTH_STEPS_A_SECOND = 100;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private record Chunk(ByteBuffer bytes, long dueAt) {}

    private enum SourceEnd {
        NONE,
        FINISHED,
        RESET
    }

    private final Direction direction;
    private final End source;
    private final End sink;
    private final Link link;
    private final long openedAt;
    private final List<Fault> faults = new ArrayList<>();
    private final ArrayDeque<Chunk> queue = new ArrayDeque<>();
    private int queued;
    private long forwarded;
    private long lastForwardedAt;
    private long lastDueAt;
    private long freeAt;
    private boolean mute;
    private boolean blocked;
    private boolean done;
    private SourceEnd sourceEnd = SourceEnd.NONE;

    Pipe(Direction direction, End source, End sink, Link link, long openedAt) {
        this.direction = direction;
        this.source = source;
        this.sink = sink;
        this.link = link;
        this.openedAt = openedAt;
        this.lastForwardedAt = openedAt;
    }

    void add(Fault fault) {
        if (fault.direction().includes(direction)) {
            faults.add(fault);
        }
    }

    void remove(Fault fault) {
        faults.remove(fault);
    }

    long forwarded() {
        return forwarded;
    }

    long lastForwardedAt() {
        return lastForwardedAt;
    }

    boolean wantsRead() {
        return sourceEnd == SourceEnd.NONE && queued < CAPACITY;
    }

    /** Whether the sink takes no more for now. */
    boolean isBlocked() {
        return blocked;
    }

    /** Whether the source's end has reached the sink. */
    boolean isDone() {
        return done;
    }

    // --- reading ---

    void read(ByteBuffer scratch, long now) {
        scratch.clear();
        try {
            int count = source.read(scratch);
            if (count < 0) {
                sourceEnd = SourceEnd.FINISHED;
            } else if (count > 0) {
                accept(scratch.flip(), now);
            }
        } catch (IOException reset) {
            sourceGone();
        }
    }

    void sourceGone() {
        sourceEnd = SourceEnd.RESET;
        source.close();
    }

    private void accept(ByteBuffer bytes, long now) {
        if (isSwallowing()) {
            swallow();
            return;
        }
        for (Fault fault : faults) {
            if (fault.toxic() instanceof Toxic.Stall || fault.toxic() instanceof Toxic.Latency) {
                fault.fire();
            }
        }
        lastDueAt = Math.max(lastDueAt, now + latency());
        queued += bytes.remaining();
        queue.add(new Chunk(
                ByteBuffer.allocate(bytes.remaining()).put(bytes).flip().asReadOnlyBuffer(), lastDueAt));
    }

    private long latency() {
        long sum = 0;
        for (Fault fault : faults) {
            if (fault.toxic() instanceof Toxic.Latency latency) {
                double spread = 2 * fault.random().nextDouble() - 1;
                sum += latency.delay().toNanos()
                        + (long) (spread * latency.jitter().toNanos());
            }
        }
        return Math.max(0, sum);
    }

    // --- losing ---

    private boolean isSwallowing() {
        return mute
                || !sink.isOpen()
                || faults.stream()
                        .anyMatch(fault ->
                                fault.toxic() instanceof Toxic.Blackhole || fault.toxic() instanceof Toxic.Timeout);
    }

    private void swallow() {
        for (Fault fault : faults) {
            if (fault.toxic() instanceof Toxic.Blackhole) {
                fault.fire();
            }
        }
        mute = true;
        queue.clear();
        queued = 0;
    }

    private void strike(Fault fault, Ending ending) {
        fault.fire();
        faults.remove(fault);
        if (ending == Ending.SILENCE) {
            mute = true;
        } else {
            link.end(ending, fault.toxic().toString());
        }
    }

    // --- writing ---

    /** Moves what may move now; returns when to come again. */
    long pump(long now) throws IOException {
        blocked = false;
        long wake = strikeDue(now);
        if (link.isEnding()) {
            return NEVER;
        }
        if (isSwallowing() && !queue.isEmpty()) {
            swallow();
        }
        wake = Math.min(wake, write(now));
        passEnd();
        return wake;
    }

    private long strikeDue(long now) {
        long wake = NEVER;
        for (Fault fault : List.copyOf(faults)) {
            if (fault.toxic() instanceof Toxic.Limit limit && forwarded >= limit.bytes()) {
                strike(fault, limit.ending());
            } else if (fault.toxic() instanceof Toxic.Timeout timeout) {
                long at = Math.max(openedAt, fault.addedAt()) + timeout.time().toNanos();
                if (at <= now) {
                    strike(fault, timeout.ending());
                } else {
                    wake = Math.min(wake, at);
                }
            }
        }
        return wake;
    }

    private long write(long now) throws IOException {
        while (!queue.isEmpty() && !isStalled()) {
            Chunk head = queue.getFirst();
            long at = Math.max(head.dueAt(), freeAt);
            if (at > now) {
                return at;
            }
            if (!sink.isConnected() || !writePiece(head.bytes(), now)) {
                blocked = true;
                return NEVER;
            }
            if (!head.bytes().hasRemaining()) {
                queue.removeFirst();
            }
            strikeDue(now);
            if (link.isEnding() || mute) {
                queue.clear();
                queued = 0;
            }
        }
        return NEVER;
    }

    private boolean isStalled() {
        return faults.stream().anyMatch(fault -> fault.toxic() instanceof Toxic.Stall);
    }

    private boolean writePiece(ByteBuffer bytes, long now) throws IOException {
        int piece = pieceOf(bytes.remaining());
        int whole = bytes.limit();
        bytes.limit(bytes.position() + piece);
        int written = sink.write(bytes);
        bytes.limit(whole);
        if (written == 0) {
            return false;
        }
        queued -= written;
        forwarded += written;
        lastForwardedAt = now;
        occupy(written, bytes.hasRemaining(), now);
        return true;
    }

    private int pieceOf(int waiting) {
        long piece = waiting;
        for (Fault fault : faults) {
            if (fault.toxic() instanceof Toxic.Slices slices) {
                piece = Math.min(piece, slices.bytes());
            } else if (fault.toxic() instanceof Toxic.Bandwidth bandwidth) {
                piece = Math.min(piece, Math.max(1, bandwidth.bytesPerSecond() / BANDWIDTH_STEPS_A_SECOND));
            } else if (fault.toxic() instanceof Toxic.Limit limit) {
                piece = Math.min(piece, limit.bytes() - forwarded);
            }
        }
        return (int) piece;
    }

    private void occupy(int written, boolean more, long now) {
        for (Fault fault : faults) {
            long pause = pauseAfter(fault.toxic(), written);
            freeAt = Math.max(freeAt, now + pause);
            if (more && (fault.toxic() instanceof Toxic.Slices || pause > 0)) {
                fault.fire();
            }
        }
    }

    private static long pauseAfter(Toxic toxic, int written) {
        if (toxic instanceof Toxic.Slices slices) {
            return slices.pause().toNanos();
        }
        return toxic instanceof Toxic.Bandwidth bandwidth ? written * SECOND / bandwidth.bytesPerSecond() : 0;
    }

    // --- ending ---

    private void passEnd() {
        if (done || sourceEnd == SourceEnd.NONE || !queue.isEmpty() || isStalled() || holdsEnds()) {
            return;
        }
        done = true;
        if (sourceEnd == SourceEnd.RESET) {
            link.end(Ending.RST, "reset by the sender of " + direction);
        } else {
            sink.finish();
        }
    }

    private boolean holdsEnds() {
        boolean held = false;
        for (Fault fault : faults) {
            if (fault.toxic() instanceof Toxic.Blackhole hole && hole.endsToo()) {
                held = true;
            }
        }
        return held;
    }
}

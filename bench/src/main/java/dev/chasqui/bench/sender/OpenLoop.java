package dev.chasqui.bench.sender;

import dev.chasqui.bench.data.Stampable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Sends on a schedule that is fixed in advance and never waits for the receiver: when it is late, the messages that are due go at once, each
 * with the time at which it should have gone. So a receiver, or a sender, that stands still is charged for every message that waits
 * meanwhile (no coordinated omission). It says how late it was itself.
 */
final class OpenLoop implements Session.Load {

    private static final long SECOND = 1_000_000_000L;
    private static final int BATCH_BYTES = 64 << 10;
    private static final int ROOM = 16 << 10;

    private final Stampable stampable;
    private final int perSecond;
    private final Stampable.Stamp stamp = new Stampable.Stamp();
    private final ByteBuffer batch = ByteBuffer.allocateDirect(BATCH_BYTES + ROOM);
    private final Histogram late = new Histogram(3);

    OpenLoop(Stampable stampable, int perSecond) {
        this.stampable = stampable;
        this.perSecond = perSecond;
    }

    @Override
    public void send(Session session) throws IOException {
        long start = System.nanoTime();
        long sent = 0;
        try {
            for (int next = 0; !session.isGone(); ) {
                long now = System.nanoTime();
                for (; due(start, sent) <= now && batch.position() < BATCH_BYTES; next++) {
                    sent += append(next, start, sent, now);
                }
                flush(session);
                Thread.onSpinWait();
            }
        } finally {
            System.out.printf(
                    Locale.ROOT,
                    "late %d %d %d%n",
                    late.getValueAtPercentile(50),
                    late.getValueAtPercentile(99),
                    late.getMaxValue());
        }
    }

    private long due(long start, long messages) {
        return start + messages * SECOND / perSecond;
    }

    /** Messages of one frame leave together: with the time of the first. */
    private int append(int number, long start, long sent, long now) {
        int index = number % stampable.frames().size();
        long due = due(start, sent);
        stampable.stamp(index, stamp, due, number / stampable.frames().size());
        late.recordValue(Math.max(0, now - due));
        batch.put(stampable.frames().get(index));
        return stampable.times().get(index).length;
    }

    private void flush(Session session) throws IOException {
        if (batch.position() > 0) {
            session.send(batch.flip());
            batch.clear();
        }
    }
}

package dev.chasqui.bench.sender;

import dev.chasqui.bench.data.Dating;
import dev.chasqui.bench.data.Prepared;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Sends prepared frames over and over, as fast as the receiver reads. At its end it says how busy it was: a sender that was busy nearly all
 * of the time was the limit of what was measured.
 */
final class FullSpeed implements Session.Load {

    private final Prepared prepared;
    private final Report report;

    /** Is told how sending went. */
    interface Report {
        /** Messages sent, time and time on a processor. */
        void sent(long messages, long nanos, long cpuNanos);
    }

    FullSpeed(Prepared prepared, Report report) {
        this.prepared = prepared;
        this.report = report;
    }

    @Override
    public void send(Session session) throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long cpuStart = threads.getCurrentThreadCpuTime();
        long messages = 0;
        try {
            for (int pass = 0; !session.isGone(); pass++) {
                messages += sendPass(session, pass);
            }
        } finally {
            report.sent(messages, System.nanoTime() - start, threads.getCurrentThreadCpuTime() - cpuStart);
        }
    }

    private long sendPass(Session session, int pass) throws IOException {
        int start = 0;
        int chunk = 0;
        for (; chunk < prepared.chunkEnds().length && !session.isGone(); chunk++) {
            Dating.date(prepared, chunk, pass);
            int end = prepared.chunkEnds()[chunk];
            session.send(prepared.bytes().slice(start, end - start));
            start = end;
        }
        return chunk == 0 ? 0 : prepared.messagesUntil()[chunk - 1];
    }
}

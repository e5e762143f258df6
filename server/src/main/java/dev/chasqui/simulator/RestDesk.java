package dev.chasqui.simulator;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has REST answers decided on the event loop, where the history is, and written on a thread of its own, so that a large page does not hold up
 * the streams. Confined to the event loop.
 */
final class RestDesk {

    private static final Logger LOG = LoggerFactory.getLogger(RestDesk.class);
    private static final long IDLE_SECONDS = 10;
    private static final long SHUTDOWN_SECONDS = 5;

    private final SimulatedRest rest;
    private final LedgerBook ledger;
    private final SimulatorLoop loop;
    private final ThreadPoolExecutor writer;

    RestDesk(SimulatedRest rest, LedgerBook ledger, SimulatorLoop loop) {
        this.rest = rest;
        this.ledger = ledger;
        this.loop = loop;
        // Waiting requests are bounded by the connections, each of which has one here at a time.
        writer = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), SimulatorThreads.named("rest"));
        writer.allowCoreThreadTimeOut(true);
    }

    /** The answer goes to {@code receiver} on the event loop; never, if the simulator is closed before. */
    void answer(RestRequest request, Consumer<RestResponse> receiver) {
        Supplier<RestResponse> decided = rest.prepare(request);
        try {
            writer.execute(() -> write(request, decided, receiver));
        } catch (RejectedExecutionException e) {
            LOG.debug("a request comes while the simulator is closed", e);
        }
    }

    private void write(RestRequest request, Supplier<RestResponse> decided, Consumer<RestResponse> receiver) {
        RestResponse response = decided.get();
        loop.execute(() -> {
            ledger.onRest(request, response.status());
            receiver.accept(response);
        });
    }

    /** Ends the thread; waits for it a bounded time. */
    void close() {
        writer.shutdownNow();
        try {
            boolean ended = writer.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
            LOG.debug("the writer of REST answers has ended: {}", ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.chasqui.simulator;

import dev.chasqui.model.MarketEvent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plays a market from its beginning to its end, on a thread of its own, each frame at its time. */
final class MarketPlayer {

    private static final Logger LOG = LoggerFactory.getLogger(MarketPlayer.class);
    // Shorter waits cost more than they are worth.
    private static final long SHORTEST_WAIT_NANOS = 200_000;

    private final Supplier<FrameStream> market;
    private final Pace pace;
    private final Feeder feeder;
    private final CompletableFuture<Playback> finished;
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final Thread thread;
    private long firstTime = MarketEvent.NO_TIMESTAMP;
    private long firstNanoTime;

    MarketPlayer(Supplier<FrameStream> market, Pace pace, Feeder feeder, CompletableFuture<Playback> finished) {
        this.market = market;
        this.pace = pace;
        this.feeder = feeder;
        this.finished = finished;
        this.thread = SimulatorThreads.named("market").newThread(this::run);
    }

    void start() {
        thread.start();
    }

    /** A client waits for the market. */
    void onSubscribed() {
        subscribed.countDown();
    }

    /** Ends the thread; waits for it a bounded time. */
    void stop() {
        if (thread != Thread.currentThread()) {
            thread.interrupt();
            SimulatorThreads.join(thread);
        }
    }

    private void run() {
        try {
            subscribed.await();
            play();
        } catch (InterruptedException e) {
            LOG.debug("the market ends, as the simulator is closed");
        } catch (IOException | RuntimeException e) {
            LOG.warn("the market ends early", e);
            finished.completeExceptionally(e);
        }
    }

    private void play() throws InterruptedException, IOException {
        long frames = 0;
        long messages = 0;
        try (FrameStream stream = market.get()) {
            SourceFrame frame = stream.next();
            while (frame != null) {
                awaitTime(frame.timeNanos(), messages);
                feeder.put(frame);
                frames++;
                messages += frame.data().events().size();
                frame = stream.next();
            }
        } catch (SimulatorException e) {
            LOG.warn("the market ends early after {} frames: {}", frames, e.getMessage());
            awaitWritten();
            finished.completeExceptionally(e);
            return;
        }
        awaitWritten();
        finished.complete(new Playback(frames, messages));
    }

    // What follows on the end runs on this thread, and may close the simulator.
    private void awaitWritten() throws InterruptedException {
        CountDownLatch written = new CountDownLatch(1);
        feeder.putEnd(written::countDown);
        written.await();
    }

    private void awaitTime(long timeNanos, long messages) throws InterruptedException {
        if (pace.isMax() || timeNanos == MarketEvent.NO_TIMESTAMP) {
            return;
        }
        if (firstTime == MarketEvent.NO_TIMESTAMP) {
            firstTime = timeNanos;
            firstNanoTime = System.nanoTime();
        }
        long due =
                firstNanoTime + pace.realTime(timeNanos - firstTime, messages).toNanos();
        long wait = due - System.nanoTime();
        if (wait > SHORTEST_WAIT_NANOS) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }
}

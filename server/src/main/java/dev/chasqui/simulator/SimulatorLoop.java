package dev.chasqui.simulator;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one thread that drives sockets, sessions and faults. */
final class SimulatorLoop {

    private static final long SHUTDOWN_SECONDS = 5;

    private final EventLoop loop = new SingleThreadIoEventLoop(null, this::newThread, NioIoHandler.newFactory());
    private volatile @Nullable Thread thread;

    private Thread newThread(Runnable task) {
        Thread created = SimulatorThreads.named("io").newThread(task);
        thread = created;
        return created;
    }

    EventLoop eventLoop() {
        return loop;
    }

    /** Runs a task on the loop, after those given before. */
    void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            throw closed(e);
        }
    }

    /** Runs a task on the loop and returns what it returns. */
    <T> T call(Callable<T> task) {
        try {
            return loop.submit(task).get();
        } catch (RejectedExecutionException e) {
            throw closed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SimulatorException("interrupted while waiting for the simulator", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new SimulatorException("the simulator failed: " + e.getCause(), e);
        }
    }

    private static SimulatorException closed(RejectedExecutionException cause) {
        return new SimulatorException("the simulator is closed; build a new one", cause);
    }

    /** Ends the thread; waits for it a bounded time. */
    void shutdown() {
        loop.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        // The loop is done a moment before its thread is.
        Thread last = thread;
        if (last != null) {
            SimulatorThreads.join(last);
        }
    }
}

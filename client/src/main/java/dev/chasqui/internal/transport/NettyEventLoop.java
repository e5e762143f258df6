package dev.chasqui.internal.transport;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One daemon thread that serves one socket. */
public final class NettyEventLoop implements EventLoop {

    private static final Logger LOG = LoggerFactory.getLogger(NettyEventLoop.class);

    private final MultiThreadIoEventLoopGroup group;
    private final io.netty.channel.EventLoop loop;

    /** Starts the thread with its first task. */
    public NettyEventLoop(String threadName) {
        group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory(threadName, true), NioIoHandler.newFactory());
        loop = group.next();
    }

    io.netty.channel.EventLoop netty() {
        return loop;
    }

    @Override
    public boolean execute(Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debug("a task came after the end of its stream and is dropped");
            return false;
        }
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        ScheduledFuture<?> scheduled = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public boolean inLoop() {
        return loop.inEventLoop();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant wallClock() {
        return Instant.now();
    }

    @Override
    public void shutdown() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}

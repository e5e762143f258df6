package dev.chasqui.server;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Timers on an event loop. */
public final class NettyTimers implements Timers {

    private final EventLoop loop;

    /** Timers that run their tasks on this loop. */
    public NettyTimers(EventLoop loop) {
        this.loop = loop;
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
        Future<?> scheduled = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }
}

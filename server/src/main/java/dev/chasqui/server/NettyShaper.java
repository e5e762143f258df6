package dev.chasqui.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Holds bytes back, to let them out at a given rate or one at a time. Used on the event loop of its connection only.
 */
final class NettyShaper {

    private static final long TICK_MILLIS = 10;
    private static final long TICKS_PER_SECOND = 1000 / TICK_MILLIS;

    private record Held(ByteBuf bytes, ChannelPromise promise) {}

    private final ChannelHandlerContext context;
    private final Runnable drained;
    private final Deque<Held> held = new ArrayDeque<>();
    private long heldBytes;
    private long bytesPerSecond = Link.UNLIMITED;
    private boolean singleBytes;
    private boolean running;
    private long credit;

    NettyShaper(ChannelHandlerContext context, Runnable drained) {
        this.context = context;
        this.drained = drained;
    }

    void throttle(long rate) {
        bytesPerSecond = rate;
    }

    void sendSingleBytes(boolean single) {
        singleBytes = single;
    }

    long heldBytes() {
        return heldBytes;
    }

    private boolean isShaping() {
        return bytesPerSecond != Link.UNLIMITED || singleBytes || !held.isEmpty();
    }

    /** Takes the bytes if it has to; otherwise they may go on. */
    boolean take(ByteBuf bytes, ChannelPromise promise) {
        if (!isShaping()) {
            return false;
        }
        held.add(new Held(bytes, promise));
        heldBytes += bytes.readableBytes();
        if (!running) {
            running = true;
            context.executor().execute(this::step);
        }
        return true;
    }

    void release() {
        held.forEach(each -> each.bytes().release());
        held.clear();
        heldBytes = 0;
    }

    private void step() {
        if (held.isEmpty() || !context.channel().isActive()) {
            running = false;
            release();
            drained.run();
            return;
        }
        if (bytesPerSecond == Link.UNLIMITED) {
            send(singleBytes ? 1 : heldBytes);
            context.executor().execute(this::step);
        } else {
            credit += bytesPerSecond;
            send(credit / TICKS_PER_SECOND);
            credit %= TICKS_PER_SECOND;
            context.executor().schedule(this::step, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void send(long limit) {
        long left = limit;
        while (left > 0 && !held.isEmpty()) {
            Held first = held.element();
            int readable = first.bytes().readableBytes();
            int size = (int) Math.min(singleBytes ? 1 : readable, left);
            left -= size;
            heldBytes -= size;
            if (size == readable) {
                held.remove();
                context.writeAndFlush(first.bytes(), first.promise());
            } else {
                context.writeAndFlush(first.bytes().readRetainedSlice(size));
            }
        }
    }
}

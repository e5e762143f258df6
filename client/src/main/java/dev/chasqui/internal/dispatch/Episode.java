package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.OverflowPolicy;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A time during which one lane's handlers do not keep up: from three quarters full, or the first loss, until half empty. Each lane has its
 * own. Guarded by the lane's lock; it only writes notices, which the lane delivers after unlocking. One that the end of the dispatcher
 * cuts short is never cleared.
 */
final class Episode {

    private final Notices notices;
    private final LongSupplier nanoTime;
    private final Set<Channel> overflowing = EnumSet.noneOf(Channel.class);
    private final Map<Channel, Long> dropped = new EnumMap<>(Channel.class);
    private final Map<Channel, Long> conflated = new EnumMap<>(Channel.class);
    private boolean open;
    private long since;

    Episode(Notices notices, LongSupplier nanoTime) {
        this.notices = notices;
        this.nanoTime = nanoTime;
    }

    boolean isOpen() {
        return open;
    }

    void begin(int messages, long bytes) {
        open = true;
        since = nanoTime.getAsLong();
        notices.add(listener -> listener.slowConsumer(messages, bytes));
    }

    void overflow(Channel channel, OverflowPolicy policy) {
        if (overflowing.add(channel)) {
            notices.add(listener -> listener.overflow(channel, policy));
        }
    }

    void dropped(Channel channel) {
        dropped.merge(channel, 1L, Long::sum);
    }

    void conflated(Channel channel) {
        conflated.merge(channel, 1L, Long::sum);
    }

    void end() {
        long lasted = nanoTime.getAsLong() - since;
        Map<Channel, Long> lost = Collections.unmodifiableMap(new EnumMap<>(dropped));
        Map<Channel, Long> replaced = Collections.unmodifiableMap(new EnumMap<>(conflated));
        notices.add(listener -> listener.slowConsumerCleared(lasted, lost, replaced));
        open = false;
        overflowing.clear();
        dropped.clear();
        conflated.clear();
    }
}

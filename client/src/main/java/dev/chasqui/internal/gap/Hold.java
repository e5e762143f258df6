package dev.chasqui.internal.gap;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.stream.options.RepairOptions;
import java.util.EnumMap;
import java.util.Map;

/**
 * Live messages of ordered channels that wait while a gap of their symbol is open, or not yet read from history. They are released in order
 * of time, among the recovered ones: before a recovered row those that are older than it, and the rest when the gap has been read once.
 * What later readings find at a gap's end comes after them, marked as recovered. Confined to the event loop.
 */
final class Hold {

    private final Map<Channel, HeldChannel> channels = new EnumMap<>(Channel.class);

    Hold(EventLoop loop, RepairOptions options, GapListener listener) {
        for (Channel channel : options.ordered()) {
            channels.put(channel, new HeldChannel(channel, loop, options, listener, this::bytes));
        }
    }

    /** From now on messages of the gap's symbols wait. */
    void begin(OpenGap gap) {
        HeldChannel held = channels.get(gap.channel());
        if (held != null) {
            held.begin(gap);
        }
    }

    /** Messages need not wait for this gap any more. */
    void end(OpenGap gap) {
        HeldChannel held = channels.get(gap.channel());
        if (held != null) {
            held.end(gap);
        }
    }

    /** Whether this message has to wait; if so, it is kept. */
    boolean holds(MarketEvent event, int bytes) {
        if (channels.isEmpty()) {
            return false;
        }
        HeldChannel held = channels.get(event.channel());
        return held != null && held.holds(event, bytes);
    }

    /** Releases what has to come before a recovered message. */
    void releaseBefore(MarketEvent recovered) {
        HeldChannel held = channels.get(recovered.channel());
        if (held != null) {
            held.releaseBefore(recovered);
        }
    }

    /** Releases everything, for good. */
    void close() {
        channels.values().forEach(HeldChannel::close);
        channels.clear();
    }

    /** How many messages wait. */
    long messages() {
        return channels.values().stream().mapToLong(HeldChannel::messages).sum();
    }

    private long bytes() {
        return channels.values().stream().mapToLong(HeldChannel::bytes).sum();
    }
}

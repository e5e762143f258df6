package dev.chasqui.internal.liveness;

import dev.chasqui.model.Channel;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Channels whose silence is judged together. */
enum DataClass {
    /** Trades and quotes, which come whenever something happens. */
    TICKS(1, Channel.TRADES, Duration.ofSeconds(2), Channel.TRADES, Channel.QUOTES),
    /** Minute bars, which come at the mark of each minute in which there were trades. */
    BARS(2, Channel.BARS, Duration.ofSeconds(10), Channel.BARS);

    private final int bit;
    private final Channel probed;
    private final Duration onItsWay;

    @SuppressWarnings("ImmutableEnumChecker") // Set once, never handed out.
    private final EnumSet<Channel> channels = EnumSet.noneOf(Channel.class);

    DataClass(int bit, Channel probed, Duration onItsWay, Channel... channels) {
        this.bit = bit;
        this.probed = probed;
        this.onItsWay = onItsWay;
        this.channels.addAll(List.of(channels));
    }

    /** Stands for it in a set of bits. */
    int bit() {
        return bit;
    }

    /** What REST is asked for. */
    Channel probed() {
        return probed;
    }

    /** How long after REST the stream may still bring a message in health. */
    Duration onItsWay() {
        return onItsWay;
    }

    boolean isIn(int bits) {
        return (bits & bit) != 0;
    }

    Set<Channel> of(Set<Channel> all) {
        EnumSet<Channel> ours = EnumSet.copyOf(channels);
        ours.retainAll(all);
        return ours;
    }
}

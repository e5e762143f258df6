package dev.chasqui.internal.liveness;

import dev.chasqui.internal.calendar.Phase;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.options.DataClockOptions;
import java.time.Duration;
import java.util.Set;

/**
 * How long one class of data has been silent, and from when on that is suspicious. Confined to the loop's thread; knows no clock.
 */
final class SilenceWatch {

    static final long NEVER = Long.MAX_VALUE;

    private static final double MOST = 0.999;
    private static final int PATIENCE = 8;
    private static final int FEW_SYMBOLS = 5;
    /** A bar each minute, and the time in which it comes: with these pauses at most, a bar is due at each minute's mark. */
    private static final long EACH_MINUTE_NANOS = Duration.ofSeconds(66).toNanos();

    private static final long NEXT_BAR_NANOS = Duration.ofSeconds(70).toNanos();

    final DataClass dataClass;
    private final DataClockOptions options;
    private final Rhythm rhythm = new Rhythm();
    private Set<Channel> channels = Set.of();
    private long symbols;
    private long since;
    private long proven;
    private long lastMessage;

    SilenceWatch(DataClass dataClass, DataClockOptions options) {
        this.dataClass = dataClass;
        this.options = options;
    }

    /** Data came. */
    void note(long nanos) {
        rhythm.note(nanos);
        since = nanos;
        proven = nanos;
        lastMessage = nanos;
    }

    /** So many more came at the moment of the last one. */
    void noteAgain(int times) {
        rhythm.noteAgain(times);
    }

    /** A connection begins: data is expected from now on, and its rhythm as before. */
    void resume(long nanos) {
        rhythm.interrupt();
        since = nanos;
        proven = nanos;
        lastMessage = lastMessage == 0 ? nanos : lastMessage;
    }

    /** A phase begins: data is expected from now on, in a rhythm that is not known yet. */
    void restart(long nanos) {
        rhythm.reset();
        since = nanos;
    }

    /** Watches these from now on. */
    void watch(Subscription active, long nanos) {
        Set<Channel> now = dataClass.of(active.channels());
        if (channels.isEmpty()) {
            resume(nanos);
        }
        channels = now;
        symbols = now.stream().mapToLong(channel -> size(active, channel)).max().orElse(0);
    }

    private static long size(Subscription active, Channel channel) {
        return active.covers(channel, Subscription.ALL_SYMBOLS)
                ? Long.MAX_VALUE
                : active.symbols(channel).size();
    }

    Set<Channel> channels() {
        return channels;
    }

    /** When the last message came, on whichever connection; or when the first could have. */
    long lastMessage() {
        return lastMessage;
    }

    /** When this connection last proved to carry data: its last message, or its beginning. */
    long proven() {
        return proven;
    }

    boolean hasRhythm() {
        return rhythm.isKnown();
    }

    boolean isSuspicious(long nanos, Phase phase) {
        long silence = nanos - since;
        long least =
                Math.min(options.silence().toNanos(), options.extendedSilence().toNanos());
        // Most looks end here: the rhythm is worked out only for a silence that may matter.
        return !channels.isEmpty() && silence > least && silence > thresholdNanos(phase);
    }

    long thresholdNanos(Phase phase) {
        if (phase == Phase.CLOSED || (symbols < FEW_SYMBOLS && rhythm.medianPerMinute() < 1)) {
            return NEVER;
        }
        if (phase != Phase.REGULAR) {
            return options.extendedSilence().toNanos();
        }
        long longest = rhythm.quantileNanos(1);
        if (dataClass == DataClass.BARS && hasRhythm() && longest <= EACH_MINUTE_NANOS) {
            return Math.max(options.silence().toNanos(), NEXT_BAR_NANOS);
        }
        return Math.max(options.silence().toNanos(), PATIENCE * rhythm.quantileNanos(MOST));
    }
}

package dev.chasqui.internal.dispatch;

import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** What a full lane needs to know of the messages that wait in it, by channel and symbol. Guarded by the lock of the lane. */
@SuppressWarnings("EnumOrdinal") // Arrays by channel: looked up for every message, and never stored.
final class WaitingIndex {

    private static final int FEW_SYMBOLS = 1024;
    private static final int CHANNELS = Channel.values().length;

    /** The number of a symbol's newest message; it may have left since. */
    private static final class Newest {
        long number;
    }

    private final LongPredicate isWaiting;
    private final int[] sizes = new int[CHANNELS];
    private final long[] noneBefore = new long[CHANNELS];
    private final @Nullable Map<String, Newest>[] bySymbol = maps();
    private int symbols;
    private int mostSymbols = FEW_SYMBOLS;

    /**
     * An index of nothing.
     *
     * @param isWaiting whether the message of a number that was added has not left
     */
    WaitingIndex(LongPredicate isWaiting) {
        this.isWaiting = isWaiting;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // There are no arrays of generic types.
    private static @Nullable Map<String, Newest>[] maps() {
        return new Map[CHANNELS];
    }

    /** A message with a higher number than all before it. */
    void added(MarketEvent event, long number) {
        int channel = event.channel().ordinal();
        sizes[channel]++;
        Map<String, Newest> newest = bySymbol[channel];
        if (newest == null) {
            newest = new HashMap<>();
            bySymbol[channel] = newest;
        }
        Newest known = newest.get(event.symbol());
        if (known == null) {
            known = new Newest();
            newest.put(event.symbol(), known);
            symbols++;
        }
        known.number = number;
        forgetSomeIfTooMany();
    }

    // A symbol is not looked up when its message leaves; if there are many, those without a message go together.
    private void forgetSomeIfTooMany() {
        if (symbols <= mostSymbols) {
            return;
        }
        symbols = 0;
        for (Map<String, Newest> newest : bySymbol) {
            if (newest != null) {
                newest.values().removeIf(each -> !isWaiting.test(each.number));
                symbols += newest.size();
            }
        }
        mostSymbols = 2 * symbols + FEW_SYMBOLS;
    }

    void removed(MarketEvent event) {
        sizes[event.channel().ordinal()]--;
    }

    void removed(@Nullable MarketEvent[] events, int from, int count) {
        for (int i = from; i < from + count; i++) {
            MarketEvent event = events[i];
            if (event != null) {
                removed(event);
            }
        }
    }

    int size(Channel channel) {
        return sizes[channel.ordinal()];
    }

    /** The number below which no message of the channel waits. */
    long noneBefore(Channel channel) {
        return noneBefore[channel.ordinal()];
    }

    void noneBefore(Channel channel, long number) {
        noneBefore[channel.ordinal()] = number;
    }

    /** The number of the newest message that was added of a symbol, which may have left; {@link Waiting#NONE} if there was none. */
    long newest(Channel channel, String symbol) {
        Map<String, Newest> newest = bySymbol[channel.ordinal()];
        Newest known = newest == null ? null : newest.get(symbol);
        return known == null ? Waiting.NONE : known.number;
    }
}

package dev.chasqui.internal.liveness;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.options.DataClockOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which single symbols are silent although they were busy and others still speak. It looks at the newest message of each symbol six times in
 * the time after which silence counts, instead of being told of every message: a symbol is busy if all but one of the last sixty looks found
 * something new, which takes about a message a second with the usual five seconds between looks. Confined to the loop's thread.
 */
final class SymbolWatch {

    private static final int LOOKS_OF_SILENCE = 6;
    private static final int LOOKS = 60;
    private static final long ALL_LOOKS = (1L << LOOKS) - 1;
    private static final long ASK_AGAIN_NANOS = Duration.ofMinutes(5).toNanos();
    private static final List<Channel> WATCHED = List.of(Channel.TRADES, Channel.QUOTES);

    private static final class Track {
        private long received;
        private long looks;
        private boolean busy;
        private boolean told;
        private boolean asked;
        private long askedAt;

        Track(long received) {
            this.received = received;
        }

        /** Whether there is something new since the last look. */
        boolean look(long newest) {
            boolean spoke = newest != received;
            received = newest;
            looks = (looks << 1 | (spoke ? 1 : 0)) & ALL_LOOKS;
            if (spoke) {
                told = false;
                busy = Long.bitCount(looks) >= LOOKS - 1;
            }
            return spoke;
        }

        boolean mayAskAgain(long now) {
            return !asked || now - askedAt >= ASK_AGAIN_NANOS;
        }
    }

    private record Silent(String symbol, Track track) {}

    private final LastMessages lastMessages;
    private final long silenceNanos;
    private final DataClock.Listener listener;
    private final Map<Channel, Map<String, Track>> tracks = new EnumMap<>(Channel.class);
    private Subscription active = Subscription.none();

    SymbolWatch(DataClockOptions options, LastMessages lastMessages, DataClock.Listener listener) {
        this.lastMessages = lastMessages;
        this.silenceNanos = options.symbolSilence().toNanos();
        this.listener = listener;
        WATCHED.forEach(channel -> tracks.put(channel, new HashMap<>()));
    }

    Duration pause() {
        return Duration.ofNanos(silenceNanos / LOOKS_OF_SILENCE);
    }

    void subscribed(Subscription now) {
        active = now;
    }

    /** Another connection or another phase of the day: who was busy before says nothing. */
    void restart() {
        for (Map<String, Track> ofChannel : tracks.values()) {
            ofChannel.values().forEach(track -> {
                track.looks = 0;
                track.busy = false;
            });
        }
    }

    void look(long now) {
        tracks.forEach((channel, known) -> look(channel, known, now));
    }

    private void look(Channel channel, Map<String, Track> known, long now) {
        if (!active.channels().contains(channel)) {
            return;
        }
        boolean[] othersSpeak = new boolean[1];
        List<Silent> silent = new ArrayList<>();
        lastMessages.forEach(channel, (symbol, received, time) -> {
            Track track = known.get(symbol);
            if (track == null) {
                known.put(symbol, new Track(received));
            } else if (track.look(received)) {
                othersSpeak[0] = true;
            } else if (track.busy && !track.told && now - received >= silenceNanos) {
                silent.add(new Silent(symbol, track));
            }
        });
        if (othersSpeak[0]) {
            report(channel, silent, now);
        }
    }

    private void report(Channel channel, List<Silent> silent, long now) {
        List<String> toAsk = new ArrayList<>();
        for (Silent one : silent) {
            Track track = one.track;
            track.told = true;
            if (!active.covers(channel, one.symbol)) {
                continue;
            }
            listener.symbolSilent(channel, one.symbol, track.received);
            if (active.contains(channel, one.symbol) && track.mayAskAgain(now)) {
                track.asked = true;
                track.askedAt = now;
                toAsk.add(one.symbol);
            }
        }
        if (!toAsk.isEmpty()) {
            listener.askAgain(Subscription.of(channel, toAsk.toArray(String[]::new)));
        }
    }
}

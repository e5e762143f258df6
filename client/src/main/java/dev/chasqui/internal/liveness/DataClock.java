package dev.chasqui.internal.liveness;

import dev.chasqui.internal.calendar.Phase;
import dev.chasqui.internal.calendar.SessionCalendar;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.options.DataClockOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The second of the two clocks that watch a link: the first asks whether the other side is there, this one whether it says anything. Only
 * market data resets it; a server that answers pings and has forgotten to send is found here.
 *
 * <p>It is told once per frame which channels the frame had. Everything else happens a few times a minute: it looks whether a class of data
 * has been silent for longer than the hour and its own rhythm explain, has REST asked, and draws the consequences. Confined to the
 * loop's thread.
 */
public final class DataClock {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int LOOKS_OF_SILENCE = 10;

    /** What the clock finds, told on the loop's thread. */
    public interface Listener {

        /**
         * Data was expected and did not come.
         *
         * @param lastNanos when the last message of these channels came, by the loop's clock
         * @param confirmed whether REST has newer data
         */
        void stale(Set<Channel> channels, long lastNanos, boolean confirmed, String text);

        /** Data flows again after {@link #stale}. */
        void flowing(Set<Channel> channels, Duration silent);

        /** A busy symbol is silent while others speak. */
        void symbolSilent(Channel channel, String symbol, long lastNanos);

        /** Whatever these channels had since then was missed. Followed by {@link #reconnect}. */
        void mute(Set<Channel> channels, long sinceNanos);

        /** The connection is to be made anew. */
        void reconnect(String text);

        /** These are to be subscribed once more, although the server has acknowledged them. */
        void askAgain(Subscription pairs);
    }

    private final DataClockOptions options;
    private final SessionCalendar calendar;
    private final EventLoop loop;
    private final Evidence evidence;
    private final List<SilenceWatch> watches = new ArrayList<>();
    private final List<Inquiry> inquiries = new ArrayList<>();
    private final SymbolWatch symbols;

    // How often noteData was told the same again, which is not in the watches yet.
    private int notedBits;
    private long notedNanos;
    private int repeats;

    private boolean live;
    private Subscription active = Subscription.none();
    private @Nullable Phase phase;
    private EventLoop.@Nullable Timer nextLook;
    private EventLoop.@Nullable Timer nextLookAtSymbols;

    /**
     * A clock, not running yet.
     *
     * @param calendar of the feed; asked again at each look
     * @param lastMessages what came over the wire
     */
    public DataClock(
            DataClockOptions options,
            SessionCalendar calendar,
            EventLoop loop,
            Probe probe,
            LastMessages lastMessages,
            Listener listener) {
        this.options = options;
        this.calendar = options.hours() == DataClockOptions.Hours.ALWAYS ? SessionCalendar.ALWAYS_OPEN : calendar;
        this.loop = loop;
        this.evidence = new Evidence(lastMessages);
        this.symbols = new SymbolWatch(options, lastMessages, listener);
        for (DataClass dataClass : DataClass.values()) {
            SilenceWatch watch = new SilenceWatch(dataClass, options);
            watches.add(watch);
            inquiries.add(new Inquiry(watch, options, loop, probe, evidence, listener));
        }
    }

    /** The bit that stands for a channel in {@link #noteData}; zero if its silence says nothing. */
    public static int bit(Channel channel) {
        return switch (channel) {
            case TRADES, QUOTES -> DataClass.TICKS.bit();
            case BARS -> DataClass.BARS.bit();
            default -> 0;
        };
    }

    /** A frame had data of the channels whose bits are set. */
    public void noteData(int channelBits, long nanos) {
        // Many frames come with one read of the socket, at one moment.
        if (nanos == notedNanos && channelBits == notedBits) {
            repeats++;
            return;
        }
        noteRepeats();
        notedBits = channelBits;
        notedNanos = nanos;
        for (int i = 0; i < watches.size(); i++) {
            SilenceWatch watch = watches.get(i);
            if (watch.dataClass.isIn(channelBits)) {
                long silentFrom = watch.lastMessage();
                watch.note(nanos);
                inquiries.get(i).dataCame(silentFrom, nanos);
            }
        }
    }

    /** Whoever else looks at the watches or changes them calls this first. */
    private void noteRepeats() {
        if (repeats > 0) {
            for (SilenceWatch watch : watches) {
                if (watch.dataClass.isIn(notedBits)) {
                    watch.noteAgain(repeats);
                }
            }
            repeats = 0;
        }
        notedBits = 0;
    }

    /** Whether the stream is live, and what the server has acknowledged. */
    public void update(boolean nowLive, Subscription nowActive) {
        noteRepeats();
        if (!options.enabled()) {
            return;
        }
        if (live && !nowLive) {
            stop();
        }
        if (nowLive && !nowActive.equals(active)) {
            subscribed(nowActive);
        }
        if (nowLive && !live) {
            live = true;
            begin();
        }
    }

    private void subscribed(Subscription now) {
        active = now;
        evidence.subscribed(now);
        symbols.subscribed(now);
        watches.forEach(watch -> watch.watch(now, loop.nanoTime()));
    }

    private void begin() {
        long now = loop.nanoTime();
        evidence.connected(now, loop.wallClock());
        watches.forEach(watch -> watch.resume(now));
        symbols.restart();
        phase = calendar.at(loop.wallClock());
        lookLater();
        lookAtSymbolsLater();
    }

    /** Nothing is watched until the stream is live again. */
    public void stop() {
        live = false;
        inquiries.forEach(Inquiry::connectionChanged);
        cancel(nextLook);
        cancel(nextLookAtSymbols);
    }

    private static void cancel(EventLoop.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void lookLater() {
        Duration pause = options.silence().dividedBy(LOOKS_OF_SILENCE);
        nextLook = loop.schedule(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE, this::look);
    }

    private void lookAtSymbolsLater() {
        nextLookAtSymbols = loop.schedule(symbols.pause(), this::lookAtSymbols);
    }

    private void look() {
        noteRepeats();
        lookLater();
        Phase now = phaseNow();
        for (Inquiry inquiry : inquiries) {
            // What one of them finds may end the connection.
            if (live) {
                inquiry.look(loop.nanoTime(), now);
            }
        }
    }

    private void lookAtSymbols() {
        noteRepeats();
        lookAtSymbolsLater();
        Phase now = phaseNow();
        if (now != Phase.CLOSED && now != Phase.UNKNOWN) {
            symbols.look(loop.nanoTime());
        }
    }

    private Phase phaseNow() {
        Phase now = calendar.at(loop.wallClock());
        if (now != phase) {
            phase = now;
            watches.forEach(watch -> watch.restart(loop.nanoTime()));
            symbols.restart();
        }
        return now;
    }
}

package dev.chasqui.internal.liveness;

import dev.chasqui.internal.calendar.Phase;
import dev.chasqui.internal.liveness.Probe.Answer;
import dev.chasqui.internal.liveness.Probe.Latest;
import dev.chasqui.internal.liveness.Probe.NotPossible;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.DataClockOptions;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is done about the silence of one class of data: REST is asked; if it has what the stream did not bring, the stream is mute; if not,
 * the market is quiet, and the next question waits twice as long. Confined to the loop's thread.
 *
 * <p>An answer counts only if nothing came meanwhile. One that shows newer data is looked at once more after a moment, since the stream may
 * just have begun to speak again.
 */
final class Inquiry {

    private static final long NEWER_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MOST_DOUBLINGS = 6;

    private final SilenceWatch watch;
    private final DataClockOptions options;
    private final EventLoop loop;
    private final Probe probe;
    private final Evidence evidence;
    private final DataClock.Listener listener;

    private boolean begun;
    private boolean told;
    private boolean toldConfirmed;
    private boolean asking;
    private EventLoop.@Nullable Timer secondLook;
    private long connection;
    private int questions;
    private long nextQuestion;
    private int blindReconnects;
    private boolean hasReconnected;
    private long lastBlindReconnect;

    Inquiry(
            SilenceWatch watch,
            DataClockOptions options,
            EventLoop loop,
            Probe probe,
            Evidence evidence,
            DataClock.Listener listener) {
        this.watch = watch;
        this.options = options;
        this.loop = loop;
        this.probe = probe;
        this.evidence = evidence;
        this.listener = listener;
    }

    /** Data came after all. */
    void dataCame(long silentFrom, long nanos) {
        if (!begun) {
            return;
        }
        boolean wasTold = told;
        begun = false;
        told = false;
        toldConfirmed = false;
        questions = 0;
        blindReconnects = 0;
        if (wasTold) {
            listener.flowing(watch.channels(), Duration.ofNanos(nanos - silentFrom));
        }
    }

    /** The connection changed: what is on its way from REST is about another one. */
    void connectionChanged() {
        connection++;
        asking = false;
        if (secondLook != null) {
            secondLook.cancel();
        }
    }

    void look(long nanos, Phase phase) {
        boolean tooSoon = questions > 0 && nanos - nextQuestion < 0;
        if (asking || tooSoon || !watch.isSuspicious(nanos, phase)) {
            return;
        }
        begun = true;
        if (phase == Phase.UNKNOWN) {
            tell(false, "it is not known whether the market is open");
        } else {
            ask(nanos, phase);
        }
    }

    private void ask(long nanos, Phase phase) {
        long pause = watch.thresholdNanos(phase) << Math.min(questions, MOST_DOUBLINGS);
        nextQuestion = nanos + Math.min(pause, options.maxProbeInterval().toNanos());
        questions++;
        Set<String> symbols = evidence.symbolsToAsk(watch.channels());
        if (symbols.isEmpty()) {
            suspect("no symbol is known that REST could be asked about");
            return;
        }
        asking = true;
        long asked = connection;
        long proven = watch.proven();
        probe.latest(watch.dataClass.probed(), symbols, answer -> {
            if (asked == connection && asking) {
                asking = false;
                answered(answer, proven);
            }
        });
    }

    private void answered(Answer answer, long proven) {
        if (watch.proven() != proven) {
            return;
        }
        if (answer instanceof NotPossible not) {
            suspect(not.reason());
        } else if (answer instanceof Latest latest && showsMore(latest)) {
            asking = true;
            secondLook = loop.schedule(watch.dataClass.onItsWay(), () -> {
                asking = false;
                confirmUnlessHeard(proven);
            });
        }
    }

    private boolean showsMore(Latest latest) {
        long delivered = evidence.newestDelivered(watch.channels());
        return latest.timestampNanos().values().stream().anyMatch(time -> time - delivered > NEWER_NANOS);
    }

    private void confirmUnlessHeard(long proven) {
        if (watch.proven() == proven) {
            tell(true, "REST has newer data; connecting again");
            listener.mute(watch.channels(), proven);
            listener.reconnect("the link was alive and carried no " + names() + " although REST has some");
        }
    }

    /** Silence, and nobody to ask: a connection that had a rhythm is made anew, rarely. */
    private void suspect(String why) {
        long now = loop.nanoTime();
        long pause = options.blindReconnectInterval().toNanos()
                << Math.min(Math.max(0, blindReconnects - 1), MOST_DOUBLINGS);
        boolean mayReconnect = watch.hasRhythm() && (!hasReconnected || now - lastBlindReconnect >= pause);
        tell(false, why + (mayReconnect ? "; connecting again to be sure" : ""));
        if (mayReconnect) {
            hasReconnected = true;
            lastBlindReconnect = now;
            blindReconnects++;
            listener.reconnect("the link was alive and carried no " + names() + ", and " + why);
        }
    }

    private void tell(boolean confirmed, String text) {
        if (!told || (confirmed && !toldConfirmed)) {
            told = true;
            toldConfirmed = confirmed;
            listener.stale(watch.channels(), watch.lastMessage(), confirmed, text);
        }
    }

    private String names() {
        return watch.channels().stream().map(Channel::wireName).collect(Collectors.joining(" and "));
    }
}

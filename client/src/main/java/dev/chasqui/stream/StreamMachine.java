package dev.chasqui.stream;

import dev.chasqui.internal.transport.Connector;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.ErrorTable.Verdict;
import dev.chasqui.stream.Timers.Purpose;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import dev.chasqui.stream.event.ErrorClass;
import dev.chasqui.stream.event.StreamEvent;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.ControlMessage.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state machine of a stream over all its connections: it dials, waits, dials again, and ends. The states and their legal steps are drawn
 * at {@link StreamState}; what happens on one connection is {@link Session}'s.
 *
 * <p>Confined to the loop's thread; everything from outside is posted to it. Every change of state goes through {@link #move}. A connection
 * is known by its epoch, which rises by one with each dial, and the next dial is made only after the last socket is closed. The machine
 * knows no socket, no thread and no clock but those it is given, and tells its owner of its end once.
 */
final class StreamMachine implements Session.Host, CredentialsRequest.Receiver, ClockWatch.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(StreamMachine.class);
    private static final int NORMAL_CLOSURE = 1000;

    /** What the machine tells its owner, on the loop's thread. */
    interface Owner {
        /** State, epoch or subscriptions have changed. */
        void changed();

        /** Results of changes are known; running each completes its future. */
        void completed(Iterable<Runnable> outcomes);

        /** The process did not run between two moments of the clock that never jumps, and the connection of then is given up. */
        void stalled(long fromNanos, long toNanos);

        /** A request about subscriptions leaves. */
        void asked();

        /** Since then messages may have been missed. */
        void interrupted(long sinceNanos, Cause cause);

        /** The server has said what is subscribed, and whether it has said everything. */
        void acknowledged(boolean settled);

        /** Nothing more will come; what is told now still stands before the last event. */
        void ending();

        /** Nothing more will happen. The event of this last step is the owner's to raise. */
        void ended(StreamState from, StreamState last, Cause cause, @Nullable StreamException failure);

        /** After {@link #ended}: the last socket is closed. */
        void socketClosed();
    }

    private final StreamConfig config;
    private final EventLoop loop;
    private final Connector connector;
    private final Executor blocking;
    private final EventPublisher events;
    private final SubscriptionBook book;
    private final Inbound inbound;
    private final Owner owner;
    private final ConnectionTally tally;
    private final Timers timers;
    private final Backoff backoff;
    private final SlotWait slot;
    private final ClockWatch clocks;
    private final SubscriptionReport report;

    private StreamState state = StreamState.NEW;
    private @Nullable CredentialsRequest credentials;
    private @Nullable Session session;
    private @Nullable Instant nextAttempt;
    private @Nullable Interruption interruption;
    private boolean wasLive;

    /** What is to be told once the state has changed. */
    private record Interruption(long sinceNanos, Cause cause) {}

    StreamMachine(
            StreamConfig config,
            StreamRuntime runtime,
            EventPublisher events,
            SubscriptionBook book,
            Inbound inbound,
            ConnectionTally tally,
            Owner owner) {
        this.config = config;
        this.loop = runtime.loop();
        this.connector = runtime.connector();
        this.blocking = runtime.blocking();
        this.events = events;
        this.book = book;
        this.inbound = inbound;
        this.tally = tally;
        this.owner = owner;
        this.timers = new Timers(loop);
        this.backoff = new Backoff(config.reconnect(), runtime.random());
        this.slot = new SlotWait(config.reconnect(), loop, runtime.random());
        this.report = new SubscriptionReport(book, events);
        this.clocks = new ClockWatch(
                loop,
                timers,
                config.dispatch().holdsUpConnection() ? inbound::heldUpNanos : () -> 0,
                config.heartbeat().interval().multipliedBy(2),
                this);
    }

    /** When the next connection is tried; null unless it is waited for. For the loop's thread. */
    @Nullable
    Instant nextAttempt() {
        return nextAttempt;
    }

    // --- what the user asks ---

    /** Dials for the first time. */
    void start() {
        if (state == StreamState.NEW) {
            clocks.begin();
            dial(Cause.of(Kind.USER, "connect was called"));
        }
    }

    void submit(Change change) {
        if (state.isFinal()) {
            book.submit(change);
            book.failAll(closedError());
        } else {
            book.submit(change);
            if (session != null) {
                session.pump();
            }
        }
        subscriptionsChanged(Subscription.none());
    }

    void close() {
        if (!state.isFinal()) {
            end(StreamState.CLOSED, Cause.of(Kind.USER, "close was called"), null);
        }
    }

    /** Ends for a reason that no new connection would mend. */
    void fail(Cause cause) {
        if (!state.isFinal()) {
            end(StreamState.FAILED, cause, new StreamException.Refused(cause));
        }
    }

    /** Gives up a connection that carries no data, and makes another. */
    void reconnect(Cause cause) {
        if (session != null) {
            session.abandon(cause, Verdict.of(ErrorClass.RETRY));
        }
    }

    /** Asks the server once more for what it has acknowledged. */
    void repeat(Subscription pairs) {
        if (session != null) {
            session.repeat(pairs);
        }
    }

    void onControl(ControlMessage message) {
        if (session != null) {
            session.onControl(message);
        }
    }

    // --- dialling ---

    private void dial(Cause cause) {
        tally.dialled();
        nextAttempt = null;
        move(StreamState.CONNECTING, cause);
        credentials =
                new CredentialsRequest(config.credentials(), config.timeouts().credentials(), loop, timers, this);
        credentials.ask(blocking);
    }

    @Override
    public void given(Credentials supplied) {
        session = new Session(config, loop, connector, book, inbound, this, supplied);
        tally.opened(session);
    }

    @Override
    public void refused(String problem) {
        fail(Cause.of(Kind.CREDENTIALS, "the supplier of credentials " + problem));
    }

    // --- what a session tells ---

    @Override
    public StreamState state() {
        return state;
    }

    @Override
    public boolean wasLive() {
        return wasLive;
    }

    @Override
    public void authenticated() {
        slot.granted();
    }

    @Override
    public void live() {
        wasLive = true;
        backoff.live();
        tally.live();
        timers.start(Purpose.STABLE, config.reconnect().stableAfter(), backoff::stable);
    }

    @Override
    public void serverError(Failure failure, ErrorClass errorClass) {
        String text = Texts.oneLine(failure.message());
        events.publish(origin -> new StreamEvent.ServerError(origin, failure.code(), text, errorClass));
    }

    @Override
    public void subscriptionsChanged(Subscription refusedNow) {
        owner.changed();
        if (state == StreamState.LIVE) {
            report.tell(refusedNow);
        }
        owner.completed(book.takeOutcomes());
    }

    @Override
    public void asked() {
        owner.asked();
    }

    @Override
    public void acknowledged() {
        if (session != null && (state == StreamState.SUBSCRIBING || state == StreamState.LIVE)) {
            owner.acknowledged(state == StreamState.LIVE && book.isQuiet());
        }
    }

    @Override
    public void interrupted(long sinceNanos, Cause cause) {
        interruption = new Interruption(sinceNanos, cause);
    }

    // After the change of state, so that people read first what happened and then what it cost.
    private void tellInterruption() {
        Interruption untold = interruption;
        interruption = null;
        if (untold != null) {
            owner.interrupted(untold.sinceNanos, untold.cause);
        }
    }

    @Override
    public @Nullable Duration slotRefused() {
        slot.refused();
        if (slot.isSpent()) {
            slotTaken();
            return null;
        }
        Duration pause = slot.pause();
        if (state == StreamState.AUTHENTICATING) {
            move(StreamState.WAITING_FOR_SLOT, slot.cause());
        }
        int asked = slot.refusals();
        Duration left = slot.left();
        events.publish(origin -> new StreamEvent.WaitingForSlot(
                origin, asked, pause, origin.wallClock().plus(left)));
        return pause;
    }

    @Override
    public void lost(Cause cause, Verdict verdict) {
        forgetSession();
        timers.cancel(Purpose.STABLE);
        boolean fatal = verdict.errorClass() == ErrorClass.FATAL || backoff.exhausts(verdict);
        if (state == StreamState.WAITING_FOR_SLOT) {
            redialForSlot();
        } else if (fatal) {
            end(StreamState.FAILED, cause, new StreamException.Refused(cause));
        } else {
            dialLater(cause, verdict);
        }
    }

    private void forgetSession() {
        session = null;
        tally.closed();
        report.disconnected();
    }

    // --- what the clocks tell ---

    @Override
    public void jumped(Duration jump) {
        events.publish(origin -> new StreamEvent.ClockJump(origin, jump, Duration.ZERO));
        if (session != null) {
            // The machine may have slept, with both clocks, and the other side may be gone.
            session.checkLink();
        }
    }

    @Override
    public void stalled(Duration jump, long fromNanos, long toNanos) {
        Duration stall = Duration.ofNanos(toNanos - fromNanos);
        events.publish(origin -> new StreamEvent.ClockJump(origin, jump, stall));
        owner.stalled(fromNanos, toNanos);
        slot.stalled(stall.toNanos());
        if (session != null) {
            session.abandon(
                    Cause.of(Kind.STALL, "the process stood still for " + stall.toMillis() + " ms"),
                    Verdict.blameless());
        } else if (credentials != null) {
            credentials.stalled();
        }
    }

    // --- waiting ---

    private void dialLater(Cause cause, Verdict verdict) {
        Backoff.Step step = backoff.failed(verdict);
        if (step instanceof Backoff.Step.Wait wait) {
            waitToDial(wait.delay(), wait.attempt(), cause);
        } else if (step instanceof Backoff.Step.Rest rest) {
            coolDown(rest.coolDown(), cause);
        } else {
            giveUp(cause);
        }
    }

    private void redialForSlot() {
        if (slot.isSpent()) {
            slotTaken();
            return;
        }
        Duration delay = slot.redialDelay();
        waitToDial(delay, slot.redials(), slot.cause());
    }

    private void waitToDial(Duration delay, int attempt, Cause cause) {
        rest(StreamState.WAITING, delay, cause);
        events.publish(origin -> new StreamEvent.ReconnectScheduled(origin, delay, attempt, cause));
        dialAfter(delay, cause);
    }

    private void coolDown(Duration rest, Cause cause) {
        Instant probe = rest(StreamState.COOLING_DOWN, rest, cause);
        events.publish(origin -> new StreamEvent.CircuitOpened(origin, rest, probe, cause));
        dialAfter(rest, cause);
    }

    private Instant rest(StreamState waiting, Duration delay, Cause cause) {
        Instant next = loop.wallClock().plus(delay);
        nextAttempt = next;
        move(waiting, cause);
        return next;
    }

    // After the event, so that no dial comes sooner than the event says.
    private void dialAfter(Duration delay, Cause cause) {
        timers.start(Purpose.RECONNECT, delay, () -> dial(cause));
    }

    private void giveUp(Cause cause) {
        Cause spent = new Cause(
                Kind.ATTEMPTS_EXHAUSTED,
                cause.code(),
                "gave up after " + config.reconnect().maxAttempts() + " attempts to connect again; the last: "
                        + cause.text());
        end(StreamState.FAILED, spent, new StreamException.GaveUp(spent));
    }

    private void slotTaken() {
        Cause cause = slot.spentCause();
        end(StreamState.FAILED, cause, new StreamException.SlotTaken(cause));
    }

    // --- the one way to change the state, and the end ---

    @Override
    public void move(StreamState next, Cause cause) {
        StreamState from = step(next, cause);
        // The status first: whoever is told of the step finds it there.
        owner.changed();
        events.publish(origin -> new StreamEvent.StateChanged(origin, from, next, cause));
        tellInterruption();
    }

    private StreamState step(StreamState next, Cause cause) {
        StreamState from = state;
        if (!from.successors().contains(next)) {
            throw new IllegalStateException("no step leads from " + from + " to " + next + " (" + cause.text() + ")");
        }
        state = next;
        LOG.info("{}#{} {} -> {}: {}", config.feed(), tally.epoch(), from, next, cause.text());
        return from;
    }

    private void end(StreamState last, Cause cause, @Nullable StreamException failure) {
        Session open = session;
        forgetSession();
        if (credentials != null) {
            credentials.cancel();
        }
        nextAttempt = null;
        timers.cancelAll();
        StreamState from = step(last, cause);
        book.failAll(failure == null ? closedError() : failure);
        owner.changed();
        tellInterruption();
        owner.ending();
        // Before the end, after which nothing may follow the last event.
        owner.completed(book.takeOutcomes());
        owner.ended(from, last, cause, failure);
        if (open == null) {
            owner.socketClosed();
        } else {
            open.close(NORMAL_CLOSURE, owner::socketClosed);
        }
    }

    static StreamException closedError() {
        return new StreamException.Closed(Cause.of(Kind.USER, "the stream was closed"));
    }
}

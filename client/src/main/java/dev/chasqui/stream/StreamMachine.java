package dev.chasqui.stream;

import dev.chasqui.internal.transport.Connector;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.ErrorTable.Verdict;
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
 * at {@link StreamState}; what happens on one connection is {@link Session}'s, and what follows one that was lost is {@link Redial}'s.
 *
 * <p>Confined to the loop's thread; everything from outside is posted to it. Every change of state goes through {@link #move}. A connection
 * is known by its epoch, which rises by one with each dial, and the next dial is made only after the last socket is closed. The machine
 * knows no socket, no thread and no clock but those it is given, and tells its owner of its end once.
 */
final class StreamMachine implements Session.Host, Redial.Host, CredentialsRequest.Receiver, ClockWatch.Listener {

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
    private final Redial redial;
    private final ClockWatch clocks;
    private final SubscriptionReport report;

    private StreamState state = StreamState.NEW;
    private @Nullable CredentialsRequest credentials;
    private @Nullable Session session;
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
        this.redial = new Redial(config.reconnect(), loop, timers, runtime.random(), events, this);
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
        return redial.nextAttempt();
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
            failed(cause, new StreamException.Refused(cause));
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

    @Override
    public void dial(Cause cause) {
        tally.dialled();
        redial.over();
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
        redial.authenticated();
    }

    @Override
    public void live() {
        wasLive = true;
        tally.live();
        redial.live();
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
        return redial.slotRefused();
    }

    @Override
    public void lost(Cause cause, Verdict verdict) {
        forgetSession();
        redial.lost(cause, verdict);
    }

    @Override
    public void failed(Cause cause, StreamException failure) {
        end(StreamState.FAILED, cause, failure);
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
        redial.stalled(stall);
        if (session != null) {
            session.abandon(
                    Cause.of(Kind.STALL, "the process stood still for " + stall.toMillis() + " ms"),
                    Verdict.blameless());
        } else if (credentials != null) {
            credentials.stalled();
        }
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
        redial.over();
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

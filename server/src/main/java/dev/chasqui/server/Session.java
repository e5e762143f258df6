package dev.chasqui.server;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.DecodeLimits;
import dev.chasqui.wire.ErrorCode;
import dev.chasqui.wire.RequestDecoder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's session.
 *
 * <pre>
 *   AUTHENTICATING ──good credentials and a free slot──► READY
 *         │  deadline (404)                                │  client or network gone, no pong, slow client (407), fault
 *         └──────────────► CLOSED ◄────────────────────────┘
 * </pre>
 *
 * <p>The session starts on {@link #open()} and lives on what it is told: {@link #received}, {@link #ponged}, {@link #disconnected}, and its
 * timers. It acts on its {@link Link} only, never waits, and knows no clock. Confined to the thread that drives the sessions.
 */
public abstract sealed class Session permits MarketSession, TradingSession {

    /** Where a session stands. */
    public enum State {
        /** Greeted, and not authenticated yet. */
        AUTHENTICATING,
        /** Authenticated: changes of subscriptions are accepted, data flows. */
        READY,
        /** Ended. */
        CLOSED
    }

    /** A client that does not wait for answers may be so many requests ahead. */
    private static final int MAX_WAITING_REQUESTS = 10_000;

    private static final int POLICY_VIOLATION = 1008;

    private record ExtraElement(Supplier<byte[]> bytes, Runnable sent) {}

    private final long id;
    private final Handshake handshake;
    private final Link link;
    private final SessionContext context;
    private final Shape shape;
    private final RequestDecoder decoder;
    private final AnswerQueue answers;
    private final Heartbeat heartbeat;
    private final Deque<ExtraElement> extraElements = new ArrayDeque<>();

    private State state = State.AUTHENTICATING;
    private Subscription requested = Subscription.none();
    private Coverage coverage = Coverage.NOTHING;
    private Slots.@Nullable Lease slot;
    private Timers.@Nullable Timer authDeadline;
    private boolean muted;
    private boolean frozen;
    private boolean unflushed;
    private long eventsSent;

    Session(long id, Handshake handshake, Link link, SessionContext context) {
        this.id = id;
        this.handshake = handshake;
        this.link = link;
        this.context = context;
        this.shape = new Shape(handshake.encoding(), handshake.feed().kind());
        this.decoder = RequestDecoder.create(shape.encoding(), shape.kind(), DecodeLimits.DEFAULT);
        this.answers = new AnswerQueue(context.timers());
        this.heartbeat = new Heartbeat(context.timers(), context.policy(), this::ping, this::onSilence);
    }

    /** Number of the session, from 1 in order of opening. */
    public final long id() {
        return id;
    }

    /** What its opening request said. */
    public final Handshake handshake() {
        return handshake;
    }

    /** Its connection. */
    public final Link link() {
        return link;
    }

    /** Where it stands. */
    public final State state() {
        return state;
    }

    /** What it has asked for and was granted. */
    public final Subscription requested() {
        return requested;
    }

    /** What an acknowledgement shows. */
    public abstract Subscription active();

    /** Data messages written so far. */
    public final long eventsSent() {
        return eventsSent;
    }

    /** How its frames look. */
    public final Shape shape() {
        return shape;
    }

    final FeedKind kind() {
        return shape.kind();
    }

    final SessionContext context() {
        return context;
    }

    /** The connection is open. */
    final void open() {
        authDeadline = context.timers().schedule(context.policy().authTimeout(), this::onAuthDeadline);
        heartbeat.start();
        context.tell(observer -> observer.opened(this));
        answers.then(this::greet);
    }

    private void greet() {
        Interference.Delivery delivery = context.interference().welcome(this);
        switch (delivery.fate()) {
            case LATE -> answers.pause(delivery.delay(), () -> begin(true));
            case LOST -> begin(false);
            case PROMPT, PARTIAL -> begin(true);
        }
    }

    private void begin(boolean greeted) {
        if (state != State.AUTHENTICATING) {
            return;
        }
        if (greeted) {
            greeting().ifPresent(this::answer);
        }
        handshake.credentials().ifPresent(this::authenticate);
        context.tell(observer -> observer.greeted(this));
    }

    abstract Optional<ControlMessage> greeting();

    /** A message has arrived, its fragments joined. */
    public final void received(byte[] message, int offset, int length) {
        if (state == State.CLOSED) {
            return;
        }
        ClientRequest request = decoder.decode(message, offset, length);
        ClientRequest redacted = withoutCredentials(request);
        context.tell(observer -> observer.requested(this, redacted));
        if (answers.size() >= MAX_WAITING_REQUESTS) {
            end("too many requests waiting");
            link.drop();
            return;
        }
        answers.then(() -> handle(request));
    }

    private static ClientRequest withoutCredentials(ClientRequest request) {
        return request instanceof ClientRequest.Authenticate ? new ClientRequest.Authenticate("", "") : request;
    }

    private void handle(ClientRequest request) {
        if (state == State.CLOSED) {
            return;
        }
        if (request instanceof ClientRequest.Authenticate credentials) {
            authenticate(credentials);
        } else if (request instanceof ClientRequest.Malformed) {
            answer(refusal(request, ErrorCode.INVALID_SYNTAX.toMessage()));
        } else if (state == State.AUTHENTICATING) {
            answer(refusal(request, ErrorCode.NOT_AUTHENTICATED.toMessage()));
        } else {
            change(request);
        }
    }

    /** A request other than an authentication, of an authenticated session. */
    abstract void change(ClientRequest request);

    private void authenticate(ClientRequest.Authenticate credentials) {
        if (state == State.READY) {
            answer(secondAuthentication(credentials));
            return;
        }
        Optional<Interference.Refusal> interfered = context.interference().authentication(this);
        if (interfered.isPresent()) {
            refuse(credentials, interfered.get());
            return;
        }
        Optional<ErrorCode> refused = refusalOf(credentials);
        if (refused.isPresent()) {
            answer(refusal(credentials, refused.get().toMessage()));
        } else {
            onAuthenticated();
        }
    }

    abstract ControlMessage secondAuthentication(ClientRequest.Authenticate credentials);

    private Optional<ErrorCode> refusalOf(ClientRequest.Authenticate credentials) {
        Optional<ErrorCode> refused = context.authenticator()
                .refusal(handshake.feed(), credentials.key(), credentials.secret())
                .or(this::refusalOfEncoding);
        if (refused.isPresent()) {
            return refused;
        }
        Optional<Slots.Lease> lease = context.slots().acquire(handshake.feed(), credentials.key());
        if (lease.isEmpty()) {
            context.tell(observer -> observer.refusedForConnectionLimit(this));
            return Optional.of(ErrorCode.CONNECTION_LIMIT_EXCEEDED);
        }
        slot = lease.get();
        return Optional.empty();
    }

    abstract Optional<ErrorCode> refusalOfEncoding();

    private void onAuthenticated() {
        state = State.READY;
        cancel(authDeadline);
        answer(authenticated());
        context.tell(observer -> observer.authenticated(this));
    }

    abstract ControlMessage authenticated();

    abstract ControlMessage refusal(ClientRequest request, ControlMessage.Failure failure);

    abstract ControlMessage unasked(ControlMessage.Failure failure);

    /** Answers a request with an error, after which the connection may end. */
    final void refuse(ClientRequest request, Interference.Refusal refused) {
        answer(refusal(request, refused.failure()));
        if (refused.close()) {
            end("error " + refused.failure().code());
            link.close(OptionalInt.of(POLICY_VIOLATION), refused.failure().message());
        }
    }

    /** Sends an error that answers nothing, after which the connection may end. */
    public final void fail(ControlMessage.Failure failure, boolean close) {
        answer(unasked(failure));
        if (close) {
            end("error " + failure.code());
            link.close(OptionalInt.of(POLICY_VIOLATION), failure.message());
        }
    }

    private void onAuthDeadline() {
        if (state == State.AUTHENTICATING) {
            fail(ErrorCode.AUTH_TIMEOUT.toMessage(), true);
        }
    }

    final void answer(ControlMessage message) {
        if (state != State.CLOSED) {
            link.write(encoded(message));
            link.flush();
            context.tell(observer -> observer.answered(this, message));
        }
    }

    private byte[] encoded(ControlMessage message) {
        boolean full = context.policy().writeEmptyChannels();
        return full && message instanceof ControlMessage.Acknowledgement acknowledgement
                ? context.encoders().fullAcknowledgement(shape, acknowledgement.active())
                : context.encoders().control(shape, message);
    }

    /** Runs the rest of handling a request after a time; later requests wait for it. */
    final void later(Interference.Delivery delivery, Runnable rest) {
        answers.pause(delivery.delay(), () -> {
            if (state == State.READY) {
                rest.run();
            }
        });
    }

    /** Changes what the session holds; whoever calls this has answered the request. */
    final void hold(Subscription changed) {
        requested = changed;
        coverage = context.coverages().of(changed);
        context.tell(observer -> observer.holds(this));
    }

    /** Whether data can reach it at all. */
    final boolean isSubscribed() {
        return state == State.READY && !requested.isEmpty() && !frozen;
    }

    /** Writes what the session is subscribed to; it leaves with {@link #flushData()}. */
    final void deliver(DataFrame frame, boolean bounded) {
        if (!isSubscribed() || muted) {
            return;
        }
        DataFrame.Part part = frame.part(coverage);
        List<MarketEvent> events = part.events();
        if (events.isEmpty()) {
            return;
        }
        int bytes = write(part);
        eventsSent += events.size();
        unflushed = true;
        context.tell(observer -> observer.delivered(this, events, bytes));
        if (bounded && link.pendingBytes() > context.policy().outboundLimitBytes()) {
            fail(ErrorCode.SLOW_CLIENT.toMessage(), true);
        }
    }

    /** Writes the messages of a frame that the session gets; returns the number of bytes. */
    abstract int write(DataFrame.Part part);

    final boolean hasExtraElement() {
        return !extraElements.isEmpty();
    }

    /** The element that waits longest to be sent with data; it counts as sent. */
    final Optional<byte[]> takeExtraElement() {
        ExtraElement extra = extraElements.poll();
        if (extra == null) {
            return Optional.empty();
        }
        byte[] bytes = extra.bytes().get();
        extra.sent().run();
        return Optional.of(bytes);
    }

    final byte[] joined(List<byte[]> elements) {
        return context.encoders().frame(shape, elements);
    }

    /** Puts an element among those of the next data frame, when it is made; {@code sent} runs then. */
    public final void insertIntoNextFrame(Supplier<byte[]> element, Runnable sent) {
        extraElements.add(new ExtraElement(element, sent));
    }

    /** Writes a frame as it is. */
    public final void sendRaw(byte[] frame) {
        if (state != State.CLOSED) {
            link.write(frame);
            link.flush();
        }
    }

    final void flushData() {
        if (unflushed) {
            unflushed = false;
            link.flush();
        }
    }

    /** Withholds data, or not. */
    public final void mute(boolean silent) {
        muted = silent;
    }

    /** Leaves the connection open and neither reads nor writes it any more; the session ends when its next ping stays unanswered. */
    public final void freeze() {
        frozen = true;
        link.freeze();
    }

    /** Whether {@link #freeze()} has been called. */
    public final boolean isFrozen() {
        return frozen;
    }

    private void ping() {
        link.ping();
        context.tell(observer -> observer.pinged(this));
    }

    private void onSilence() {
        end("no pong");
        link.drop();
    }

    /** A pong has arrived. */
    public final void ponged() {
        heartbeat.ponged();
        context.tell(observer -> observer.ponged(this));
    }

    /** The connection has ended without the session's doing. */
    public final void disconnected(String cause) {
        end(cause);
    }

    /** Ends the session and frees its slot. What becomes of the link is the caller's matter. */
    public final void end(String cause) {
        if (slot != null) {
            slot.release();
        }
        finish(cause);
    }

    /** Ends the session as a server does that has not noticed: its slot stays taken for the ghost duration. */
    public final void endAsGhost(String cause) {
        if (slot != null && state != State.CLOSED) {
            slot.releaseAfter(context.policy().ghostDuration());
            slot = null;
        }
        finish(cause);
    }

    private void finish(String cause) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        cancel(authDeadline);
        heartbeat.stop();
        context.departures().accept(this);
        context.tell(observer -> observer.closed(this, cause));
    }

    private static void cancel(Timers.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}

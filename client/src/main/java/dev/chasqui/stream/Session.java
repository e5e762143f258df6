package dev.chasqui.stream;

import dev.chasqui.internal.transport.ConnectRequest;
import dev.chasqui.internal.transport.Connection;
import dev.chasqui.internal.transport.ConnectionFailure;
import dev.chasqui.internal.transport.ConnectionListener;
import dev.chasqui.internal.transport.Connector;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.ErrorTable.Verdict;
import dev.chasqui.stream.Timers.Purpose;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.stream.event.Cause.Kind;
import dev.chasqui.stream.event.ErrorClass;
import dev.chasqui.stream.event.StreamState;
import dev.chasqui.stream.options.AuthenticationMode;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.ControlMessage.Failure;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.ErrorCode;
import dev.chasqui.wire.RequestEncoder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection, from the dial to its end: greeting, authentication, subscriptions, signs of life. Confined to the loop's thread. What
 * belongs to one connection only lives and dies with this object; once it is over, whatever still arrives is ignored.
 *
 * <p>The steps and their limits: TCP ({@code connect}), TLS and handshake ({@code upgrade}), greeting ({@code welcome}), answer to the
 * credentials ({@code authentication}), answer to each subscription request ({@code acknowledgement}, asked twice). The trading stream has
 * no greeting.
 */
final class Session implements ConnectionListener {

    private static final String TRADE_UPDATES = Channel.TRADE_UPDATES.wireName();

    /** What a session asks of the machine that made it. */
    interface Host {
        StreamState state();

        boolean wasLive();

        void move(StreamState next, Cause cause);

        /** The server refuses the slot. Returns how long to wait before asking again on this socket; null if the budget is spent. */
        @Nullable
        Duration slotRefused();

        void authenticated();

        void live();

        void serverError(Failure failure, ErrorClass errorClass);

        /** Subscriptions may have changed, and results may be known. */
        void subscriptionsChanged(Subscription refusedNow);

        /** A request about subscriptions leaves. */
        void asked();

        /** Since then messages may have been missed; said before what follows from it. */
        void interrupted(long sinceNanos, Cause cause);

        /** The server has said what is subscribed. */
        void acknowledged();

        /** This session is over. */
        void lost(Cause cause, Verdict verdict);
    }

    private final StreamConfig config;
    private final EventLoop loop;
    private final Inbound inbound;
    private final Host host;
    private final SubscriptionDialogue dialogue;
    private final Timers timers;
    private final Credentials credentials;
    private final RequestEncoder encoder;
    private final boolean trading;
    private final Connection connection;
    private final BrokenFrames brokenFrames = new BrokenFrames();
    private final LastError lastError = new LastError();

    private @Nullable HeartbeatWatch heartbeat;
    private boolean over;
    private boolean welcomed;
    private boolean reauthenticated;

    Session(
            StreamConfig config,
            EventLoop loop,
            Connector connector,
            SubscriptionBook book,
            Inbound inbound,
            Host host,
            Credentials credentials) {
        this.config = config;
        this.loop = loop;
        this.inbound = inbound;
        this.host = host;
        this.credentials = credentials;
        timers = new Timers(loop);
        encoder = RequestEncoder.create(config.encoding(), config.feed().kind());
        trading = config.feed().kind() == FeedKind.TRADING;
        dialogue = new SubscriptionDialogue(config, book, timers, host, this::send, this::unanswered);
        inbound.wantData(false);
        connection = connector.open(connectRequest(), this);
    }

    private ConnectRequest connectRequest() {
        return new ConnectRequest(
                config.uri(),
                Handshake.headers(config, credentials),
                config.compression(),
                config.maxMessageBytes(),
                config.timeouts().connect(),
                config.timeouts().upgrade(),
                config.timeouts().close().dividedBy(4),
                config.proxy());
    }

    long bytesRead() {
        return connection.bytesRead();
    }

    // --- the connection ---

    @Override
    public void onOpen() {
        if (over) {
            return;
        }
        host.move(StreamState.AUTHENTICATING, Cause.of(Kind.PROGRESS, "the socket is open"));
        heartbeat = new HeartbeatWatch(config.heartbeat(), loop, timers, connection, this::dead);
        heartbeat.watch();
        if (trading) {
            authenticate();
        } else {
            limit(Purpose.WELCOME, config.timeouts().welcome(), Kind.WELCOME_TIMEOUT, "no greeting of the server");
        }
    }

    @Override
    public void onMessage(byte[] bytes, int offset, int length, boolean binary) {
        if (over) {
            return;
        }
        String wrong = inbound.read(bytes, offset, length, binary);
        if (over) {
            return;
        }
        if (wrong != null) {
            protocolError(wrong);
        } else if (inbound.wasBroken()) {
            countBrokenFrame();
        }
    }

    @Override
    public void onReadComplete() {
        inbound.readComplete();
    }

    @Override
    public void onClosed(ConnectionFailure failure) {
        if (over) {
            return;
        }
        Failure told = lastError.recent(loop.nanoTime());
        if (told != null) {
            // The server said why before it closed; that says more than the close.
            leave(serverError(told), verdictOf(told));
        } else {
            leave(failure.cause(), ErrorTable.ofFailure(failure, host.wasLive()));
        }
    }

    /** Asks the other side for a sign of life, now. */
    void checkLink() {
        if (!over && heartbeat != null) {
            heartbeat.checkNow();
        }
    }

    private void dead() {
        abandon(
                Cause.of(
                        Kind.HEARTBEAT,
                        "nothing came for "
                                + config.heartbeat()
                                        .interval()
                                        .plus(config.heartbeat().timeout())
                                        .toMillis() + " ms, not even an answer to a ping"),
                Verdict.of(ErrorClass.RETRY));
    }

    private void protocolError(String wrong) {
        String step = welcomed ? "after the greeting" : "instead of the greeting";
        abandon(
                Cause.of(
                        Kind.PROTOCOL,
                        config.uri().getHost() + " does not speak Alpaca's protocol: " + step + " came " + wrong),
                ErrorTable.ofFailure(ConnectionFailure.of(Cause.of(Kind.PROTOCOL, wrong)), host.wasLive()));
    }

    private void countBrokenFrame() {
        if (brokenFrames.count(loop.nanoTime())) {
            abandon(
                    Cause.of(Kind.DECODING, BrokenFrames.MOST + " frames within 10 s could not be decoded"),
                    Verdict.of(ErrorClass.RETRY));
        }
    }

    // --- greeting and authentication ---

    void onControl(ControlMessage message) {
        if (over) {
            return;
        }
        if (message instanceof ControlMessage.Success success) {
            onSuccess(success);
        } else if (message instanceof Failure failure) {
            onFailure(failure);
        } else if (message instanceof ControlMessage.Acknowledgement acknowledgement) {
            acknowledged(acknowledgement.active());
        } else if (message instanceof ControlMessage.Authorization authorization) {
            onAuthorization(authorization);
        } else if (message instanceof ControlMessage.Listening listening) {
            acknowledged(
                    listening.streams().contains(TRADE_UPDATES) ? Subscription.ORDER_UPDATES : Subscription.none());
        } else if (message instanceof ControlMessage.TradingError error) {
            onFailure(new Failure(Failure.NO_CODE, error.message()));
        }
    }

    private void acknowledged(Subscription active) {
        if (isAuthenticated()) {
            dialogue.acknowledged(active);
            host.acknowledged();
        }
    }

    private void onSuccess(ControlMessage.Success success) {
        if (success.message().equals(ControlMessage.Success.AUTHENTICATED)) {
            onAuthenticated();
        } else if (success.message().equals(ControlMessage.Success.CONNECTED)) {
            onWelcome();
        }
    }

    private void onWelcome() {
        if (isAuthenticated()) {
            // A greeting in mid-session: the server has forgotten us.
            reauthenticate();
        } else if (!welcomed) {
            welcomed = true;
            timers.cancel(Purpose.WELCOME);
            authenticate();
        }
    }

    private void authenticate() {
        if (config.authentication() == AuthenticationMode.MESSAGE || host.state() == StreamState.WAITING_FOR_SLOT) {
            send(new ClientRequest.Authenticate(credentials.key(), credentials.secret()));
        }
        limit(
                Purpose.AUTHENTICATION,
                config.timeouts().authentication(),
                Kind.AUTHENTICATION_TIMEOUT,
                "no answer to the credentials");
    }

    private void onAuthorization(ControlMessage.Authorization authorization) {
        if (authorization.status().equals(ControlMessage.Authorization.AUTHORIZED)) {
            onAuthenticated();
        } else if (!isAuthenticated()) {
            onFailure(ErrorCode.AUTH_FAILED.toMessage());
        }
    }

    private void onAuthenticated() {
        if (isAuthenticated()) {
            return;
        }
        welcomed = true;
        timers.cancel(Purpose.WELCOME);
        timers.cancel(Purpose.AUTHENTICATION);
        timers.cancel(Purpose.SLOT);
        inbound.wantData(true);
        host.authenticated();
        host.move(StreamState.SUBSCRIBING, Cause.of(Kind.PROGRESS, "authenticated"));
        dialogue.begin();
    }

    private boolean isAuthenticated() {
        return host.state() == StreamState.SUBSCRIBING || host.state() == StreamState.LIVE;
    }

    private void reauthenticate() {
        if (reauthenticated || config.authentication() == AuthenticationMode.HEADER) {
            abandon(
                    Cause.of(Kind.PROTOCOL, "the server has forgotten the session"),
                    ErrorTable.ofServerCode(ErrorCode.NOT_AUTHENTICATED.code(), true, host.wasLive()));
            return;
        }
        reauthenticated = true;
        Cause forgotten = Cause.of(Kind.PROTOCOL, "the server has forgotten the session");
        dialogue.end();
        host.interrupted(provenNanos(), forgotten);
        host.move(StreamState.AUTHENTICATING, forgotten);
        authenticate();
    }

    // --- errors of the server ---

    private void onFailure(Failure failure) {
        Verdict verdict = verdictOf(failure);
        host.serverError(failure, verdict.errorClass());
        if (failure.code() == ErrorCode.CONNECTION_LIMIT_EXCEEDED.code() && !isAuthenticated()) {
            onSlotRefused();
        } else if (failure.code() == ErrorCode.ALREADY_AUTHENTICATED.code()) {
            onAuthenticated();
        } else if (verdict.errorClass() == ErrorClass.FATAL || !isAuthenticated()) {
            abandon(serverError(failure), verdict);
        } else if (failure.code() == ErrorCode.NOT_AUTHENTICATED.code()) {
            reauthenticate();
        } else if (verdict.errorClass() == ErrorClass.REQUEST) {
            dialogue.refused(failure);
        } else {
            // The session may live on.
            lastError.note(failure, loop.nanoTime());
        }
    }

    private void onSlotRefused() {
        timers.cancel(Purpose.AUTHENTICATION);
        timers.cancel(Purpose.WELCOME);
        welcomed = true;
        Duration pause = host.slotRefused();
        if (pause != null && !over) {
            timers.start(Purpose.SLOT, pause, this::authenticate);
        }
    }

    private Verdict verdictOf(Failure failure) {
        return ErrorTable.ofServerCode(failure.code(), isAuthenticated(), host.wasLive());
    }

    private static Cause serverError(Failure failure) {
        return new Cause(
                Kind.SERVER_ERROR,
                failure.code(),
                "the server said " + failure.code() + " (" + Texts.oneLine(failure.message()) + "): "
                        + ErrorTable.advice(failure.code()));
    }

    // --- the end ---

    /** Ends the session on our own wish. */
    void close(int code, Runnable whenClosed) {
        finish();
        connection.close(code, whenClosed);
    }

    /** Cuts the connection, for a reason that the machine is told in turn. */
    void abandon(Cause cause, Verdict verdict) {
        connection.abort();
        leave(cause, verdict);
    }

    private void leave(Cause cause, Verdict verdict) {
        long proven = provenNanos();
        finish();
        host.interrupted(proven, cause);
        host.lost(cause, verdict);
    }

    private long provenNanos() {
        return inbound.provenNanos(connection.answeredPingNanos());
    }

    private void finish() {
        over = true;
        timers.cancelAll();
        inbound.wantData(false);
        dialogue.end();
    }

    private void unanswered() {
        abandon(
                Cause.of(
                        Kind.ACKNOWLEDGEMENT_TIMEOUT,
                        "the server has not answered a change of subscriptions, asked twice"),
                Verdict.of(ErrorClass.RETRY));
    }

    /** Says what is to be said to the server about subscriptions. */
    void pump() {
        if (!over && isAuthenticated()) {
            dialogue.pump();
        }
    }

    /** Asks once more for what the server has acknowledged. */
    void repeat(Subscription pairs) {
        if (!over && isAuthenticated()) {
            dialogue.repeat(pairs);
        }
    }

    private void send(ClientRequest request) {
        connection.send(encoder.encode(request), config.encoding() == Encoding.MSGPACK);
    }

    private void limit(Purpose purpose, Duration time, Kind kind, String what) {
        timers.start(
                purpose,
                time,
                () -> abandon(
                        Cause.of(kind, what + " within " + time.toMillis() + " ms"), Verdict.of(ErrorClass.RETRY)));
    }
}

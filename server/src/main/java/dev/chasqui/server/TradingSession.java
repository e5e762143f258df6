package dev.chasqui.server;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.ControlMessage.Authorization;
import dev.chasqui.wire.ErrorCode;
import java.util.List;
import java.util.Optional;

/** A session of the trading stream: not greeted, single objects instead of arrays, and a set of streams that each request replaces. */
final class TradingSession extends Session {

    private static final String AUTHENTICATE = "authenticate";
    private static final String LISTEN = "listen";
    private static final Subscription UPDATES = Subscription.of(Channel.TRADE_UPDATES, Subscription.ALL_SYMBOLS);

    TradingSession(long id, Handshake handshake, Link link, SessionContext context) {
        super(id, handshake, link, context);
    }

    @Override
    public Subscription active() {
        return requested();
    }

    @Override
    Optional<ControlMessage> greeting() {
        return Optional.empty();
    }

    @Override
    ControlMessage authenticated() {
        return new Authorization(Authorization.AUTHORIZED, AUTHENTICATE);
    }

    @Override
    ControlMessage secondAuthentication(ClientRequest.Authenticate credentials) {
        return authenticated();
    }

    @Override
    Optional<ErrorCode> refusalOfEncoding() {
        return Optional.empty();
    }

    @Override
    ControlMessage refusal(ClientRequest request, ControlMessage.Failure failure) {
        if (request instanceof ClientRequest.Authenticate) {
            return new Authorization(Authorization.UNAUTHORIZED, AUTHENTICATE);
        }
        return state() == State.AUTHENTICATING && request instanceof ClientRequest.Listen
                ? new Authorization(Authorization.UNAUTHORIZED, LISTEN)
                : unasked(failure);
    }

    @Override
    ControlMessage unasked(ControlMessage.Failure failure) {
        return new ControlMessage.TradingError(failure.message());
    }

    @Override
    void change(ClientRequest request) {
        Optional<Interference.Refusal> interfered = context().interference().subscription(this);
        if (interfered.isPresent()) {
            refuse(request, interfered.get());
        } else if (request instanceof ClientRequest.Listen listen) {
            listen(listen);
        } else {
            answer(refusal(request, ErrorCode.INVALID_SYNTAX.toMessage()));
        }
    }

    private void listen(ClientRequest.Listen request) {
        Interference.Delivery delivery = context().interference().acknowledgement(this);
        switch (delivery.fate()) {
            case PROMPT -> listen(request.streams(), true);
            case LATE -> later(delivery, () -> listen(request.streams(), true));
            case LOST -> listen(request.streams(), false);
            case PARTIAL -> listen(List.of(), true);
        }
    }

    private void listen(List<String> streams, boolean acknowledged) {
        boolean updates = streams.contains(Channel.TRADE_UPDATES.wireName());
        hold(updates ? UPDATES : Subscription.none());
        if (acknowledged) {
            answer(new ControlMessage.Listening(updates ? List.of(Channel.TRADE_UPDATES.wireName()) : List.of()));
        }
        context().tell(observer -> observer.subscribed(this));
    }

    @Override
    int write(DataFrame.Part part) {
        // A message is an object of its own here, and so is an extra one.
        takeExtraElement().ifPresent(link()::write);
        int bytes = 0;
        for (byte[] element : part.elements(context().encoders(), shape())) {
            byte[] message = joined(List.of(element));
            link().write(message);
            bytes += message.length;
        }
        return bytes;
    }
}

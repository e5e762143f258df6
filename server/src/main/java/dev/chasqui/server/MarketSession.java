package dev.chasqui.server;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A session of a data stream: greeted, and subscribed by adding to and removing from sets of symbols. */
final class MarketSession extends Session {

    private final SubscriptionRules rules;

    MarketSession(long id, Handshake handshake, Link link, SessionContext context) {
        super(id, handshake, link, context);
        this.rules = new SubscriptionRules(kind(), context.policy());
    }

    @Override
    public Subscription active() {
        return rules.withFollowers(requested());
    }

    @Override
    Optional<ControlMessage> greeting() {
        return Optional.of(new ControlMessage.Success(ControlMessage.Success.CONNECTED));
    }

    @Override
    ControlMessage authenticated() {
        return new ControlMessage.Success(ControlMessage.Success.AUTHENTICATED);
    }

    @Override
    ControlMessage secondAuthentication(ClientRequest.Authenticate credentials) {
        return ErrorCode.ALREADY_AUTHENTICATED.toMessage();
    }

    @Override
    Optional<ErrorCode> refusalOfEncoding() {
        boolean readable = kind() != FeedKind.OPTIONS || handshake().encoding() == Encoding.MSGPACK;
        return readable ? Optional.empty() : Optional.of(ErrorCode.MSGPACK_REQUIRED);
    }

    @Override
    ControlMessage refusal(ClientRequest request, ControlMessage.Failure failure) {
        return failure;
    }

    @Override
    ControlMessage unasked(ControlMessage.Failure failure) {
        return failure;
    }

    @Override
    void change(ClientRequest request) {
        Optional<Interference.Refusal> interfered = context().interference().subscription(this);
        if (interfered.isPresent()) {
            refuse(request, interfered.get());
        } else if (request instanceof ClientRequest.Subscribe subscribe) {
            subscribe(subscribe);
        } else if (request instanceof ClientRequest.Unsubscribe unsubscribe) {
            acknowledge(
                    request,
                    rules.unsubscribe(requested(), unsubscribe.removed(), unsubscribe.unknownChannels()),
                    true);
        } else {
            answer(ErrorCode.INVALID_SYNTAX.toMessage());
        }
    }

    private void subscribe(ClientRequest.Subscribe request) {
        Interference.Delivery delivery = context().interference().acknowledgement(this);
        switch (delivery.fate()) {
            case PROMPT -> subscribe(request, request.added(), true);
            case LATE -> later(delivery, () -> subscribe(request, request.added(), true));
            case LOST -> subscribe(request, request.added(), false);
            case PARTIAL -> grantPart(request);
        }
    }

    private void subscribe(ClientRequest.Subscribe request, Subscription granted, boolean acknowledged) {
        acknowledge(request, rules.subscribe(requested(), granted, request.unknownChannels()), acknowledged);
    }

    private void grantPart(ClientRequest.Subscribe request) {
        Subscription part = SubscriptionRules.withoutLastSymbols(request.added());
        if (part.isEmpty()) {
            acknowledge(request, new SubscriptionRules.Outcome.Changed(requested()), true);
        } else {
            subscribe(request, part, true);
        }
    }

    private void acknowledge(ClientRequest request, SubscriptionRules.Outcome outcome, boolean acknowledged) {
        if (outcome instanceof SubscriptionRules.Outcome.Changed changed) {
            hold(changed.requested());
            if (acknowledged) {
                answer(new ControlMessage.Acknowledgement(active()));
            }
            context().tell(observer -> observer.subscribed(this));
        } else if (outcome instanceof SubscriptionRules.Outcome.Refused refused) {
            answer(refusal(request, refused.code().toMessage()));
        }
    }

    @Override
    int write(DataFrame.Part part) {
        byte[] bytes = hasExtraElement()
                ? joined(withExtra(part.elements(context().encoders(), shape())))
                : part.frame(context().encoders(), shape());
        link().write(bytes);
        return bytes.length;
    }

    private List<byte[]> withExtra(List<byte[]> elements) {
        Optional<byte[]> extra = takeExtraElement();
        if (extra.isEmpty()) {
            return elements;
        }
        List<byte[]> longer = new ArrayList<>(elements);
        longer.add(elements.size() / 2, extra.get());
        return longer;
    }
}

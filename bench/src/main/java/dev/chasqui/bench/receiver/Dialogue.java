package dev.chasqui.bench.receiver;

import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.RequestEncoder;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The client's side of the opening, for receivers that have nothing but a socket: answers the greeting, then subscribes. */
final class Dialogue implements Consumer<ControlMessage> {

    private final RequestEncoder requests;
    private final Consumer<byte[]> out;

    Dialogue(Encoding encoding, Consumer<byte[]> out) {
        requests = RequestEncoder.create(encoding, FeedKind.STOCKS);
        this.out = out;
    }

    static Subscription everything() {
        return Subscription.of(List.of(Channel.TRADES, Channel.QUOTES), List.of(Subscription.ALL_SYMBOLS));
    }

    @Override
    public void accept(ControlMessage message) {
        if (!(message instanceof ControlMessage.Success success)) {
            return;
        }
        if (success.message().equals(ControlMessage.Success.CONNECTED)) {
            out.accept(requests.encode(new ClientRequest.Authenticate("key", "secret")));
        } else if (success.message().equals(ControlMessage.Success.AUTHENTICATED)) {
            out.accept(requests.encode(new ClientRequest.Subscribe(everything(), Set.of())));
        }
    }
}

package dev.chasqui.wire;

import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.wire.ControlMessage.Acknowledgement;
import dev.chasqui.wire.ControlMessage.Authorization;
import dev.chasqui.wire.ControlMessage.Failure;
import dev.chasqui.wire.ControlMessage.Listening;
import dev.chasqui.wire.ControlMessage.Success;
import dev.chasqui.wire.ControlMessage.TradingError;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes control messages, each a whole frame. */
final class ControlWriter {

    private static final Key TYPE = new Key("T");
    private static final Key MESSAGE = new Key("msg");
    private static final Key CODE = new Key("code");
    private static final Key STREAM = new Key("stream");
    private static final Key DATA = new Key("data");
    private static final Key STATUS = new Key("status");
    private static final Key ACTION = new Key("action");
    private static final Key STREAMS = new Key("streams");
    private static final Key ERROR_MESSAGE = new Key("error_message");
    private static final List<Channel> CRYPTO_ORDER = List.of(
            Channel.TRADES,
            Channel.QUOTES,
            Channel.ORDER_BOOKS,
            Channel.BARS,
            Channel.UPDATED_BARS,
            Channel.DAILY_BARS);

    private final ValueWriter out;
    private final FieldWriter fields;
    private final Set<Channel> ownChannels;
    private final Set<Channel> channelOrder;

    ControlWriter(ValueWriter out, FeedKind kind) {
        this.out = out;
        fields = new FieldWriter(out);
        ownChannels = kind.channels();
        boolean crypto = kind == FeedKind.CRYPTO || kind == FeedKind.PERPETUALS;
        channelOrder = new LinkedHashSet<>(crypto ? CRYPTO_ORDER : ownChannels);
        channelOrder.addAll(Arrays.asList(Channel.values()));
    }

    void write(ControlMessage message) {
        if (message instanceof Success success) {
            beginElement("success").text(MESSAGE, success.message());
            endElement();
        } else if (message instanceof Failure failure) {
            failure(failure);
        } else if (message instanceof Acknowledgement acknowledgement) {
            acknowledgement(acknowledgement, false);
        } else if (message instanceof Authorization authorization) {
            beginTrading(STREAM, "authorization")
                    .text(STATUS, authorization.status())
                    .text(ACTION, authorization.action());
            endTrading();
        } else if (message instanceof Listening listening) {
            beginTrading(STREAM, "listening").texts(STREAMS, listening.streams());
            endTrading();
        } else if (message instanceof TradingError error) {
            beginTrading(ACTION, "error").text(ERROR_MESSAGE, error.message());
            endTrading();
        }
    }

    private FieldWriter beginElement(String type) {
        out.beginArray(1);
        return fields.begin().text(TYPE, type);
    }

    private void endElement() {
        fields.end();
        out.endArray();
    }

    private FieldWriter beginTrading(Key key, String name) {
        fields.begin().text(key, name);
        out.key(DATA);
        return fields.begin();
    }

    private void endTrading() {
        fields.end();
        fields.end();
    }

    private void failure(Failure failure) {
        beginElement("error");
        if (failure.code() != Failure.NO_CODE) {
            out.key(CODE);
            out.integer(failure.code());
        }
        fields.text(MESSAGE, failure.message());
        endElement();
    }

    void acknowledgement(Acknowledgement message, boolean withEmptyChannels) {
        beginElement("subscription");
        for (Channel channel : channelOrder) {
            Collection<String> symbols = message.active().symbols(channel);
            if (!symbols.isEmpty() || (withEmptyChannels && ownChannels.contains(channel))) {
                out.key(channel.wireName());
                fields.texts(symbols);
            }
        }
        endElement();
    }
}

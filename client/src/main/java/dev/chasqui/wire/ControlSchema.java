package dev.chasqui.wire;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ControlMessage.Acknowledgement;
import dev.chasqui.wire.ControlMessage.Failure;
import dev.chasqui.wire.ControlMessage.Success;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads control messages of market-data streams. Each method begins inside of the object and ends behind it. */
final class ControlSchema {

    private final ValueReader in;
    private final Fields fields;

    ControlSchema(ValueReader in, Fields fields) {
        this.in = in;
        this.fields = fields;
    }

    Success success() {
        String message = null;
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            if (key == Keys.MESSAGE) {
                message = in.readCode();
            } else {
                fields.other(key);
            }
        }
        return new Success(Fields.required(message, "msg"));
    }

    Failure failure() {
        int code = Failure.NO_CODE;
        String message = "";
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (key) {
                case Keys.CODE -> code = code();
                case Keys.MESSAGE -> message = fields.text();
                default -> fields.other(key);
            }
        }
        return new Failure(code, message);
    }

    private int code() {
        if (in.next() != Token.NUMBER) {
            in.skip();
            return Failure.NO_CODE;
        }
        double code = in.readDouble();
        return code == (int) code ? (int) code : Failure.NO_CODE;
    }

    Acknowledgement acknowledgement() {
        Map<Channel, List<String>> symbols = new EnumMap<>(Channel.class);
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            Channel channel = Channel.ofWireName(in.key()).orElse(null);
            if (channel == null) {
                fields.other(key);
            } else {
                symbols.put(channel, in.readStrings());
            }
        }
        return new Acknowledgement(Subscription.of(symbols));
    }
}

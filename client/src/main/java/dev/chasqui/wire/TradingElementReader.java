package dev.chasqui.wire;

import dev.chasqui.model.TradeUpdate;
import dev.chasqui.wire.ControlMessage.Authorization;
import dev.chasqui.wire.ControlMessage.Listening;
import dev.chasqui.wire.ControlMessage.TradingError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one message of the trading stream: an object that names a stream, or an action, and carries data. */
final class TradingElementReader implements ElementReader {

    private static final int NO_DATA = -1;

    private final ValueReader in;
    private final Fields fields;
    private final TradeUpdateSchema updates;

    private @Nullable String stream;
    private @Nullable String action;
    private int dataAt;

    TradingElementReader(ValueReader in) {
        this.in = in;
        fields = new Fields(in);
        updates = new TradeUpdateSchema(in);
    }

    @Override
    public void read(FrameHandler handler) {
        int start = in.position;
        readEnvelope();
        int end = in.position;
        int depth = in.depth;
        String kind = stream == null ? action : stream;
        if (kind == null) {
            throw WireFault.missing("stream");
        }
        switch (kind) {
            case "trade_updates" -> {
                goToData();
                TradeUpdate update = updates.tradeUpdate();
                in.seek(end, depth);
                handler.onEvent(update, end - start);
            }
            case "authorization" -> control(authorization(), end, depth, handler);
            case "listening" -> control(listening(), end, depth, handler);
            case "error" -> control(error(), end, depth, handler);
            default -> handler.onUnknown(Excerpt.label(kind), in.bytes, start, end - start);
        }
    }

    private void control(ControlMessage message, int end, int depth, FrameHandler handler) {
        in.seek(end, depth);
        handler.onControl(message);
    }

    private void readEnvelope() {
        stream = null;
        action = null;
        dataAt = NO_DATA;
        in.beginObject();
        while (in.nextKey() != ValueReader.END) {
            switch (in.key()) {
                case "stream" -> stream = fields.code();
                case "action" -> action = fields.code();
                case "data" -> {
                    dataAt = in.next() == Token.NULL ? NO_DATA : in.position;
                    in.skip();
                }
                default -> in.skip();
            }
        }
    }

    private void goToData() {
        if (dataAt == NO_DATA) {
            throw WireFault.missing("data");
        }
        in.seek(dataAt, in.depth);
        if (in.next() != Token.OBJECT) {
            throw new WireFault("expected an object", "data");
        }
    }

    private void beginData() {
        goToData();
        in.beginObject();
    }

    private Authorization authorization() {
        String status = null;
        String answered = null;
        beginData();
        while (in.nextKey() != ValueReader.END) {
            switch (in.key()) {
                case "status" -> status = fields.code();
                case "action" -> answered = fields.code();
                default -> in.skip();
            }
        }
        return new Authorization(Fields.required(status, "status"), Fields.orEmpty(answered));
    }

    private Listening listening() {
        List<String> streams = List.of();
        beginData();
        while (in.nextKey() != ValueReader.END) {
            if (in.key().equals("streams")) {
                streams = in.readStrings();
            } else {
                in.skip();
            }
        }
        return new Listening(streams);
    }

    private TradingError error() {
        String message = "";
        beginData();
        while (in.nextKey() != ValueReader.END) {
            if (in.key().equals("error_message")) {
                message = fields.text();
            } else {
                in.skip();
            }
        }
        return new TradingError(message);
    }
}

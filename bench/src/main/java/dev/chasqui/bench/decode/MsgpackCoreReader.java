package dev.chasqui.bench.decode;

import dev.chasqui.model.MarketEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Consumer;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/** msgpack-core, value by value, without a tree. */
public final class MsgpackCoreReader implements FrameReader {

    private static final long SECOND = 1_000_000_000L;

    private final Draft draft = new Draft();

    @Override
    public void read(byte[] frame, Consumer<? super MarketEvent> out) throws IOException {
        try (MessageUnpacker in = MessagePack.newDefaultUnpacker(frame)) {
            int elements = in.unpackArrayHeader();
            for (int i = 0; i < elements; i++) {
                out.accept(readElement(in));
            }
        }
    }

    private MarketEvent readElement(MessageUnpacker in) throws IOException {
        draft.clear();
        int fields = in.unpackMapHeader();
        for (int i = 0; i < fields; i++) {
            readValue(in.unpackString(), in);
        }
        return draft.build();
    }

    private void readValue(String key, MessageUnpacker in) throws IOException {
        ValueType type = in.getNextFormat().getValueType();
        switch (type) {
            case STRING -> draft.text(key, in.unpackString());
            case FLOAT -> draft.number(key, in.unpackDouble());
            case INTEGER -> readInteger(key, in);
            case ARRAY -> readConditions(in);
            case EXTENSION -> {
                Instant time = in.unpackTimestamp();
                draft.time(time.getEpochSecond() * SECOND + time.getNano());
            }
            default -> throw new IOException("unexpected " + type);
        }
    }

    private void readInteger(String key, MessageUnpacker in) throws IOException {
        long value = in.unpackLong();
        if (Draft.isInteger(key)) {
            draft.integer(key, value);
        } else {
            draft.number(key, (double) value);
        }
    }

    private void readConditions(MessageUnpacker in) throws IOException {
        int count = in.unpackArrayHeader();
        for (int i = 0; i < count; i++) {
            draft.condition(in.unpackString());
        }
    }
}

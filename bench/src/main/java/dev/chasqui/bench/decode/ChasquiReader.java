package dev.chasqui.bench.decode;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.DecodeLimits;
import dev.chasqui.wire.DecodeProblem;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.FrameDecoder;
import dev.chasqui.wire.FrameHandler;
import java.util.function.Consumer;

/** This project's decoder. */
public final class ChasquiReader implements FrameReader {

    private final FrameDecoder decoder;
    private final Handler handler = new Handler();

    /** Of one encoding. */
    public ChasquiReader(Encoding encoding) {
        decoder = FrameDecoder.create(encoding, FeedKind.STOCKS, DecodeLimits.DEFAULT);
    }

    @Override
    public void read(byte[] frame, Consumer<? super MarketEvent> out) {
        handler.out = out;
        decoder.decode(frame, 0, frame.length, handler);
    }

    private static final class Handler implements FrameHandler {

        private Consumer<? super MarketEvent> out = event -> {};

        @Override
        public void onEvent(MarketEvent event, int encodedBytes) {
            out.accept(event);
        }

        @Override
        public void onControl(ControlMessage message) {
            throw new IllegalStateException(message.toString());
        }

        @Override
        public void onUnknown(String type, byte[] frame, int offset, int length) {
            throw new IllegalStateException(type);
        }

        @Override
        public void onProblem(DecodeProblem problem) {
            throw new IllegalStateException(problem.toString());
        }
    }
}

package dev.chasqui.server;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.FrameEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One encoder for each shape. Confined to the thread that drives the sessions. */
final class Encoders {

    private final Map<Shape, FrameEncoder> encoders = new HashMap<>();

    private FrameEncoder of(Shape shape) {
        return encoders.computeIfAbsent(shape, key -> FrameEncoder.create(key.encoding(), key.kind()));
    }

    byte[] element(Shape shape, MarketEvent event) {
        return of(shape).element(event);
    }

    byte[] frame(Shape shape, List<byte[]> elements) {
        return of(shape).frame(elements);
    }

    byte[] control(Shape shape, ControlMessage message) {
        return of(shape).control(message);
    }

    byte[] fullAcknowledgement(Shape shape, Subscription active) {
        return of(shape).controlWithEmptyChannels(new ControlMessage.Acknowledgement(active));
    }
}

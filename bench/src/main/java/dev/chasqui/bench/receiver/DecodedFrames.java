package dev.chasqui.bench.receiver;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.wire.ControlMessage;
import dev.chasqui.wire.DecodeProblem;
import dev.chasqui.wire.FrameHandler;
import java.util.function.Consumer;

/** What this project's decoder finds, given to a meter. Anything but data once there is data is an error of the benchmark. */
final class DecodedFrames implements FrameHandler {

    private final Meter meter;
    private final Consumer<ControlMessage> control;

    DecodedFrames(Meter meter, Consumer<ControlMessage> control) {
        this.meter = meter;
        this.control = control;
    }

    @Override
    public void onEvent(MarketEvent event, int encodedBytes) {
        meter.event(event);
    }

    @Override
    public void onControl(ControlMessage message) {
        control.accept(message);
    }

    @Override
    public void onUnknown(String type, byte[] frame, int offset, int length) {
        throw new IllegalStateException("unknown type " + type);
    }

    @Override
    public void onProblem(DecodeProblem problem) {
        throw new IllegalStateException(problem.toString());
    }
}

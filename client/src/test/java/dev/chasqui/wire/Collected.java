package dev.chasqui.wire;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Everything that a decoder found in a frame. */
final class Collected implements FrameHandler {

    final List<MarketEvent> events = new ArrayList<>();
    final List<Integer> sizes = new ArrayList<>();
    final List<ControlMessage> controls = new ArrayList<>();
    final List<String> unknown = new ArrayList<>();
    final List<DecodeProblem> problems = new ArrayList<>();

    @Override
    public void onEvent(MarketEvent event, int encodedBytes) {
        events.add(event);
        sizes.add(encodedBytes);
    }

    @Override
    public void onControl(ControlMessage message) {
        controls.add(message);
    }

    @Override
    public void onUnknown(String type, byte[] frame, int offset, int length) {
        unknown.add(type + ":" + new String(frame, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void onProblem(DecodeProblem problem) {
        problems.add(problem);
    }

    static Collected json(FeedKind kind, String frame) {
        return json(kind, frame.getBytes(StandardCharsets.UTF_8));
    }

    static Collected json(FeedKind kind, byte[] frame) {
        return bothWays(Encoding.JSON, kind, DecodeLimits.DEFAULT, frame);
    }

    static Collected msgpack(FeedKind kind, byte[] frame) {
        return bothWays(Encoding.MSGPACK, kind, DecodeLimits.DEFAULT, frame);
    }

    /** What a new decoder finds, which must be the same with and without its fast path. */
    static Collected bothWays(Encoding encoding, FeedKind kind, DecodeLimits limits, byte[] frame) {
        Collected collected = of(FrameDecoder.create(encoding, kind, limits), frame);
        of(FrameDecoder.withoutFastPath(encoding, kind, limits), frame).assertSameAs(collected, () -> "");
        return collected;
    }

    static Collected of(FrameDecoder decoder, byte[] frame) {
        Collected collected = new Collected();
        decoder.decode(frame, 0, frame.length, collected);
        return collected;
    }

    /** Fails, with the reason, unless the other has found the same. */
    void assertSameAs(Collected other, Supplier<String> where) {
        boolean same = events.equals(other.events)
                && sizes.equals(other.sizes)
                && controls.equals(other.controls)
                && unknown.equals(other.unknown)
                && problems.equals(other.problems);
        if (!same) {
            throw new AssertionError(where.get() + "\nexpected " + this + "\nfound    " + other);
        }
    }

    @Override
    public String toString() {
        return events + " " + sizes + " " + controls + " " + unknown + " " + problems;
    }

    /** The only event of a frame without problems. */
    MarketEvent event() {
        if (events.size() != 1 || !problems.isEmpty()) {
            throw new AssertionError("expected one event: " + events + " " + problems);
        }
        return events.get(0);
    }

    /** The only problem of a frame. */
    DecodeProblem problem() {
        if (problems.size() != 1) {
            throw new AssertionError("expected one problem: " + events + " " + problems);
        }
        return problems.get(0);
    }
}

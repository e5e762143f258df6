package dev.chasqui.wire;

import dev.chasqui.model.FeedKind;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Two decoders, one of them without its fast path, that must find the same in every frame. */
final class BothWays {

    private final FrameDecoder fast;
    private final FrameDecoder tolerant;

    BothWays(Encoding encoding) {
        fast = FrameDecoder.create(encoding, FeedKind.STOCKS, DecodeLimits.DEFAULT);
        tolerant = FrameDecoder.withoutFastPath(encoding, FeedKind.STOCKS, DecodeLimits.DEFAULT);
    }

    Collected compare(byte[] frame, Supplier<String> what) {
        return compare(frame, 0, frame.length, what);
    }

    /** Compares what is found in a part of the array, and in an array of its own. */
    Collected compare(byte[] array, int offset, int length, Supplier<String> what) {
        Collected expected = new Collected();
        tolerant.decode(array, offset, length, expected);
        Collected found = new Collected();
        fast.decode(array, offset, length, found);
        Supplier<String> where = () -> what.get() + " in " + HexFormat.of().formatHex(array, offset, offset + length);
        expected.assertSameAs(found, where);
        if (length < array.length) {
            byte[] alone = Arrays.copyOfRange(array, offset, offset + length);
            expected.assertSameAs(Collected.of(fast, alone), where);
        }
        return expected;
    }
}

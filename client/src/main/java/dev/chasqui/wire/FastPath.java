package dev.chasqui.wire;

import dev.chasqui.model.MarketEvent;
import org.jspecify.annotations.Nullable;

/** Reads messages that are written as they nearly always are, and no others. */
interface FastPath {

    /**
     * The message that begins at {@code start}, exactly as the tolerant reader would read it; or null if that one has to. Reads no byte
     * from {@code end} on.
     */
    @Nullable
    MarketEvent read(byte[] frame, int start, int end);

    /** The index behind the message that was read last. */
    int end();
}

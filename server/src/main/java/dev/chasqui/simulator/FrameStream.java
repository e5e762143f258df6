package dev.chasqui.simulator;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The frames of a market, one after the other. Confined to one thread at a time. */
interface FrameStream extends Closeable {

    /**
     * The next frame; null at the end.
     *
     * @throws SimulatorException if there should be one and it cannot be read; the message says where and what was expected
     */
    @Nullable
    SourceFrame next();

    @Override
    void close() throws IOException;
}

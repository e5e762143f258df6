package dev.chasqui.bench.decode;

import dev.chasqui.model.MarketEvent;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads frames, and builds the same records as this project's decoder. Confined to one thread. */
public interface FrameReader {

    /** Reads one frame. */
    void read(byte[] frame, Consumer<? super MarketEvent> out) throws IOException;
}

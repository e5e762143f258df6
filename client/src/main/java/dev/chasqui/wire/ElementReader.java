package dev.chasqui.wire;

/** Reads one element of a frame. */
interface ElementReader {

    /**
     * Reads the value that comes next and tells the handler what it is, as the last thing it does.
     *
     * @throws WireFault if it cannot be read; the reader then stands anywhere in it
     */
    void read(FrameHandler handler);
}

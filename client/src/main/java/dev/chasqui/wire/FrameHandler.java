package dev.chasqui.wire;

import dev.chasqui.model.MarketEvent;

/** Receives what a {@link FrameDecoder} finds in a frame, in the order of the frame, on the thread that decodes. */
public interface FrameHandler {

    /**
     * A data message.
     *
     * @param event the message
     * @param encodedBytes how many bytes it took in the frame
     */
    void onEvent(MarketEvent event, int encodedBytes);

    /** A message about the session. */
    void onControl(ControlMessage message);

    /**
     * A message of a type that is not known. Not an error: Alpaca adds types without notice.
     *
     * @param type the type, shortened to 64 characters
     * @param frame the array that holds it; valid during this call only
     * @param offset where it begins
     * @param length how many bytes it takes
     */
    void onUnknown(String type, byte[] frame, int offset, int length);

    /** Something could not be decoded. */
    void onProblem(DecodeProblem problem);
}

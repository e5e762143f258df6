package dev.chasqui.stream.event;

/** Why messages may have been missed. */
public enum GapCause {
    /** The connection ended, or the server forgot the session. */
    CONNECTION,
    /** The queue in front of the handlers was full. */
    OVERFLOW,
    /** A frame or a message could not be decoded. */
    DECODING,
    /** The link was alive and carried no data although there was some. */
    MUTE,
    /** The server did not acknowledge a subscription that it had acknowledged before. */
    NOT_SUBSCRIBED,
    /** The process stood still: a sleeping machine, a stopped process, a very long pause. */
    STALL
}

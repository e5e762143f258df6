package dev.chasqui.stream.event;

/** What a failure means for the stream. */
public enum ErrorClass {
    /** Nothing more is tried: the same attempt would fail again. */
    FATAL,
    /** Connect again after the usual delay. */
    RETRY,
    /** Connect again, but not before a minimum delay. */
    RETRY_SLOW,
    /** One request fails; the session goes on. */
    REQUEST,
    /** Nothing is wrong. */
    BENIGN
}

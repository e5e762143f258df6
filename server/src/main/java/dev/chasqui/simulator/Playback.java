package dev.chasqui.simulator;

/**
 * What a source has played from its beginning to its end.
 *
 * @param frames frames offered to the sessions
 * @param messages data messages in them
 */
public record Playback(long frames, long messages) {}

package dev.chasqui.stream;

import dev.chasqui.wire.Encoding;

/**
 * A message of a type that this version does not know.
 *
 * @param type its type, shortened to 64 characters
 * @param encoding how {@code bytes} are written
 * @param bytes the message; a copy of its own
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy for the receiver alone.
public record UnknownMessage(String type, Encoding encoding, byte[] bytes) {}

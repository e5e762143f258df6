package dev.chasqui.server;

import dev.chasqui.model.FeedKind;
import dev.chasqui.wire.Encoding;

/**
 * How a session's frames look. Sessions of one shape share their bytes.
 *
 * @param encoding how frames are written
 * @param kind which fields a message has
 */
public record Shape(Encoding encoding, FeedKind kind) {}

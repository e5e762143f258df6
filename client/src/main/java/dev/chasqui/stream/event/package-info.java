/**
 * What a stream tells about itself, as one sealed type, {@link dev.chasqui.stream.event.StreamEvent}. May use {@code model} and
 * {@code wire}.
 */
@NullMarked
package dev.chasqui.stream.event;

import org.jspecify.annotations.NullMarked;

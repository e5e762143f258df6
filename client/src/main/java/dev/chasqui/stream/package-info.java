/**
 * The streaming client. {@link dev.chasqui.stream.MarketDataStream} is where to begin. May use {@code model}, {@code wire},
 * {@code stream.options}, {@code stream.event} and {@code internal}.
 */
@NullMarked
package dev.chasqui.stream;

import org.jspecify.annotations.NullMarked;

/**
 * One WebSocket connection at a time, on one thread: the only place that knows Netty. What the connection logic needs of a thread, a
 * clock and a socket are interfaces here, so that it runs on virtual time as well. May use {@code stream.event}, {@code stream.options}
 * and Netty. Not for users.
 */
@NullMarked
package dev.chasqui.internal.transport;

import org.jspecify.annotations.NullMarked;

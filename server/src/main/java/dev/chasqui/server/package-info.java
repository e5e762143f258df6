/**
 * Sessions of a server that speaks Alpaca's protocol: opening, authentication, subscription, delivery, closing. The rules are pure and
 * single-threaded, with time and connection behind {@link dev.chasqui.server.Timers} and {@link dev.chasqui.server.Link}; Netty appears
 * only in the classes whose names begin with it. Depends on {@code dev.chasqui.wire}.
 */
@NullMarked
package dev.chasqui.server;

import org.jspecify.annotations.NullMarked;

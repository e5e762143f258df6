/**
 * Bytes to protocol messages and back, in both directions, as JSON and as MessagePack. Pure: no thread, no socket, no clock.
 * May use {@code model} only.
 *
 * <p>The protocol is that of Alpaca's documentation, "WebSocket Stream" and the pages on real-time stock, crypto, option and news data,
 * and for the trading stream "Websocket Streaming".
 */
@NullMarked
package dev.chasqui.wire;

import org.jspecify.annotations.NullMarked;

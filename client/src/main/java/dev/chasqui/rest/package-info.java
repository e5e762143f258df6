/**
 * The REST calls beside the stream: history by page, latest values, snapshots, news, calendar. Thin, asynchronous, polite to the rate
 * limit; no orders and no accounts. May use {@code model}, {@code wire} and {@code stream.options}.
 */
@NullMarked
package dev.chasqui.rest;

import org.jspecify.annotations.NullMarked;

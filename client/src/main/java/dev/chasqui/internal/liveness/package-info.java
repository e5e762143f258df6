/**
 * The data clock: whether a link that is alive also carries data when data is to be expected, for the feed as a whole and for single
 * symbols. Pure logic on one event loop; REST is behind {@link dev.chasqui.internal.liveness.Probe}. May use model, calendars, the stream's
 * options, and the event loop.
 */
@NullMarked
package dev.chasqui.internal.liveness;

import org.jspecify.annotations.NullMarked;

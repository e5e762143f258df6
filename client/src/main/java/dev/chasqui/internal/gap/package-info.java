/**
 * Which intervals may have a hole, and how what history has of them is fetched, told from what was delivered before, and delivered. Pure
 * logic on one event loop; history is behind {@link dev.chasqui.internal.gap.History}. May use model, the stream's events and options, and
 * the event loop.
 */
@NullMarked
package dev.chasqui.internal.gap;

import org.jspecify.annotations.NullMarked;

package dev.chasqui.internal.dispatch;

/**
 * What became of the messages offered so far: {@code offered = delivered + conflated + dropped + filtered + queued} whenever nothing moves.
 *
 * @param offered by the connection, whichever way they came
 * @param delivered handed to every handler that wanted them
 * @param conflated replaced by a newer message of the same symbol
 * @param dropped lost to a full queue or to the end
 * @param filtered no longer wanted when their turn came
 * @param queued waiting now
 * @param handlerFailures calls of handlers that failed
 * @param recovered those offered that came from REST after a gap
 * @param snapshots those offered that came from REST with a subscription
 */
public record DispatchCounters(
        long offered,
        long delivered,
        long conflated,
        long dropped,
        long filtered,
        long queued,
        long handlerFailures,
        long recovered,
        long snapshots) {}

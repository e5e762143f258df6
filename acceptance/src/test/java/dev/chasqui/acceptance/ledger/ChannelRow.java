package dev.chasqui.acceptance.ledger;

import dev.chasqui.model.Channel;

/**
 * The account of one channel. {@code attempted = ok + superseded + lost}.
 *
 * @param channel of the messages
 * @param attempted published while subscribed
 * @param ok of these, delivered
 * @param recovered of these, delivered from history and not live
 * @param superseded bars that were not delivered, within a gap, while a newer bar of the same place was
 * @param lost neither
 * @param lostTold of the lost, within a gap that was not said to be whole
 * @param lostWhole of the lost, within a gap that was said to be whole
 * @param lostSilently of the lost, within no gap
 * @param early of those that did not come live: published before the gap that covers them, and under way when it began
 * @param duplicated delivered more often than published
 * @param unexpected delivered and never published
 * @param misordered delivered live after a later message of the same symbol
 * @param extra delivered and published, though not subscribed at that moment
 * @param snapshots delivered as the starting point of a subscription; not part of anything else
 */
public record ChannelRow(
        Channel channel,
        long attempted,
        long ok,
        long recovered,
        long superseded,
        long lost,
        long lostTold,
        long lostWhole,
        long lostSilently,
        long early,
        long duplicated,
        long unexpected,
        long misordered,
        long extra,
        long snapshots) {}

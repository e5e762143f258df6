package dev.chasqui.acceptance.ledger;

import dev.chasqui.model.Channel;

/** The sums of one channel, while they grow. */
final class Tally {

    long attempted;
    long ok;
    long recovered;
    long superseded;
    long lostTold;
    long lostWhole;
    long lostSilently;
    long early;
    long duplicated;
    long unexpected;
    long misordered;
    long extra;
    long snapshots;

    ChannelRow row(Channel channel) {
        return new ChannelRow(
                channel,
                attempted,
                ok,
                recovered,
                superseded,
                lostTold + lostWhole + lostSilently,
                lostTold,
                lostWhole,
                lostSilently,
                early,
                duplicated,
                unexpected,
                misordered,
                extra,
                snapshots);
    }
}

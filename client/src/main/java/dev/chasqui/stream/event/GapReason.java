package dev.chasqui.stream.event;

/** Why a gap could not be repaired, or not wholly, or not yet. */
public enum GapReason {
    /** The plan does not allow to query this data, or not while it is so recent. */
    PLAN,
    /** Alpaca keeps no history of this channel. */
    NO_HISTORY,
    /** Everything was subscribed: only symbols that were seen before the gap could be asked for. */
    UNBOUNDED_SET,
    /** A reading of the gap needs more pages than are allowed, or REST refused request after request as too many. */
    RATE_BUDGET,
    /** The gap is longer than repair may reach back; its newest part was repaired. */
    TOO_LONG,
    /** REST could not be reached, or failed again and again. */
    REST_DOWN,
    /** REST kept adding rows until the time for verification was over. */
    TAIL_NOT_STABLE,
    /** The feed has no history, as the test stream. */
    FEED_HAS_NO_HISTORY,
    /** The stream ended first. */
    CLOSED,
    /** Repair is switched off, for the stream or for this channel. */
    DISABLED,
    /** REST refused the request for good. */
    REFUSED,
    /** The pages of an answer went round in a circle. */
    PAGING,
    /** What was missed is not subscribed any more. */
    UNSUBSCRIBED
}

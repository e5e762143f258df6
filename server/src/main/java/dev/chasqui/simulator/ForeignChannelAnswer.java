package dev.chasqui.simulator;

/** How a request for channels that the feed does not offer is answered, on which Alpaca's documentation and measurements disagree. */
public enum ForeignChannelAnswer {
    /** 400 if nothing else was asked for; beside a channel of the feed, it is ignored. As measured. */
    INVALID_SYNTAX,
    /** 410, and nothing of the request takes effect. As documented. */
    INVALID_ACTION
}

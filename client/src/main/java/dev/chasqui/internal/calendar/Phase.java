package dev.chasqui.internal.calendar;

/** What a market does at one moment. */
public enum Phase {
    /** The regular session; for markets that never close, always. */
    REGULAR,
    /** Before or after the regular session. */
    EXTENDED,
    /** The night session, from the evening before a trading day to its early morning. */
    OVERNIGHT,
    /** Nothing trades. */
    CLOSED,
    /** It is not known: the day lies beyond the years that the rules were checked for, and no calendar was loaded for it. */
    UNKNOWN
}

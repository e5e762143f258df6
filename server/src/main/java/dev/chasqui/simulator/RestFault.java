package dev.chasqui.simulator;

/** What may go wrong with the simulator's REST answers, each at every n-th request: {@link RestOptions.Builder#every}. */
public enum RestFault {
    /** The answer is an error, 500 unless {@link RestOptions.Builder#errorStatus} says otherwise. At every request: REST is off. */
    ERROR,
    /** The answer is 429, as if too many requests were made. */
    TOO_MANY_REQUESTS,
    /** The connection is closed instead of an answer. At every request: REST is off, and says nothing. */
    NO_ANSWER,
    /** The connection is reset when half of the body is sent. */
    RESET_IN_BODY,
    /** The answer is whole as HTTP has it, but its body ends halfway, gzip or not. */
    TRUNCATED_BODY,
    /** A page that was asked for by a token gives that token as the next one, so that it comes again and again. */
    LOOPING_TOKEN,
    /** The last page gives a token, of a page that is empty. */
    EMPTY_LAST_PAGE
}

package dev.chasqui.cli;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a stream is shown.
 *
 * @param time no limit if empty
 * @param forRepairs how long the repair of what was missed until then is waited for
 * @param sinceLive whether it counts from the first time that the stream is live, instead of from the start
 */
record TimeLimit(Optional<Duration> time, Duration forRepairs, boolean sinceLive) {

    /** The same for what is looked at rather than kept. */
    TimeLimit withoutRepairs() {
        return new TimeLimit(time, Duration.ZERO, sinceLive);
    }
}

package dev.chasqui.cli;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a stream is shown.
 *
 * @param time no limit if empty
 * @param sinceLive whether it counts from the first time that the stream is live, instead of from the start
 */
record TimeLimit(Optional<Duration> time, boolean sinceLive) {}

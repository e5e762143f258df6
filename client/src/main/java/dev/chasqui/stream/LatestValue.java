package dev.chasqui.stream;

import dev.chasqui.model.MarketEvent;
import java.time.Duration;

/**
 * The newest message of a symbol and how long ago it came.
 *
 * @param value the message
 * @param age time since it was received, or REST last confirmed it, by a clock that never jumps
 * @param stale whether it may be outdated although it is young: a gap has been opened since it came, or its symbol was busy and is silent
 *     while others are not. The methods {@code find…} of {@link LatestValues} also mark what is older than the time to live
 */
public record LatestValue<E extends MarketEvent>(E value, Duration age, boolean stale) {}

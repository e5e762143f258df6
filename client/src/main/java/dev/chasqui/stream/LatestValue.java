package dev.chasqui.stream;

import dev.chasqui.model.MarketEvent;
import java.time.Duration;

/**
 * The newest message of a symbol and how long ago it came.
 *
 * @param value the message
 * @param age time since it was received, by a clock that never jumps
 * @param stale whether something newer may have been missed: a gap has been opened since, and nothing newer has come
 */
public record LatestValue<E extends MarketEvent>(E value, Duration age, boolean stale) {}

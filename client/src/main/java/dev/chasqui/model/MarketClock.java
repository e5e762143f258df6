package dev.chasqui.model;

import java.time.Instant;

/**
 * Whether the regular session of US stocks is open, as the trading host tells it.
 *
 * @param time the server's time of day
 * @param open whether the regular session is open at that time
 * @param nextOpen the next opening of a regular session
 * @param nextClose the next close; before {@code nextOpen} while the session is open
 */
public record MarketClock(Instant time, boolean open, Instant nextOpen, Instant nextClose) {}

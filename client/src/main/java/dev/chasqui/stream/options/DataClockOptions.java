package dev.chasqui.stream.options;

import java.time.Duration;
import java.util.Objects;

/**
 * How a link that is alive and carries no data is told from a quiet market. Trades and quotes together are watched, and minute bars; other
 * channels may be silent for hours. Immutable; the {@code with} methods return changed copies.
 *
 * <p>Silence of the regular session is suspicious after {@code silence}, or after eight times the longest usual pause of the last half hour
 * if that is more; outside of it after {@code extendedSilence}; never while the market is closed, and never when fewer than five symbols bring
 * less than a message a minute. Then REST is asked what it has. If it has newer data the stream connects again; if it has none the
 * market is quiet, and the next question waits twice as long. Where REST cannot say, the stream connects again rarely. A single silent symbol
 * is reported and never costs the connection.
 *
 * @param enabled whether data is watched at all; true by default
 * @param hours when data is expected; {@link Hours#OF_THE_MARKET} by default
 * @param silence of the regular session, 1 s to 1 hour; 60 s by default
 * @param extendedSilence outside the regular session, and when hours are not known, 1 s to 1 day; 5 min by default
 * @param symbolSilence after which a symbol counts as silent that had about a message a second for ten times as long, 1 s to 10 min;
 *     30 s by default
 * @param maxProbeInterval between two questions to REST in one silence, {@code silence} to 1 day; 10 min by default
 * @param blindReconnectInterval least time between two connections on suspicion only, doubled each time until data comes, 1 s to 1 day;
 *     5 min by default
 */
public record DataClockOptions(
        boolean enabled,
        Hours hours,
        Duration silence,
        Duration extendedSilence,
        Duration symbolSilence,
        Duration maxProbeInterval,
        Duration blindReconnectInterval) {

    /** Silence of the regular session by default. */
    public static final Duration DEFAULT_SILENCE = Duration.ofSeconds(60);
    /** Silence outside the regular session by default. */
    public static final Duration DEFAULT_EXTENDED_SILENCE = Duration.ofMinutes(5);
    /** Silence of a symbol by default. */
    public static final Duration DEFAULT_SYMBOL_SILENCE = Duration.ofSeconds(30);
    /** Longest time between two questions by default. */
    public static final Duration DEFAULT_MAX_PROBE_INTERVAL = Duration.ofMinutes(10);
    /** Least time between two connections on suspicion by default. */
    public static final Duration DEFAULT_BLIND_RECONNECT_INTERVAL = Duration.ofMinutes(5);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** When data is expected. */
    public enum Hours {
        /** When the market of the feed is open: crypto and the test stream always. */
        OF_THE_MARKET,
        /** At any hour: for replays and simulations of a market that is open. */
        ALWAYS
    }

    /** Checks the ranges. */
    public DataClockOptions {
        Objects.requireNonNull(hours, "hours");
        Durations.requireBetween("silence", silence, SECOND, Duration.ofHours(1));
        Durations.requireBetween("extendedSilence", extendedSilence, SECOND, DAY);
        Durations.requireBetween("symbolSilence", symbolSilence, SECOND, Duration.ofMinutes(10));
        Durations.requireBetween("maxProbeInterval", maxProbeInterval, silence, DAY);
        Durations.requireBetween("blindReconnectInterval", blindReconnectInterval, SECOND, DAY);
    }

    /** The defaults above. */
    public static DataClockOptions defaults() {
        return new DataClockOptions(
                true,
                Hours.OF_THE_MARKET,
                DEFAULT_SILENCE,
                DEFAULT_EXTENDED_SILENCE,
                DEFAULT_SYMBOL_SILENCE,
                DEFAULT_MAX_PROBE_INTERVAL,
                DEFAULT_BLIND_RECONNECT_INTERVAL);
    }

    /** Without any watch over data. */
    public DataClockOptions off() {
        return new DataClockOptions(
                false, hours, silence, extendedSilence, symbolSilence, maxProbeInterval, blindReconnectInterval);
    }

    /** With data expected at any hour. */
    public DataClockOptions atAnyHour() {
        return new DataClockOptions(
                enabled,
                Hours.ALWAYS,
                silence,
                extendedSilence,
                symbolSilence,
                maxProbeInterval,
                blindReconnectInterval);
    }

    /** With another silence of the regular session. */
    public DataClockOptions withSilence(Duration time) {
        return new DataClockOptions(
                enabled, hours, time, extendedSilence, symbolSilence, maxProbeInterval, blindReconnectInterval);
    }

    /** With another silence outside the regular session. */
    public DataClockOptions withExtendedSilence(Duration time) {
        return new DataClockOptions(
                enabled, hours, silence, time, symbolSilence, maxProbeInterval, blindReconnectInterval);
    }

    /** With another silence of a single symbol. */
    public DataClockOptions withSymbolSilence(Duration time) {
        return new DataClockOptions(
                enabled, hours, silence, extendedSilence, time, maxProbeInterval, blindReconnectInterval);
    }

    /** With another longest time between two questions to REST. */
    public DataClockOptions withMaxProbeInterval(Duration time) {
        return new DataClockOptions(
                enabled, hours, silence, extendedSilence, symbolSilence, time, blindReconnectInterval);
    }

    /** With another least time between two connections on suspicion only. */
    public DataClockOptions withBlindReconnectInterval(Duration time) {
        return new DataClockOptions(enabled, hours, silence, extendedSilence, symbolSilence, maxProbeInterval, time);
    }
}

package dev.chasqui.stream.options;

import java.time.Duration;

/**
 * How long each step may take, each 1 ms to 10 minutes. Immutable; the {@code with} methods return changed copies.
 *
 * @param connect name resolution and TCP connection, over all addresses of the host; 5 s by default
 * @param upgrade TLS and the WebSocket handshake; 5 s by default
 * @param welcome the server's greeting after the handshake; 3 s by default
 * @param authentication the answer to the credentials; 5 s by default, within the 10 s that the server allows from connecting
 * @param acknowledgement the answer to a change of subscriptions; 5 s by default
 * @param credentials the user's supplier of credentials; 30 s by default
 * @param close the whole of closing, handlers included; 2 s by default
 */
public record Timeouts(
        Duration connect,
        Duration upgrade,
        Duration welcome,
        Duration authentication,
        Duration acknowledgement,
        Duration credentials,
        Duration close) {

    /** Connecting, by default. */
    public static final Duration DEFAULT_CONNECT = Duration.ofSeconds(5);
    /** The handshake, by default. */
    public static final Duration DEFAULT_UPGRADE = Duration.ofSeconds(5);
    /** The greeting, by default. */
    public static final Duration DEFAULT_WELCOME = Duration.ofSeconds(3);
    /** The answer to credentials, by default. */
    public static final Duration DEFAULT_AUTHENTICATION = Duration.ofSeconds(5);
    /** The answer to a change of subscriptions, by default. */
    public static final Duration DEFAULT_ACKNOWLEDGEMENT = Duration.ofSeconds(5);
    /** The supplier of credentials, by default. */
    public static final Duration DEFAULT_CREDENTIALS = Duration.ofSeconds(30);
    /** Closing, by default. */
    public static final Duration DEFAULT_CLOSE = Duration.ofSeconds(2);

    private static final Duration MIN = Duration.ofMillis(1);
    private static final Duration MAX = Duration.ofMinutes(10);

    /** Checks the ranges. */
    public Timeouts {
        Durations.requireBetween("connect timeout", connect, MIN, MAX);
        Durations.requireBetween("upgrade timeout", upgrade, MIN, MAX);
        Durations.requireBetween("welcome timeout", welcome, MIN, MAX);
        Durations.requireBetween("authentication timeout", authentication, MIN, MAX);
        Durations.requireBetween("acknowledgement timeout", acknowledgement, MIN, MAX);
        Durations.requireBetween("credentials timeout", credentials, MIN, MAX);
        Durations.requireBetween("close timeout", close, MIN, MAX);
    }

    /** Every timeout by default. */
    public static Timeouts defaults() {
        return new Timeouts(
                DEFAULT_CONNECT,
                DEFAULT_UPGRADE,
                DEFAULT_WELCOME,
                DEFAULT_AUTHENTICATION,
                DEFAULT_ACKNOWLEDGEMENT,
                DEFAULT_CREDENTIALS,
                DEFAULT_CLOSE);
    }

    /** With another time for the TCP connection. */
    public Timeouts withConnect(Duration time) {
        return new Timeouts(time, upgrade, welcome, authentication, acknowledgement, credentials, close);
    }

    /** With another time for the handshake. */
    public Timeouts withUpgrade(Duration time) {
        return new Timeouts(connect, time, welcome, authentication, acknowledgement, credentials, close);
    }

    /** With another time for the greeting. */
    public Timeouts withWelcome(Duration time) {
        return new Timeouts(connect, upgrade, time, authentication, acknowledgement, credentials, close);
    }

    /** With another time for the answer to the credentials. */
    public Timeouts withAuthentication(Duration time) {
        return new Timeouts(connect, upgrade, welcome, time, acknowledgement, credentials, close);
    }

    /** With another time for the answer to a change of subscriptions. */
    public Timeouts withAcknowledgement(Duration time) {
        return new Timeouts(connect, upgrade, welcome, authentication, time, credentials, close);
    }

    /** With another time for the supplier of credentials. */
    public Timeouts withCredentials(Duration time) {
        return new Timeouts(connect, upgrade, welcome, authentication, acknowledgement, time, close);
    }

    /** With another time for closing. */
    public Timeouts withClose(Duration time) {
        return new Timeouts(connect, upgrade, welcome, authentication, acknowledgement, credentials, time);
    }
}

package dev.chasqui.stream.event;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where a stream stands. The legal steps:
 *
 * <pre>
 *   NEW ──► CONNECTING ──► AUTHENTICATING ──► SUBSCRIBING ──► LIVE
 *               ▲   │           │   ▲              │           │
 *               │   │           ▼   │              │           │
 *               │   │    WAITING_FOR_SLOT          │           │
 *               │   ▼           ▼                  ▼           ▼
 *               ├─────────── WAITING ◄─────────────┼───────────┤
 *               │                                  │           │
 *               └───────── COOLING_DOWN ◄──────────┴───────────┘
 *
 *   CONNECTING and AUTHENTICATING ──► COOLING_DOWN as well
 *   every state but CLOSED and FAILED ──► CLOSED     (the user closed)
 *   every state but CLOSED and FAILED ──► FAILED     (nothing more is tried)
 * </pre>
 */
public enum StreamState {
    /** Made, and not yet asked to connect. */
    NEW,
    /** Name resolution, TCP, TLS, WebSocket handshake. */
    CONNECTING,
    /** The socket is open: greeting and authentication. */
    AUTHENTICATING,
    /** The server says that another session holds the only slot; it is asked again until the slot is free or the budget is spent. */
    WAITING_FOR_SLOT,
    /** Authenticated; the desired subscriptions are being asked for. */
    SUBSCRIBING,
    /** Authenticated, and the server has answered for every desired subscription. */
    LIVE,
    /** Not connected; an attempt is scheduled. */
    WAITING,
    /** Not connected; the attempts are spent, and after a rest a single one is made. Only if the policy says so. */
    COOLING_DOWN,
    /** The user closed. Final. */
    CLOSED,
    /** The stream gave up or was refused for good. Final. */
    FAILED;

    /** Whether nothing more will happen. */
    public boolean isFinal() {
        return this == CLOSED || this == FAILED;
    }

    /** The states that may follow this one. */
    public Set<StreamState> successors() {
        return switch (this) {
            case NEW -> EnumSet.of(CONNECTING, CLOSED, FAILED);
            case CONNECTING -> EnumSet.of(AUTHENTICATING, WAITING, COOLING_DOWN, CLOSED, FAILED);
            case AUTHENTICATING -> EnumSet.of(WAITING_FOR_SLOT, SUBSCRIBING, WAITING, COOLING_DOWN, CLOSED, FAILED);
            case WAITING_FOR_SLOT -> EnumSet.of(AUTHENTICATING, SUBSCRIBING, CONNECTING, WAITING, CLOSED, FAILED);
            case SUBSCRIBING -> EnumSet.of(LIVE, AUTHENTICATING, WAITING, COOLING_DOWN, CLOSED, FAILED);
            case LIVE -> EnumSet.of(AUTHENTICATING, WAITING, COOLING_DOWN, CLOSED, FAILED);
            case WAITING, COOLING_DOWN -> EnumSet.of(CONNECTING, CLOSED, FAILED);
            case CLOSED, FAILED -> Collections.emptySet();
        };
    }
}

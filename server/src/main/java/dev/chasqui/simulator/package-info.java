/**
 * A market served in Alpaca's protocol on a local port, for tests and for trying things out: seeded, recorded or scripted, with faults
 * on a schedule or on demand, and a ledger of everything that happened. Start at {@link dev.chasqui.simulator.AlpacaSimulator}.
 *
 * <p>What the server does is described in Alpaca's documentation under "WebSocket Stream", "Real-time Stock Data", "Real-time Crypto
 * Data", "Real-time Option Data" and "Real-time News"; where that leaves a choice, the builder has an option. Depends on
 * {@code dev.chasqui.server} and what that may use.
 */
@NullMarked
package dev.chasqui.simulator;

import org.jspecify.annotations.NullMarked;

package dev.chasqui.stream;

import dev.chasqui.internal.gap.History;
import dev.chasqui.internal.liveness.Probe;
import dev.chasqui.internal.transport.Connector;
import dev.chasqui.internal.transport.EventLoop;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What the logic of a stream needs of the world: a thread with clocks, sockets, somewhere to block, and chance. Real or simulated.
 *
 * @param loop owns the logic
 * @param connector opens sockets
 * @param blocking runs the user's supplier of credentials; may refuse work
 * @param random spreads the delays
 * @param probe asks REST for its newest data
 * @param stockCalendar when US stocks trade
 * @param history what gaps are repaired from
 * @param latest where latest values are asked for
 */
record StreamRuntime(
        EventLoop loop,
        Connector connector,
        Executor blocking,
        RandomGenerator random,
        Probe probe,
        StockCalendar stockCalendar,
        History history,
        LatestSource latest) {}

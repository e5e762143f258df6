package dev.chasqui.stream;

import dev.chasqui.internal.gap.History;
import dev.chasqui.internal.gap.NoHistory;
import dev.chasqui.internal.liveness.Probe;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.internal.transport.HostResolver;
import dev.chasqui.internal.transport.NettyConnector;
import dev.chasqui.internal.transport.NettyEventLoop;
import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.rest.RestClient;
import dev.chasqui.stream.event.GapReason;
import dev.chasqui.stream.options.DataClockOptions;
import java.util.SplittableRandom;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The threads, sockets and clocks of one stream in the real world. */
final class StreamThreads {

    private static final int MAX_BLOCKED_THREADS = 4;
    private static final long IDLE_SECONDS = 5;

    private final NettyEventLoop loop;
    private final ThreadPoolExecutor blocking;
    private final StreamConfig config;
    private final @Nullable RestClient own;
    private final @Nullable RestClient rest;

    StreamThreads(StreamConfig config) {
        this.config = config;
        loop = new NettyEventLoop("chasqui-io-" + config.feed());
        blocking = new ThreadPoolExecutor(
                0, MAX_BLOCKED_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "chasqui-blocking-" + config.feed());
                    thread.setDaemon(true);
                    return thread;
                });
        RestSource source = config.rest();
        boolean asks = !source.off() && config.feed().kind() != FeedKind.TRADING;
        own = asks && source.client() == null ? source.newClient(config.credentials(), config.proxy()) : null;
        rest = asks && own == null ? source.client() : own;
    }

    StreamRuntime runtime() {
        return new StreamRuntime(
                loop,
                new NettyConnector(loop, blocking, HostResolver.SYSTEM),
                blocking,
                new SplittableRandom(),
                probe(config, rest, loop),
                calendar(config, rest, loop),
                history(config, rest, loop),
                latest(config, rest));
    }

    /** Who can tell a mute link from a quiet market. */
    static Probe probe(StreamConfig config, @Nullable RestClient rest, EventLoop loop) {
        return rest == null ? Probe.impossible(loop, "REST is not asked") : new RestProbe(rest, config.feed(), loop);
    }

    /** What a stream's gaps are repaired from. */
    static History history(StreamConfig config, @Nullable RestClient rest, EventLoop loop) {
        if (config.feed().kind() == FeedKind.TRADING) {
            return new NoHistory(GapReason.NO_HISTORY);
        }
        return rest == null ? new NoHistory(GapReason.DISABLED) : new RestHistory(rest, config.feed(), loop);
    }

    /** When the market of a stream's feed is open, as far as that is asked. */
    static StockCalendar calendar(StreamConfig config, @Nullable RestClient rest, EventLoop loop) {
        FeedKind kind = config.feed().kind();
        boolean keepsHours = (kind == FeedKind.STOCKS && !config.feed().equals(Feed.TEST)) || kind == FeedKind.OPTIONS;
        boolean matters = config.dataClock().enabled() && config.dataClock().hours() != DataClockOptions.Hours.ALWAYS;
        return rest == null || !keepsHours || !matters ? StockCalendar.byRules() : StockCalendar.loaded(rest, loop);
    }

    /** Where a stream's latest values are asked for. */
    static LatestSource latest(StreamConfig config, @Nullable RestClient rest) {
        return rest == null ? LatestSource.NONE : new RestLatest(rest, config.feed());
    }

    void release() {
        blocking.shutdownNow();
        loop.shutdown();
        if (own != null) {
            own.close();
        }
    }
}

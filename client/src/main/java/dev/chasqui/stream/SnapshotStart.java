package dev.chasqui.stream;

import dev.chasqui.internal.dispatch.Dispatcher;
import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins new subscriptions to trades and quotes with what REST knows. A snapshot comes before every live message of its symbol and is older
 * than all of them, or it does not come at all: live messages wait for it within bounds, and go first when those are reached. Confined to
 * the loop's thread.
 */
final class SnapshotStart {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotStart.class);
    private static final List<Channel> CHANNELS = List.of(Channel.TRADES, Channel.QUOTES);
    private static final Duration LONGEST_HOLD = Duration.ofSeconds(2);
    private static final int MOST_HELD = 10_000;

    /** Of messages that did not come over the stream the size is not known; this is that of a long trade. */
    private static final int ENCODED_BYTES = 150;

    private record Held(MarketEvent event, int encodedBytes) {}

    /** One request that is under way, and what waits for its answer. */
    private final class Opening {
        private final Channel channel;
        private final List<String> symbols;
        private final Map<String, Opening> expected;
        private final Map<String, Long> heardBefore = new HashMap<>();
        private final long asked = loop.nanoTime();
        private final List<Held> held = new ArrayList<>();
        private final EventLoop.Timer limit = loop.schedule(LONGEST_HOLD, () -> liveFirst(this));
        private boolean holding = true;

        Opening(Channel channel, List<String> symbols, Map<String, Opening> expected) {
            this.channel = channel;
            this.symbols = symbols;
            this.expected = expected;
            symbols.forEach(symbol -> heardBefore.put(symbol, latest.newestHeard(channel, symbol)));
        }
    }

    private final boolean wanted;
    private final LatestSource source;
    private final EventLoop loop;
    private final LatestTable latest;
    private final Dispatcher dispatcher;
    private final Map<Channel, Set<String>> begun = new EnumMap<>(Channel.class);
    private final Map<Channel, Map<String, Opening>> expected = new EnumMap<>(Channel.class);
    private final Set<Opening> openings = new LinkedHashSet<>();
    private int held;
    private int mostHeld;

    SnapshotStart(boolean wanted, LatestSource source, EventLoop loop, LatestTable latest, Dispatcher dispatcher) {
        this.wanted = wanted;
        this.source = source;
        this.loop = loop;
        this.latest = latest;
        this.dispatcher = dispatcher;
        CHANNELS.forEach(channel -> begun.put(channel, new HashSet<>()));
    }

    /** The server has said what is subscribed. What is there for the first time since somebody wants it gets a snapshot. */
    void acknowledged(Subscription active, Subscription desired) {
        if (wanted) {
            begun.forEach((channel, known) -> {
                known.retainAll(desired.symbols(channel));
                List<String> added = active.intersect(desired).symbols(channel).stream()
                        .filter(symbol -> known.add(symbol) && !symbol.equals(Subscription.ALL_SYMBOLS))
                        .toList();
                if (source.has(channel)) {
                    open(channel, added);
                }
            });
        }
    }

    private void open(Channel channel, List<String> symbols) {
        Map<String, Opening> ofChannel = expected.computeIfAbsent(channel, unused -> new HashMap<>());
        int most = source.symbolsPerRequest();
        for (int from = 0; from < symbols.size(); from += most) {
            ask(new Opening(channel, symbols.subList(from, Math.min(from + most, symbols.size())), ofChannel));
        }
    }

    private void ask(Opening opening) {
        if (held == 0) {
            mostHeld = Math.min(MOST_HELD, dispatcher.room());
        }
        openings.add(opening);
        for (String symbol : opening.symbols) {
            Opening earlier = opening.expected.put(symbol, opening);
            if (earlier != null) {
                liveFirst(earlier);
            }
        }
        request(opening).whenComplete((found, failure) -> loop.execute(() -> answered(opening, found, failure)));
    }

    private CompletableFuture<? extends Map<String, ? extends MarketEvent>> request(Opening opening) {
        try {
            return source.ask(opening.channel, opening.symbols);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Whether a live message waits here for the snapshot of its symbol. */
    boolean holds(MarketEvent event, int encodedBytes) {
        if (openings.isEmpty()) {
            return false;
        }
        Map<String, Opening> ofChannel = expected.get(event.channel());
        Opening opening = ofChannel == null ? null : ofChannel.get(event.symbol());
        if (opening == null) {
            return false;
        }
        if (held >= mostHeld) {
            openings.forEach(this::release);
        }
        if (!opening.holding) {
            passed(event);
            return false;
        }
        opening.held.add(new Held(event, encodedBytes));
        held++;
        return true;
    }

    /** A message goes to the handlers on a way of its own; its symbol's snapshot would come too late. */
    void passed(MarketEvent event) {
        Map<String, Opening> ofChannel = expected.get(event.channel());
        if (ofChannel != null) {
            ofChannel.remove(event.symbol());
        }
    }

    /** Nothing waits any longer on this channel, as what comes next may take another way. */
    void liveFirst(Channel channel) {
        openings.stream().filter(opening -> opening.channel == channel).forEach(this::liveFirst);
    }

    /** The same as soon as what is under way is over. What comes on this channel meanwhile waits behind what waits here. */
    void liveFirstSoon(Channel channel) {
        if (!openings.isEmpty()) {
            loop.execute(() -> liveFirst(channel));
        }
    }

    private void liveFirst(Opening opening) {
        release(opening);
        dispatcher.endOfFrame();
    }

    private void release(Opening opening) {
        opening.holding = false;
        opening.limit.cancel();
        opening.held.forEach(live -> {
            opening.expected.remove(live.event.symbol(), opening);
            dispatcher.offer(live.event, live.encodedBytes);
        });
        held -= opening.held.size();
        opening.held.clear();
    }

    private void answered(
            Opening opening, @Nullable Map<String, ? extends MarketEvent> found, @Nullable Throwable failure) {
        if (!openings.remove(opening)) {
            return;
        }
        if (found == null) {
            LOG.warn(
                    "no snapshots of the {} of {} symbols, live data goes on: {}",
                    opening.channel.wireName(),
                    opening.symbols.size(),
                    String.valueOf(failure));
        } else {
            begin(opening, found);
        }
        opening.symbols.forEach(symbol -> opening.expected.remove(symbol, opening));
        liveFirst(opening);
    }

    private void begin(Opening opening, Map<String, ? extends MarketEvent> found) {
        Map<String, Long> oldestHeld = new HashMap<>();
        opening.held.forEach(live -> oldestHeld.merge(live.event.symbol(), live.event.timestampNanos(), Math::min));
        for (String symbol : opening.symbols) {
            MarketEvent snapshot = found.get(symbol);
            if (snapshot == null) {
                continue;
            }
            latest.confirm(snapshot, opening.asked);
            long time = snapshot.timestampNanos();
            boolean first = opening.expected.get(symbol) == opening
                    && time > opening.heardBefore.getOrDefault(symbol, Long.MIN_VALUE)
                    && time < oldestHeld.getOrDefault(symbol, Long.MAX_VALUE);
            if (first) {
                dispatcher.offer(snapshot, ENCODED_BYTES, Provenance.SNAPSHOT);
            }
        }
    }

    /** The stream ends: nothing waits any longer. */
    void close() {
        openings.forEach(this::release);
        openings.clear();
        dispatcher.endOfFrame();
    }
}

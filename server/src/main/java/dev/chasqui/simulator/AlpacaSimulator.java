package dev.chasqui.simulator;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.server.Authenticator;
import dev.chasqui.server.ServerPolicy;
import dev.chasqui.wire.ErrorCode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A local server that speaks Alpaca's streaming protocol and has a market of its own.
 *
 * <pre>{@code
 * try (AlpacaSimulator simulator = AlpacaSimulator.builder().market(MarketSource.seeded(7)).start()) {
 *     URI endpoint = simulator.uri(Feed.IEX);   // ws://127.0.0.1:PORT/v2/iex
 * }
 * }</pre>
 *
 * <p>It listens on the loopback interface only, and serves every path of Alpaca's data streams and the trading stream; REST requests
 * for what the streams carried are answered on the same port. Safe for use by many
 * threads. Methods that wait do so for the time given and throw {@link SimulatorException} after it.
 */
public final class AlpacaSimulator implements AutoCloseable {

    private final SimulatorSettings settings;
    private final SimulatorCore core;

    private AlpacaSimulator(SimulatorSettings settings) {
        this.settings = settings;
        this.core = new SimulatorCore(settings);
    }

    /** A simulator with a scripted market, any credentials and no faults, on a free port. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Listens; returns when connections are accepted. After {@link #stop()}, listens again on the same port. Does nothing while listening.
     *
     * @throws SimulatorException if the port is taken, or the market's file cannot be opened
     */
    public AlpacaSimulator start() {
        core.start();
        return this;
    }

    /** Stops listening and resets every session, until {@link #start()}. */
    public void stop() {
        core.stop();
    }

    /** {@link #stop()}, then {@link #start()} on the same port. */
    public void restart() {
        core.stop();
        core.start();
    }

    /**
     * The port.
     *
     * @throws SimulatorException if it was never started
     */
    public int port() {
        return core.port();
    }

    /** {@code ws://127.0.0.1:PORT}, without a path. */
    public URI baseUri() {
        return URI.create("ws://127.0.0.1:" + port());
    }

    /** The endpoint of a feed, such as {@code ws://127.0.0.1:PORT/v2/iex}. */
    public URI uri(Feed feed) {
        return URI.create(baseUri() + feed.path());
    }

    /**
     * {@code http://127.0.0.1:PORT}, where REST requests for what was published are answered: history, latest values, snapshots, news, clock and
     * calendar, at Alpaca's paths of the data host and of the trading host.
     */
    public URI restUri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Replaces the options of REST from now on; requests are counted anew, and what was published so far stays to be asked for. */
    public void rest(RestOptions options) {
        core.rest(options);
    }

    /** Offers one frame with these messages to every session; each gets what it is subscribed to. Returns at once. */
    public void publish(MarketEvent... events) {
        publish(Arrays.asList(events));
    }

    /** Offers one frame with these messages to every session; each gets what it is subscribed to. Returns at once. */
    public void publish(Collection<? extends MarketEvent> events) {
        core.publish(feed -> true, events);
    }

    /** Offers one frame with these messages to the sessions of a feed; each gets what it is subscribed to. Returns at once. */
    public void publish(Feed feed, Collection<? extends MarketEvent> events) {
        core.publish(feed::equals, events);
    }

    /** Sends one frame as it is to every session of a feed, subscribed or not; binary if the session speaks MessagePack, else text. */
    public void sendRaw(Feed feed, byte[] frame) {
        core.sendRaw(feed, frame.clone());
    }

    /** As {@link #sendRaw(Feed, byte[])}, with the bytes of a text. */
    public void sendRaw(Feed feed, String frame) {
        core.sendRaw(feed, frame.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds a fault. Without a schedule it strikes at once every session that is authenticated; if there is none, the next one as soon as it
     * is. {@code after(Duration.ZERO)} is a schedule, too: for {@link Fault#ERROR}, it means an error that answers nothing, now.
     *
     * @throws IllegalArgumentException if the specification lacks what the fault needs
     */
    public FaultHandle inject(FaultSpec spec) {
        return core.inject(spec);
    }

    /** What has happened so far. */
    public Ledger ledger() {
        return core.ledger();
    }

    /** The sessions that live, in order of opening. */
    public List<SimulatedSession> sessions() {
        return core.sessions();
    }

    /** Waits for an authenticated session of a feed: the one opened last, if there are several. */
    public SimulatedSession awaitSession(Feed feed, Duration limit) {
        return core.await(
                entry -> entry.isReady() && entry.feed().equals(feed), limit, "no authenticated session of " + feed);
    }

    /** Waits for a session of a feed that is subscribed to a symbol by name ({@code *} is a name): the one opened last, if there are several. */
    public SimulatedSession awaitSubscribed(Feed feed, Channel channel, String symbol, Duration limit) {
        return core.await(
                entry -> entry.isReady()
                        && entry.feed().equals(feed)
                        && entry.active().contains(channel, symbol),
                limit,
                "no session of " + feed + " is subscribed to " + channel.wireName() + " of " + symbol);
    }

    /** Waits until no session lives. */
    public void awaitNoSessions(Duration limit) {
        core.awaitNoSessions(limit);
    }

    /**
     * Completes when the market has come to its end and everything is written; with {@link SimulatorException} if its file cannot be read
     * any further, in which case what came before was sent, and sessions stay open. Never completes for a scripted or endless market, until
     * {@link #close()} completes it with {@link SimulatorException}.
     */
    public CompletableFuture<Playback> finished() {
        return core.finished();
    }

    /** Stops for good. Idempotent, returns within seconds, and leaves no thread. */
    @Override
    public void close() {
        core.close();
    }

    @Override
    public String toString() {
        return "AlpacaSimulator[market=" + settings.market() + "]";
    }

    /** Settings of a simulator. Confined to one thread at a time. */
    public static final class Builder {

        private int port;
        private MarketSource market = MarketSource.scripted();
        private final Map<String, Set<String>> accepted = new HashMap<>();
        private Set<Feed> plan = Set.of();
        private int connectionLimit = ServerPolicy.DEFAULT.connectionLimit();
        private Duration ghostDuration = ServerPolicy.DEFAULT.ghostDuration();
        private OptionalInt symbolLimit = ServerPolicy.DEFAULT.symbolLimit();
        private Duration authTimeout = ServerPolicy.DEFAULT.authTimeout();
        private Duration pingInterval = ServerPolicy.DEFAULT.pingInterval();
        private Duration pongTimeout = ServerPolicy.DEFAULT.pongTimeout();
        private boolean writeEmptyChannels = ServerPolicy.DEFAULT.writeEmptyChannels();
        private boolean compression = ServerPolicy.DEFAULT.compression();
        private ForeignChannelAnswer foreignChannels = ForeignChannelAnswer.INVALID_SYNTAX;
        private boolean starAbsorbsNames = ServerPolicy.DEFAULT.starAbsorbsNames();
        private boolean binaryTradingFrames = ServerPolicy.DEFAULT.binaryTradingFrames();
        private int maxRequestBytes = ServerPolicy.DEFAULT.maxRequestBytes();
        private long outboundLimitBytes = ServerPolicy.DEFAULT.outboundLimitBytes();
        private final List<FaultSpec> faults = new ArrayList<>();
        private boolean keepEvents;
        private InstantSource clock = InstantSource.system();
        private RestOptions rest = RestOptions.defaults();
        private @Nullable Consumer<? super Publication> publications;

        private Builder() {}

        /** The port on the loopback interface, 0 for a free one. Default: 0. */
        public Builder port(int value) {
            if (value < 0 || value > 65535) {
                throw new IllegalArgumentException("port must be 0 to 65535, not " + value);
            }
            port = value;
            return this;
        }

        /** Where the messages come from. Default: {@link MarketSource#scripted()}. */
        public Builder market(MarketSource source) {
            market = source;
            return this;
        }

        /** A key pair that is accepted; repeatable. Default: any pair of non-empty texts. */
        public Builder accept(String key, String secret) {
            accepted.computeIfAbsent(key, any -> new HashSet<>()).add(secret);
            return this;
        }

        /**
         * The feeds that the plan includes. A stream of another answers 409 to good credentials, and REST answers 403; without
         * {@link Feed#SIP}, its history is served up to 15 minutes ago, as on Alpaca's basic plan. Crypto by REST needs no plan. Default: all.
         */
        public Builder acceptedFeeds(Feed... feeds) {
            plan = Set.of(feeds);
            return this;
        }

        /** Sessions per key and endpoint that may live at a time, at least 1. Default: 1. */
        public Builder connectionLimit(int sessions) {
            connectionLimit = sessions;
            return this;
        }

        /** How long the slot of a session stays taken that {@link Fault#GHOST} has ended. Default: 60 seconds. */
        public Builder ghostDuration(Duration time) {
            ghostDuration = time;
            return this;
        }

        /** Pairs of channel and symbol among trades and quotes that a session may hold; other channels are exempt. Default: no limit. */
        public Builder symbolLimit(int pairs) {
            symbolLimit = OptionalInt.of(pairs);
            return this;
        }

        /** Time from opening to authentication. Default: 10 seconds. */
        public Builder authTimeout(Duration time) {
            authTimeout = time;
            return this;
        }

        /** Time between two pings of the server. Default: 54 seconds. */
        public Builder pingInterval(Duration time) {
            pingInterval = time;
            return this;
        }

        /** Time for the answer to a ping, after which the connection is ended. Default: 6 seconds. */
        public Builder pongTimeout(Duration time) {
            pongTimeout = time;
            return this;
        }

        /** Whether acknowledgements list channels without symbols, as older servers did. Default: false. */
        public Builder writeEmptyChannels(boolean write) {
            writeEmptyChannels = write;
            return this;
        }

        /** Whether offers of permessage-deflate are accepted. Default: true. */
        public Builder compression(boolean accept) {
            compression = accept;
            return this;
        }

        /** The answer to channels that a feed does not offer. Default: {@link ForeignChannelAnswer#INVALID_SYNTAX}. */
        public Builder foreignChannels(ForeignChannelAnswer answer) {
            foreignChannels = answer;
            return this;
        }

        /**
         * Whether {@code *} swallows the names of its channel. If not, {@code *} and names are independent members of the set, and each message
         * still comes once. Default: false.
         */
        public Builder starAbsorbsNames(boolean absorbs) {
            starAbsorbsNames = absorbs;
            return this;
        }

        /** Whether JSON on the trading stream comes in binary frames, as from Alpaca's paper endpoint. Default: true. */
        public Builder binaryTradingFrames(boolean binary) {
            binaryTradingFrames = binary;
            return this;
        }

        /** Bytes of one request of a client, fragments together; larger ones end the connection. Default: 1 MiB. */
        public Builder maxRequestBytes(int bytes) {
            maxRequestBytes = bytes;
            return this;
        }

        /**
         * Bytes that may wait for a client before it is told 407 and disconnected; not applied while a market plays at {@link Pace#MAX}, which waits
         * instead. Default: 8 MiB.
         */
        public Builder outboundLimitBytes(long bytes) {
            outboundLimitBytes = bytes;
            return this;
        }

        /**
         * Adds a fault that strikes by its schedule; repeatable.
         *
         * @throws IllegalArgumentException if it has no schedule, or lacks what the fault needs
         */
        public Builder fault(FaultSpec spec) {
            faults.add(spec.fromStart());
            return this;
        }

        /** Whether the ledger keeps every data message, which takes memory. Default: false. */
        public Builder keepEvents(boolean keep) {
            keepEvents = keep;
            return this;
        }

        /**
         * Gets every frame of the market before it is sent, on the simulator's event loop, which must not be blocked for long; so a record of what
         * was published can be kept outside of memory. Default: none.
         */
        public Builder onPublished(Consumer<? super Publication> receiver) {
            publications = receiver;
            return this;
        }

        /** How REST requests are answered. Default: {@link RestOptions#defaults()}. */
        public Builder rest(RestOptions options) {
            rest = options;
            return this;
        }

        /** Tells the time for the ledger, for REST, and for a seeded market without a start. Default: the system's clock. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * A simulator with these settings, not listening yet.
         *
         * @throws IllegalArgumentException if a limit or a time is not positive
         */
        public AlpacaSimulator build() {
            return new AlpacaSimulator(new SimulatorSettings(
                    port, market, authenticator(), policy(), faults, keepEvents, clock, rest, publications));
        }

        private ServerPolicy policy() {
            return new ServerPolicy(
                    connectionLimit,
                    ghostDuration,
                    symbolLimit,
                    authTimeout,
                    pingInterval,
                    pongTimeout,
                    writeEmptyChannels,
                    foreignChannels == ForeignChannelAnswer.INVALID_ACTION,
                    starAbsorbsNames,
                    binaryTradingFrames,
                    maxRequestBytes,
                    outboundLimitBytes,
                    compression);
        }

        private Authenticator authenticator() {
            Map<String, Set<String>> pairs = new HashMap<>();
            accepted.forEach((key, secrets) -> pairs.put(key, Set.copyOf(secrets)));
            Set<Feed> feeds = plan;
            return (feed, key, secret) -> {
                boolean good = pairs.isEmpty()
                        ? !key.isEmpty() && !secret.isEmpty()
                        : pairs.getOrDefault(key, Set.of()).contains(secret);
                if (!good) {
                    return Optional.of(ErrorCode.AUTH_FAILED);
                }
                return feeds.isEmpty() || feeds.contains(feed)
                        ? Optional.empty()
                        : Optional.of(ErrorCode.INSUFFICIENT_SUBSCRIPTION);
            };
        }

        /** {@link #build()}, then {@link AlpacaSimulator#start()}. */
        public AlpacaSimulator start() {
            return build().start();
        }
    }
}

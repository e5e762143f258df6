package dev.chasqui.simulator;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A local server that speaks Alpaca's streaming protocol and has a market of its own.
 *
 * <pre>{@code
 * try (AlpacaSimulator simulator = AlpacaSimulator.builder().market(MarketSource.seeded(7)).start()) {
 *     URI endpoint = simulator.uri(Feed.IEX);   // ws://127.0.0.1:PORT/v2/iex
 * }
 * }</pre>
 *
 * <p>It listens on the loopback interface only, and serves every path of Alpaca's data streams and the trading stream. Safe for use by many
 * threads. Methods that wait do so for the time given and throw {@link SimulatorException} after it.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class AlpacaSimulator implements AutoCloseable {

    private AlpacaSimulator() {}

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
        throw new UnsupportedOperationException();
    }

    /** Stops listening and resets every session, until {@link #start()}. */
    public void stop() {
        throw new UnsupportedOperationException();
    }

    /** {@link #stop()}, then {@link #start()} on the same port. */
    public void restart() {
        throw new UnsupportedOperationException();
    }

    /** The port, once started. */
    public int port() {
        throw new UnsupportedOperationException();
    }

    /** {@code ws://127.0.0.1:PORT}, without a path. */
    public URI baseUri() {
        throw new UnsupportedOperationException();
    }

    /** The endpoint of a feed, such as {@code ws://127.0.0.1:PORT/v2/iex}. */
    public URI uri(Feed feed) {
        throw new UnsupportedOperationException();
    }

    /** Offers one frame with these messages to every session; each gets what it is subscribed to. Returns at once. */
    public void publish(MarketEvent... events) {
        publish(Arrays.asList(events));
    }

    /** Offers one frame with these messages to every session; each gets what it is subscribed to. Returns at once. */
    public void publish(Collection<? extends MarketEvent> events) {
        throw new UnsupportedOperationException();
    }

    /** Offers one frame with these messages to the sessions of a feed; each gets what it is subscribed to. Returns at once. */
    public void publish(Feed feed, Collection<? extends MarketEvent> events) {
        throw new UnsupportedOperationException();
    }

    /** Sends one frame as it is to every session of a feed, subscribed or not; binary if the session speaks MessagePack, else text. */
    public void sendRaw(Feed feed, byte[] frame) {
        throw new UnsupportedOperationException();
    }

    /** As {@link #sendRaw(Feed, byte[])}, with the bytes of a text. */
    public void sendRaw(Feed feed, String frame) {
        throw new UnsupportedOperationException();
    }

    /**
     * Adds a fault. Without a schedule it strikes at once every session that is authenticated; if there is none, the next one as soon as it is.
     *
     * @throws IllegalArgumentException if the specification lacks what the fault needs
     */
    public FaultHandle inject(FaultSpec spec) {
        throw new UnsupportedOperationException();
    }

    /** What has happened so far. */
    public Ledger ledger() {
        throw new UnsupportedOperationException();
    }

    /** The sessions that live, in order of opening. */
    public List<SimulatedSession> sessions() {
        throw new UnsupportedOperationException();
    }

    /** Waits for an authenticated session of a feed: the one opened last, if there are several. */
    public SimulatedSession awaitSession(Feed feed, Duration limit) {
        throw new UnsupportedOperationException();
    }

    /** Waits for a session of a feed that is subscribed to a symbol by name ({@code *} is a name): the one opened last, if there are several. */
    public SimulatedSession awaitSubscribed(Feed feed, Channel channel, String symbol, Duration limit) {
        throw new UnsupportedOperationException();
    }

    /** Waits until no session lives. */
    public void awaitNoSessions(Duration limit) {
        throw new UnsupportedOperationException();
    }

    /**
     * Completes when the market has come to its end and everything is written; with {@link SimulatorException} if its file cannot be read
     * any further, in which case what came before was sent, and sessions stay open. Never completes for a scripted or endless market.
     */
    public CompletableFuture<Playback> finished() {
        throw new UnsupportedOperationException();
    }

    /** Stops for good; what waits fails. Idempotent, returns within seconds, and leaves no thread. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /** Settings of a simulator. Confined to one thread at a time. */
    public static final class Builder {

        private Builder() {}

        /** The port on the loopback interface, 0 for a free one. Default: 0. */
        public Builder port(int value) {
            return this;
        }

        /** Where the messages come from. Default: {@link MarketSource#scripted()}. */
        public Builder market(MarketSource source) {
            return this;
        }

        /** A key pair that is accepted; repeatable. Default: any pair of non-empty texts. */
        public Builder accept(String key, String secret) {
            return this;
        }

        /** The feeds that the plan includes; others answer 409 to good credentials. Default: all. */
        public Builder acceptedFeeds(Feed... feeds) {
            return this;
        }

        /** Sessions per key and endpoint that may live at a time, at least 1. Default: 1. */
        public Builder connectionLimit(int sessions) {
            return this;
        }

        /** How long the slot of a session stays taken that {@link Fault#GHOST} has ended. Default: 60 seconds. */
        public Builder ghostDuration(Duration time) {
            return this;
        }

        /** Pairs of channel and symbol among trades and quotes that a session may hold; other channels are exempt. Default: no limit. */
        public Builder symbolLimit(int pairs) {
            return this;
        }

        /** Time from opening to authentication. Default: 10 seconds. */
        public Builder authTimeout(Duration time) {
            return this;
        }

        /** Time between two pings of the server. Default: 54 seconds. */
        public Builder pingInterval(Duration time) {
            return this;
        }

        /** Time for the answer to a ping, after which the connection is ended. Default: 6 seconds. */
        public Builder pongTimeout(Duration time) {
            return this;
        }

        /** Whether acknowledgements list channels without symbols, as older servers did. Default: false. */
        public Builder writeEmptyChannels(boolean write) {
            return this;
        }

        /** Whether offers of permessage-deflate are accepted. Default: true. */
        public Builder compression(boolean accepted) {
            return this;
        }

        /** The answer to channels that a feed does not offer. Default: {@link ForeignChannelAnswer#INVALID_SYNTAX}. */
        public Builder foreignChannels(ForeignChannelAnswer answer) {
            return this;
        }

        /**
         * Whether {@code *} swallows the names of its channel. If not, {@code *} and names are independent members of the set, and each message
         * still comes once. Default: false.
         */
        public Builder starAbsorbsNames(boolean absorbs) {
            return this;
        }

        /** Whether JSON on the trading stream comes in binary frames, as from Alpaca's paper endpoint. Default: true. */
        public Builder binaryTradingFrames(boolean binary) {
            return this;
        }

        /** Bytes of one request of a client, fragments together; larger ones end the connection. Default: 1 MiB. */
        public Builder maxRequestBytes(int bytes) {
            return this;
        }

        /**
         * Bytes that may wait for a client before it is told 407 and disconnected; not applied while a market plays at {@link Pace#MAX}, which waits
         * instead. Default: 8 MiB.
         */
        public Builder outboundLimitBytes(long bytes) {
            return this;
        }

        /** Adds a fault that strikes by its schedule; repeatable. */
        public Builder fault(FaultSpec spec) {
            return this;
        }

        /** Whether the ledger keeps every data message, which takes memory. Default: false. */
        public Builder keepEvents(boolean keep) {
            return this;
        }

        /** Tells the time for the ledger and for a seeded market without a start. Default: the system's clock. */
        public Builder clock(InstantSource source) {
            return this;
        }

        /** A simulator with these settings, not listening yet. */
        public AlpacaSimulator build() {
            return new AlpacaSimulator();
        }

        /** {@link #build()}, then {@link AlpacaSimulator#start()}. */
        public AlpacaSimulator start() {
            return build().start();
        }
    }
}

package dev.chasqui.stream;

import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.rest.RestClient;
import dev.chasqui.stream.options.AuthenticationMode;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.CredentialsSupplier;
import dev.chasqui.stream.options.DataClockOptions;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.Heartbeat;
import dev.chasqui.stream.options.ProxyOptions;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.stream.options.RepairOptions;
import dev.chasqui.stream.options.Timeouts;
import dev.chasqui.wire.Encoding;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link MarketDataStream}. Only credentials must be given; everything else has a default. Confined to one thread; the stream it
 * makes keeps its own copy of the settings.
 */
public final class MarketDataStreamBuilder {

    private final Feed feed;
    private @Nullable CredentialsSupplier credentials;
    private @Nullable URI uri;
    private boolean sandbox;
    private boolean paper;
    private boolean plaintextAllowed;
    private AuthenticationMode authentication = AuthenticationMode.MESSAGE;
    private @Nullable Encoding encoding;
    private boolean compression;
    private Timeouts timeouts = Timeouts.defaults();
    private ReconnectPolicy reconnect = ReconnectPolicy.defaults();
    private Heartbeat heartbeat = Heartbeat.defaults();
    private DataClockOptions dataClock = DataClockOptions.defaults();
    private DispatchOptions dispatch = DispatchOptions.defaults();
    private RepairOptions repair = RepairOptions.defaults();
    private @Nullable RestClient restClient;
    private @Nullable URI restAddress;
    private boolean restOff;
    private int maxMessageBytes = StreamConfig.DEFAULT_MAX_MESSAGE_BYTES;
    private Duration latestTimeToLive = StreamConfig.DEFAULT_LATEST_TIME_TO_LIVE;
    private boolean snapshotOnSubscribe;
    private int symbolLimit = StreamConfig.NO_SYMBOL_LIMIT;
    private @Nullable ProxyOptions proxy;

    MarketDataStreamBuilder(Feed feed) {
        this.feed = feed;
    }

    /** The credentials of every connection. Required, unless {@link #credentials(CredentialsSupplier)} is called. */
    public MarketDataStreamBuilder credentials(Credentials fixed) {
        return credentials(() -> fixed);
    }

    /** Asks for credentials before each connection, so that they can rotate. */
    public MarketDataStreamBuilder credentials(CredentialsSupplier supplier) {
        credentials = supplier;
        return this;
    }

    /**
     * Where to connect, instead of Alpaca: a simulator, a relay, a proxy. Scheme {@code wss}, or {@code ws} for loopback hosts (see
     * {@link #allowPlaintext()}). Without a path, that of the feed is taken.
     */
    public MarketDataStreamBuilder uri(URI endpoint) {
        uri = endpoint;
        return this;
    }

    /** Alpaca's sandbox host for market data, which wants Broker-API credentials. Paper-trading keys belong on the usual host. */
    public MarketDataStreamBuilder sandbox() {
        sandbox = true;
        return this;
    }

    /** The paper account's host; for {@link MarketDataStream#tradeUpdates()} only. */
    public MarketDataStreamBuilder paper() {
        paper = true;
        return this;
    }

    /** Allows {@code ws} to hosts other than loopback: credentials then cross the network unencrypted. Off by default. */
    public MarketDataStreamBuilder allowPlaintext() {
        plaintextAllowed = true;
        return this;
    }

    /** How credentials reach the server; {@link AuthenticationMode#MESSAGE} by default. */
    public MarketDataStreamBuilder authentication(AuthenticationMode mode) {
        authentication = mode;
        return this;
    }

    /** How messages are written; {@link Encoding#JSON} by default, and always {@link Encoding#MSGPACK} for options. */
    public MarketDataStreamBuilder encoding(Encoding chosen) {
        encoding = chosen;
        return this;
    }

    /** Whether to ask for compression (RFC 7692, with context takeover); off by default. It saves bytes and costs time. */
    public MarketDataStreamBuilder compression(boolean wanted) {
        compression = wanted;
        return this;
    }

    /** How long each step may take. */
    public MarketDataStreamBuilder timeouts(Timeouts chosen) {
        timeouts = chosen;
        return this;
    }

    /** When to connect again and when to give up. */
    public MarketDataStreamBuilder reconnect(ReconnectPolicy policy) {
        reconnect = policy;
        return this;
    }

    /** How a dead connection is noticed. */
    public MarketDataStreamBuilder heartbeat(Heartbeat chosen) {
        heartbeat = chosen;
        return this;
    }

    /** How a link that is alive and carries no data is told from a quiet market. */
    public MarketDataStreamBuilder dataClock(DataClockOptions options) {
        dataClock = options;
        return this;
    }

    /** Where handlers run and what happens when they are slow. */
    public MarketDataStreamBuilder dispatch(DispatchOptions options) {
        dispatch = options;
        return this;
    }

    /** What is done about gaps. */
    public MarketDataStreamBuilder repair(RepairOptions options) {
        repair = options;
        return this;
    }

    /**
     * Where to ask by REST, for repairs, latest values and the calendar: {@code https}, or {@code http} for loopback hosts. By default
     * Alpaca's hosts beside Alpaca's streams, and the same host and port beside a stream of another {@link #uri}, so that credentials
     * reach no host that was not named.
     */
    public MarketDataStreamBuilder rest(URI address) {
        restAddress = address;
        restClient = null;
        restOff = false;
        return this;
    }

    /** Asks by REST with this client, which may serve several streams, shares its budget among them, and is not closed by any. */
    public MarketDataStreamBuilder rest(RestClient client) {
        restClient = client;
        restOff = false;
        return this;
    }

    /** Asks nothing by REST: gaps are told and not repaired, and latest values come from the stream alone. */
    public MarketDataStreamBuilder withoutRest() {
        restOff = true;
        return this;
    }

    /** The largest message accepted, after inflation, in bytes; 1 KiB to 1 GiB, 16 MiB by default. A larger one ends the connection. */
    public MarketDataStreamBuilder maxMessageBytes(int bytes) {
        maxMessageBytes = bytes;
        return this;
    }

    /** How long a latest value counts as fresh; above zero, at most one day, 60 s by default. */
    public MarketDataStreamBuilder latestTimeToLive(Duration time) {
        latestTimeToLive = time;
        return this;
    }

    /**
     * Whether new subscriptions to trades and quotes begin with the latest ones that REST knows, marked
     * {@link dev.chasqui.model.Provenance#SNAPSHOT}; off by default. One request for each channel when the server acknowledges, not after
     * a reconnection, and none for {@code *}. Live messages of these symbols wait for the answer, at most 2 s and 10,000 in all, fewer if
     * half of the queue holds fewer; {@link MarketDataStream#latest()} has them at once. A snapshot that is not older than every live
     * message that waited, or not newer than all before, is left out, so delivery begins in order. Should REST fail, the stream goes on without, and a
     * warning is logged. A trade that was delivered as a snapshot may come again live.
     */
    public MarketDataStreamBuilder snapshotOnSubscribe(boolean wanted) {
        snapshotOnSubscribe = wanted;
        return this;
    }

    /**
     * Refuses locally to subscribe to more than this many trades and quotes in all, as the server of a limited plan would (the free plan
     * allows 30; bars do not count). At least 1; no limit by default.
     */
    public MarketDataStreamBuilder symbolLimit(int tradesAndQuotes) {
        symbolLimit = tradesAndQuotes;
        return this;
    }

    /**
     * Connects through an HTTP proxy, and asks by REST through the same; none by default, and none is taken from the environment. SOCKS is
     * not supported. If the proxy wants a user and a password, see
     * {@link dev.chasqui.rest.RestClientBuilder#proxy RestClientBuilder.proxy} for what the JDK needs to send them with REST requests. A
     * client given to {@link #rest(RestClient)} goes its own way.
     */
    public MarketDataStreamBuilder proxy(ProxyOptions chosen) {
        proxy = chosen;
        return this;
    }

    /**
     * The stream, not yet connected.
     *
     * @throws IllegalArgumentException if an option is out of range or contradicts another; the message names option, value and range
     * @throws IllegalStateException if there are no credentials
     */
    public MarketDataStream build() {
        return LiveStream.create(config());
    }

    /** The settings as a whole, checked. */
    StreamConfig config() {
        if (credentials == null) {
            throw new IllegalStateException(
                    "no credentials: call credentials(Credentials.of(key, secret)) or credentials(Credentials.fromEnvironment())");
        }
        return new StreamConfig(
                feed,
                Endpoints.resolve(feed, uri, sandbox, paper, plaintextAllowed),
                credentials,
                authentication,
                encoding == null ? defaultEncoding() : encoding,
                compression,
                timeouts,
                reconnect,
                heartbeat,
                dataClock,
                dispatch,
                repair,
                restSource(),
                maxMessageBytes,
                latestTimeToLive,
                snapshotOnSubscribe,
                symbolLimit,
                proxy);
    }

    private RestSource restSource() {
        if (restOff) {
            return RestSource.OFF;
        }
        URI address = restAddress == null && uri != null ? RestSource.beside(uri) : restAddress;
        return new RestSource(restClient, address, sandbox, plaintextAllowed, false);
    }

    private Encoding defaultEncoding() {
        return feed.kind() == FeedKind.OPTIONS ? Encoding.MSGPACK : Encoding.JSON;
    }
}

package dev.chasqui.rest;

import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.CredentialsSupplier;
import dev.chasqui.stream.options.ProxyOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Sets up a {@link RestClient}. Not safe from several threads. Opens nothing. */
public final class RestClientBuilder {

    private static final URI DATA = URI.create("https://data.alpaca.markets");
    private static final URI DATA_SANDBOX = URI.create("https://data.sandbox.alpaca.markets");
    private static final URI TRADING = URI.create("https://api.alpaca.markets");
    private static final URI TRADING_PAPER = URI.create("https://paper-api.alpaca.markets");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int SMALLEST_BODY = 1 << 10;
    private static final int LARGEST_BODY = 1 << 30;

    @Nullable
    Credentials credentials;

    @Nullable
    CredentialsSupplier supplier;

    Duration timeout = Duration.ofSeconds(15);
    int maxBodyBytes = 32 << 20;
    RetryPolicy retries = RetryPolicy.defaults();
    RateBudget budget = RateBudget.perMinute(RateBudget.BASIC_PLAN);
    private Duration connectTimeout = Duration.ofSeconds(5);
    private @Nullable URI data;
    private @Nullable URI trading;
    private boolean sandbox;
    private boolean paper;
    private boolean plaintextAllowed;
    private @Nullable SSLContext tls;
    private @Nullable ProxyOptions proxy;
    private @Nullable HttpTransport transport;
    private @Nullable RestTime time;

    RestClientBuilder() {}

    /** The credentials of every request. Without them, only crypto data is shown. */
    public RestClientBuilder credentials(Credentials fixed) {
        credentials = fixed;
        supplier = null;
        return this;
    }

    /** Asks for credentials before each attempt, on a thread of the client, so that they can rotate. */
    public RestClientBuilder credentials(CredentialsSupplier rotating) {
        supplier = rotating;
        credentials = null;
        return this;
    }

    /**
     * Where market data is, instead of Alpaca's host: {@code https}, or {@code http} for loopback hosts (see {@link #allowPlaintext()}).
     * A path is put before those of the requests. Clock and calendar are asked for there as well, unless {@link #tradingHost} says
     * otherwise, so that credentials reach no host that was not named.
     */
    public RestClientBuilder dataHost(URI address) {
        data = address;
        return this;
    }

    /** Where clock and calendar are, instead of Alpaca's host. Market data is asked for there as well unless {@link #dataHost} is set. */
    public RestClientBuilder tradingHost(URI address) {
        trading = address;
        return this;
    }

    /** Alpaca's sandbox host for market data, which wants Broker-API credentials. */
    public RestClientBuilder sandbox() {
        sandbox = true;
        return this;
    }

    /** The host of paper accounts for clock and calendar; market data of paper accounts is on the usual host. */
    public RestClientBuilder paper() {
        paper = true;
        return this;
    }

    /** Allows {@code http} to hosts other than loopback: credentials then cross the network unencrypted. Off by default. */
    public RestClientBuilder allowPlaintext() {
        plaintextAllowed = true;
        return this;
    }

    /** How long one attempt may take, body included; above zero, at most 10 minutes, 15 s by default. */
    public RestClientBuilder timeout(Duration time) {
        timeout = checked("timeout", time);
        return this;
    }

    /** How long connecting may take; above zero, at most 10 minutes, 5 s by default. */
    public RestClientBuilder connectTimeout(Duration time) {
        connectTimeout = checked("connectTimeout", time);
        return this;
    }

    private static Duration checked(String name, Duration time) {
        if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be above zero and at most " + LONGEST + ", not " + time);
        }
        return time;
    }

    /** The largest body accepted, after inflation, in bytes; 1 KiB to 1 GiB, 32 MiB by default. */
    public RestClientBuilder maxBodyBytes(int bytes) {
        if (bytes < SMALLEST_BODY || bytes > LARGEST_BODY) {
            throw new IllegalArgumentException(
                    "maxBodyBytes must be " + SMALLEST_BODY + " to " + LARGEST_BODY + ", not " + bytes);
        }
        maxBodyBytes = bytes;
        return this;
    }

    /** Which failures are tried again, and when. */
    public RestClientBuilder retries(RetryPolicy policy) {
        retries = policy;
        return this;
    }

    /** How many requests per minute; {@value RateBudget#BASIC_PLAN} by default, for this client alone. */
    public RestClientBuilder budget(RateBudget shared) {
        budget = shared;
        return this;
    }

    /** Which certificates to trust, instead of those of the JVM. Host names are checked either way. */
    public RestClientBuilder tls(SSLContext context) {
        tls = context;
        return this;
    }

    /**
     * Connects through an HTTP proxy; none by default, and none is taken from the environment. SOCKS is not supported. To {@code https}
     * addresses the proxy is asked to CONNECT, and never sees the credentials of requests; requests to {@code http} addresses pass
     * through its hands.
     *
     * <p>User and password are sent to the proxy only. By default the JDK withholds them from a CONNECT, since they cross the network
     * unencrypted: a proxy that wants them then fails each request with {@link RestException.Kind#PROXY}. The virtual machine sends them
     * if it was started with {@code -Djdk.http.auth.tunneling.disabledSchemes=}, with nothing behind the sign.
     */
    public RestClientBuilder proxy(ProxyOptions chosen) {
        proxy = chosen;
        return this;
    }

    /** Carries requests in place of the JDK's HTTP client, for instance within the process. The client closes it. */
    public RestClientBuilder transport(HttpTransport chosen) {
        transport = chosen;
        return this;
    }

    /** Clocks and timer in place of the machine's. The client closes it. A budget has a clock of its own. */
    public RestClientBuilder time(RestTime chosen) {
        time = chosen;
        return this;
    }

    /**
     * The client. It opens connections and threads with the first request.
     *
     * @throws IllegalArgumentException if an option contradicts another, or an address cannot be used; the message says why
     */
    public RestClient build() {
        URI dataBase = base(sandbox, "sandbox()", data, trading, sandbox ? DATA_SANDBOX : DATA);
        URI tradingBase = base(paper, "paper()", trading, data, paper ? TRADING_PAPER : TRADING);
        Workers workers = new Workers();
        HttpTransport way = transport == null ? new JdkHttpTransport(workers, connectTimeout, tls, proxy) : transport;
        RestTime clock = time == null ? new SystemTime(workers) : time;
        return new RestClient(new RestCore(this, way, clock, workers), dataBase, tradingBase, retries);
    }

    private URI base(boolean named, String name, @Nullable URI own, @Nullable URI other, URI usual) {
        if (named && own != null) {
            throw new IllegalArgumentException("choose " + name + " or an address, not both");
        }
        URI address = own == null && !named ? other : own;
        return address == null ? usual : checked(address);
    }

    private URI checked(URI address) {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (address.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("not an HTTP address: expected https://host[:port] or http://…");
        }
        if (address.getUserInfo() != null) {
            throw new IllegalArgumentException("credentials do not belong into an address: use credentials(…)");
        }
        if (address.getQuery() != null || address.getFragment() != null) {
            throw new IllegalArgumentException("an address has no query and no fragment here");
        }
        if (scheme.equals("http")
                && !plaintextAllowed
                && !LOOPBACK.contains(address.getHost().toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("http:// would send the credentials unencrypted to " + address.getHost()
                    + ": use https://, or allowPlaintext()");
        }
        return address;
    }
}

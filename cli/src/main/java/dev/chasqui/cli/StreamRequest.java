package dev.chasqui.cli;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.MarketDataStreamBuilder;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.OverflowPolicy;
import dev.chasqui.stream.options.ReconnectPolicy;
import dev.chasqui.wire.Encoding;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the options of {@code chasqui stream} ask for, checked against each other before anything is sent.
 *
 * @param url where to connect instead of Alpaca
 * @param encoding how the server writes; by default what the feed needs
 * @param attempts in a row before giving up
 * @param repair what is done about gaps
 */
record StreamRequest(
        Feed feed,
        Optional<URI> url,
        Subscription subscription,
        Optional<Encoding> encoding,
        boolean compression,
        int attempts,
        RepairRequest repair) {

    StreamRequest {
        if (feed.kind() == FeedKind.OPTIONS
                && encoding.filter(Encoding.JSON::equals).isPresent()) {
            throw new UsageException("option feeds speak MessagePack only: leave --encoding out, or say msgpack");
        }
        url.ifPresent(StreamRequest::checkUrl);
    }

    /**
     * Channels and symbols, if the feed offers them.
     *
     * @param channels empty for the usual ones of the feed
     */
    static Subscription subscription(Feed feed, List<Channel> channels, List<String> symbols) {
        List<Channel> wanted = channels.isEmpty() ? usualChannels(feed) : channels;
        for (Channel channel : wanted) {
            if (!feed.kind().channels().contains(channel)) {
                throw new UsageException("feed " + feed + " does not offer " + channel.wireName() + "; it has "
                        + Arguments.names(offered(feed)));
            }
        }
        symbols.forEach(StreamRequest::checkSymbol);
        return Subscription.of(wanted, symbols);
    }

    private static List<Channel> usualChannels(Feed feed) {
        List<Channel> usual = offered(feed).stream()
                .filter(Subscription.DEFAULT_CHANNELS::contains)
                .toList();
        return usual.isEmpty() ? offered(feed) : usual;
    }

    private static List<Channel> offered(Feed feed) {
        return feed.kind().channels().stream().filter(Channel::isRequestable).toList();
    }

    /** Refuses what is no symbol, before it reaches a server. */
    static void checkSymbol(String symbol) {
        try {
            Subscription.trades(symbol);
        } catch (IllegalArgumentException e) {
            throw new UsageException("'" + Arguments.echo(symbol) + "' is no symbol: " + e.getMessage());
        }
    }

    /** Refuses what is no address of a stream, or would send the keys unencrypted. */
    static void checkUrl(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (url.getHost() == null || !(scheme.equals("ws") || scheme.equals("wss"))) {
            throw new UsageException(
                    "--url is no WebSocket address: expected wss://HOST[:PORT][/PATH], or ws:// to this"
                            + " machine, not '" + Arguments.echo(url.toString()) + "'");
        }
        if (scheme.equals("ws") && !Keys.isLoopback(url)) {
            throw new UsageException("ws:// would send the keys unencrypted to " + url.getHost() + ": use wss://");
        }
    }

    /** The stream, not yet connected. What must lose nothing makes the connection wait when its reader is slow. */
    MarketDataStream open(Credentials credentials, boolean lossless) {
        MarketDataStreamBuilder builder = MarketDataStream.of(feed)
                .credentials(credentials)
                .compression(compression)
                .reconnect(ReconnectPolicy.defaults().withMaxAttempts(attempts))
                .repair(repair.options())
                .dispatch(lossless ? waiting() : DispatchOptions.defaults());
        url.ifPresent(builder::uri);
        repair.rest().ifPresent(builder::rest);
        encoding.ifPresent(builder::encoding);
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new UsageException(e);
        }
    }

    private static DispatchOptions waiting() {
        DispatchOptions options = DispatchOptions.defaults();
        for (Channel channel : Channel.values()) {
            options = options.withPolicy(channel, OverflowPolicy.BLOCK);
        }
        return options;
    }
}

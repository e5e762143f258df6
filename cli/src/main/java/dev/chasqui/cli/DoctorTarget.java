package dev.chasqui.cli;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What the doctor looks at.
 *
 * @param url of the stream instead of Alpaca's
 * @param rest where to ask by REST instead of the host of the stream
 */
record DoctorTarget(Feed feed, Optional<URI> url, Optional<URI> rest) {

    DoctorTarget {
        url.ifPresent(StreamRequest::checkUrl);
        rest.ifPresent(address -> RestAddress.check("--rest", address));
    }

    /** Where to ask by REST; empty for Alpaca's hosts. */
    Optional<URI> restAddress() {
        return rest.or(() -> url.map(RestAddress::beside));
    }

    /** Whether the stream is one of this machine, of which Alpaca knows nothing. */
    boolean isOnThisMachine() {
        return url.filter(Keys::isLoopback).isPresent();
    }

    /** A symbol that every server of the feed knows. */
    String symbol() {
        return switch (feed.kind()) {
            case STOCKS -> feed.equals(Feed.TEST) ? "FAKEPACA" : "AAPL";
            case CRYPTO -> "BTC/USD";
            case PERPETUALS -> "BTC-PERP";
            // Option contracts expire: none is always there.
            case OPTIONS, NEWS_ARTICLES, TRADING -> Subscription.ALL_SYMBOLS;
        };
    }

    /** Little, and a part of every plan that includes the feed. */
    Subscription subscription() {
        Subscription usual = StreamRequest.subscription(feed, List.of(), List.of(symbol()));
        return usual.asMap().containsKey(Channel.TRADES) ? Subscription.trades(symbol()) : usual;
    }
}

package dev.chasqui.cli;

import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Provenance;
import dev.chasqui.stream.event.StreamEvent;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a simulated market publishes, as {@link NdjsonFormat} writes it for a client of the feed that carries it. */
final class LedgerFormat implements LineFormat {

    private static final byte[] NOTHING = {};
    private static final Pattern OPTION = Pattern.compile(".{1,6}\\d{6}[CP]\\d{8}");

    private final Optional<FeedKind> only;
    private final Map<FeedKind, NdjsonFormat> formats = new EnumMap<>(FeedKind.class);

    /**
     * A format without lines yet.
     *
     * @param only what the whole market consists of; empty to tell it by the symbols, as a random market does
     */
    LedgerFormat(Optional<FeedKind> only) {
        this.only = only;
    }

    @Override
    public byte[] header() {
        return NOTHING;
    }

    @Override
    public byte[] message(MarketEvent message, Provenance provenance) {
        return formats.computeIfAbsent(only.orElseGet(() -> kind(message)), kind -> new NdjsonFormat(kind, false))
                .message(message, provenance);
    }

    private static FeedKind kind(MarketEvent message) {
        if (message instanceof News) {
            return FeedKind.NEWS_ARTICLES;
        }
        if (message.symbol().indexOf('/') >= 0) {
            return FeedKind.CRYPTO;
        }
        return OPTION.matcher(message.symbol()).matches() ? FeedKind.OPTIONS : FeedKind.STOCKS;
    }

    @Override
    public byte[] event(StreamEvent event) {
        return NOTHING;
    }
}

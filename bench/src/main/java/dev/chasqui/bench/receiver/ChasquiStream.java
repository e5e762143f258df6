package dev.chasqui.bench.receiver;

import dev.chasqui.bench.data.Renaming;
import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.stream.MarketDataStream;
import dev.chasqui.stream.MarketDataStreamBuilder;
import dev.chasqui.stream.options.Credentials;
import dev.chasqui.stream.options.DataClockOptions;
import dev.chasqui.stream.options.DispatchOptions;
import dev.chasqui.stream.options.Heartbeat;
import dev.chasqui.stream.options.OverflowPolicy;
import dev.chasqui.stream.options.RepairOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * This project's client as a program uses it, every guard in place. Of its defaults one is changed: a full queue makes the connection wait,
 * so that nothing is conflated or dropped and every receiver does the same work.
 */
final class ChasquiStream implements Receiver {

    private static final Set<Channel> REPAIRED = Set.of(Channel.TRADES, Channel.QUOTES, Channel.BARS);
    private static final int CONNECT_SECONDS = 20;

    private final Settings settings;

    ChasquiStream(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void start(URI uri, Meter meter) throws Exception {
        MarketDataStream stream = guarded(MarketDataStream.stocks(Feed.SIP))
                .credentials(Credentials.of("key", "secret"))
                .uri(uri)
                .encoding(settings.encoding())
                .compression(settings.compressed())
                .dispatch(settings.inline() ? lossless().inline() : lossless())
                .build();
        register(stream, meter);
        stream.connect(Dialogue.everything()).get(CONNECT_SECONDS, TimeUnit.SECONDS);
    }

    private MarketDataStreamBuilder guarded(MarketDataStreamBuilder builder) {
        return switch (settings.guards()) {
            case "default" -> builder;
            case "off" ->
                builder.repair(RepairOptions.disabled())
                        .withoutRest()
                        .dataClock(DataClockOptions.defaults().off())
                        .heartbeat(new Heartbeat(Duration.ofHours(1), Duration.ofHours(1)));
            case "all" -> builder.repair(RepairOptions.defaults().withChannels(REPAIRED));
            default -> throw new IllegalArgumentException("no guards '" + settings.guards() + "'");
        };
    }

    private static DispatchOptions lossless() {
        return DispatchOptions.defaults()
                .withPolicy(Channel.TRADES, OverflowPolicy.BLOCK)
                .withPolicy(Channel.QUOTES, OverflowPolicy.BLOCK);
    }

    private void register(MarketDataStream stream, Meter meter) {
        if (settings.handlers() == 1) {
            stream.onQuote(meter::quote);
            stream.onTrade(meter::trade);
        } else if (settings.otherSymbols()) {
            stream.onQuote(meter::quote);
            stream.onTrade(meter::trade);
            others(settings.handlers() - 1).forEach(symbol -> registerFor(stream, symbol, meter));
        } else {
            List<String> symbols = Renaming.symbols(settings.symbols());
            for (int i = 0; i < settings.handlers(); i++) {
                registerFor(stream, symbols.get(i % symbols.size()), meter);
            }
        }
    }

    private static void registerFor(MarketDataStream stream, String symbol, Meter meter) {
        stream.onQuote(symbol, meter::quote);
        stream.onTrade(symbol, meter::trade);
    }

    /** Symbols that never come: those that do have five letters. */
    private static List<String> others(int count) {
        return Renaming.symbols(count).stream().map(symbol -> symbol + "X").toList();
    }
}

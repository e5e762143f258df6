package dev.chasqui.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Feed;
import dev.chasqui.model.LuldBand;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Timestamps;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradeCancel;
import dev.chasqui.model.TradeCorrection;
import dev.chasqui.model.TradingStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeededMarketTest {

    private static final Instant START = Instant.parse("2026-01-05T14:29:30Z");
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private static List<SourceFrame> frames(SeededMarket market) {
        List<SourceFrame> frames = new ArrayList<>();
        try (FrameStream stream = market.open(InstantSource.fixed(START))) {
            SourceFrame frame = stream.next();
            while (frame != null) {
                frames.add(frame);
                frame = stream.next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return frames;
    }

    private static List<MarketEvent> events(SeededMarket market, Feed feed) {
        return frames(market).stream()
                .filter(frame -> frame.audience().test(feed))
                .flatMap(frame -> frame.data().events().stream())
                .toList();
    }

    private static List<List<MarketEvent>> contents(SeededMarket market) {
        return frames(market).stream().map(frame -> frame.data().events()).toList();
    }

    private static SeededMarket market(long seed) {
        return SeededMarket.of(seed).length(Duration.ofMinutes(4)).messagesPerSecond(60);
    }

    @Test
    void theSameSeedGivesTheSameMessagesInTheSameFrames() {
        assertThat(contents(market(7))).isEqualTo(contents(market(7)));
    }

    @Test
    void anotherSeedOrStartOrRateGivesOthers() {
        List<List<MarketEvent>> reference = contents(market(7));
        assertThat(contents(market(8))).isNotEqualTo(reference);
        assertThat(contents(market(7).start(START.plusSeconds(1)))).isNotEqualTo(reference);
        assertThat(contents(market(7).messagesPerSecond(61))).isNotEqualTo(reference);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iex", "crypto/us", "test"})
    void barsHoldExactlyTheTradesSentInTheirMinute(String feed) {
        Map<String, List<Trade>> traded = new HashMap<>();
        int bars = 0;
        for (MarketEvent event : events(market(3), Feed.of(feed))) {
            if (event instanceof Trade trade) {
                traded.computeIfAbsent(trade.symbol(), symbol -> new ArrayList<>())
                        .add(trade);
            } else if (event instanceof Bar bar && bar.kind() == Bar.Kind.MINUTE) {
                assertBar(bar, Objects.requireNonNull(traded.remove(bar.symbol())));
                bars++;
            }
        }
        assertThat(bars).isGreaterThan(2);
    }

    private static void assertBar(Bar bar, List<Trade> trades) {
        double volume = trades.stream().mapToDouble(Trade::size).sum();
        double value = trades.stream()
                .mapToDouble(trade -> trade.price() * trade.size())
                .sum();
        assertThat(trades)
                .allMatch(trade -> Math.floorDiv(trade.timestampNanos(), MINUTE) * MINUTE == bar.timestampNanos());
        assertThat(bar.tradeCount()).isEqualTo(trades.size());
        assertThat(bar.volume()).isCloseTo(volume, within(1e-6));
        assertThat(bar.vwap()).isCloseTo(value / volume, within(1e-6));
        assertThat(bar.open()).isEqualTo(trades.get(0).price());
        assertThat(bar.close()).isEqualTo(trades.get(trades.size() - 1).price());
        assertThat(bar.high())
                .isEqualTo(trades.stream().mapToDouble(Trade::price).max().orElseThrow());
        assertThat(bar.low())
                .isEqualTo(trades.stream().mapToDouble(Trade::price).min().orElseThrow());
    }

    @Test
    void everyTradedMinuteHasItsBarRightAfterIt() {
        long minuteOfLastTrade = 0;
        for (SourceFrame frame : frames(market(5))) {
            if (!frame.audience().test(Feed.IEX)) {
                continue;
            }
            for (MarketEvent event : frame.data().events()) {
                if (event instanceof Trade trade) {
                    minuteOfLastTrade = Math.floorDiv(trade.timestampNanos(), MINUTE);
                } else if (event instanceof Bar bar && bar.kind() == Bar.Kind.MINUTE) {
                    assertThat(frame.timeNanos()).isEqualTo(bar.timestampNanos() + MINUTE);
                    assertThat(minuteOfLastTrade).isEqualTo(bar.timestampNanos() / MINUTE);
                }
            }
        }
    }

    @Test
    void theDayBarRunsOnFromMidnightInNewYork() {
        List<Bar> days = events(market(5), Feed.IEX).stream()
                .filter(event -> event instanceof Bar bar && bar.kind() == Bar.Kind.DAY)
                .map(Bar.class::cast)
                .filter(bar -> bar.symbol().equals("AAPL"))
                .toList();
        assertThat(days).hasSize(4);
        assertThat(days).extracting(Bar::timestamp).containsOnly(Instant.parse("2026-01-05T05:00:00Z"));
        assertThat(days).extracting(Bar::tradeCount).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void timesNeverGoBackAndStayInTheMarketsTime() {
        for (Feed feed : List.of(Feed.IEX, Feed.CRYPTO_US, Feed.OPTIONS_INDICATIVE, Feed.TEST)) {
            long last = Timestamps.toEpochNanos(START);
            List<MarketEvent> back = new ArrayList<>();
            for (MarketEvent event : events(market(11).messagesPerSecond(5_000).length(Duration.ofSeconds(40)), feed)) {
                if (!(event instanceof Bar)) {
                    if (event.timestampNanos() < last) {
                        back.add(event);
                    }
                    last = event.timestampNanos();
                }
            }
            assertThat(back).as(feed.name()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 50, 3_000, 100_000})
    void theRateIsAsAskedFor(double rate) {
        double seconds = Math.max(4, Math.min(1_000, 20_000 / rate));
        SeededMarket market =
                SeededMarket.of(1).messagesPerSecond(rate).length(Duration.ofMillis((long) (seconds * 1_000)));
        long ticks = frames(market).stream()
                .flatMap(frame -> frame.data().events().stream())
                .filter(event -> !event.symbol().equals("FAKEPACA"))
                .filter(event -> event instanceof Trade || event instanceof Quote || event instanceof OrderBook)
                .count();
        assertThat(ticks / seconds).isBetween(rate * 0.85, rate * 1.15);
    }

    @Test
    void pricesAreInCentsAndQuotesAreNotCrossed() {
        List<MarketEvent> events = events(market(13), Feed.IEX);
        assertThat(events)
                .filteredOn(event -> event instanceof Quote quote && !isGood(quote))
                .isEmpty();
        assertThat(events)
                .filteredOn(event -> event instanceof Trade trade && !isGood(trade))
                .isEmpty();
    }

    private static boolean isGood(Quote quote) {
        double cents = quote.bidPrice() * 100;
        return quote.spread() > 0 && Math.abs(cents - Math.rint(cents)) < 1e-6 && quote.bidSize() > 0;
    }

    private static boolean isGood(Trade trade) {
        return trade.price() > 0
                && trade.size() > 0
                && trade.size() == Math.rint(trade.size())
                && List.of("A", "B", "C").contains(String.valueOf(trade.tape()))
                && trade.takerSide() == null;
    }

    @Test
    void eachFeedHasItsOwnKindsOfMessages() {
        SeededMarket market = market(17).length(Duration.ofMinutes(30)).messagesPerSecond(20);
        assertThat(events(market, Feed.IEX))
                .hasAtLeastOneElementOfType(Trade.class)
                .hasAtLeastOneElementOfType(Quote.class)
                .hasAtLeastOneElementOfType(Bar.class)
                .hasAtLeastOneElementOfType(LuldBand.class)
                .hasAtLeastOneElementOfType(TradingStatus.class)
                .noneMatch(
                        event -> event.symbol().contains("/") || event.symbol().equals("FAKEPACA"));
        assertThat(events(market, Feed.CRYPTO_US))
                .hasAtLeastOneElementOfType(OrderBook.class)
                .allMatch(event -> event.symbol().contains("/"));
        assertThat(events(market, Feed.OPTIONS_OPRA))
                .isNotEmpty()
                .allMatch(event -> event.symbol().equals("SPY261218C00600000"));
        assertThat(events(market, Feed.NEWS)).hasSizeGreaterThan(20).hasOnlyElementsOfType(News.class);
        List<MarketEvent> test = events(market, Feed.TEST);
        assertThat(test).allMatch(event -> event.symbol().equals("FAKEPACA"));
        assertThat(test.stream().filter(Quote.class::isInstance).count()).isEqualTo(30 * 12);
    }

    @Test
    void nothingIsTradedDuringAHalt() {
        SeededMarket market = market(19).messagesPerSecond(200).length(Duration.ofMinutes(10));
        Map<String, TradingStatus> last = new HashMap<>();
        Set<String> traded = new HashSet<>();
        int halts = 0;
        for (MarketEvent event : events(market, Feed.IEX)) {
            if (event instanceof TradingStatus status) {
                last.put(status.symbol(), status);
                halts += status.statusCode().equals("H") ? 1 : 0;
            } else if (event instanceof Trade && last.containsKey(event.symbol())) {
                traded.add(last.get(event.symbol()).statusCode());
            }
        }
        assertThat(halts).isPositive();
        assertThat(traded).containsOnly("T");
    }

    @Test
    void aRevisedMinuteHasALateTradeWithItsBarOrALastTradeThatIsWithdrawnOrCorrected() {
        SeededMarket market = market(23)
                .symbols("AAPL", "MSFT")
                .length(Duration.ofMinutes(40))
                .revised(0.5);
        Map<Long, Trade> trades = new HashMap<>();
        Map<Long, Bar> bars = new HashMap<>();
        int updated = 0;
        int revised = 0;
        for (MarketEvent event : events(market, Feed.SIP)) {
            if (event instanceof Trade trade) {
                trades.put(trade.id(), trade);
            } else if (event instanceof TradeCancel cancel) {
                assertThat(Objects.requireNonNull(trades.get(cancel.id())).price())
                        .isEqualTo(cancel.price());
                revised++;
            } else if (event instanceof TradeCorrection correction) {
                assertThat(trades)
                        .containsKey(correction.original().id())
                        .doesNotContainKey(correction.corrected().id());
                revised++;
            } else if (event instanceof Bar bar && bar.kind() == Bar.Kind.MINUTE) {
                bars.put(key(bar), bar);
            } else if (event instanceof Bar bar && bar.kind() == Bar.Kind.UPDATED_MINUTE) {
                assertThat(bar.tradeCount())
                        .isEqualTo(Objects.requireNonNull(bars.get(key(bar))).tradeCount() + 1);
                updated++;
            }
        }
        assertThat(updated).isGreaterThan(3);
        assertThat(revised).isGreaterThan(3);
    }

    private static long key(Bar bar) {
        return bar.timestampNanos() + bar.symbol().hashCode();
    }
}

package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.TradeCancel;
import java.util.List;
import org.junit.jupiter.api.Test;

class DesiredFilterTest {

    private static boolean wants(Subscription desired, MarketEvent event) {
        return new DesiredFilter(desired).test(event);
    }

    @Test
    void nothingDesiredLetsNothingThrough() {
        assertThat(wants(Subscription.none(), Samples.trade("AAPL", 1))).isFalse();
        assertThat(wants(Subscription.none(), Samples.news())).isFalse();
        assertThat(wants(Subscription.none(), Samples.news("AAPL"))).isFalse();
    }

    @Test
    void aSymbolIsDesiredPerChannelAndByItsExactName() {
        Subscription trades = Subscription.trades("AAPL");
        assertThat(wants(trades, Samples.trade("AAPL", 1))).isTrue();
        assertThat(wants(trades, Samples.trade("aapl", 1))).isFalse();
        assertThat(wants(trades, Samples.trade("MSFT", 1))).isFalse();
        assertThat(wants(trades, Samples.quote("AAPL", 1))).isFalse();
    }

    @Test
    void theThreeKindsOfBarsAreDesiredOneByOne() {
        Subscription updated = Subscription.of(Channel.UPDATED_BARS, "AAPL");
        assertThat(wants(updated, Samples.bar(Bar.Kind.UPDATED_MINUTE, "AAPL", 1, 5)))
                .isTrue();
        assertThat(wants(updated, Samples.bar(Bar.Kind.MINUTE, "AAPL", 1, 5))).isFalse();
        assertThat(wants(updated, Samples.bar(Bar.Kind.DAY, "AAPL", 1, 5))).isFalse();
    }

    @Test
    void everySymbolLetsEverySymbolOfTheChannelThrough() {
        assertThat(wants(Subscription.quotes("*"), Samples.quote("ANY", 1))).isTrue();
        assertThat(wants(Subscription.quotes("*"), Samples.trade("ANY", 1))).isFalse();
    }

    @Test
    void cancelsFollowTrades() {
        TradeCancel cancel = new TradeCancel("AAPL", 1, 7, "V", 1.5, 100, "C", "A");
        assertThat(wants(Subscription.trades("AAPL"), cancel)).isTrue();
        assertThat(wants(Subscription.quotes("AAPL"), cancel)).isFalse();
    }

    @Test
    void anArticleIsDesiredByAnyOfItsSymbolsWithOrWithoutSlash() {
        News article = Samples.news("MSFT", "BTCUSD");
        assertThat(wants(Subscription.of(Channel.NEWS, "MSFT"), article)).isTrue();
        assertThat(wants(Subscription.of(Channel.NEWS, "BTC/USD"), article)).isTrue();
        assertThat(wants(Subscription.of(Channel.NEWS, "BTCUSD"), article)).isTrue();
        assertThat(wants(Subscription.of(Channel.NEWS, "ETH/USD"), article)).isFalse();
        assertThat(wants(Subscription.of(List.of(Channel.NEWS), List.of("X", "*")), article))
                .isTrue();
    }

    @Test
    void anArticleAboutNothingIsForThoseWhoWantEverything() {
        assertThat(wants(Subscription.of(Channel.NEWS, "*"), Samples.news())).isTrue();
        assertThat(wants(Subscription.of(Channel.NEWS, "MSFT"), Samples.news())).isFalse();
    }
}

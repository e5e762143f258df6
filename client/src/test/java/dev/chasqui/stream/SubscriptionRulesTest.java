package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chasqui.model.Channel;
import dev.chasqui.model.Feed;
import dev.chasqui.model.Subscription;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SubscriptionRulesTest {

    private static SubscriptionRules of(Feed feed) {
        return new SubscriptionRules(feed, Integer.MAX_VALUE);
    }

    static List<Feed> feeds() {
        return Feed.named();
    }

    @ParameterizedTest
    @MethodSource("feeds")
    void aFeedTakesWhatItOffersAndNothingElse(Feed feed) {
        for (Channel channel : Channel.values()) {
            if (!channel.isRequestable()) {
                continue;
            }
            Subscription wanted = Subscription.of(channel, "X");
            if (feed.kind().channels().contains(channel)) {
                assertThatCode(() -> of(feed).check(wanted)).doesNotThrowAnyException();
            } else {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> of(feed).check(wanted))
                        .withMessageStartingWith(
                                "the feed " + feed + " does not offer " + channel.wireName() + "; it offers ")
                        .withMessageNotContaining("corrections");
            }
        }
    }

    @Test
    void everySymbolOfOptionQuotesIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(Feed.OPTIONS_OPRA).check(Subscription.quotes("*")))
                .withMessageContaining("name the symbols");
        assertThatCode(() -> of(Feed.OPTIONS_OPRA).check(Subscription.trades("*")))
                .doesNotThrowAnyException();
        assertThatCode(() -> of(Feed.SIP).check(Subscription.quotes("*"))).doesNotThrowAnyException();
    }

    @Test
    void tradesAndQuotesCountTowardsTheLimitAndBarsDoNot() {
        SubscriptionRules thirty = new SubscriptionRules(Feed.IEX, 30);
        String[] fifteen = IntStream.range(0, 15).mapToObj(i -> "S" + i).toArray(String[]::new);
        Subscription full = Subscription.trades(fifteen).plus(Subscription.quotes(fifteen));
        Subscription withBars = full.plus(Subscription.bars("*", "A", "B"));
        assertThatCode(() -> thirty.checkLimit(withBars)).doesNotThrowAnyException();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> thirty.checkLimit(withBars.plus(Subscription.trades("ONE"))))
                .withMessageStartingWith("this would make 31 trades and quotes, and the limit is set to 30");
    }
}

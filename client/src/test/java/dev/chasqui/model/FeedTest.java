package dev.chasqui.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedTest {

    @Test
    void everyNamedFeedIsFoundByItsName() {
        for (Feed feed : Feed.named()) {
            assertThat(Feed.of(feed.name())).isEqualTo(feed);
            assertThat(Feed.of(feed.toString().toUpperCase(Locale.ROOT))).isEqualTo(feed);
            assertThat(feed.path()).startsWith("/");
        }
        assertThat(Feed.named()).extracting(Feed::path).doesNotHaveDuplicates();
    }

    @Test
    void cryptoLocationIsFree() {
        assertThat(Feed.of("crypto/eu-1").path()).isEqualTo("/v1beta3/crypto/eu-1");
        assertThat(Feed.of("crypto/us")).isEqualTo(Feed.CRYPTO_US);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "US", "us/..", "us 1", "a23456789012345678901234567890123"})
    void badCryptoLocationIsRefused(String location) {
        assertThatThrownBy(() -> Feed.crypto(location)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unknownFeedIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Feed.of("sipp")).hasMessageContaining("sip,").hasMessageContaining("crypto/LOCATION");
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void channelIsFoundByItsNameAndDeliveredBySomeFeed(Channel channel) {
        assertThat(Channel.ofWireName(channel.wireName())).contains(channel);
        assertThat(FeedKind.values()).anyMatch(kind -> kind.channels().contains(channel));
        assertThat(Channel.ofWireName(channel.name())).isEmpty();
    }
}

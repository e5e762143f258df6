package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Trade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageTypesTest {

    @ParameterizedTest
    @EnumSource(Channel.class)
    void everyChannelDeliversItsTypeAndEverySupertypeOfIt(Channel channel) {
        assertThatCode(() -> MessageTypes.check(channel, MessageTypes.of(channel)))
                .doesNotThrowAnyException();
        assertThatCode(() -> MessageTypes.check(channel, MarketEvent.class)).doesNotThrowAnyException();
        assertThatCode(() -> MessageTypes.check(channel, Object.class)).doesNotThrowAnyException();
        assertThatIllegalArgumentException().isThrownBy(() -> MessageTypes.check(channel, String.class));
    }

    @Test
    void theThreeKindsOfBarsShareOneType() {
        assertThat(MessageTypes.of(Channel.BARS)).isEqualTo(Bar.class);
        assertThat(MessageTypes.of(Channel.UPDATED_BARS)).isEqualTo(Bar.class);
        assertThat(MessageTypes.of(Channel.DAILY_BARS)).isEqualTo(Bar.class);
    }

    @Test
    void anotherTypeIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MessageTypes.check(Channel.TRADES, Quote.class))
                .withMessage("trades delivers Trade, not Quote");
        assertThat(MessageTypes.of(Channel.TRADES)).isEqualTo(Trade.class);
    }
}

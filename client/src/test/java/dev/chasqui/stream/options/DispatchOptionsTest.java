package dev.chasqui.stream.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.DispatchOptions.Mode;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DispatchOptionsTest {

    private final DispatchOptions defaults = DispatchOptions.defaults();

    @ParameterizedTest
    @EnumSource(
            value = Channel.class,
            names = {"QUOTES", "ORDER_BOOKS", "DAILY_BARS", "LULDS", "PRICING"},
            mode = EnumSource.Mode.EXCLUDE)
    void conflatingAChannelThatWouldLoseDataIsRefused(Channel channel) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> defaults.withPolicy(channel, OverflowPolicy.CONFLATE))
                .withMessage("CONFLATE loses data of " + channel.wireName() + "; choose GAP, DROP_OLDEST or BLOCK");
    }

    @Test
    void oneChannelsPolicyChangesAloneAndOnlyInTheCopy() {
        DispatchOptions changed = defaults.withPolicy(Channel.TRADES, OverflowPolicy.BLOCK);
        assertThat(changed.policies()).containsEntry(Channel.TRADES, OverflowPolicy.BLOCK);
        assertThat(changed.policies()).containsEntry(Channel.QUOTES, OverflowPolicy.CONFLATE);
        assertThat(defaults.policies()).containsEntry(Channel.TRADES, OverflowPolicy.GAP);
    }

    @Test
    void everyChannelHasAPolicyWhateverWasGiven() {
        DispatchOptions few =
                new DispatchOptions(Mode.THREAD, null, 1, 10, 10, Map.of(Channel.BARS, OverflowPolicy.BLOCK));
        assertThat(few.policies()).containsOnlyKeys(Channel.values());
    }

    @Test
    void policiesAreACopyThatCannotBeChanged() {
        EnumMap<Channel, OverflowPolicy> given = new EnumMap<>(Channel.class);
        DispatchOptions options = new DispatchOptions(Mode.THREAD, null, 1, 10, 10, given);
        given.put(Channel.TRADES, OverflowPolicy.BLOCK);
        assertThat(options.policies()).containsEntry(Channel.TRADES, OverflowPolicy.GAP);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> options.policies().put(Channel.TRADES, OverflowPolicy.BLOCK));
    }

    @Test
    void anExecutorBelongsToItsMode() {
        Executor executor = Runnable::run;
        DispatchOptions options = defaults.withWorkers(3).on(executor);
        assertThat(options.mode()).isEqualTo(Mode.EXECUTOR);
        assertThat(options.executor()).isSameAs(executor);
        assertThat(options.workers()).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DispatchOptions(Mode.EXECUTOR, null, 1, 1, 1, Map.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DispatchOptions(Mode.THREAD, executor, 1, 1, 1, Map.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DispatchOptions(Mode.INLINE, executor, 1, 1, 1, Map.of()));
    }

    @Test
    void inlineDropsTheExecutorAndTheWorkers() {
        DispatchOptions inline =
                defaults.on(Runnable::run).withWorkers(4).withMaxMessages(7).inline();
        assertThat(inline.mode()).isEqualTo(Mode.INLINE);
        assertThat(inline.executor()).isNull();
        assertThat(inline.workers()).isEqualTo(1);
        assertThat(inline.maxMessages()).isEqualTo(7);
    }

    @Test
    void eachWithMethodChangesItsOwnSettingOnly() {
        DispatchOptions changed = defaults.withWorkers(2).withMaxMessages(3).withMaxBytes(4);
        assertThat(changed).isEqualTo(new DispatchOptions(Mode.THREAD, null, 2, 3, 4, Map.of()));
    }
}

package dev.chasqui.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerPolicyTest {

    @Test
    void defaultsAreThoseMeasuredOrDocumented() {
        ServerPolicy policy = ServerPolicy.DEFAULT;
        assertThat(policy.connectionLimit()).isEqualTo(1);
        assertThat(policy.ghostDuration()).isEqualTo(Duration.ofSeconds(60));
        assertThat(policy.symbolLimit()).isEmpty();
        assertThat(policy.authTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(policy.pingInterval()).isEqualTo(Duration.ofSeconds(54));
        assertThat(policy.pongTimeout()).isEqualTo(Duration.ofSeconds(6));
        assertThat(policy.writeEmptyChannels()).isFalse();
        assertThat(policy.refuseForeignChannels()).isFalse();
        assertThat(policy.starAbsorbsNames()).isFalse();
        assertThat(policy.binaryTradingFrames()).isTrue();
        assertThat(policy.maxRequestBytes()).isEqualTo(1 << 20);
        assertThat(policy.outboundLimitBytes()).isEqualTo(8 << 20);
        assertThat(policy.compression()).isTrue();
    }
}

package dev.chasqui.acceptance.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.acceptance.LogWatch;
import dev.chasqui.model.Channel;
import dev.chasqui.stream.options.Credentials;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Every kind of fault, with every logger at its most talkative: the credentials are in no line and no event. */
final class SoakSecretsTest {

    private static final String KEY = "CANARY-KEY-7Q2M4";
    private static final String SECRET = "CANARY-SECRET-9X3KF";
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("chasqui.soak.secrets.seconds", 8));
    private static final int RATE = 500;

    @Test
    void whateverGoesWrongNoCredentialsAreTold() throws Exception {
        LogWatch log = LogWatch.begin();
        log.lookFor(List.of(KEY, SECRET));
        Queue<String> told = new ConcurrentLinkedQueue<>();
        try (Soak soak = new Soak(20, Soak.Market.best(), RATE, Set.of(Channel.TRADES), Credentials.of(KEY, SECRET))) {
            soak.stream().onEvent(event -> told.add(event.toString()));
            SoakReport report = soak.run(TIME);
            told.add(report.table());
            told.add(soak.stream() + " " + soak.stream().status());
            told.add(soak.simulator() + " " + soak.simulator().ledger().sessions()
                    + soak.simulator().ledger().restRequests());
        } finally {
            log.end();
        }
        assertThat(log.found()).isEmpty();
        assertThat(told).hasSizeGreaterThan(3).noneMatch(text -> text.contains(KEY) || text.contains(SECRET));
    }
}

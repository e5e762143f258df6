package dev.chasqui.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.model.Feed;
import dev.chasqui.simulator.AlpacaSimulator;
import dev.chasqui.simulator.FaultSpec;
import dev.chasqui.simulator.MarketSource;
import dev.chasqui.simulator.RestFault;
import dev.chasqui.simulator.RestOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DoctorCommandTest {

    private static final String KEY = "PKABCDEFGHIJKLMNWXYZ";
    private static final String SECRET = "hush-hush-hush-hush-hush";
    private static final Map<String, String> KEYS = Map.of("APCA_API_KEY_ID", KEY, "APCA_API_SECRET_KEY", SECRET);

    private static final List<String> CHECKS = List.of(
            "credentials",
            "rest",
            "clock",
            "plan",
            "rate budget",
            "connection",
            "greeting",
            "authentication",
            "slot",
            "subscription",
            "first message");

    /** What the doctor said, by check. */
    private record Diagnosis(int exit, Map<String, JsonNode> findings, String everything) {

        String verdict(String check) {
            return field(check, "verdict");
        }

        String text(String check) {
            return field(check, "text");
        }

        String next(String check) {
            return field(check, "next");
        }

        private String field(String check, String name) {
            return Objects.requireNonNull(findings.get(check), check).get(name).asString();
        }

        List<String> checks(String verdict) {
            return findings.keySet().stream()
                    .filter(check -> verdict(check).equals(verdict))
                    .toList();
        }
    }

    private static AlpacaSimulator.Builder market() {
        return AlpacaSimulator.builder().market(MarketSource.seeded(5).messagesPerSecond(200));
    }

    private static Diagnosis examine(AlpacaSimulator simulator, String... args) {
        return examine(simulator.baseUri().toString(), args);
    }

    private static Diagnosis examine(String url, String... args) {
        List<String> all = new ArrayList<>(List.of("--url", url));
        all.addAll(List.of(args));
        return examine(TestConsole.pipe(KEYS), all);
    }

    private static Diagnosis examine(TestConsole console, List<String> args) {
        List<String> all = new ArrayList<>(List.of("doctor", "--json"));
        all.addAll(args);
        int exit = console.run(all.toArray(String[]::new));
        Map<String, JsonNode> findings = new LinkedHashMap<>();
        console.outLines().stream()
                .map(JsonMapper.shared()::readTree)
                .forEach(finding -> findings.put(finding.get("check").asString(), finding));
        Diagnosis diagnosis = new Diagnosis(exit, findings, console.out() + console.err());
        assertThat(diagnosis.findings().keySet()).containsExactlyElementsOf(CHECKS);
        assertThat(diagnosis.everything()).doesNotContain(SECRET).doesNotContain(KEY);
        return diagnosis;
    }

    @Test
    void whatWorksIsOkFromTheKeysToTheFirstMessage() {
        try (AlpacaSimulator simulator = market().accept(KEY, SECRET).start()) {
            Diagnosis diagnosis = examine(simulator);

            assertThat(diagnosis.checks("ok")).as(diagnosis.everything()).isEqualTo(CHECKS);
            assertThat(diagnosis.exit()).isZero();
            assertThat(diagnosis.text("credentials")).isEqualTo("the key id ends in …WXYZ");
            assertThat(diagnosis.text("first message")).startsWith("after ");
        }
    }

    @ParameterizedTest
    @CsvSource({"crypto/us,ok", "news,ok", "options/indicative,ok", "test,skipped", "trade_updates,skipped"})
    void everyKindOfFeedCanBeExamined(String feed, String plan) {
        try (AlpacaSimulator simulator = market().start()) {
            Diagnosis diagnosis = examine(simulator, "--feed", feed);

            assertThat(diagnosis.exit()).as(diagnosis.everything()).isZero();
            assertThat(diagnosis.verdict("plan")).isEqualTo(plan);
            assertThat(diagnosis.verdict("subscription")).isEqualTo("ok");
        }
    }

    @Test
    void missingKeysAreNamedAndNothingElseIsTried() {
        Diagnosis diagnosis = examine(TestConsole.pipe(), List.of());

        assertThat(diagnosis.exit()).isEqualTo(1);
        assertThat(diagnosis.checks("failed")).containsExactly("credentials");
        assertThat(diagnosis.text("credentials")).contains("APCA_API_KEY_ID");
        assertThat(diagnosis.checks("skipped")).hasSize(CHECKS.size() - 1);
    }

    @Test
    void keysThatAreMadeUpForThisMachineAreSaidToBe() {
        try (AlpacaSimulator simulator = market().start()) {
            Diagnosis diagnosis = examine(
                    TestConsole.pipe(), List.of("--url", simulator.baseUri().toString()));

            assertThat(diagnosis.verdict("credentials")).isEqualTo("ok");
            assertThat(diagnosis.text("credentials")).startsWith("none in the environment");
        }
    }

    @Test
    void wrongKeysAreSeenByRestAndByTheStream() {
        try (AlpacaSimulator simulator = market().accept("right", "right").start()) {
            Diagnosis diagnosis = examine(simulator);

            assertThat(diagnosis.exit()).isEqualTo(3);
            assertThat(diagnosis.checks("failed")).containsExactly("rest", "authentication");
            assertThat(diagnosis.text("rest")).contains("401");
            assertThat(diagnosis.next("rest")).contains("APCA_API_KEY_ID");
            assertThat(diagnosis.text("authentication")).contains("402");
        }
    }

    @Test
    void aPlanWithoutTheFeedIsToldWithTheFeedThatItHas() {
        try (AlpacaSimulator simulator = market().acceptedFeeds(Feed.IEX).start()) {
            Diagnosis diagnosis = examine(simulator, "--feed", "sip");

            assertThat(diagnosis.exit()).isEqualTo(5);
            assertThat(diagnosis.checks("failed")).containsExactly("plan", "authentication");
            assertThat(diagnosis.text("plan")).contains("403");
            assertThat(diagnosis.next("plan")).contains("take --feed iex instead of sip");
            assertThat(diagnosis.text("authentication")).contains("409");
        }
    }

    @Test
    void aTakenSlotIsToldAtOnce() {
        try (AlpacaSimulator simulator = market().start();
                RunningCommand holder = RunningCommand.start(
                        TestConsole.pipe(KEYS),
                        "stream",
                        "AAPL",
                        "--url",
                        simulator.baseUri().toString())) {
            holder.awaitOut(out -> !out.isEmpty());

            Diagnosis diagnosis = examine(simulator);

            assertThat(diagnosis.exit()).isEqualTo(4);
            assertThat(diagnosis.checks("failed")).containsExactly("slot");
            assertThat(diagnosis.verdict("authentication")).isEqualTo("ok");
            assertThat(diagnosis.next("slot")).contains("another program of this account is connected");
        }
    }

    @Test
    void withoutRestTheStreamIsExaminedAllTheSame() {
        RestOptions off = RestOptions.builder().every(RestFault.NO_ANSWER, 1).build();
        try (AlpacaSimulator simulator = market().rest(off).start()) {
            Diagnosis diagnosis = examine(simulator);

            assertThat(diagnosis.exit()).isEqualTo(1);
            assertThat(diagnosis.checks("failed")).containsExactly("rest");
            assertThat(diagnosis.checks("skipped")).containsExactly("clock", "plan", "rate budget");
            assertThat(diagnosis.verdict("first message")).isEqualTo("ok");
        }
    }

    @Test
    void anotherAddressOfRestIsAskedInstead() {
        try (AlpacaSimulator stream = market().start();
                AlpacaSimulator rest = market().accept("right", "right").start()) {
            Diagnosis diagnosis = examine(stream, "--rest", rest.restUri().toString());

            assertThat(diagnosis.exit()).isEqualTo(3);
            assertThat(diagnosis.checks("failed")).containsExactly("rest");
        }
    }

    @Test
    void aClockThatIsWrongIsAWarning() {
        try (AlpacaSimulator simulator =
                market().clock(() -> Instant.now().plusSeconds(3600)).start()) {
            Diagnosis diagnosis = examine(simulator);

            assertThat(diagnosis.exit()).isZero();
            assertThat(diagnosis.checks("warning")).containsExactly("clock");
            assertThat(diagnosis.text("clock")).contains(" s behind the server's");
            assertThat(diagnosis.next("clock")).contains("NTP");
        }
    }

    @Test
    void aBudgetThatIsNearlySpentIsAWarning() {
        RestOptions limited = RestOptions.builder()
                .requestsPerMinute(9)
                .rateLimitHeaders(true)
                .build();
        try (AlpacaSimulator simulator = market().rest(limited).start()) {
            Diagnosis diagnosis = examine(simulator);

            assertThat(diagnosis.exit()).isZero();
            assertThat(diagnosis.checks("warning")).containsExactly("rate budget");
            assertThat(diagnosis.text("rate budget")).contains(" of 9 requests are left");
        }
    }

    @Test
    void aSpentBudgetIsAWarning() {
        RestOptions spent =
                RestOptions.builder().every(RestFault.TOO_MANY_REQUESTS, 1).build();
        try (AlpacaSimulator simulator = market().rest(spent).start()) {
            Diagnosis diagnosis = examine(simulator);

            assertThat(diagnosis.exit()).isZero();
            assertThat(diagnosis.checks("warning")).contains("rest", "rate budget");
        }
    }

    @Test
    void aQuietMarketIsFine() {
        try (AlpacaSimulator simulator = AlpacaSimulator.builder().start()) {
            Diagnosis diagnosis = examine(simulator);

            assertThat(diagnosis.exit()).isZero();
            assertThat(diagnosis.text("first message")).contains("none within 5 s");
        }
    }

    @Test
    void aServerThatDoesNotGreetIsNamedForIt() {
        try (AlpacaSimulator simulator =
                market().fault(FaultSpec.parse("no-welcome=times:always")).start()) {
            Diagnosis diagnosis = examine(simulator);

            assertThat(diagnosis.exit()).isEqualTo(1);
            assertThat(diagnosis.checks("failed")).containsExactly("greeting");
            assertThat(diagnosis.checks("skipped"))
                    .containsExactly("authentication", "slot", "subscription", "first message");
        }
    }

    @Test
    void aRefusedSubscriptionIsNamedForIt() {
        try (AlpacaSimulator simulator = market().fault(FaultSpec.parse("error=code:405,at:subscribe,times:always"))
                .start()) {
            Diagnosis diagnosis = examine(simulator);

            assertThat(diagnosis.exit()).isEqualTo(1);
            assertThat(diagnosis.checks("failed")).containsExactly("subscription");
            assertThat(diagnosis.text("subscription")).contains("405");
        }
    }

    @Test
    void anAddressWhereNobodyListensIsNamedForIt() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        Diagnosis diagnosis = examine("ws://127.0.0.1:" + port);

        assertThat(diagnosis.exit()).isEqualTo(1);
        assertThat(diagnosis.checks("failed")).containsExactly("rest", "connection");
        assertThat(diagnosis.next("connection")).contains("check --url", "chasqui simulate --port");
        assertThat(diagnosis.text("rest")).contains("127.0.0.1:" + port);
    }

    @Test
    void peopleGetOneLineACheckAndTheNextStepBelowIt() {
        try (AlpacaSimulator simulator = market().accept("right", "right").start()) {
            TestConsole console = TestConsole.pipe(KEYS);

            console.run("doctor", "--url", simulator.baseUri().toString());

            assertThat(console.out())
                    .startsWith("ok       credentials    the key id ends in …WXYZ\nfailed   rest           ")
                    .contains("\n" + " ".repeat(24) + "next: the keys are those of APCA_API_KEY_ID")
                    .doesNotContain(SECRET);
            assertThat(console.err()).isEmpty();
        }
    }
}

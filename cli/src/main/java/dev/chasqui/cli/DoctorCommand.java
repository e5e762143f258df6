package dev.chasqui.cli;

import dev.chasqui.model.Feed;
import dev.chasqui.stream.options.Credentials;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks for what may keep a stream from working. */
@Command(
        name = Chasqui.DOCTOR,
        header = "Find out why a stream does not work.",
        description =
                "Checks, in this order: credentials, REST and the keys, the clock, the plan, the rate budget; then the connection, the"
                        + " greeting, authentication, the connection slot, a subscription of one symbol, and the first message. Each"
                        + " check ends as ok, warning, failed or skipped, and a failed one says what to do next. Takes the slot of"
                        + " the feed for a few seconds if it is free. Shows no secret.",
        footer = {
            "",
            "Keys come from the environment variables APCA_API_KEY_ID and APCA_API_SECRET_KEY.",
            "",
            "Exit codes: 0 all is ok or a warning, 3 the keys were refused, 4 the slot is taken, 5 the plan lacks the feed, 1 for"
                    + " anything else that failed.",
            "",
            "Examples:",
            "  chasqui doctor",
            "  chasqui doctor --feed sip --json | jq .verdict",
            "  chasqui doctor --url ws://127.0.0.1:4711"
        })
final class DoctorCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--feed",
            paramLabel = "FEED",
            defaultValue = "iex",
            description = "The feed to look at, as of 'chasqui stream'. Default: ${DEFAULT-VALUE}.")
    private Feed feed = Feed.IEX;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The stream's wss:// or local ws:// address. Default: Alpaca's.")
    private @Nullable URI url;

    @Option(
            names = "--rest",
            paramLabel = "URL",
            description =
                    "The https:// or local http:// address of REST. Default: the host and port of --url, or Alpaca.")
    private @Nullable URI rest;

    @Option(names = "--json", description = "Write each finding as a JSON object on a line. Default: as text.")
    private boolean json;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DoctorTarget target = new DoctorTarget(feed, Optional.ofNullable(url), Optional.ofNullable(rest));
        Findings findings = new Findings(console.out(), json, console.colours() ? Palette.COLOURED : Palette.PLAIN);
        CredentialCheck check = CredentialCheck.of(console, target.url());
        findings.add(check.finding());
        Optional<Credentials> credentials = check.credentials();
        if (credentials.isPresent()) {
            examine(target, credentials.get(), findings);
        } else {
            skip(findings);
        }
        return console.interruption().requested().isDone()
                ? ExitCode.INTERRUPTED.code()
                : findings.exit().code();
    }

    private void examine(DoctorTarget target, Credentials credentials, Findings findings)
            throws IOException, InterruptedException {
        findings.add(new RestChecks(target, credentials).run());
        StreamProbe probe = new StreamProbe(target, credentials, console.interruption());
        findings.add(StreamChecks.of(probe.run(), target));
    }

    private static void skip(Findings findings) throws IOException {
        String reason = "there are no credentials";
        for (String name : List.of(RestChecks.REACHABLE, RestChecks.CLOCK, RestChecks.PLAN, RestChecks.BUDGET)) {
            findings.add(Finding.skipped(name, reason));
        }
        findings.add(StreamChecks.skipped(reason));
    }
}

package dev.chasqui.cli;

import dev.chasqui.model.MarketClock;
import dev.chasqui.rest.RestClient;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Compares the clock of this machine with the server's: with the date of its answers, or with the market clock if they have none. */
final class ClockCheck {

    private static final Duration TOLERATED = Duration.ofSeconds(2);

    private final RestClient client;
    private final ObservedTransport transport;

    ClockCheck(RestClient client, ObservedTransport transport) {
        this.client = client;
        this.transport = transport;
    }

    Finding run() {
        return ahead().map(ClockCheck::finding)
                .orElseGet(() -> Finding.skipped(RestChecks.CLOCK, "the server does not tell its time"));
    }

    private static Finding finding(Duration ahead) {
        String text = "this machine's clock is " + EventText.seconds(ahead.abs())
                + (ahead.isNegative() ? " behind" : " ahead of") + " the server's";
        return ahead.abs().compareTo(TOLERATED) <= 0
                ? Finding.ok(RestChecks.CLOCK, text)
                : Finding.warning(
                        RestChecks.CLOCK,
                        text,
                        "set it by NTP: the times of gaps are by this clock, and a repair asks for them");
    }

    private Optional<Duration> ahead() {
        Optional<Duration> byDate =
                transport.last().flatMap(answer -> date(answer).map(date -> ahead(date, answer)));
        return byDate.isPresent() ? byDate : byMarketClock();
    }

    // A date has whole seconds; on average, half of one has passed.
    private static Optional<Instant> date(ObservedTransport.Observed answer) {
        String date = answer.response().header("Date");
        try {
            return Optional.ofNullable(date)
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant()
                            .plusMillis(500));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<Duration> byMarketClock() {
        CompletableFuture<MarketClock> clock = client.clock();
        if (RestChecks.failure(clock).isPresent()) {
            return Optional.empty();
        }
        return transport.last().map(answer -> ahead(clock.join().time(), answer));
    }

    private static Duration ahead(Instant server, ObservedTransport.Observed answer) {
        Duration roundTrip = Duration.between(answer.sent(), answer.received());
        return Duration.between(server, answer.sent().plus(roundTrip.dividedBy(2)));
    }
}

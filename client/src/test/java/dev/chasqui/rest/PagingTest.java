package dev.chasqui.rest;

import static dev.chasqui.rest.RestFixture.MSFT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.model.Trade;
import dev.chasqui.rest.RestException.Kind;
import dev.chasqui.wire.Page;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Walking over pages. */
class PagingTest {

    private final RestFixture fixture = new RestFixture();
    private final ScriptedTransport transport = fixture.transport;
    private final RestClient client =
            fixture.builder().retries(RetryPolicy.NONE).build();

    private static String page(@Nullable String next, int... ids) {
        List<String> trades = new ArrayList<>();
        for (int id : ids) {
            trades.add("{\"t\":\"2026-01-05T14:30:00Z\",\"p\":1,\"s\":1,\"i\":" + id + "}");
        }
        String token = next == null ? "null" : "\"" + next + "\"";
        String symbols = ids.length == 0 ? "{}" : "{\"MSFT\":" + trades + "}";
        return "{\"trades\":" + symbols + ",\"next_page_token\":" + token + "}";
    }

    private List<Long> ids() {
        return client.allTrades(MSFT).stream().map(Trade::id).toList();
    }

    @Test
    void pagesAreFetchedAsTheyAreWalkedOver() {
        transport.then(200, page("a", 1, 2)).then(200, page("b", 3)).then(200, page(null, 4));
        Iterator<Trade> trades = client.allTrades(MSFT).iterator();
        assertThat(transport.requests).isEmpty();
        assertThat(trades.next().id()).isEqualTo(1);
        assertThat(trades.next().id()).isEqualTo(2);
        assertThat(transport.requests).hasSize(1);
        assertThat(trades.next().id()).isEqualTo(3);
        assertThat(transport.requests).hasSize(2);
        assertThat(trades.next().id()).isEqualTo(4);
        assertThat(trades.hasNext()).isFalse();
        assertThatThrownBy(trades::next).isInstanceOf(NoSuchElementException.class);
        assertThat(transport.asked())
                .containsExactly(
                        "/v2/stocks/trades?symbols=MSFT&feed=sip",
                        "/v2/stocks/trades?symbols=MSFT&feed=sip&page_token=a",
                        "/v2/stocks/trades?symbols=MSFT&feed=sip&page_token=b");
    }

    @Test
    void emptyPagesAreWalkedThrough() {
        transport.then(200, page("a")).then(200, page("b", 1)).then(200, page(null));
        assertThat(ids()).containsExactly(1L);
        assertThat(transport.requests).hasSize(3);
    }

    @Test
    void walkBeginsAnewEachTimeAndAtTheTokenOfTheQuery() {
        transport.then(200, page(null, 1));
        Paging<Trade> all = client.allTrades(MSFT.withPageToken("start"));
        assertThat(all).hasSize(1);
        assertThat(all).hasSize(1);
        assertThat(transport.asked())
                .containsOnly("/v2/stocks/trades?symbols=MSFT&page_token=start&feed=sip")
                .hasSize(2);
    }

    @Test
    void tokenSeenTwiceEndsTheWalkAfterWhatCameWithIt() {
        transport
                .then(200, page("a", 1))
                .then(200, page("b", 2))
                .then(200, page("a", 3))
                .then(500, "");
        List<Long> seen = new ArrayList<>();
        RestException failure = catchThrowableOfType(
                RestException.class, () -> client.allTrades(MSFT).forEach(trade -> seen.add(trade.id())));
        assertThat(failure.kind()).isEqualTo(Kind.PAGING);
        assertThat(failure.mayPass()).isFalse();
        assertThat(seen).containsExactly(1L, 2L, 3L);
        assertThat(transport.requests).hasSize(3);
    }

    @Test
    void pageThatNamesItselfEndsTheWalk() {
        transport.then(200, page("a", 1));
        RestException failure = catchThrowableOfType(
                RestException.class,
                () -> client.allTrades(MSFT.withPageToken("a")).forEach(trade -> {}));
        assertThat(failure.kind()).isEqualTo(Kind.PAGING);
        assertThat(transport.requests).hasSize(1);
    }

    @Test
    void failureOfAPageEndsTheWalkAndIsItself() {
        transport.then(200, page("a", 1)).then(403, "{\"message\":\"no\"}");
        RestException failure = catchThrowableOfType(RestException.class, this::ids);
        assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
    }

    @Test
    void recordThatCannotBeReadEndsTheWalkOverRecordsButNotOverPages() {
        String broken = page("a", 1, 2).replaceFirst("\"p\":1", "\"p\":\"x\"");
        transport.then(200, broken).then(200, page(null, 3)).then(200, broken);
        List<Page<Trade>> pages = new ArrayList<>();
        client.allTrades(MSFT).pages().forEach(pages::add);
        assertThat(pages).hasSize(2);
        assertThat(pages.get(0).problems()).hasSize(1);
        assertThat(pages.get(0).elements()).hasSize(1);
        RestException failure = catchThrowableOfType(RestException.class, this::ids);
        assertThat(failure.kind()).isEqualTo(Kind.BODY);
        assertThat(failure).hasMessageContaining("1 records cannot be read, the first of them MSFT in p");
    }

    @Test
    void interruptedWalkCancelsItsRequest() {
        CompletableFuture<HttpTransport.Response> never = new CompletableFuture<>();
        transport.then(never);
        Thread.currentThread().interrupt();
        RestException failure = catchThrowableOfType(RestException.class, this::ids);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.kind()).isEqualTo(Kind.INTERRUPTED);
        assertThat(never).isCancelled();
    }
}

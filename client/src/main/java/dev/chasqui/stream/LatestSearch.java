package dev.chasqui.stream;

import dev.chasqui.internal.transport.EventLoop;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the latest values of one channel: in the table, else by REST. What is asked for already is not asked for again. Asking is safe from
 * any thread; the rest is confined to the loop's.
 */
final class LatestSearch<E extends MarketEvent> {

    private final Channel channel;
    private final LatestTable table;
    private final LatestColumn<E> column;
    private final LatestSource source;
    private final EventLoop loop;
    private final EventPublisher events;
    private final BooleanSupplier wouldDeadlock;
    private final Map<String, List<Wish<?>>> awaited = new HashMap<>();
    private boolean closed;

    LatestSearch(
            Channel channel,
            LatestTable table,
            LatestColumn<E> column,
            LatestSource source,
            EventLoop loop,
            EventPublisher events,
            BooleanSupplier wouldDeadlock) {
        this.channel = channel;
        this.table = table;
        this.column = column;
        this.source = source;
        this.loop = loop;
        this.events = events;
        this.wouldDeadlock = wouldDeadlock;
    }

    CompletableFuture<Optional<LatestValue<E>>> find(String symbol) {
        return find(List.of(symbol), found -> Optional.ofNullable(found.get(symbol)));
    }

    CompletableFuture<Map<String, LatestValue<E>>> findAll(Collection<String> symbols) {
        return find(List.copyOf(new HashSet<>(symbols)), found -> found);
    }

    private <T> CompletableFuture<T> find(List<String> symbols, Function<Map<String, LatestValue<E>>, T> shape) {
        check(symbols);
        Wish<T> wish = new Wish<>(symbols, shape);
        if (!source.has(channel) || column.missing(symbols).isEmpty()) {
            wish.future.settle(wish.result());
        } else if (!loop.execute(() -> begin(wish))) {
            wish.future.settleExceptionally(StreamMachine.closedError());
        }
        return wish.future;
    }

    private static void check(List<String> symbols) {
        Subscription.of(List.of(Channel.TRADES), symbols);
        if (symbols.contains(Subscription.ALL_SYMBOLS)) {
            throw new IllegalArgumentException("latest values are found by name: * is no symbol");
        }
    }

    private void begin(Wish<?> wish) {
        if (closed) {
            wish.end(StreamMachine.closedError());
            return;
        }
        wish.open.addAll(column.missing(wish.symbols));
        List<String> unasked = new ArrayList<>();
        for (String symbol : wish.open) {
            List<Wish<?>> others = awaited.get(symbol);
            if (others == null) {
                others = new ArrayList<>();
                awaited.put(symbol, others);
                unasked.add(symbol);
            }
            others.add(wish);
        }
        if (wish.open.isEmpty()) {
            wish.end(null);
        }
        int most = source.symbolsPerRequest();
        for (int from = 0; from < unasked.size(); from += most) {
            ask(unasked.subList(from, Math.min(from + most, unasked.size())));
        }
    }

    private void ask(List<String> symbols) {
        long asked = loop.nanoTime();
        request(symbols).whenComplete((found, failure) -> loop.execute(() -> answered(symbols, asked, found, failure)));
    }

    private CompletableFuture<? extends Map<String, ? extends MarketEvent>> request(List<String> symbols) {
        try {
            return source.ask(channel, symbols);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private void answered(
            List<String> symbols,
            long asked,
            @Nullable Map<String, ? extends MarketEvent> found,
            @Nullable Throwable failure) {
        if (found != null) {
            found.values().forEach(event -> table.confirm(event, asked));
        }
        for (String symbol : symbols) {
            List<Wish<?>> wishes = awaited.remove(symbol);
            if (wishes != null) {
                wishes.forEach(wish -> wish.answered(symbol, failure));
            }
        }
    }

    /** The stream ends: what waits for an answer fails. */
    void close() {
        closed = true;
        Set<Wish<?>> left = new HashSet<>();
        awaited.values().forEach(left::addAll);
        awaited.clear();
        left.forEach(wish -> wish.end(StreamMachine.closedError()));
    }

    /** One caller and the symbols that are still being asked for. */
    private final class Wish<T> {

        private final List<String> symbols;
        private final Function<Map<String, LatestValue<E>>, T> shape;
        private final StreamFuture<T> future = new StreamFuture<>(wouldDeadlock);
        private final Set<String> open = new HashSet<>();
        private @Nullable Throwable failure;

        Wish(List<String> symbols, Function<Map<String, LatestValue<E>>, T> shape) {
            this.symbols = symbols;
            this.shape = shape;
        }

        T result() {
            Map<String, LatestValue<E>> found = new LinkedHashMap<>();
            for (String symbol : symbols) {
                column.freshOrFlagged(symbol).ifPresent(value -> found.put(symbol, value));
            }
            return shape.apply(found);
        }

        void answered(String symbol, @Nullable Throwable problem) {
            open.remove(symbol);
            if (problem != null && column.last(symbol).isEmpty()) {
                failure = problem;
            }
            if (open.isEmpty()) {
                end(failure);
            }
        }

        void end(@Nullable Throwable problem) {
            if (problem == null) {
                T result = result();
                events.afterEvents(() -> future.settle(result));
            } else {
                Throwable cause = problem instanceof CompletionException && problem.getCause() != null
                        ? problem.getCause()
                        : problem;
                events.afterEvents(() -> future.settleExceptionally(cause));
            }
        }
    }
}

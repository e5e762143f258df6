package dev.chasqui.internal.gap;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.stream.VirtualLoop;
import dev.chasqui.stream.event.GapReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** History in memory: rows that may appear late, answers that are scripted, and a note of every request. */
final class ScriptedHistory implements History {

    private record Row(MarketEvent event, long visibleNanos, int index) {}

    private static final Comparator<Row> ORDER = Comparator.comparing((Row row) -> row.event.symbol())
            .thenComparing(row -> row.event.timestampNanos())
            .thenComparing(Row::index);

    private final VirtualLoop loop;
    private final List<Row> rows = new ArrayList<>();
    private final Deque<Function<Query, Answer>> scripted = new ArrayDeque<>();
    private final Map<Channel, GapReason> obstacles = new EnumMap<>(Channel.class);

    final List<String> requests = new ArrayList<>();
    final List<Long> requestNanos = new ArrayList<>();
    int pageSize = 10_000;
    Duration latency = Duration.ZERO;
    Duration lag = Duration.ZERO;

    ScriptedHistory(VirtualLoop loop) {
        this.loop = loop;
    }

    /** Rows that are there from now on. */
    void has(MarketEvent... events) {
        hasFrom(Duration.ZERO, events);
    }

    /** Rows that appear after a time. */
    void hasFrom(Duration later, MarketEvent... events) {
        for (MarketEvent event : events) {
            rows.add(new Row(event, loop.nanoTime() + later.toNanos(), rows.size()));
        }
    }

    void none(Channel channel, GapReason reason) {
        obstacles.put(channel, reason);
    }

    /** The next request that is not scripted yet gets this. */
    void answer(Answer answer) {
        scripted.add(query -> answer);
    }

    void answer(int times, Answer answer) {
        for (int i = 0; i < times; i++) {
            answer(answer);
        }
    }

    void fail(Failure failure) {
        answer(new Failed(failure, null, "text of REST"));
    }

    @Override
    public Optional<GapReason> obstacle(Channel channel) {
        return Optional.ofNullable(obstacles.get(channel));
    }

    @Override
    public void fetch(Query query, Consumer<Answer> receiver) {
        requests.add(text(query));
        requestNanos.add(loop.nanoTime());
        Function<Query, Answer> script = scripted.poll();
        loop.schedule(latency, () -> receiver.accept(script == null ? page(query) : script.apply(query)));
    }

    // A token names the row after which to go on, so that rows which appear between two pages shift nothing.
    private Answer page(Query query) {
        List<Row> found = rows.stream()
                .filter(row -> loop.nanoTime() - row.visibleNanos >= 0)
                .filter(row -> isAsked(row.event, query))
                .sorted(ORDER)
                .toList();
        List<Row> rest = query.pageToken() == null
                ? found
                : found.stream()
                        .filter(row -> ORDER.compare(row, rows.get(Integer.parseInt(query.pageToken()))) > 0)
                        .toList();
        List<Row> page = rest.subList(0, Math.min(rest.size(), pageSize));
        boolean last = page.size() == rest.size();
        return new Page(
                page.stream().map(Row::event).toList(),
                last ? null : Integer.toString(page.get(page.size() - 1).index));
    }

    private boolean isAsked(MarketEvent row, Query query) {
        Instant time = row.timestamp();
        boolean shown = !time.isAfter(loop.wallClock().minus(lag));
        return shown
                && channel(row) == channel(query.channel())
                && !time.isBefore(query.start())
                && !time.isAfter(query.end())
                && (query.symbols().isEmpty() || isAbout(row, query));
    }

    private static boolean isAbout(MarketEvent row, Query query) {
        return row instanceof News news
                ? news.symbols().stream().anyMatch(query.symbols()::contains)
                : query.symbols().contains(row.symbol());
    }

    private static Channel channel(MarketEvent row) {
        return row instanceof Bar ? Channel.BARS : row.channel();
    }

    private static Channel channel(Channel asked) {
        return asked == Channel.UPDATED_BARS ? Channel.BARS : asked;
    }

    private static String text(Query query) {
        return query.channel().wireName() + " " + String.join(",", new java.util.TreeSet<>(query.symbols())) + " "
                + GapHarness.seconds(query.start()) + ".." + GapHarness.seconds(query.end())
                + (query.pageToken() == null ? "" : " page " + query.pageToken());
    }
}

package dev.chasqui.simulator;

import dev.chasqui.model.Feed;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import dev.chasqui.model.Timestamps;
import dev.chasqui.server.DataFrame;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes the frames of a seeded market, one after the other, without a clock: everything follows from the seed and the settings.
 *
 * <p>An agenda holds what comes next: ticks of all symbols, the end of each minute, quotes of the test symbol, articles, and now and then a
 * halt with its resumption. Minute ends are entered before anything that happens after them, so that a bar holds exactly the trades sent before
 * it.
 */
final class MarketGenerator implements FrameStream {

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;
    private static final long REVISION_DELAY = 30 * SECOND;
    private static final long MICROSECOND = 1_000;
    private static final double FRAMES_PER_SECOND = 200;
    private static final long TEST_QUOTE_INTERVAL = 5 * SECOND;
    private static final String TEST_SYMBOL = "FAKEPACA";
    static final ZoneId STOCK_DAY = ZoneId.of("America/New_York");
    static final ZoneId CRYPTO_DAY = ZoneId.of("America/Chicago");

    private final Random random;
    private final List<Walk> walks = new ArrayList<>();
    private final Walk testWalk;
    private final Agenda agenda = new Agenda();
    private final Deque<SourceFrame> ready = new ArrayDeque<>();
    private final long end;
    private final int largestFrame;
    private final double meanFrameInterval;
    private final double revised;
    private long minuteStart;
    private long nextArticle = 51_230_001;

    MarketGenerator(SeededMarket market, Instant start) {
        random = new Random(market.seed());
        market.symbols().forEach(symbol -> walks.add(new Walk(symbol, random)));
        testWalk = new Walk(TEST_SYMBOL, random);
        long startNanos = Timestamps.toEpochNanos(start);
        end = market.length().map(length -> startNanos + length.toNanos()).orElse(Long.MAX_VALUE);
        double rate = market.messagesPerSecond();
        // One message a frame at a low rate; at a high one, frames of 1 to largestFrame messages.
        largestFrame = (int) Math.max(1, 2 * rate / FRAMES_PER_SECOND - 1);
        meanFrameInterval = SECOND * (1 + largestFrame) / 2.0 / rate;
        revised = market.revised();
        minuteStart = startNanos - Math.floorMod(startNanos, MINUTE);
        agenda.at(minuteStart + MINUTE, this::endMinute);
        agenda.at(startNanos + pause(), this::ticks);
        agenda.at(startNanos + TEST_QUOTE_INTERVAL, this::testTick);
        agenda.at(startNanos + 10 * SECOND, this::article);
        agenda.at(startNanos + 45 * SECOND, this::halt);
    }

    @Override
    public @Nullable SourceFrame next() {
        while (ready.isEmpty()) {
            if (!agenda.step(end)) {
                return null;
            }
        }
        return ready.remove();
    }

    @Override
    public void close() {}

    private void send(Predicate<Feed> audience, long timeNanos, List<MarketEvent> events) {
        if (!events.isEmpty()) {
            ready.add(new SourceFrame(audience, timeNanos, DataFrame.of(List.copyOf(events))));
        }
    }

    // The test feed has its own symbol only.
    private static boolean carriesStocks(Feed feed) {
        return feed.kind() == FeedKind.STOCKS && !feed.equals(Feed.TEST);
    }

    private static Predicate<Feed> audience(FeedKind kind) {
        return kind == FeedKind.STOCKS ? MarketGenerator::carriesStocks : feed -> feed.kind() == kind;
    }

    private long pause() {
        return Math.max(1, (long) (-Math.log(1 - random.nextDouble()) * meanFrameInterval));
    }

    private void ticks(long timeNanos) {
        Walk first = walks.get(random.nextInt(walks.size()));
        int count = 1 + random.nextInt(largestFrame);
        List<MarketEvent> events = new ArrayList<>(count);
        // A microsecond apart, and all within the minute whose bar will hold them.
        long latest = minuteStart + MINUTE - 1;
        long time = timeNanos;
        for (int i = 0; i < count; i++) {
            Walk walk = i == 0 ? first : otherOf(first.kind());
            time = Math.min(latest, timeNanos + i * MICROSECOND);
            if (!walk.isHalted()) {
                events.add(walk.tick(time, random));
            }
        }
        send(audience(first.kind()), timeNanos, events);
        agenda.at(Math.max(time + 1, timeNanos + pause()), this::ticks);
    }

    // A frame has messages of one kind of feed.
    private Walk otherOf(FeedKind kind) {
        Walk walk = walks.get(random.nextInt(walks.size()));
        while (walk.kind() != kind) {
            walk = walks.get(random.nextInt(walks.size()));
        }
        return walk;
    }

    private void halt(long timeNanos) {
        Walk walk = walks.get(random.nextInt(walks.size()));
        if (walk.kind() == FeedKind.STOCKS && !walk.isHalted()) {
            send(audience(FeedKind.STOCKS), timeNanos, List.of(walk.halt(timeNanos)));
            agenda.at(
                    timeNanos + (5 + random.nextInt(25)) * SECOND,
                    resumption -> send(audience(FeedKind.STOCKS), resumption, List.of(walk.resume(resumption))));
        }
        agenda.at(timeNanos + (60 + random.nextInt(120)) * SECOND, this::halt);
    }

    private void endMinute(long timeNanos) {
        for (FeedKind kind : List.of(FeedKind.STOCKS, FeedKind.CRYPTO)) {
            List<Walk> traded =
                    walks.stream().filter(walk -> walk.kind() == kind).toList();
            flush(traded, audience(kind), timeNanos, kind == FeedKind.STOCKS ? STOCK_DAY : CRYPTO_DAY);
        }
        flush(List.of(testWalk), Feed.TEST::equals, timeNanos, STOCK_DAY);
        send(
                audience(FeedKind.STOCKS),
                timeNanos,
                walks.stream()
                        .filter(walk -> walk.kind() == FeedKind.STOCKS)
                        .map(walk -> (MarketEvent) walk.band(timeNanos))
                        .toList());
        minuteStart = timeNanos;
        agenda.at(timeNanos + MINUTE, this::endMinute);
    }

    private void flush(List<Walk> traded, Predicate<Feed> audience, long timeNanos, ZoneId zone) {
        List<MarketEvent> minutes = new ArrayList<>();
        List<MarketEvent> days = new ArrayList<>();
        long dayStart = dayStart(minuteStart, zone);
        boolean lastOfDay = dayStart(timeNanos, zone) != dayStart;
        for (Walk walk : traded) {
            if (walk.hasTraded()) {
                minutes.add(walk.minuteBar(minuteStart));
                planRevision(walk, minuteStart);
            }
            if (walk.hasTradedToday()) {
                days.add(walk.dayBar(dayStart));
            }
            if (lastOfDay) {
                walk.beginDay();
            }
        }
        send(audience, timeNanos, minutes);
        send(audience, timeNanos, days);
    }

    private void planRevision(Walk walk, long start) {
        // Nothing is drawn where nothing is revised, so that such a market stays what it was.
        if (revised > 0 && walk.kind() == FeedKind.STOCKS && walk != testWalk && random.nextDouble() < revised) {
            agenda.at(start + MINUTE + REVISION_DELAY, time -> revise(walk, start, time));
        }
    }

    private void revise(Walk walk, long minute, long timeNanos) {
        Predicate<Feed> stocks = audience(FeedKind.STOCKS);
        switch (random.nextInt(3)) {
            case 0 -> {
                send(stocks, timeNanos, List.of(walk.lateTrade(minute + MINUTE - 1, random)));
                send(stocks, timeNanos, List.of(walk.updatedBar(minute)));
            }
            case 1 -> send(stocks, timeNanos, List.of(walk.cancel(timeNanos)));
            default -> send(stocks, timeNanos, List.of(walk.correction(timeNanos)));
        }
    }

    static long dayStart(long timeNanos, ZoneId zone) {
        ZonedDateTime time = Timestamps.toInstant(timeNanos).atZone(zone);
        return Timestamps.toEpochNanos(time.toLocalDate().atStartOfDay(zone).toInstant());
    }

    private void testTick(long timeNanos) {
        List<MarketEvent> events = new ArrayList<>();
        events.add(testWalk.quote(timeNanos, random));
        if (random.nextBoolean()) {
            events.add(testWalk.trade(timeNanos, random));
        }
        send(Feed.TEST::equals, timeNanos, events);
        agenda.at(timeNanos + TEST_QUOTE_INTERVAL, this::testTick);
    }

    private void article(long timeNanos) {
        Walk walk = walks.get(random.nextInt(walks.size()));
        long seconds = timeNanos - Math.floorMod(timeNanos, SECOND);
        News news = new News(
                nextArticle++,
                walk.symbol() + " is in the news",
                "",
                "Chasqui Simulator",
                seconds,
                seconds,
                "",
                "<p>Nothing has happened to " + walk.symbol() + ".</p>",
                List.of(walk.symbol().replace("/", "")),
                "simulator");
        send(audience(FeedKind.NEWS_ARTICLES), timeNanos, List.of(news));
        agenda.at(timeNanos + (20 + random.nextInt(40)) * SECOND, this::article);
    }
}

package dev.chasqui.wire;

import dev.chasqui.model.Auction;
import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketClock;
import dev.chasqui.model.News;
import dev.chasqui.model.OrderBook;
import dev.chasqui.model.PerpetualPricing;
import dev.chasqui.model.Quote;
import dev.chasqui.model.Snapshot;
import dev.chasqui.model.Trade;
import dev.chasqui.model.TradingDay;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the JSON bodies of the REST interface. Safe from any thread.
 *
 * <p>History and latest values, of one symbol and of many, of stocks, crypto and options are told apart by the body itself. A record that
 * cannot be read is reported in {@link Page#problems()} and costs no other; a body that cannot be read, or that does not hold what was
 * asked for, is a {@link MalformedBodyException}. The tolerance is that of {@link FrameDecoder}.
 */
public final class RestDecoder {

    private final DecodeLimits limits;

    /** A decoder with these bounds; {@link DecodeLimits#maxArrayElements()} also bounds the records of a page. */
    public RestDecoder(DecodeLimits limits) {
        this.limits = limits;
    }

    /** History or latest trades. */
    public Page<Trade> trades(byte[] body) {
        return new Reading(body).page("trades", "trade", "t", reading -> reading.prices.trade());
    }

    /** History or latest quotes. */
    public Page<Quote> quotes(byte[] body) {
        return new Reading(body).page("quotes", "quote", "q", reading -> reading.prices.quote());
    }

    /** History or latest bars. Bodies do not tell the interval, so it is given. */
    public Page<Bar> bars(byte[] body, Bar.Kind kind) {
        return new Reading(body).page("bars", "bar", "b", reading -> reading.prices.bar(kind));
    }

    /** Latest order books, each of them whole: {@link OrderBook#reset()} is true. */
    public Page<OrderBook> orderBooks(byte[] body) {
        return new Reading(body).page("orderbooks", "orderbook", "o", reading -> whole(reading.prices.orderBook()));
    }

    private static OrderBook whole(OrderBook book) {
        return new OrderBook(book.symbol(), book.timestampNanos(), book.bids(), book.asks(), true);
    }

    /** Latest prices of perpetual futures. */
    public Page<PerpetualPricing> pricing(byte[] body) {
        return new Reading(body).page("pricing", "pricing", "p", reading -> reading.prices.pricing());
    }

    /** Auctions of stocks, one record for each day of a symbol. */
    public Page<Auction> auctions(byte[] body) {
        return new Reading(body)
                .page("auctions", "auction", "auction", reading -> new AuctionSchema(reading.in, reading.fields).day());
    }

    /** News articles. Links to images are passed over. */
    public Page<News> news(byte[] body) {
        return new Reading(body).page("news", "news", "n", reading -> reading.news.news());
    }

    /** Snapshots of one symbol or many. A symbol that the server knows nothing of is absent. */
    public Page<Snapshot> snapshots(byte[] body) {
        Reading reading = new Reading(body);
        SnapshotSchema schema = new SnapshotSchema(reading.in, reading.fields, reading.prices);
        return reading.whole(() -> new SnapshotReader(reading.in, reading.fields, schema).read());
    }

    /** The market clock of the trading host. */
    public MarketClock clock(byte[] body) {
        Reading reading = new Reading(body);
        return reading.whole(() -> new CalendarSchema(reading.in).clock());
    }

    /** The calendar of the trading host, in its order. */
    public List<TradingDay> calendar(byte[] body) {
        Reading reading = new Reading(body);
        return reading.whole(() -> new CalendarSchema(reading.in).days());
    }

    /** What an error says. Never fails: a body that is not JSON, such as a page of a proxy, gives its visible text. */
    public ErrorBody error(byte[] body) {
        return new ErrorBodyReader(limits).read(body);
    }

    /** One body on its way through the schemas. */
    private final class Reading {

        private final byte[] body;
        private final ValueReader in = ValueReader.create(Encoding.JSON, limits);
        private final Fields fields = new Fields(in);
        private final PriceSchema prices = new PriceSchema(in, fields);
        private final NewsSchema news = new NewsSchema(in, fields);

        Reading(byte[] body) {
            this.body = body;
        }

        <E> Page<E> page(String plural, String singular, String kind, Function<Reading, E> element) {
            PageReader<E> reader = new PageReader<>(in, fields, kind, () -> element.apply(this));
            return whole(() -> reader.read(plural, singular));
        }

        <R> R whole(Supplier<R> reader) {
            in.reset(body, 0, body.length);
            try {
                R result = reader.get();
                in.expectEnd();
                return result;
            } catch (WireFault fault) {
                throw new MalformedBodyException(problem(fault));
            }
        }

        private DecodeProblem problem(WireFault fault) {
            String field = fault.field() == null ? Excerpt.label(in.key()) : fault.field();
            String excerpt = Excerpt.around(body, 0, 0, in.position, body.length);
            return new DecodeProblem(DecodeProblem.Scope.FRAME, "", "", field, fault.reason(), excerpt);
        }
    }
}

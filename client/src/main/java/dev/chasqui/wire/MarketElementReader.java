package dev.chasqui.wire;

import dev.chasqui.model.Bar;
import dev.chasqui.model.MarketEvent;
import org.jspecify.annotations.Nullable;

/** Reads one element of a market-data stream: finds its type, and hands its fields to the schema of the type. */
final class MarketElementReader implements ElementReader {

    private static final int TRADE = 't';
    private static final int QUOTE = 'q';
    private static final int MINUTE_BAR = 'b';
    private static final int UPDATED_BAR = 'u';
    private static final int DAILY_BAR = 'd';
    private static final int STATUS = 's';
    private static final int LULD = 'l';
    private static final int IMBALANCE = 'i';
    private static final int CANCEL = 'x';
    private static final int CORRECTION = 'c';
    private static final int ORDER_BOOK = 'o';
    private static final int NEWS = 'n';
    private static final int PRICING = 'p';

    private final ValueReader in;
    private final @Nullable FastPath fastPath;
    private final Fields fields;
    private final PriceSchema prices;
    private final NoticeSchema notices;
    private final NewsSchema news;
    private final ControlSchema control;
    private String type = "";

    MarketElementReader(ValueReader in, @Nullable FastPath fastPath) {
        this.in = in;
        this.fastPath = fastPath;
        fields = new Fields(in);
        prices = new PriceSchema(in, fields);
        notices = new NoticeSchema(in, fields);
        news = new NewsSchema(in, fields);
        control = new ControlSchema(in, fields);
    }

    @Override
    public void read(FrameHandler handler) {
        MarketEvent event = fastPath == null ? null : fastPath.read(in.bytes, in.position, in.end);
        if (fastPath == null || event == null) {
            readAny(handler);
            return;
        }
        int length = fastPath.end() - in.position;
        in.position += length;
        handler.onEvent(event, length);
    }

    private void readAny(FrameHandler handler) {
        int start = in.position;
        int depth = in.depth;
        in.beginObject();
        if (in.nextKey() == Keys.T) {
            int first = readType();
            try {
                read(first, false, start, handler);
                return;
            } catch (WireFault fault) {
                if (!fields.isOtherTypeFound()) {
                    throw fault;
                }
            }
        }
        in.seek(start, depth);
        int last = lastType();
        in.seek(start, depth);
        in.beginObject();
        read(last, true, start, handler);
    }

    private int readType() {
        int packed = in.readPacked();
        if (packed <= 0 || packed > 0xff) {
            type = in.codeOfText();
            return ValueReader.UNPACKED;
        }
        return packed;
    }

    private int lastType() {
        boolean found = false;
        int last = ValueReader.UNPACKED;
        in.beginObject();
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            if (key == Keys.T) {
                found = true;
                last = readType();
            } else {
                in.skip();
            }
        }
        if (!found) {
            throw WireFault.missing("T");
        }
        return last;
    }

    private void read(int packed, boolean last, int start, FrameHandler handler) {
        fields.begin(packed, last);
        switch (packed) {
            case TRADE -> handler.onEvent(prices.trade(), in.position - start);
            case QUOTE -> handler.onEvent(prices.quote(), in.position - start);
            case MINUTE_BAR -> handler.onEvent(prices.bar(Bar.Kind.MINUTE), in.position - start);
            case UPDATED_BAR -> handler.onEvent(prices.bar(Bar.Kind.UPDATED_MINUTE), in.position - start);
            case DAILY_BAR -> handler.onEvent(prices.bar(Bar.Kind.DAY), in.position - start);
            case STATUS -> handler.onEvent(notices.status(), in.position - start);
            case LULD -> handler.onEvent(notices.luldBand(), in.position - start);
            case IMBALANCE -> handler.onEvent(notices.imbalance(), in.position - start);
            case CANCEL -> handler.onEvent(notices.cancel(), in.position - start);
            case CORRECTION -> handler.onEvent(notices.correction(), in.position - start);
            case ORDER_BOOK -> handler.onEvent(prices.orderBook(), in.position - start);
            case NEWS -> handler.onEvent(news.news(), in.position - start);
            case PRICING -> handler.onEvent(prices.pricing(), in.position - start);
            case ValueReader.UNPACKED -> readNamed(start, handler);
            default -> unknown(Character.toString(packed), start, handler);
        }
    }

    private void readNamed(int start, FrameHandler handler) {
        switch (type) {
            case "success" -> handler.onControl(control.success());
            case "error" -> handler.onControl(control.failure());
            case "subscription" -> handler.onControl(control.acknowledgement());
            default -> unknown(type, start, handler);
        }
    }

    private void unknown(String unknown, int start, FrameHandler handler) {
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            fields.other(key);
        }
        handler.onUnknown(Excerpt.label(unknown), in.bytes, start, in.position - start);
    }
}

package dev.chasqui.wire;

import dev.chasqui.model.TradeUpdate;
import dev.chasqui.model.TradeUpdate.Order;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the data of a {@code trade_updates} message. */
final class TradeUpdateSchema {

    private final ValueReader in;
    private final Fields fields;
    private final OrderSchema orders;

    TradeUpdateSchema(ValueReader in) {
        this.in = in;
        fields = new Fields(in);
        orders = new OrderSchema(in);
    }

    TradeUpdate tradeUpdate() {
        String event = null;
        String executionId = null;
        String eventId = null;
        OffsetDateTime timestamp = null;
        OffsetDateTime at = null;
        BigDecimal price = null;
        BigDecimal quantity = null;
        BigDecimal positionQuantity = null;
        Map<String, BigDecimal> positionQuantities = Map.of();
        Order order = null;
        in.beginObject();
        while (in.nextKey() != ValueReader.END) {
            switch (in.key()) {
                case "event" -> event = fields.code();
                case "execution_id" -> executionId = string();
                case "event_id" -> eventId = string();
                case "timestamp" -> timestamp = time();
                case "at" -> at = time();
                case "price" -> price = decimal();
                case "qty" -> quantity = decimal();
                case "position_qty" -> positionQuantity = decimal();
                case "position_qtys" -> positionQuantities = positionQuantities();
                case "order" -> order = orders.order();
                default -> in.skip();
            }
        }
        return new TradeUpdate(
                Fields.required(event, "event"),
                executionId,
                eventId,
                timestamp == null ? at : timestamp,
                price,
                quantity,
                positionQuantity,
                positionQuantities,
                order);
    }

    private @Nullable String string() {
        return in.isNull() ? null : in.readString();
    }

    private @Nullable OffsetDateTime time() {
        return in.isNull() ? null : in.readOffsetDateTime();
    }

    private @Nullable BigDecimal decimal() {
        return in.isNull() ? null : in.readDecimal();
    }

    private Map<String, BigDecimal> positionQuantities() {
        Map<String, BigDecimal> quantities = new TreeMap<>();
        if (in.isNull()) {
            return quantities;
        }
        in.beginObject();
        while (in.nextKey() != ValueReader.END) {
            String symbol = in.key();
            BigDecimal quantity = decimal();
            if (quantity != null) {
                quantities.put(symbol, quantity);
            }
        }
        return quantities;
    }
}

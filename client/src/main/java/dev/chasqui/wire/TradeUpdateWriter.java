package dev.chasqui.wire;

import dev.chasqui.model.TradeUpdate;
import dev.chasqui.model.TradeUpdate.Order;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes updates of the trading stream, each a whole frame. Times are texts in both encodings, as MessagePack's own times have no
 * offset. Of what an order does not have, Alpaca writes the most usual fields as null and leaves out the others; so does this.
 */
final class TradeUpdateWriter {

    private final ValueWriter out;
    private final Rfc3339Writer times = new Rfc3339Writer();

    TradeUpdateWriter(ValueWriter out) {
        this.out = out;
    }

    void write(TradeUpdate update) {
        out.beginObject();
        text("stream", "trade_updates");
        out.key("data");
        out.beginObject();
        text("event", update.event());
        text("execution_id", update.executionId());
        text("event_id", update.eventId());
        time("timestamp", update.occurredAt());
        decimal("price", update.price());
        decimal("qty", update.quantity());
        decimal("position_qty", update.positionQuantity());
        positionQuantities(update.positionQuantities());
        out.key("order");
        order(update.order());
        out.endObject();
        out.endObject();
    }

    private void positionQuantities(Map<String, BigDecimal> quantities) {
        if (!quantities.isEmpty()) {
            out.key("position_qtys");
            out.beginObject();
            quantities.forEach(this::decimal);
            out.endObject();
        }
    }

    private void order(@Nullable Order order) {
        if (order == null) {
            out.nil();
            return;
        }
        out.beginObject();
        text("id", order.id());
        text("client_order_id", order.clientOrderId());
        times(order);
        text("replaced_by", order.replacedBy());
        text("replaces", order.replaces());
        text("asset_id", order.assetId());
        text("symbol", order.symbol());
        text("asset_class", order.assetClass());
        decimalOrNull("notional", order.notional());
        decimal("qty", order.quantity());
        decimal("filled_qty", order.filledQuantity());
        decimalOrNull("filled_avg_price", order.filledAveragePrice());
        terms(order);
        legs(order.legs());
        decimalOrNull("trail_percent", order.trailPercent());
        decimalOrNull("trail_price", order.trailPrice());
        decimalOrNull("hwm", order.highWaterMark());
        decimal("ratio_qty", order.ratioQuantity());
        out.endObject();
    }

    private void times(Order order) {
        time("created_at", order.createdAt());
        time("updated_at", order.updatedAt());
        time("submitted_at", order.submittedAt());
        time("filled_at", order.filledAt());
        time("expired_at", order.expiredAt());
        time("expires_at", order.expiresAt());
        time("cancel_requested_at", order.cancelRequestedAt());
        time("canceled_at", order.canceledAt());
        time("failed_at", order.failedAt());
        time("replaced_at", order.replacedAt());
    }

    private void terms(Order order) {
        text("order_class", order.orderClass());
        text("order_type", order.orderType());
        text("type", order.type());
        text("side", order.side());
        text("position_intent", order.positionIntent());
        text("time_in_force", order.timeInForce());
        decimalOrNull("limit_price", order.limitPrice());
        decimalOrNull("stop_price", order.stopPrice());
        text("status", order.status());
        Boolean extendedHours = order.extendedHours();
        if (extendedHours != null) {
            out.key("extended_hours");
            out.bool(extendedHours);
        }
    }

    private void legs(List<Order> legs) {
        out.key("legs");
        if (legs.isEmpty()) {
            out.nil();
            return;
        }
        out.beginArray(legs.size());
        legs.forEach(this::order);
        out.endArray();
    }

    private void text(String key, @Nullable String value) {
        if (value != null) {
            out.key(key);
            out.text(value);
        }
    }

    private void time(String key, @Nullable OffsetDateTime value) {
        if (value != null) {
            text(key, times.text(value));
        }
    }

    private void decimal(String key, @Nullable BigDecimal value) {
        if (value != null) {
            text(key, text(value));
        }
    }

    private void decimalOrNull(String key, @Nullable BigDecimal value) {
        if (value == null) {
            out.key(key);
            out.nil();
        } else {
            text(key, text(value));
        }
    }

    // Without an exponent wherever the number of digits behind the point survives that.
    private static String text(BigDecimal value) {
        return value.scale() >= 0 ? value.toPlainString() : value.toString();
    }
}

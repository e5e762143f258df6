package dev.chasqui.wire;

import dev.chasqui.model.TradeUpdate.Order;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the orders of a trading stream, where every field may be absent or null. */
final class OrderSchema {

    private final ValueReader in;

    OrderSchema(ValueReader in) {
        this.in = in;
    }

    /** An order; null if there is a null instead. */
    @Nullable
    Order order() {
        return in.isNull() ? null : readOrder();
    }

    private Order readOrder() {
        Parts parts = new Parts();
        in.beginObject();
        while (in.nextKey() != ValueReader.END) {
            String key = in.key();
            if (in.isNull()) {
                parts.clear(key);
            } else {
                read(key, parts);
            }
        }
        return parts.order();
    }

    private void read(String key, Parts parts) {
        switch (key) {
            case "created_at",
                    "updated_at",
                    "submitted_at",
                    "filled_at",
                    "expired_at",
                    "expires_at",
                    "cancel_requested_at",
                    "canceled_at",
                    "failed_at",
                    "replaced_at" -> parts.times.put(key, in.readOffsetDateTime());
            case "notional",
                    "qty",
                    "filled_qty",
                    "filled_avg_price",
                    "limit_price",
                    "stop_price",
                    "trail_percent",
                    "trail_price",
                    "hwm",
                    "ratio_qty" -> parts.decimals.put(key, in.readDecimal());
            case "id",
                    "client_order_id",
                    "replaced_by",
                    "replaces",
                    "asset_id",
                    "symbol",
                    "asset_class",
                    "order_class",
                    "order_type",
                    "type",
                    "side",
                    "position_intent",
                    "time_in_force",
                    "status" -> parts.texts.put(key, in.readString());
            case "extended_hours" -> parts.extendedHours = in.readBoolean();
            case "legs" -> parts.legs = legs();
            default -> in.skip();
        }
    }

    private List<Order> legs() {
        List<Order> legs = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            Order leg = order();
            if (leg != null) {
                legs.add(leg);
            }
        }
        return legs;
    }

    /** What was read of an order so far. Maps, since updates of orders are rare and their fields many. */
    private static final class Parts {

        private final Map<String, OffsetDateTime> times = new HashMap<>();
        private final Map<String, BigDecimal> decimals = new HashMap<>();
        private final Map<String, String> texts = new HashMap<>();
        private @Nullable Boolean extendedHours;
        private List<Order> legs = List.of();

        void clear(String key) {
            times.remove(key);
            decimals.remove(key);
            texts.remove(key);
            switch (key) {
                case "extended_hours" -> extendedHours = null;
                case "legs" -> legs = List.of();
                default -> {
                    // In one of the maps, or unknown.
                }
            }
        }

        Order order() {
            return new Order(
                    texts.get("id"),
                    texts.get("client_order_id"),
                    times.get("created_at"),
                    times.get("updated_at"),
                    times.get("submitted_at"),
                    times.get("filled_at"),
                    times.get("expired_at"),
                    times.get("expires_at"),
                    times.get("cancel_requested_at"),
                    times.get("canceled_at"),
                    times.get("failed_at"),
                    times.get("replaced_at"),
                    texts.get("replaced_by"),
                    texts.get("replaces"),
                    texts.get("asset_id"),
                    texts.get("symbol"),
                    texts.get("asset_class"),
                    decimals.get("notional"),
                    decimals.get("qty"),
                    decimals.get("filled_qty"),
                    decimals.get("filled_avg_price"),
                    texts.get("order_class"),
                    texts.get("order_type"),
                    texts.get("type"),
                    texts.get("side"),
                    texts.get("position_intent"),
                    texts.get("time_in_force"),
                    decimals.get("limit_price"),
                    decimals.get("stop_price"),
                    texts.get("status"),
                    extendedHours,
                    legs,
                    decimals.get("trail_percent"),
                    decimals.get("trail_price"),
                    decimals.get("hwm"),
                    decimals.get("ratio_qty"));
        }
    }
}

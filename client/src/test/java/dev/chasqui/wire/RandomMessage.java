package dev.chasqui.wire;

import dev.chasqui.model.FeedKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes up messages as maps of what the wire carries: texts, decimals, unsigned integers, instants, booleans, lists, maps, null. Optional
 * fields are missing or null now and then, unknown ones are added, and keys come in any order.
 */
final class RandomMessage {

    private static final String[] SYMBOLS = {
        "A", "SPY", "BRK.B", "BTC/USD", "SPY260116C00600000", "ZVZZT", "\u00c9TOILE", ""
    };
    private static final String[] CODES = {"V", "K", " ", "", "@", "I", "TWO", "w", "\u00e9", "\uD83D\uDE00", "\"", "\\"
    };
    private static final String[] TEXTS = {
        "",
        "Trading Halt",
        "Auth,; Quotes/Trades \"Resume\"",
        "<p>\u05d0\uD83D\uDE00</p>",
        "tab\tnewline\n\\",
        "\u007f\u0080\uFFFF"
    };
    private static final long FIRST_SECOND = -9_223_372_036L;
    private static final long LAST_SECOND = 9_223_372_036L;

    private final Random random;

    RandomMessage(Random random) {
        this.random = random;
    }

    Map<String, Object> next(FeedKind kind) {
        Map<String, Object> message = new LinkedHashMap<>();
        String types = switch (kind) {
            case STOCKS -> "ttqqbudslixc";
            case CRYPTO -> "ttqqbudo";
            case PERPETUALS -> "tqbudop";
            case OPTIONS -> "tq";
            case NEWS_ARTICLES, TRADING -> "n";
        };
        String type = String.valueOf(types.charAt(random.nextInt(types.length())));
        message.put("T", type);
        fill(type, kind, message);
        for (int i = random.nextInt(3); i > 0; i--) {
            message.put("unknown" + random.nextInt(100), anything(3));
        }
        return shuffled(message);
    }

    private void fill(String type, FeedKind kind, Map<String, Object> message) {
        if (type.equals("n")) {
            news(message);
            return;
        }
        message.put("S", pick(SYMBOLS));
        message.put("t", time());
        switch (type) {
            case "t" -> trade(kind, message);
            case "q" -> quote(kind, message);
            case "b", "u", "d" -> bar(message);
            case "s" -> {
                List.of("sc", "sm", "rc", "rm").forEach(key -> optional(message, key, pick(TEXTS)));
                optional(message, "z", pick(CODES));
            }
            case "l" -> {
                numbers(message, "u", "d");
                optional(message, "i", pick(CODES));
                optional(message, "z", pick(CODES));
            }
            case "i" -> {
                numbers(message, "p");
                optional(message, "z", pick(CODES));
                optional(message, "ps", number());
                optional(message, "is", number());
                optional(message, "side", pick(CODES));
                optional(message, "at", pick(CODES));
            }
            case "x" -> {
                message.put("i", id());
                numbers(message, "p", "s");
                optional(message, "x", pick(CODES));
                optional(message, "a", pick(CODES));
                optional(message, "z", pick(CODES));
            }
            case "c" -> correction(message);
            case "o" -> {
                optional(message, "b", levels());
                optional(message, "a", levels());
                optional(message, "r", random.nextBoolean());
            }
            default -> {
                List.of("ip", "mp", "fr", "oi").forEach(key -> optional(message, key, number()));
                optional(message, "x", pick(CODES));
                optional(message, "ft", time());
            }
        }
    }

    private void trade(FeedKind kind, Map<String, Object> message) {
        numbers(message, "p", "s");
        optional(message, "i", id());
        optional(message, "x", pick(CODES));
        optional(message, "c", kind == FeedKind.OPTIONS ? pick(CODES) : conditions());
        optional(message, "z", pick(CODES));
        optional(message, "tks", pick(CODES));
        optional(message, "u", pick(CODES));
        optional(message, "r", time());
    }

    private void quote(FeedKind kind, Map<String, Object> message) {
        numbers(message, "bp", "bs", "ap", "as");
        optional(message, "bx", pick(CODES));
        optional(message, "ax", pick(CODES));
        optional(message, "c", kind == FeedKind.OPTIONS ? pick(CODES) : conditions());
        optional(message, "z", pick(CODES));
        optional(message, "r", time());
    }

    private void bar(Map<String, Object> message) {
        numbers(message, "o", "h", "l", "c", "v");
        optional(message, "n", BigInteger.valueOf(random.nextInt(1 << random.nextInt(31))));
        optional(message, "vw", number());
    }

    private void correction(Map<String, Object> message) {
        message.put("oi", id());
        message.put("ci", id());
        numbers(message, "op", "os", "cp", "cs");
        optional(message, "oc", conditions());
        optional(message, "cc", conditions());
        optional(message, "x", pick(CODES));
        optional(message, "z", pick(CODES));
    }

    private void news(Map<String, Object> message) {
        message.put("id", id());
        message.put("headline", pick(TEXTS));
        message.put("created_at", time());
        message.put("updated_at", time());
        List.of("summary", "author", "url", "source").forEach(key -> optional(message, key, pick(TEXTS)));
        optional(message, "content", pick(TEXTS).repeat(random.nextInt(50)));
        optional(message, "symbols", some(SYMBOLS));
    }

    private void numbers(Map<String, Object> message, String... keys) {
        for (String key : keys) {
            message.put(key, number());
        }
    }

    private void optional(Map<String, Object> message, String key, Object value) {
        int choice = random.nextInt(8);
        if (choice > 1) {
            message.put(key, value);
        } else if (choice == 1) {
            message.put(key, null);
        }
    }

    private Map<String, Object> shuffled(Map<String, Object> message) {
        if (random.nextBoolean()) {
            return message;
        }
        List<String> keys = new ArrayList<>(message.keySet());
        Collections.shuffle(keys, random);
        Map<String, Object> shuffled = new LinkedHashMap<>();
        keys.forEach(key -> shuffled.put(key, message.get(key)));
        return shuffled;
    }

    private List<Object> levels() {
        List<Object> levels = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Map<String, Object> level = new LinkedHashMap<>();
            numbers(level, "p", "s");
            levels.add(shuffled(level));
        }
        return levels;
    }

    private Object conditions() {
        return random.nextInt(10) == 0 ? pick(CODES) : some(CODES);
    }

    private List<Object> some(String[] from) {
        List<Object> some = new ArrayList<>();
        for (int i = random.nextInt(random.nextInt(20) == 0 ? 40 : 4); i > 0; i--) {
            some.add(pick(from));
        }
        return some;
    }

    /** A decimal with 1 to 20 digits. */
    private BigDecimal number() {
        return switch (random.nextInt(6)) {
            case 0 -> BigDecimal.valueOf(random.nextInt(1_000));
            case 1, 2 -> BigDecimal.valueOf(random.nextInt(100_000_000), random.nextInt(7));
            case 3 -> BigDecimal.valueOf(random.nextLong() >>> 1, random.nextInt(19));
            case 4 -> new BigDecimal(Double.toString(Double.longBitsToDouble(finiteBits())));
            default -> new BigDecimal(new BigInteger(66, random), random.nextInt(40) - 10);
        };
    }

    private long finiteBits() {
        long bits = random.nextLong();
        // The largest exponent means infinity or no number.
        return (bits >>> 52 & 0x7ff) == 0x7ff ? bits >>> 2 : bits;
    }

    private BigInteger id() {
        return new BigInteger(1 + random.nextInt(64), random);
    }

    private Instant time() {
        int[] steps = {1_000_000_000, 1_000_000, 1_000, 1};
        int step = steps[random.nextInt(steps.length)];
        long second = random.nextInt(4) == 0
                ? FIRST_SECOND + (long) (random.nextDouble() * (LAST_SECOND - FIRST_SECOND))
                : 1_767_623_400L + random.nextInt(86_400);
        return Instant.ofEpochSecond(second, random.nextInt(1_000_000_000 / step) * (long) step);
    }

    private Object anything(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> pick(TEXTS);
            case 1 -> number();
            case 2 -> id();
            case 3 -> random.nextBoolean();
            case 4 -> time();
            case 5 -> pick(CODES);
            case 6 -> new ArrayList<>(List.of(anything(depth - 1), anything(depth - 1)));
            default -> new LinkedHashMap<>(Map.of("T", anything(depth - 1), "S", anything(depth - 1)));
        };
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}

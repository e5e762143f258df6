package dev.chasqui.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes values as JSON in any of the forms that mean the same: white space, escapes, exponents, fractions of a second. */
final class RandomJson {

    private static final HexFormat LOWER = HexFormat.of();
    private static final HexFormat UPPER = LOWER.withUpperCase();
    private static final String[] SPACES = {"", "", "", " ", "\n", "\t", "\r\n", "   "};

    private final Random random;
    private final boolean plain;
    private final StringBuilder out = new StringBuilder();

    private RandomJson(Random random) {
        this.random = random;
        this.plain = random.nextInt(3) == 0;
    }

    static String write(Object value, Random random) {
        RandomJson json = new RandomJson(random);
        json.value(value);
        return json.out.toString();
    }

    private void value(Object value) {
        space();
        if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof List<?> list) {
            array(list);
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof BigDecimal number) {
            number(number);
        } else if (value instanceof Instant instant) {
            time(instant);
        } else {
            out.append(value);
        }
        space();
    }

    private void space() {
        if (!plain) {
            out.append(SPACES[random.nextInt(SPACES.length)]);
        }
    }

    private void object(Map<?, ?> map) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(first ? "" : ",");
            first = false;
            space();
            text((String) entry.getKey());
            space();
            out.append(':');
            value(entry.getValue());
        }
        space();
        out.append('}');
    }

    private void array(List<?> list) {
        out.append('[');
        space();
        for (int i = 0; i < list.size(); i++) {
            out.append(i == 0 ? "" : ",");
            value(list.get(i));
        }
        out.append(']');
    }

    private void text(String text) {
        out.append('"');
        text.codePoints().forEach(this::character);
        out.append('"');
    }

    private void character(int character) {
        if (character >= ' ' && character != '"' && character != '\\' && (plain || random.nextInt(20) > 0)) {
            out.appendCodePoint(character);
            return;
        }
        for (char unit : Character.toChars(character)) {
            out.append("\\u").append(random.nextBoolean() ? LOWER.toHexDigits(unit) : UPPER.toHexDigits(unit));
        }
    }

    private void number(BigDecimal number) {
        boolean integer = number.scale() <= 0 && number.precision() - number.scale() < 40;
        switch (random.nextInt(plain ? 1 : 4)) {
            case 0 ->
                out.append(number.scale() > 40 || number.scale() < -40 ? number.toString() : number.toPlainString());
            case 1 ->
                out.append(number.unscaledValue())
                        .append(random.nextBoolean() ? "e" : "E")
                        .append(-number.scale());
            case 2 -> out.append(integer ? number.toBigInteger() + ".000" : number.toString());
            default -> out.append(number.toString());
        }
    }

    private void time(Instant instant) {
        String text = instant.toString();
        String seconds = text.substring(0, 19);
        String fraction = text.substring(19, text.length() - 1).replace(".", "");
        String digits = fraction + "0".repeat(9 - fraction.length());
        String trimmed = digits.replaceAll("0+$", "");
        switch (random.nextInt(plain ? 1 : 3)) {
            case 0 -> text(seconds + (trimmed.isEmpty() ? "" : "." + trimmed) + "Z");
            case 1 -> text(seconds + "." + digits + (random.nextBoolean() ? "Z" : "123+00:00"));
            default -> text(text);
        }
    }
}

package dev.chasqui.simulator;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers and times as they are written in the arguments of faults. */
final class ArgumentText {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private ArgumentText() {}

    static long number(String name, String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException(name + " must be a whole number, not '" + text + "'");
        }
        return Long.parseLong(text);
    }

    static Duration duration(String name, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    name + " must be a time with its unit, such as 500ms, 2s or 1m, not '" + text + "'");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    static String format(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}

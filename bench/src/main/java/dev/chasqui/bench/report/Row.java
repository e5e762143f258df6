package dev.chasqui.bench.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was measured of one thing: several figures, each several times. Confined to one thread. */
public final class Row {

    private final String group;
    private final String name;
    private final Map<String, Samples> figures = new LinkedHashMap<>();
    private @Nullable String notRun;
    private boolean broken;

    /** A row without figures yet. */
    public Row(String group, String name) {
        this.group = group;
        this.name = name;
    }

    /** The table that it belongs to. */
    public String group() {
        return group;
    }

    /** What was measured. */
    public String name() {
        return name;
    }

    /** The figures by name, in the order in which they came. */
    public Map<String, Samples> figures() {
        return figures;
    }

    /** Why there are no figures; null if there are. */
    public @Nullable String notRun() {
        return notRun;
    }

    /** One measurement. */
    public Row add(String figure, double value) {
        figures.merge(figure, Samples.of(value), (known, more) -> known.with(value));
        return this;
    }

    /** One measurement of which the largest is kept, not the median. */
    public Row addLargest(String figure, double value) {
        figures.put(figure, Samples.of(Math.max(value, figures.containsKey(figure) ? median(figure) : value)));
        return this;
    }

    /** Says that measuring failed; what was measured before does not count. */
    public Row broken(String why) {
        broken = true;
        figures.clear();
        return notRun("failed: " + why);
    }

    /** Whether measuring failed. */
    public boolean isBroken() {
        return broken;
    }

    /** Says why there are no figures; null if there will be. */
    public Row notRun(@Nullable String why) {
        notRun = why;
        return this;
    }

    /** The median of a figure; not a number if it was not measured. */
    public double median(String figure) {
        Samples samples = figures.get(figure);
        return samples == null ? Double.NaN : samples.median();
    }
}

package dev.chasqui.bench;

import dev.chasqui.bench.data.Recipe;
import dev.chasqui.wire.Encoding;
import java.util.List;

/**
 * What guards cost: the same client, inline, with more and fewer of them. Options turn off the memory of messages that finds duplicates, holding
 * for repairs, REST, the data clock and, in effect, the heartbeat; nothing turns off what the decoder checks, the bounds on sizes, gap
 * bookkeeping, counters, and the guard around handlers, so that these are in every row.
 */
final class GuardsGroup {

    static final String GROUP = "guards";
    static final String OFF = "chasqui, JSON, inline, guards off";
    static final String DEFAULT = "chasqui, JSON, inline, as by default";
    static final String ALL = "chasqui, JSON, inline, quotes repaired too";

    private GuardsGroup() {}

    static List<Contestant> contestants() {
        Recipe json = Recipe.recorded(Encoding.JSON);
        return List.of(
                Contestant.chasqui(OFF, json, "inline=true", "guards=off"),
                Contestant.chasqui(DEFAULT, json, "inline=true", "guards=default"),
                Contestant.chasqui(ALL, json, "inline=true", "guards=all"));
    }
}

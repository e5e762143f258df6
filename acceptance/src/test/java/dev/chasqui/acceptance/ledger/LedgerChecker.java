package dev.chasqui.acceptance.ledger;

import dev.chasqui.model.Bar;
import dev.chasqui.model.Channel;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Provenance;
import dev.chasqui.model.Subscription;
import dev.chasqui.model.Timestamps;
import dev.chasqui.stream.event.StreamEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps the ledger of one stream while it runs, and gives the verdict at the end.
 *
 * <p>Tell it of everything as it happens: of a message no later than it is sent, of what is subscribed before it may arrive and of what is
 * unsubscribed before that is asked for. A message that is settled, which means delivered as often as published, or missing within gaps that
 * have all ended, is forgotten after the horizon; what is missing otherwise is kept to the end. So memory grows with the horizon and with
 * the gaps that are open, not with the length of the test.
 * A message delivered again after the horizon counts as unexpected instead of duplicated.
 *
 * <p>A message counts as within a gap if it was published in it, or so shortly before that it may have been under way when the gap began:
 * the time of flight. Those are counted apart, as early.
 *
 * <p>Safe for use by many threads.
 */
public final class LedgerChecker {

    private static final int MAX_EXAMPLES = 20;

    private final long horizon;
    private final long flight;
    private final Entries entries = new Entries();
    private final Map<Channel, Map<List<String>, Lane>> lanes = new EnumMap<>(Channel.class);
    private final List<Lane> numbered = new ArrayList<>();
    private final Map<Channel, Tally> tallies = new TreeMap<>();
    private final GapBook gaps = new GapBook();
    private final BarPlaces bars = new BarPlaces();
    private final List<String> examples = new ArrayList<>();
    private Subscription wanted = Subscription.none();
    private long latest = Long.MIN_VALUE;
    private long orderUnknown;

    /**
     * A ledger without entries; nothing is subscribed.
     *
     * @param horizon how long settled messages are remembered: longer than a message may be late, or repeated
     * @param flight how long a message may be under way
     */
    public LedgerChecker(Duration horizon, Duration flight) {
        this.horizon = horizon.toNanos();
        this.flight = flight.toNanos();
    }

    /** From now on, messages of these are expected, and no others. */
    public synchronized void expect(Subscription subscription) {
        wanted = subscription;
        numbered.forEach(lane -> lane.want(subscription));
    }

    /** A message was published: to be delivered if it is subscribed. */
    public synchronized void published(MarketEvent event, Instant at) {
        publish(event, at, true);
    }

    /** A message exists, in history for example, and need not be delivered. */
    public synchronized void known(MarketEvent event, Instant at) {
        publish(event, at, false);
    }

    private void publish(MarketEvent event, Instant at, boolean due) {
        int entry = entry(event);
        Lane lane = lane(event);
        long time = Timestamps.toEpochNanos(at);
        boolean first = entries.expected[entry] + entries.known[entry] == 0;
        entries.lane[entry] = first ? lane.number : entries.lane[entry];
        entries.firstAt[entry] = first ? time : entries.firstAt[entry];
        int order = ++lane.published;
        entries.firstOrder[entry] = first ? order : entries.firstOrder[entry];
        entries.lastOrder[entry] = order;
        (due && lane.wanted ? entries.expected : entries.known)[entry]++;
        if (event instanceof Bar bar) {
            entries.place[entry] = bars.of(Fingerprint.ofPlace(bar));
            entries.version[entry] = bars.publish(entries.place[entry]);
        }
        entries.lastAt[entry] = time;
        touch(entry, time);
    }

    /** A message was delivered. */
    public synchronized void delivered(MarketEvent event, Provenance provenance, Instant at) {
        if (provenance.kind() == Provenance.Kind.SNAPSHOT) {
            tally(event.channel()).snapshots++;
            return;
        }
        int entry = entry(event);
        if (entries.isNew(entry)) {
            entries.lane[entry] = lane(event).number;
        }
        if (provenance.isRecovered()) {
            entries.recovered[entry]++;
            gaps.recovered(provenance.gapId());
        } else {
            entries.live[entry]++;
            checkOrder(entry, event);
        }
        if (entries.place[entry] != BarPlaces.NONE) {
            bars.deliver(entries.place[entry], entries.version[entry]);
        }
        if (deliveries(entry) > publications(entry) && publications(entry) > 0) {
            example("delivered once more than published, " + provenance + ": " + event);
        }
        touch(entry, Timestamps.toEpochNanos(at));
    }

    private void checkOrder(int entry, MarketEvent event) {
        Lane lane = numbered.get(entries.lane[entry]);
        if (publications(entry) == 0) {
            orderUnknown++;
        } else if (deliveries(entry) <= publications(entry)) {
            if (entries.lastOrder[entry] < lane.delivered) {
                tally(lane.channel).misordered++;
                example("delivered after a later one: " + event);
            }
            // Of equal messages only the first and the last place are known; this one stands behind what was delivered,
            // and that is all.
            int order = Math.max(entries.firstOrder[entry], Math.min(entries.lastOrder[entry], lane.delivered + 1));
            lane.delivered = Math.max(lane.delivered, order);
        }
    }

    /** Something happened to the stream; what does not concern gaps is ignored. */
    public synchronized void told(StreamEvent event) {
        gaps.told(event);
    }

    /** How many messages are not forgotten yet. */
    public synchronized int remembered() {
        return entries.size();
    }

    /** The verdict, when everything has been delivered and told. The ledger must not be used afterwards. */
    public synchronized LedgerReport finish() {
        entries.forEach(this::settle);
        return new LedgerReport(
                tallies.entrySet().stream()
                        .map(tally -> tally.getValue().row(tally.getKey()))
                        .toList(),
                gaps.totals(),
                orderUnknown,
                gaps.complaints(),
                examples);
    }

    // --- entries ---

    private int entry(MarketEvent event) {
        if (entries.isCrowded()) {
            entries.makeRoom(this::isOpen);
        }
        return entries.find(Fingerprint.of(event));
    }

    private void touch(int entry, long time) {
        latest = Math.max(latest, time);
        entries.touchedAt[entry] = Math.max(entries.touchedAt[entry], time);
    }

    private int publications(int entry) {
        return entries.expected[entry] + entries.known[entry];
    }

    private int deliveries(int entry) {
        return entries.live[entry] + entries.recovered[entry];
    }

    private int missedLive(int entry) {
        return Math.max(0, entries.expected[entry] - entries.live[entry]);
    }

    private Lane lane(MarketEvent event) {
        return lanes.computeIfAbsent(event.channel(), channel -> new HashMap<>())
                .computeIfAbsent(Lane.symbolsOf(event), symbols -> newLane(event.channel(), symbols));
    }

    private Lane newLane(Channel channel, List<String> symbols) {
        Lane lane = new Lane(numbered.size(), channel, symbols);
        lane.want(wanted);
        numbered.add(lane);
        return lane;
    }

    private Tally tally(Channel channel) {
        return tallies.computeIfAbsent(channel, any -> new Tally());
    }

    private void example(String text) {
        if (examples.size() < MAX_EXAMPLES) {
            examples.add(text);
        }
    }

    // --- settling ---

    /** Whether an entry is still needed; if not, it is settled. */
    private boolean isOpen(int entry) {
        boolean young = entries.touchedAt[entry] > latest - horizon;
        if (young || (missedLive(entry) > 0 && mayChange(entry))) {
            return true;
        }
        settle(entry);
        return false;
    }

    /** Whether a gap may yet be told of, or a message delivered within one. */
    private boolean mayChange(int entry) {
        List<GapAccount> covering = covering(entry);
        return covering.isEmpty() || covering.stream().anyMatch(gap -> gap.end() == null);
    }

    private void settle(int entry) {
        Tally tally = tally(numbered.get(entries.lane[entry]).channel);
        int expected = entries.expected[entry];
        int delivered = deliveries(entry);
        int ok = Math.min(delivered, expected);
        tally.attempted += expected;
        tally.ok += ok;
        tally.recovered += ok - Math.min(entries.live[entry], expected);
        if (publications(entry) == 0) {
            tally.unexpected += delivered;
            example("never published: " + numbered.get(entries.lane[entry]) + ", delivered "
                    + Timestamps.toInstant(entries.touchedAt[entry]));
        } else {
            tally.duplicated += Math.max(0, delivered - publications(entry));
            tally.extra += Math.min(delivered, publications(entry)) - ok;
        }
        if (missedLive(entry) > 0) {
            missed(entry, tally, expected - ok);
        }
    }

    /** The gaps that excuse that a message did not come live. */
    private List<GapAccount> covering(int entry) {
        Lane lane = numbered.get(entries.lane[entry]);
        return gaps.covering(lane, entries.firstAt[entry], entries.lastAt[entry] + flight);
    }

    // What was under way is missing because of the gap that began next.
    private static List<GapAccount> first(List<GapAccount> gaps) {
        return gaps.stream()
                .min(Comparator.comparingLong(GapAccount::from))
                .map(List::of)
                .orElse(List.of());
    }

    private void missed(int entry, Tally tally, int lost) {
        List<GapAccount> covering = covering(entry);
        Lane lane = numbered.get(entries.lane[entry]);
        List<GapAccount> within = gaps.covering(lane, entries.firstAt[entry], entries.lastAt[entry]);
        (within.isEmpty() ? first(covering) : within)
                .forEach(gap -> gap.addMissed(entries.firstAt[entry], entries.lastAt[entry], missedLive(entry)));
        if (!covering.isEmpty() && within.isEmpty()) {
            tally.early += missedLive(entry);
        }
        if (lost == 0) {
            return;
        }
        if (covering.isEmpty()) {
            tally.lostSilently += lost;
            example("lost within no gap: " + lane + ", published " + Timestamps.toInstant(entries.firstAt[entry]));
        } else if (bars.hasDelivered(entries.place[entry], entries.version[entry])) {
            tally.superseded += lost;
        } else if (covering.stream().allMatch(GapAccount::isSaidWhole)) {
            tally.lostWhole += lost;
            example("lost within a gap said to be whole: " + lane + ", published "
                    + Timestamps.toInstant(entries.firstAt[entry]));
        } else {
            tally.lostTold += lost;
        }
    }
}

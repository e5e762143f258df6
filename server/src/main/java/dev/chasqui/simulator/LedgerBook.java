package dev.chasqui.simulator;

import dev.chasqui.model.Feed;
import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.Subscription;
import dev.chasqui.server.Handshake;
import dev.chasqui.server.Session;
import dev.chasqui.server.SessionObserver;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes the ledger: told by the event loop, read by any thread, guarded by the monitor. */
final class LedgerBook implements SessionObserver {

    private static final int MAX_ENTRIES = Ledger.MAX_ENTRIES;

    /** What is kept of one session. */
    static final class Entry {

        private final long id;
        private final Handshake handshake;
        private final Instant openedAt;
        private final List<SessionRecord.Request> requests = new ArrayList<>();
        private final List<SessionRecord.Answer> answers = new ArrayList<>();
        private final List<MarketEvent> events = new ArrayList<>();
        // An ended session must not be kept alive by its entry.
        private @Nullable Session session;
        private @Nullable Instant authenticatedAt;
        private @Nullable Instant closedAt;
        private String closeCause = "";
        private Subscription active = Subscription.none();
        private long eventsSent;
        private long framesSent;
        private long bytesSent;
        private long pingsSent;
        private long pongsReceived;

        private Entry(Session session, Instant openedAt) {
            this.id = session.id();
            this.handshake = session.handshake();
            this.session = session;
            this.openedAt = openedAt;
        }

        long id() {
            return id;
        }

        /** The session, while it lives. */
        Optional<Session> session() {
            return Optional.ofNullable(session);
        }

        Feed feed() {
            return handshake.feed();
        }

        Subscription active() {
            return active;
        }

        String closeCause() {
            return closeCause;
        }

        boolean isOpen() {
            return closedAt == null;
        }

        boolean isFrozen() {
            return session != null && session.isFrozen();
        }

        boolean isReady() {
            return isOpen() && authenticatedAt != null;
        }

        SessionRecord toRecord() {
            return new SessionRecord(
                    id,
                    feed(),
                    handshake.path(),
                    handshake.encoding(),
                    handshake.compressed(),
                    handshake.userAgent(),
                    openedAt,
                    authenticatedAt,
                    closedAt,
                    closeCause,
                    requests,
                    answers,
                    active,
                    eventsSent,
                    framesSent,
                    bytesSent,
                    pingsSent,
                    pongsReceived,
                    events);
        }
    }

    private final Monitor monitor;
    private final InstantSource clock;
    private final boolean keepEvents;
    private final @Nullable Consumer<? super Publication> publications;
    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private final Deque<Long> ended = new ArrayDeque<>();
    private final List<FaultRecord> faults = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final List<Publication> published = new ArrayList<>();
    private final Deque<RestRecord> restRequests = new ArrayDeque<>();
    private long messagesPublished;
    private long restRequestCount;

    LedgerBook(
            Monitor monitor,
            InstantSource clock,
            boolean keepEvents,
            @Nullable Consumer<? super Publication> publications) {
        this.monitor = monitor;
        this.clock = clock;
        this.keepEvents = keepEvents;
        this.publications = publications;
    }

    private static <T> void addBounded(List<T> list, T value) {
        if (list.size() < MAX_ENTRIES) {
            list.add(value);
        }
    }

    private void change(Session session, Consumer<Entry> change) {
        monitor.change(() -> {
            Entry entry = entries.get(session.id());
            if (entry != null) {
                change.accept(entry);
            }
        });
    }

    private void violation(Session session, String what) {
        addBounded(
                violations,
                "session " + session.id() + " on " + session.handshake().feed() + ": " + what);
    }

    @Override
    public void opened(Session session) {
        monitor.change(() -> entries.put(session.id(), new Entry(session, clock.instant())));
    }

    @Override
    public void requested(Session session, ClientRequest request) {
        change(session, entry -> {
            addBounded(entry.requests, new SessionRecord.Request(clock.instant(), request));
            if (request instanceof ClientRequest.Malformed malformed) {
                violation(session, "malformed request: " + malformed.reason());
            } else if (entry.authenticatedAt == null && !(request instanceof ClientRequest.Authenticate)) {
                violation(session, "request before authentication");
            }
        });
    }

    @Override
    public void answered(Session session, ControlMessage message) {
        change(session, entry -> addBounded(entry.answers, new SessionRecord.Answer(clock.instant(), message)));
    }

    @Override
    public void authenticated(Session session) {
        change(session, entry -> entry.authenticatedAt = clock.instant());
    }

    @Override
    public void refusedForConnectionLimit(Session session) {
        change(session, entry -> {
            boolean incumbent = entries.values().stream()
                    .anyMatch(other ->
                            other.isReady() && !other.isFrozen() && other.feed().equals(entry.feed()));
            if (incumbent) {
                violation(session, "opened while the client's own session was alive");
            }
        });
    }

    @Override
    public void holds(Session session) {
        // Before the acknowledgement leaves, so that a client which has read it finds it in the books.
        change(session, entry -> entry.active = session.active());
    }

    @Override
    public void delivered(Session session, List<MarketEvent> events, int bytes) {
        change(session, entry -> {
            entry.eventsSent += events.size();
            entry.framesSent++;
            entry.bytesSent += bytes;
            if (keepEvents) {
                entry.events.addAll(events);
            }
        });
    }

    @Override
    public void pinged(Session session) {
        change(session, entry -> entry.pingsSent++);
    }

    @Override
    public void ponged(Session session) {
        change(session, entry -> entry.pongsReceived++);
    }

    @Override
    public void closed(Session session, String cause) {
        change(session, entry -> {
            entry.closedAt = clock.instant();
            entry.closeCause = cause;
            entry.session = null;
            ended.add(session.id());
            if (ended.size() > MAX_ENTRIES) {
                entries.remove(ended.remove());
            }
        });
    }

    void onPublished(List<MarketEvent> events) {
        monitor.change(() -> {
            messagesPublished += events.size();
            if (keepEvents) {
                published.add(new Publication(clock.instant(), events));
            }
        });
        if (publications != null) {
            publications.accept(new Publication(clock.instant(), events));
        }
    }

    void onFault(FaultSpec spec, long sessionId) {
        monitor.change(() -> addBounded(faults, new FaultRecord(clock.instant(), spec, sessionId)));
    }

    void onRest(RestRequest request, int status) {
        monitor.change(() -> {
            restRequestCount++;
            restRequests.add(new RestRecord(clock.instant(), request.path(), request.query(), status));
            if (restRequests.size() > MAX_ENTRIES) {
                restRequests.remove();
            }
        });
    }

    List<SessionRecord> sessions() {
        return monitor.read(() -> entries.values().stream().map(Entry::toRecord).toList());
    }

    List<FaultRecord> faults() {
        return monitor.read(() -> List.copyOf(faults));
    }

    List<String> violations() {
        return monitor.read(() -> List.copyOf(violations));
    }

    List<Publication> published() {
        return monitor.read(() -> List.copyOf(published));
    }

    List<RestRecord> restRequests() {
        return monitor.read(() -> List.copyOf(restRequests));
    }

    long restRequestCount() {
        return monitor.read(() -> restRequestCount);
    }

    long messagesPublished() {
        return monitor.read(() -> messagesPublished);
    }

    /** Under the monitor: the last entry that fits. */
    @Nullable
    Entry lastOf(Predicate<Entry> wanted) {
        Entry last = null;
        for (Entry entry : entries.values()) {
            if (wanted.test(entry)) {
                last = entry;
            }
        }
        return last;
    }

    /** Under the monitor: the entries of the sessions that live. */
    List<Entry> open() {
        return entries.values().stream().filter(Entry::isOpen).toList();
    }

    /** Under the monitor: what there is, for a complaint. */
    String summary() {
        List<Entry> open = open();
        if (open.isEmpty()) {
            return "no session lives, " + entries.size() + " were seen";
        }
        StringBuilder text = new StringBuilder("sessions that live:");
        open.forEach(entry -> text.append(" [")
                .append(entry.id)
                .append(' ')
                .append(entry.feed())
                .append(entry.authenticatedAt == null ? " not authenticated" : " " + entry.active)
                .append(']'));
        return text.toString();
    }
}

package dev.chasqui.stream;

import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ControlMessage.Failure;
import dev.chasqui.wire.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who wants what, what the server has acknowledged, and what to say next to bring the two together. Confined to the loop's thread; no
 * I/O, no clock.
 *
 * <p>The protocol has no request numbers: an answer belongs to the oldest unanswered request. So one request is on the wire at a time, and
 * every acknowledgement, being the complete state of the session, replaces {@link #active()}. Changes that wait meanwhile and go in the same
 * direction share the next request; if that is refused they are sent one by one, so that each gets its own answer.
 *
 * <p>A new connection starts with what was wanted before the changes that still wait, and goes on with those: an unanswered change is never
 * lost, and a refused one hurts no other.
 */
final class SubscriptionBook {

    /** Alpaca took 30 kB in one message; SDK users met errors above 32 kB. */
    static final int MAX_REQUEST_BYTES = 30_000;

    private final List<Change.Holder> holders = new ArrayList<>();
    private final Deque<Change> queue = new ArrayDeque<>();
    private final List<Runnable> outcomes = new ArrayList<>();
    private final int maxRequestBytes;

    private Subscription desired = Subscription.none();
    private Subscription active = Subscription.none();
    private Subscription refusedHere = Subscription.none();
    private @Nullable Exchange current;
    private boolean connected;
    private int strayAnswers;

    SubscriptionBook(int maxRequestBytes) {
        this.maxRequestBytes = maxRequestBytes;
    }

    /** What to say to the server. */
    record Request(boolean add, Subscription pairs) {}

    /** What the holders want. */
    Subscription desired() {
        return desired;
    }

    /** What the server has acknowledged on this connection. */
    Subscription active() {
        return active;
    }

    /** Desired, not active, and not known to be refused on this connection. */
    Subscription missing() {
        return desired.minus(active).minus(refusedHere);
    }

    /** What the server refused on this connection although it was agreed before. */
    Subscription refused() {
        return refusedHere;
    }

    /** Whether nothing is to be said and no answer is due. */
    boolean isQuiet() {
        return current == null && queue.isEmpty();
    }

    /** The results that have become known since the last call; running one completes its future. */
    List<Runnable> takeOutcomes() {
        List<Runnable> taken = List.copyOf(outcomes);
        outcomes.clear();
        return taken;
    }

    void register(Change.Holder holder) {
        holders.add(holder);
    }

    void forget(Change.Holder holder) {
        holders.remove(holder);
        refreshDesired();
    }

    /** The holder's wishes have changed already; now the server is to follow. */
    void submit(Change change) {
        refreshDesired();
        refusedHere = refusedHere.minus(change.pairs());
        if (change.isAdd() || connected) {
            queue.add(change);
        } else {
            outcomes.add(change.outcome(active, desired));
        }
    }

    /** The session is new: nothing is active on it. */
    void begin() {
        connected = true;
        active = Subscription.none();
        Subscription waiting = Subscription.none();
        for (Change change : queue) {
            waiting = change.isAdd() ? waiting.plus(change.pairs()) : waiting;
        }
        Subscription agreed = desired.minus(waiting);
        if (!agreed.isEmpty()) {
            current = new Exchange(true, List.of(), agreed, maxRequestBytes);
        }
    }

    /** The connection is gone: what was not answered waits for the next one. */
    void end() {
        connected = false;
        active = Subscription.none();
        refusedHere = Subscription.none();
        strayAnswers = 0;
        if (current != null) {
            putBack(current.changes());
            current = null;
        }
    }

    /** What to send now, if anything. */
    Optional<Request> next() {
        if (!connected) {
            return Optional.empty();
        }
        while (current == null || current.isFinished()) {
            if (current != null) {
                finish(current);
            } else if (!startNext()) {
                return Optional.empty();
            }
        }
        return current.outstanding() != null
                ? Optional.empty()
                : Optional.of(new Request(current.isAdd(), current.sendNext()));
    }

    private boolean startNext() {
        Change first = queue.poll();
        if (first == null) {
            return false;
        }
        List<Change> group = new ArrayList<>(List.of(first));
        while (!first.isAlone() && !queue.isEmpty() && joins(queue.element(), first)) {
            group.add(queue.remove());
        }
        Subscription pairs = Subscription.none();
        for (Change change : group) {
            pairs = pairs.plus(change.pairs());
        }
        Subscription needed = first.isAdd()
                ? pairs.intersect(desired).minus(active)
                : pairs.intersect(active).minus(desired);
        current = new Exchange(first.isAdd(), group, needed, maxRequestBytes);
        return true;
    }

    private static boolean joins(Change change, Change first) {
        return change.isAdd() == first.isAdd() && !change.isAlone();
    }

    private void finish(Exchange exchange) {
        current = null;
        for (Change change : exchange.changes()) {
            outcomes.add(change.outcome(active, desired));
        }
    }

    /** The server has sent its complete state. Returns whether it answered something. */
    boolean acknowledged(Subscription state) {
        active = state.requested();
        Subscription asked = current == null ? null : current.outstanding();
        if (current == null || asked == null) {
            strayAnswers = Math.max(0, strayAnswers - 1);
            return false;
        }
        boolean effective = current.isAdd()
                ? !asked.intersect(active).isEmpty()
                : !asked.minus(active).isEmpty();
        if (!effective && strayAnswers > 0) {
            // The late answer to a request that was sent twice: ours is still to come.
            strayAnswers--;
            return false;
        }
        current.answered();
        return true;
    }

    /** The server has refused a request. Returns whether one was waiting for an answer. */
    boolean refused(Failure failure) {
        if (current == null || current.outstanding() == null) {
            return false;
        }
        if (current.changes().size() > 1) {
            current.changes().forEach(Change::sendAlone);
            putBack(current.changes());
            current = null;
            return true;
        }
        Subscription part = current.outstanding();
        boolean wholeRequestCounts = failure.code() == ErrorCode.SYMBOL_LIMIT_EXCEEDED.code();
        if (wholeRequestCounts || !current.split()) {
            current.answered();
            refuse(current, part, failure);
        }
        return true;
    }

    private void refuse(Exchange exchange, Subscription part, Failure failure) {
        if (exchange.changes().isEmpty()) {
            refusedHere = refusedHere.plus(part);
        }
        for (Change change : exchange.changes()) {
            change.refuse(part, failure);
        }
        refreshDesired();
    }

    /**
     * No answer in time. The first time the futures are failed and the request is to be sent again; the second time the result is empty,
     * and the session is not worth keeping.
     */
    Optional<Request> unanswered(boolean failFutures) {
        if (current == null || current.outstanding() == null) {
            return Optional.empty();
        }
        Subscription again = current.sendAgain();
        if (again == null) {
            return Optional.empty();
        }
        strayAnswers++;
        if (failFutures) {
            current.changes().forEach(change -> outcomes.add(change.unanswered(active, desired)));
        }
        return Optional.of(new Request(current.isAdd(), again));
    }

    /** Asks again for what is missing, if nothing else is under way. */
    void retryMissing() {
        if (isQuiet() && !missing().isEmpty()) {
            current = new Exchange(true, List.of(), missing(), maxRequestBytes);
        }
    }

    /** Asks once more for what the server has acknowledged, if nothing else is under way. */
    void repeat(Subscription pairs) {
        Subscription held = pairs.intersect(active).intersect(desired);
        if (connected && isQuiet() && !held.isEmpty()) {
            current = new Exchange(true, List.of(), held, maxRequestBytes);
        }
    }

    /** Asks the server to stop sending what nobody wants, if nothing else is under way. */
    void dropExtras() {
        Subscription extras = active.minus(desired);
        if (isQuiet() && !extras.isEmpty()) {
            current = new Exchange(false, List.of(), extras, maxRequestBytes);
        }
    }

    /** Every change that is not answered fails. */
    void failAll(StreamException failure) {
        end();
        queue.forEach(change -> outcomes.add(change.failed(failure)));
        queue.clear();
    }

    private void putBack(List<Change> changes) {
        for (int i = changes.size() - 1; i >= 0; i--) {
            queue.addFirst(changes.get(i));
        }
    }

    private void refreshDesired() {
        Subscription union = Subscription.none();
        for (Change.Holder holder : holders) {
            union = union.plus(holder.held());
        }
        desired = union;
    }
}

package dev.chasqui.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;
import dev.chasqui.stream.SubscriptionBook.Request;
import dev.chasqui.stream.event.Cause;
import dev.chasqui.wire.ClientRequest;
import dev.chasqui.wire.ControlMessage.Failure;
import dev.chasqui.wire.Encoding;
import dev.chasqui.wire.ErrorCode;
import dev.chasqui.wire.RequestEncoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionBookTest {

    private static final Failure LIMIT = ErrorCode.SYMBOL_LIMIT_EXCEEDED.toMessage();
    private static final Failure SYNTAX = ErrorCode.INVALID_SYNTAX.toMessage();
    private static final Subscription A = Subscription.trades("A");
    private static final Subscription B = Subscription.trades("B");
    private static final Subscription C = Subscription.trades("C");

    private final SubscriptionBook book = new SubscriptionBook(SubscriptionBook.MAX_REQUEST_BYTES);
    private final Change.Holder own = newHolder();
    private final FakeServer server = new FakeServer();

    private Change.Holder newHolder() {
        Change.Holder holder = new Change.Holder();
        book.register(holder);
        return holder;
    }

    private CompletableFuture<SubscriptionResult> subscribe(Subscription pairs) {
        return change(own, true, pairs);
    }

    private CompletableFuture<SubscriptionResult> unsubscribe(Subscription pairs) {
        return change(own, false, pairs);
    }

    private CompletableFuture<SubscriptionResult> change(Change.Holder holder, boolean add, Subscription pairs) {
        StreamFuture<SubscriptionResult> future = new StreamFuture<>(() -> false);
        if (add) {
            holder.add(pairs);
        } else {
            holder.remove(pairs);
        }
        book.submit(new Change(holder, add, pairs, future));
        runOutcomes();
        return future;
    }

    private void runOutcomes() {
        book.takeOutcomes().forEach(Runnable::run);
    }

    private Request next() {
        Request request = book.next().orElseThrow();
        runOutcomes();
        return request;
    }

    private void nothingToSay() {
        assertThat(book.next()).isEmpty();
        runOutcomes();
    }

    private static SubscriptionResult failed(CompletableFuture<SubscriptionResult> future, Cause.Kind kind, int code) {
        assertThat(future).isCompletedExceptionally();
        StreamException.RequestFailed failure = (StreamException.RequestFailed)
                future.handle((value, thrown) -> thrown).join();
        assertThat(failure.reason().kind()).isEqualTo(kind);
        assertThat(failure.reason().code()).isEqualTo(code);
        return failure.result();
    }

    private static SubscriptionResult refused(CompletableFuture<SubscriptionResult> future, Failure failure) {
        return failed(future, Cause.Kind.SERVER_ERROR, failure.code());
    }

    /** Answers as the real server does: the complete state after each change, or an error that changes nothing. */
    private final class FakeServer {
        final List<Request> asked = new ArrayList<>();
        final Set<String> bad = new HashSet<>();
        int limit = Integer.MAX_VALUE;
        Subscription active = Subscription.none();

        void serve() {
            for (Optional<Request> request = book.next(); request.isPresent(); request = book.next()) {
                assertThat(asked).as("requests").hasSizeLessThan(1_000);
                asked.add(request.get());
                answer(request.get());
            }
            runOutcomes();
        }

        private void answer(Request request) {
            Subscription changed = request.add() ? active.plus(request.pairs()) : active.minus(request.pairs());
            boolean malformed = request.pairs().asMap().values().stream()
                    .anyMatch(symbols -> symbols.stream().anyMatch(bad::contains));
            if (malformed) {
                assertThat(book.refused(SYNTAX)).isTrue();
            } else if (request.add() && changed.size() > limit) {
                assertThat(book.refused(LIMIT)).isTrue();
            } else {
                active = changed;
                assertThat(book.acknowledged(active)).isTrue();
            }
            runOutcomes();
        }
    }

    // --- what is asked ---

    @Test
    void onlyWhatIsNotActiveYetIsAskedFor() {
        book.begin();
        subscribe(A);
        server.serve();
        CompletableFuture<SubscriptionResult> both = subscribe(A.plus(B));
        assertThat(next()).isEqualTo(new Request(true, B));
        book.acknowledged(A.plus(B));
        nothingToSay();
        assertThat(both)
                .isCompletedWithValueMatching(
                        result -> result.isComplete() && result.granted().equals(A.plus(B)));
    }

    @Test
    void whatIsActiveAlreadyIsGrantedWithoutARequest() {
        book.begin();
        subscribe(A);
        server.serve();
        CompletableFuture<SubscriptionResult> again = subscribe(A);
        nothingToSay();
        assertThat(again)
                .isCompletedWithValueMatching(result -> result.granted().equals(A));
    }

    @Test
    void channelsThatFollowTradesAreNotPartOfTheState() {
        book.begin();
        subscribe(A);
        next();
        book.acknowledged(A.plus(Subscription.of(java.util.Map.of(Channel.CORRECTIONS, List.of("A")))));
        assertThat(book.active()).isEqualTo(A);
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void aLongListGoesInRequestsBelowTheLimitThatTogetherAreTheList(Encoding encoding) {
        String[] symbols = IntStream.range(0, 11_000).mapToObj(i -> "SYM" + i).toArray(String[]::new);
        Subscription wanted = Subscription.bars(symbols).plus(Subscription.of(Channel.UPDATED_BARS, symbols));
        book.begin();
        CompletableFuture<SubscriptionResult> all = subscribe(wanted);
        server.serve();
        RequestEncoder encoder = RequestEncoder.create(encoding, FeedKind.STOCKS);
        Subscription union = Subscription.none();
        int pairs = 0;
        for (Request request : server.asked) {
            assertThat(encoder.encode(new ClientRequest.Subscribe(request.pairs())).length)
                    .isLessThanOrEqualTo(SubscriptionBook.MAX_REQUEST_BYTES);
            union = union.plus(request.pairs());
            pairs += request.pairs().size();
        }
        assertThat(union).isEqualTo(wanted);
        assertThat(pairs).as("nothing is asked twice").isEqualTo(wanted.size());
        assertThat(server.asked).hasSizeBetween(7, 12);
        assertThat(all).isCompletedWithValueMatching(result -> result.granted().equals(wanted));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 64})
    void aRequestToRemoveKeepsBelowTheLimitForSymbolsOfAnyLength(int length) {
        String[] symbols = IntStream.range(0, Math.min(20_000, (int) Math.pow(26, length)))
                .mapToObj(i -> symbolOf(i, length))
                .toArray(String[]::new);
        Subscription wanted = Subscription.of(Channel.DAILY_BARS, symbols);
        book.begin();
        subscribe(wanted);
        server.serve();
        server.asked.clear();
        unsubscribe(wanted);
        server.serve();
        RequestEncoder encoder = RequestEncoder.create(Encoding.JSON, FeedKind.STOCKS);
        assertThat(server.asked)
                .isNotEmpty()
                .noneMatch(Request::add)
                .allMatch(request -> encoder.encode(new ClientRequest.Unsubscribe(request.pairs())).length
                        <= SubscriptionBook.MAX_REQUEST_BYTES);
        assertThat(book.active()).isEqualTo(Subscription.none());
    }

    private static String symbolOf(int number, int length) {
        StringBuilder text = new StringBuilder();
        int rest = number;
        for (int i = 0; i < length; i++) {
            text.append((char) ('A' + rest % 26));
            rest /= 26;
        }
        return text.toString();
    }

    // --- several changes ---

    @Test
    void oneRequestIsOnTheWireAtATime() {
        book.begin();
        subscribe(A);
        next();
        subscribe(B);
        nothingToSay();
    }

    @Test
    void changesThatWaitShareARequestAndEachGetsItsOwnResult() {
        book.begin();
        subscribe(A);
        next();
        CompletableFuture<SubscriptionResult> b = subscribe(B);
        CompletableFuture<SubscriptionResult> c = subscribe(C.plus(B));
        book.acknowledged(A);
        assertThat(next()).isEqualTo(new Request(true, B.plus(C)));
        assertThat(b).isNotDone();
        book.acknowledged(A.plus(B).plus(C));
        nothingToSay();
        assertThat(b)
                .isCompletedWithValueMatching(result ->
                        result.requested().equals(B) && result.granted().equals(B));
        assertThat(c).isCompletedWithValueMatching(result -> result.granted().equals(B.plus(C)));
    }

    @Test
    void changesInTheOtherDirectionKeepTheirPlace() {
        book.begin();
        subscribe(A);
        server.serve();
        server.asked.clear();
        subscribe(B);
        next();
        CompletableFuture<SubscriptionResult> removed = unsubscribe(A);
        subscribe(C);
        book.acknowledged(A.plus(B));
        assertThat(next()).isEqualTo(new Request(false, A));
        book.acknowledged(B);
        assertThat(next()).isEqualTo(new Request(true, C));
        assertThat(removed)
                .isCompletedWithValueMatching(result -> result.granted().equals(A));
    }

    @Test
    void whatIsTakenBackBeforeItWasSentIsNeverAskedFor() {
        book.begin();
        subscribe(A);
        next();
        CompletableFuture<SubscriptionResult> wanted = subscribe(B);
        CompletableFuture<SubscriptionResult> notWanted = unsubscribe(B);
        book.acknowledged(A);
        nothingToSay();
        assertThat(wanted).isCompleted();
        assertThat(notWanted).isCompleted();
        assertThat(book.missing()).isEqualTo(Subscription.none());
    }

    @Test
    void whatIsTakenBackWhileItsRequestIsOnTheWireIsRemovedAfterwards() {
        book.begin();
        CompletableFuture<SubscriptionResult> wanted = subscribe(A);
        next();
        unsubscribe(A);
        book.acknowledged(A);
        assertThat(next()).isEqualTo(new Request(false, A));
        assertThat(wanted).isCompleted();
    }

    @Test
    void aSymbolStaysUntilItsLastHolderLetsItGo() {
        Change.Holder other = newHolder();
        book.begin();
        subscribe(A.plus(B));
        change(other, true, A);
        server.serve();
        server.asked.clear();
        CompletableFuture<SubscriptionResult> first = unsubscribe(A.plus(B));
        assertThat(next()).isEqualTo(new Request(false, B));
        book.acknowledged(A);
        nothingToSay();
        assertThat(first)
                .isCompletedWithValueMatching(result -> result.granted().equals(B) && result.isComplete());
        assertThat(book.desired()).isEqualTo(A);
        change(other, false, A);
        assertThat(next()).isEqualTo(new Request(false, A));
    }

    @Test
    void takingBackWhatWasNeverHeldAsksForNothing() {
        book.begin();
        Change.Holder other = newHolder();
        change(other, true, A);
        server.serve();
        CompletableFuture<SubscriptionResult> nothing = unsubscribe(A);
        nothingToSay();
        assertThat(nothing).isCompleted();
        assertThat(book.desired()).isEqualTo(A);
    }

    @Test
    void aHolderThatIsForgottenWantsNothing() {
        Change.Holder other = newHolder();
        change(other, true, A);
        assertThat(book.desired()).isEqualTo(A);
        book.forget(other);
        assertThat(book.desired()).isEqualTo(Subscription.none());
    }

    // --- refusals ---

    @Test
    void ofSeveralChangesTheLimitRefusesExactlyTheOffender() {
        server.limit = 3;
        book.begin();
        subscribe(A);
        next();
        CompletableFuture<SubscriptionResult> fits = subscribe(B);
        CompletableFuture<SubscriptionResult> tooMany = subscribe(Subscription.trades("X", "Y", "Z"));
        CompletableFuture<SubscriptionResult> fitsToo = subscribe(C);
        book.acknowledged(A);
        server.active = A;
        server.serve();
        assertThat(fits).isCompletedWithValueMatching(SubscriptionResult::isComplete);
        assertThat(fitsToo).isCompletedWithValueMatching(SubscriptionResult::isComplete);
        SubscriptionResult offender = refused(tooMany, LIMIT);
        assertThat(offender.refused()).isEqualTo(Subscription.trades("X", "Y", "Z"));
        assertThat(offender.granted()).isEqualTo(Subscription.none());
        assertThat(book.desired()).isEqualTo(A.plus(B).plus(C)).isEqualTo(server.active);
        assertThat(server.asked).as("together, then one by one").hasSize(4);
    }

    @Test
    void aRequestAboveTheLimitIsNotBrokenUp() {
        server.limit = 1;
        book.begin();
        CompletableFuture<SubscriptionResult> change = subscribe(A.plus(B));
        server.serve();
        assertThat(server.asked).hasSize(1);
        assertThat(refused(change, LIMIT).refused()).isEqualTo(A.plus(B));
        assertThatThrownBy(change::join).hasMessageContaining("405").hasMessageContaining("free plan");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 499, 500, 998, 999})
    void aBadSymbolAmongAThousandIsFoundAndTheRestIsGranted(int place) {
        String[] symbols = IntStream.range(0, 1_000)
                .mapToObj(i -> String.format("S%04d", i))
                .toArray(String[]::new);
        Subscription wanted = Subscription.of(List.of(Channel.TRADES, Channel.BARS), List.of(symbols));
        Subscription bad = Subscription.of(List.of(Channel.TRADES, Channel.BARS), List.of(symbols[place]));
        server.bad.add(symbols[place]);
        book.begin();
        CompletableFuture<SubscriptionResult> change = subscribe(wanted);
        server.serve();
        SubscriptionResult result = refused(change, SYNTAX);
        assertThat(result.refused()).isEqualTo(bad);
        assertThat(result.granted()).isEqualTo(wanted.minus(bad));
        assertThat(result.missing()).isEqualTo(Subscription.none());
        assertThat(book.desired()).isEqualTo(wanted.minus(bad)).isEqualTo(server.active);
        assertThat(server.asked).hasSizeLessThan(50);
    }

    @Test
    void aListOfBadSymbolsIsGivenUpAfterAWhile() {
        String[] symbols = IntStream.range(0, 1_000).mapToObj(i -> "S" + i).toArray(String[]::new);
        server.bad.addAll(List.of(symbols));
        book.begin();
        CompletableFuture<SubscriptionResult> change = subscribe(Subscription.trades(symbols));
        server.serve();
        assertThat(refused(change, SYNTAX).refused()).isEqualTo(Subscription.trades(symbols));
        assertThat(server.asked).hasSizeLessThan(200);
        assertThat(book.isQuiet()).isTrue();
    }

    @Test
    void aRefusedSymbolMayBeAskedForAgain() {
        server.limit = 1;
        book.begin();
        subscribe(A.plus(B));
        server.serve();
        CompletableFuture<SubscriptionResult> again = subscribe(A);
        server.serve();
        assertThat(again).isCompletedWithValueMatching(SubscriptionResult::isComplete);
    }

    @Test
    void whatTwoHoldersWantIsStillWantedByTheOtherWhenOneIsRefused() {
        Change.Holder other = newHolder();
        book.begin();
        change(other, true, A);
        server.serve();
        server.limit = 1;
        CompletableFuture<SubscriptionResult> more = subscribe(A.plus(B));
        server.serve();
        refused(more, LIMIT);
        assertThat(book.desired()).isEqualTo(A.plus(own.held()));
        assertThat(own.held().intersect(B)).isEqualTo(Subscription.none());
    }

    @Test
    void anErrorThatAnswersNothingChangesNothing() {
        book.begin();
        assertThat(book.refused(SYNTAX)).isFalse();
        subscribe(A);
        server.serve();
        assertThat(book.refused(SYNTAX)).isFalse();
        assertThat(book.active()).isEqualTo(A);
    }

    // --- answers that are not as asked ---

    @Test
    void whatAnAnswerLacksIsMissingAndStillDesired() {
        book.begin();
        CompletableFuture<SubscriptionResult> change = subscribe(A.plus(B));
        next();
        book.acknowledged(A);
        nothingToSay();
        assertThat(change)
                .isCompletedWithValueMatching(
                        result -> result.granted().equals(A) && result.missing().equals(B) && !result.isComplete());
        assertThat(book.missing()).isEqualTo(B);
        book.retryMissing();
        assertThat(next()).isEqualTo(new Request(true, B));
    }

    @Test
    void whatNobodyAskedForIsTakenOffAgain() {
        book.begin();
        subscribe(A);
        next();
        book.acknowledged(A.plus(C));
        nothingToSay();
        book.dropExtras();
        assertThat(next()).isEqualTo(new Request(false, C));
        book.acknowledged(A);
        nothingToSay();
        assertThat(book.isQuiet()).isTrue();
    }

    @Test
    void anUnaskedAnswerIsTheNewState() {
        book.begin();
        subscribe(A);
        server.serve();
        assertThat(book.acknowledged(Subscription.none())).isFalse();
        assertThat(book.missing()).isEqualTo(A);
    }

    @Test
    void nothingIsRepairedWhileARequestIsUnderWay() {
        book.begin();
        subscribe(A);
        next();
        book.retryMissing();
        book.dropExtras();
        nothingToSay();
    }

    // --- no answer ---

    @Test
    void aRequestIsSentASecondTimeAndNotAThird() {
        book.begin();
        CompletableFuture<SubscriptionResult> change = subscribe(A);
        Request first = next();
        assertThat(book.unanswered(false)).contains(first);
        runOutcomes();
        assertThat(change).isNotDone();
        assertThat(book.unanswered(false)).isEmpty();
    }

    @Test
    void onALiveStreamTheFutureFailsAndTheWishStays() {
        book.begin();
        CompletableFuture<SubscriptionResult> change = subscribe(A);
        next();
        book.unanswered(true);
        runOutcomes();
        SubscriptionResult result = failed(change, Cause.Kind.ACKNOWLEDGEMENT_TIMEOUT, Cause.NO_CODE);
        assertThat(result.missing()).isEqualTo(A);
        assertThat(book.desired()).isEqualTo(A);
    }

    @Test
    void theSecondAnswerToOneRequestIsNotTakenForThatOfTheNext() {
        book.begin();
        subscribe(A);
        next();
        book.unanswered(false);
        CompletableFuture<SubscriptionResult> later = subscribe(B);
        assertThat(book.acknowledged(A)).isTrue();
        assertThat(next()).isEqualTo(new Request(true, B));
        assertThat(book.acknowledged(A)).as("the late answer").isFalse();
        runOutcomes();
        assertThat(later).isNotDone();
        assertThat(book.acknowledged(A.plus(B))).isTrue();
        nothingToSay();
        assertThat(later).isCompletedWithValueMatching(SubscriptionResult::isComplete);
    }

    @Test
    void withoutARequestNothingIsOverdue() {
        book.begin();
        assertThat(book.unanswered(true)).isEmpty();
    }

    // --- connections come and go ---

    @Test
    void nothingIsSaidWhileThereIsNoConnection() {
        CompletableFuture<SubscriptionResult> change = subscribe(A);
        nothingToSay();
        assertThat(change).isNotDone();
        assertThat(book.desired()).isEqualTo(A);
    }

    @Test
    void aChangeWhoseAnswerWasLostIsAskedForOnTheNextConnection() {
        book.begin();
        CompletableFuture<SubscriptionResult> change = subscribe(A);
        next();
        book.end();
        assertThat(change).isNotDone();
        book.begin();
        server.serve();
        assertThat(change).isCompletedWithValueMatching(SubscriptionResult::isComplete);
        assertThat(server.asked).containsExactly(new Request(true, A));
    }

    @Test
    void whatWasAgreedComesFirstAndARefusedChangeDoesNotHurtIt() {
        book.begin();
        subscribe(A);
        server.serve();
        book.end();
        assertThat(book.active()).isEqualTo(Subscription.none());
        server.active = Subscription.none();
        server.asked.clear();
        CompletableFuture<SubscriptionResult> bad = subscribe(B);
        server.bad.add("B");
        book.begin();
        server.serve();
        assertThat(server.asked).containsExactly(new Request(true, A), new Request(true, B));
        refused(bad, SYNTAX);
        assertThat(book.active()).isEqualTo(A);
        assertThat(book.desired()).isEqualTo(A);
    }

    @Test
    void whatTheServerNoLongerGrantsIsRefusedOnThisConnectionOnly() {
        book.begin();
        subscribe(A.plus(B));
        server.serve();
        book.end();
        server.active = Subscription.none();
        server.bad.add("B");
        book.begin();
        server.serve();
        assertThat(book.refused()).isEqualTo(B);
        assertThat(book.active()).isEqualTo(A);
        assertThat(book.missing()).isEqualTo(Subscription.none());
        assertThat(book.desired()).isEqualTo(A.plus(B));
        book.end();
        server.bad.clear();
        server.active = Subscription.none();
        book.begin();
        server.serve();
        assertThat(book.active()).isEqualTo(A.plus(B));
    }

    @Test
    void whatIsTakenBackWhileDownIsDoneAtOnceAndNeverAskedFor() {
        book.begin();
        subscribe(A.plus(B));
        server.serve();
        book.end();
        CompletableFuture<SubscriptionResult> removed = unsubscribe(B);
        assertThat(removed).isCompletedWithValueMatching(SubscriptionResult::isComplete);
        server.asked.clear();
        server.active = Subscription.none();
        book.begin();
        server.serve();
        assertThat(server.asked).containsExactly(new Request(true, A));
    }

    @Test
    void addedAndTakenBackWhileDownIsNeverAskedFor() {
        CompletableFuture<SubscriptionResult> added = subscribe(A);
        CompletableFuture<SubscriptionResult> removed = unsubscribe(A);
        book.begin();
        server.serve();
        assertThat(server.asked).isEmpty();
        assertThat(added).isCompleted();
        assertThat(removed).isCompleted();
    }

    @Test
    void aLossInMidListAsksForTheWholeListAgain() {
        String[] symbols = IntStream.range(0, 9_000).mapToObj(i -> "S" + i).toArray(String[]::new);
        Subscription wanted = Subscription.bars(symbols);
        book.begin();
        CompletableFuture<SubscriptionResult> change = subscribe(wanted);
        Request first = next();
        book.acknowledged(first.pairs());
        next();
        book.end();
        book.begin();
        server.serve();
        assertThat(book.active()).isEqualTo(wanted);
        assertThat(change)
                .isCompletedWithValueMatching(result -> result.granted().equals(wanted));
    }

    @Test
    void theEndFailsEveryChangeThatIsNotAnswered() {
        book.begin();
        CompletableFuture<SubscriptionResult> sent = subscribe(A);
        next();
        CompletableFuture<SubscriptionResult> waiting = subscribe(B);
        StreamException closed = StreamMachine.closedError();
        book.failAll(closed);
        runOutcomes();
        assertThat(sent).isCompletedExceptionally();
        assertThatThrownBy(waiting::join).hasCause(closed);
        assertThat(book.isQuiet()).isTrue();
    }

    /** Whatever happens, in the end the server has what is desired and every future is completed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void anySequenceOfChangesAndLossesConverges(long seed) {
        Random random = new Random(seed);
        server.bad.add("S7");
        List<Change.Holder> holders = List.of(own, newHolder(), newHolder());
        List<CompletableFuture<SubscriptionResult>> futures = new ArrayList<>();
        boolean connected = false;
        for (int step = 0; step < 400; step++) {
            int choice = random.nextInt(10);
            if (choice < 5) {
                Channel channel = random.nextBoolean() ? Channel.TRADES : Channel.QUOTES;
                Subscription pairs = Subscription.of(channel, "S" + random.nextInt(12), "S" + random.nextInt(12));
                futures.add(change(holders.get(random.nextInt(3)), random.nextInt(3) > 0, pairs));
            } else if (choice == 5 && connected) {
                book.end();
                connected = false;
            } else if (!connected) {
                server.active = Subscription.none();
                book.begin();
                connected = true;
            } else {
                book.next().ifPresent(server::answer);
                runOutcomes();
            }
        }
        if (!connected) {
            server.active = Subscription.none();
            book.begin();
        }
        server.serve();
        assertThat(book.desired()).as("seed %d", seed).isEqualTo(union(holders));
        assertThat(server.active).as("seed %d", seed).isEqualTo(book.active());
        assertThat(book.missing()).as("seed %d", seed).isEqualTo(Subscription.none());
        assertThat(book.active().minus(book.desired())).as("seed %d", seed).isEqualTo(Subscription.none());
        assertThat(futures).as("seed %d", seed).allMatch(CompletableFuture::isDone);
    }

    private static Subscription union(List<Change.Holder> holders) {
        Subscription union = Subscription.none();
        for (Change.Holder holder : holders) {
            union = union.plus(holder.held());
        }
        return union;
    }
}

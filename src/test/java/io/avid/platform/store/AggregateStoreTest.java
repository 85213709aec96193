package io.avid.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.platform.error.Failure;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AggregateStoreTest {
    private static final Principal STAFF = Principal.staff("org_1", "auth0|a", Set.of());
    private static final Principal OTHER_ORGANISATION = Principal.staff("org_2", "auth0|b", Set.of());

    private record Thing(String title, int count) {}

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final ModuleDatabase database = new ModuleDatabase(
            new StoreProperties("customer", TestSystem.shared().copy().mongodbUri(LocalModule.CUSTOMER)), now::get,
            OutboxListener.none());
    private final AggregateStore<Thing> things = database.aggregates("things", database.codec(Thing.class));

    @AfterEach
    void close() {
        database.close();
    }

    private static RequestIdentity request(String id, String fingerprint) {
        return new RequestIdentity("avid.test.v1.Things/Make", id, fingerprint);
    }

    private static NewAggregate<Thing> thing(RequestIdentity request, Thing state, UniqueKey... keys) {
        return new NewAggregate<>(request.derivedId(STAFF.organisation()), state,
                List.of(Fact.of(StringValue.of("made"))), Set.of(keys), Optional.of(request));
    }

    private Stored<Thing> recount(Stored<Thing> from, int count, RequestIdentity request) {
        return things.update(STAFF, from.id(), Optional.of(request),
                current -> Change.to(new Thing(current.state().title(), count), List.of(Fact.of(StringValue.of("counted")))));
    }

    @Test
    void whatWasCreatedIsReadAgainAsItWas() {
        Stored<Thing> made = things.create(STAFF, thing(request("r1", "f"), new Thing("a", 1)));

        Stored<Thing> read = things.get("org_1", made.id());
        assertThat(read.state()).isEqualTo(new Thing("a", 1));
        assertThat(read.version()).isEqualTo(1);
        assertThat(read.etag()).isEqualTo(made.etag());
        assertThat(read.createTime()).isEqualTo(made.createTime());
    }

    @Test
    void anotherOrganisationsAggregateIsNotFound() {
        Stored<Thing> made = things.create(STAFF, thing(request("r1", "f"), new Thing("a", 1)));

        assertThatThrownBy(() -> things.get("org_2", made.id())).isInstanceOfSatisfying(Failure.class,
                failure -> assertThat(failure.reason()).isEqualTo("RESOURCE_NOT_FOUND"));
        assertThatThrownBy(() -> things.update(OTHER_ORGANISATION, made.id(), Optional.empty(),
                current -> Change.to(current.state(), List.of()))).isInstanceOf(Failure.class);
        assertThat(things.getAll("org_2", List.of(made.id()))).isEmpty();
    }

    @Test
    void aRepeatedCreateAnswersTheFirstOutcomeEvenAfterLaterChanges() {
        Stored<Thing> made = things.create(STAFF, thing(request("r1", "f"), new Thing("a", 1)));
        recount(made, 2, request("r2", "g"));
        recount(made, 3, request("r3", "g"));

        Stored<Thing> repeated = things.create(STAFF, thing(request("r1", "f"), new Thing("a", 1)));
        assertThat(repeated.state()).isEqualTo(new Thing("a", 1));
        assertThat(repeated.etag()).isEqualTo(made.etag());
        assertThat(repeated.version()).isEqualTo(1);
        assertThat(recount(made, 99, request("r2", "g")).state().count()).isEqualTo(2);
        assertThat(things.get("org_1", made.id()).state().count()).isEqualTo(3);
    }

    @Test
    void aRequestIdWithOtherContentIsRefused() {
        Stored<Thing> made = things.create(STAFF, thing(request("r1", "f"), new Thing("a", 1)));
        recount(made, 2, request("r2", "g"));

        assertThatThrownBy(() -> things.create(STAFF, thing(request("r1", "other"), new Thing("b", 1))))
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.reason()).isEqualTo("REQUEST_ID_REUSED"));
        assertThatThrownBy(() -> recount(made, 7, request("r2", "other")))
                .isInstanceOfSatisfying(Failure.class, f -> assertThat(f.reason()).isEqualTo("REQUEST_ID_REUSED"));
    }

    @Test
    void requestsAreForgottenAfterThirtyDaysAtTheNextWrite() {
        Stored<Thing> made = things.create(STAFF, thing(request("r1", "f"), new Thing("a", 1)));
        recount(made, 2, request("r2", "g"));
        now.set(now.get().plus(RecordedRequests.KEPT).plus(Duration.ofDays(1)));
        recount(made, 3, request("r3", "g"));

        assertThat(things.get("org_1", made.id()).document().getList(Fields.REQUESTS, org.bson.Document.class))
                .extracting(record -> record.getString(Fields.REQUEST_ID)).containsExactly("r3");
    }

    @Test
    void aUniqueKeyBelongsToOneAggregateOfAnOrganisationAndARefusalNamesWhoHasIt() {
        var key = new UniqueKey("receivables", "A|1");
        Stored<Thing> first = things.create(STAFF, thing(request("r1", "f"), new Thing("a", 1), key));

        assertThatThrownBy(() -> things.create(STAFF, thing(request("r2", "f"), new Thing("b", 1), key)))
                .isInstanceOfSatisfying(UniqueKeyTaken.class, taken -> {
                    assertThat(taken.key()).isEqualTo(key);
                    assertThat(taken.holder()).isEqualTo(first.id());
                });
        Stored<Thing> other = things.create(STAFF, thing(request("r3", "f"), new Thing("c", 1)));
        assertThatThrownBy(() -> things.update(STAFF, other.id(), Optional.empty(),
                current -> new Change<>(current.state(), List.of(), Optional.of(Set.of(key)))))
                .isInstanceOf(UniqueKeyTaken.class);
        things.create(OTHER_ORGANISATION, new NewAggregate<>("x", new Thing("d", 1), List.of(), Set.of(key), Optional.empty()));
        assertThat(things.findByKeys("org_1", List.of(key, new UniqueKey("receivables", "none"))))
                .containsOnlyKeys(key).extractingByKey(key).extracting(Stored::id).isEqualTo(first.id());
    }

    @Test
    void aBatchGivesEachItsOwnOutcome() {
        var taken = new UniqueKey("s", "taken");
        Stored<Thing> first = things.create(STAFF, thing(request("r1", "f"), new Thing("a", 1), taken));

        List<CreateOutcome<Thing>> outcomes = things.createAll(STAFF, List.of(
                thing(request("r2", "f"), new Thing("b", 1), new UniqueKey("s", "b")),
                thing(request("r3", "f"), new Thing("c", 1), taken),
                thing(request("r1", "f"), new Thing("a", 1), taken),
                thing(request("r1", "other"), new Thing("a", 2), taken),
                thing(request("r4", "f"), new Thing("d", 1), new UniqueKey("s", "b")),
                thing(request("r5", "f"), new Thing("e", 1))));

        assertThat(outcomes.get(0)).isInstanceOf(CreateOutcome.Created.class);
        assertThat(outcomes.get(1)).isInstanceOfSatisfying(CreateOutcome.KeyTaken.class,
                outcome -> assertThat(((Stored<?>) outcome.holder()).id()).isEqualTo(first.id()));
        assertThat(outcomes.get(2)).isInstanceOfSatisfying(CreateOutcome.Created.class,
                outcome -> assertThat(((Stored<?>) outcome.aggregate()).id()).isEqualTo(first.id()));
        assertThat(outcomes.get(3)).isInstanceOfSatisfying(CreateOutcome.Refused.class,
                outcome -> assertThat(outcome.failure().reason()).isEqualTo("REQUEST_ID_REUSED"));
        assertThat(outcomes.get(4)).isInstanceOf(CreateOutcome.KeyTaken.class);
        assertThat(outcomes.get(5)).isInstanceOf(CreateOutcome.Created.class);
    }

    @Test
    void changesThatMeetAreAllMadeOneAfterTheOther() throws Exception {
        Stored<Thing> made = things.create(STAFF, thing(request("r1", "f"), new Thing("a", 0)));
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Stored<Thing>>> calls = IntStream.range(0, 8).mapToObj(n -> (Callable<Stored<Thing>>) () ->
                    things.update(STAFF, made.id(), Optional.of(request("u" + n, "f")), current -> Change.to(
                            new Thing("a", current.state().count() + 1), List.of(Fact.of(StringValue.of("x"))))))
                    .toList();
            for (var call : callers.invokeAll(calls)) {
                call.get();
            }
        }
        Stored<Thing> read = things.get("org_1", made.id());
        assertThat(read.state().count()).isEqualTo(8);
        assertThat(read.version()).isEqualTo(9);
    }

    @Test
    void eventsWaitWithTheAggregateAndAreTakenOutWithoutTouchingVersionOrEtag() {
        Stored<Thing> made = things.create(STAFF, thing(request("r1", "f"), new Thing("a", 1)));
        Stored<Thing> counted = recount(made, 2, request("r2", "f"));

        List<Outbox.Pending> swept = things.sweep(10);
        assertThat(swept).hasSize(1);
        assertThat(swept.getFirst().events()).extracting(event -> event.getSequence()).containsExactly(1L, 2L);
        assertThat(swept.getFirst().events().getFirst().getAggregate()).isEqualTo("things/" + made.id());

        things.relayed(Map.of(swept.getFirst().key(), 1L));
        assertThat(things.sweep(10).getFirst().events()).extracting(event -> event.getSequence()).containsExactly(2L);
        things.relayed(Map.of(swept.getFirst().key(), 2L));
        assertThat(things.sweep(10)).isEmpty();
        assertThat(things.get("org_1", made.id()).etag()).isEqualTo(counted.etag());
        assertThat(things.get("org_1", made.id()).version()).isEqualTo(2);
        assertThat(recount(counted, 5, request("r3", "f")).version()).isEqualTo(3);
        assertThat(things.sweep(10).getFirst().events()).extracting(event -> event.getSequence()).containsExactly(3L);
    }

    @Test
    void aChangeIsOneWriteOfOneDocument() {
        var written = new ArrayList<String>();
        Stored<Thing> made = things.create(STAFF, thing(request("r1", "f"), new Thing("a", 1)));
        CountingWriteHook.observe(written, () -> recount(made, 2, request("r2", "f")));
        assertThat(written).containsExactly("mongodb/customer update things");
    }

    @Test
    void aStoreThatIsDownMakesACallUnavailableAndNotHang() throws Exception {
        int port = TestSystem.shared().freePort();
        try (var down = new ModuleDatabase(new StoreProperties("customer", "mongodb://127.0.0.1:" + port + "/x"),
                now::get, OutboxListener.none())) {
            long begin = System.nanoTime();
            assertThatThrownBy(() -> down.aggregates("things", down.codec(Thing.class)).get("org_1", "x"))
                    .isInstanceOfSatisfying(Failure.class,
                            failure -> assertThat(failure.reason()).isEqualTo("DEPENDENCY_UNAVAILABLE"));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void anOrganisationCannotReachIntoAnothersKeys() {
        assertThatThrownBy(() -> things.find("org_1/x", "y")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> things.find("org_1", "../org_2/y")).isInstanceOf(IllegalArgumentException.class);
    }
}

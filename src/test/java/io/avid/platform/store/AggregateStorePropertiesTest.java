package io.avid.platform.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.platform.error.Failure;
import io.avid.platform.identifier.RequestIdentity;
import io.avid.platform.security.Principal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;

/** Whatever is asked, in whatever order and however often: each request happens once and answers the same. */
class AggregateStorePropertiesTest {
    private static final ModuleDatabase DATABASE = new ModuleDatabase(
            new StoreProperties("customer", TestSystem.shared().copy().mongodbUri(LocalModule.CUSTOMER)),
            InstantSource.system(), OutboxListener.none());
    private static int tries;

    private record Sum(int total, List<String> requests) {}

    /** An addition to one of three aggregates under one of a few request ids; some with other content. */
    record Call(int aggregate, int requestId, boolean otherContent, boolean relayedBefore) {}

    @AfterContainer
    static void close() {
        DATABASE.close();
    }

    @Provide
    Arbitrary<List<Call>> calls() {
        return Combinators.combine(Arbitraries.integers().between(0, 2), Arbitraries.integers().between(0, 11),
                        Arbitraries.of(false, false, false, true), Arbitraries.of(false, true))
                .as(Call::new).list().ofMinSize(1).ofMaxSize(40);
    }

    @Property(tries = 60, shrinking = ShrinkingMode.BOUNDED)
    void eachRequestHappensOnceAnswersTheSameAndLeavesItsEvent(@ForAll("calls") List<Call> calls) {
        AggregateStore<Sum> sums = DATABASE.aggregates("sums", DATABASE.codec(Sum.class));
        tries++;
        Principal by = Principal.staff("org_" + tries, "auth0|a", Set.of());
        Map<String, Stored<Sum>> answers = new HashMap<>();
        Map<String, Integer> made = new HashMap<>();
        Map<String, List<Long>> relayed = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            sums.create(by, new NewAggregate<>("a" + i, new Sum(0, List.of()), List.of(Fact.of(StringValue.of("made"))),
                    Set.of(), Optional.empty()));
        }
        for (Call call : calls) {
            String id = "a" + call.aggregate();
            if (call.relayedBefore()) {
                relay(sums, by, id, relayed);
            }
            String key = id + "/" + call.requestId();
            var request = new RequestIdentity("avid.test.v1.Sums/Add", "r" + call.requestId(),
                    call.otherContent() ? "other" : "content");
            try {
                Stored<Sum> answer = sums.update(by, id, Optional.of(request), current -> Change.to(
                        plus(current.state(), request.fingerprint()), List.of(Fact.of(StringValue.of("added")))));
                Stored<Sum> first = answers.putIfAbsent(key + request.fingerprint(), answer);
                if (first == null) {
                    assertThat(made).doesNotContainKey(key);
                    made.put(key, 1);
                } else {
                    assertThat(answer.state()).isEqualTo(first.state());
                    assertThat(answer.etag()).isEqualTo(first.etag());
                    assertThat(answer.version()).isEqualTo(first.version());
                }
            } catch (Failure failure) {
                assertThat(failure.reason()).isEqualTo("REQUEST_ID_REUSED");
                assertThat(made).containsKey(key);
            }
        }
        for (int i = 0; i < 3; i++) {
            String id = "a" + i;
            long changes = made.keySet().stream().filter(key -> key.startsWith(id + "/")).count();
            Stored<Sum> read = sums.get(by.organisation(), id);
            assertThat(read.state().total()).isEqualTo((int) changes);
            assertThat(read.version()).isEqualTo(changes + 1);
            relay(sums, by, id, relayed);
            assertThat(relayed.get(id)).containsExactlyElementsOf(LongStream.rangeClosed(1, changes + 1).boxed().toList());
        }
    }

    private static Sum plus(Sum sum, String fingerprint) {
        var requests = new ArrayList<>(sum.requests());
        requests.add(fingerprint);
        return new Sum(sum.total() + 1, requests);
    }

    private static void relay(AggregateStore<Sum> sums, Principal by, String id, Map<String, List<Long>> relayed) {
        String key = by.organisation() + "/" + id;
        for (Outbox.Pending pending : sums.pending(List.of(key))) {
            pending.events().forEach(event ->
                    relayed.computeIfAbsent(id, any -> new ArrayList<>()).add(event.getSequence()));
            sums.relayed(Map.of(key, pending.events().getLast().getSequence()));
        }
    }
}

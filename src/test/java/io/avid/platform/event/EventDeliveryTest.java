package io.avid.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.StringValue;
import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.platform.error.Failure;
import io.avid.platform.security.Principal;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.Change;
import io.avid.platform.store.EventLog;
import io.avid.platform.store.Fact;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.NewAggregate;
import io.avid.platform.store.Outbox;
import io.avid.platform.store.OutboxListener;
import io.avid.platform.store.PositionedEvent;
import io.avid.platform.store.StoreProperties;
import io.avid.platform.type.v1.Event;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventDeliveryTest {
    private static final Principal STAFF = Principal.staff("org_1", "auth0|a", Set.of());
    private static final String TYPE = "google.protobuf.StringValue";

    private final TestSystem.Copy copy = TestSystem.shared().copy();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> applied = new CopyOnWriteArrayList<>();

    private record Thing(String title) {}

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    /** One process with a publishing and a subscribing module. */
    private final class Process {
        private final EventTransport transport = new InProcessEventTransport(InstantSource.system());
        private final ModuleEvents publisher = events("customer", LocalModule.CUSTOMER);
        private final ModuleEvents subscriber = events("overview", LocalModule.OVERVIEW);
        private final AggregateStore<Thing> things =
                publisher.database().aggregates("things", publisher.database().codec(Thing.class));

        private ModuleEvents events(String module, LocalModule store) {
            var events = new ModuleEvents(module, new StoreProperties(module, copy.mongodbUri(store)), transport,
                    InstantSource.system());
            opened.add(events);
            return events;
        }

        Process start() {
            opened.add(transport);
            publisher.start();
            subscriber.start();
            transport.start();
            return this;
        }

        Process subscribe(EventSubscriber to) {
            subscriber.subscribe(Subscription.toTypes("test", Set.of(TYPE), to));
            return this;
        }

        void create(String id) {
            things.create(STAFF, new NewAggregate<>(id, new Thing("a"), List.of(Fact.of(StringValue.of("1"))), Set.of(),
                    Optional.empty()));
        }

        void change(String id, String what) {
            things.update(STAFF, id, Optional.empty(),
                    current -> Change.to(new Thing(what), List.of(Fact.of(StringValue.of(what)))));
        }
    }

    private void note(List<Event> events) {
        events.forEach(event -> applied.add(event.getAggregate() + "#" + event.getSequence()));
    }

    private static void until(java.util.concurrent.Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5)).until(condition);
    }

    @Test
    void anotherModuleReceivesEventsInOrderPerAggregateAndLosesNone() {
        Process process = new Process().subscribe(this::note).start();
        for (int round = 1; round <= 4; round++) {
            for (String id : List.of("x", "y", "z")) {
                if (round == 1) {
                    process.create(id);
                } else {
                    process.change(id, Integer.toString(round));
                }
            }
        }
        until(() -> applied.size() == 12);
        for (String id : List.of("x", "y", "z")) {
            assertThat(applied).filteredOn(one -> one.startsWith("things/" + id))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 4).mapToObj(n -> "things/" + id + "#" + n).toList());
        }
        until(() -> process.things.sweep(10).isEmpty());
    }

    @Test
    void aCrashBetweenTheWriteAndTheRelayLosesNoEvent() {
        Process crashed = new Process().subscribe(this::note);
        crashed.create("x");
        crashed.change("x", "2");
        assertThat(applied).isEmpty();

        Process restarted = new Process().subscribe(this::note).start();
        until(() -> applied.size() == 2);
        assertThat(applied).containsExactly("things/x#1", "things/x#2");
        until(() -> restarted.things.sweep(10).isEmpty());
    }

    @Test
    void anEventLeavesItsAggregateOnlyWhenTheLogHasIt() throws InterruptedException {
        Process process = new Process();
        process.create("x");
        var waitingWhenAppended = new CopyOnWriteArrayList<Integer>();
        var relay = new EventRelay("customer", process.publisher.database().eventLog(),
                () -> waitingWhenAppended.add(process.things.sweep(10).size()));
        relay.opened(process.things);
        Thread running = Thread.ofVirtual().start(relay::run);
        try {
            until(() -> process.things.sweep(10).isEmpty());
            assertThat(waitingWhenAppended).containsExactly(1);
        } finally {
            running.interrupt();
            running.join();
        }
    }

    @Test
    void aCrashBetweenTheCopyAndTheRemovalCopiesNothingTwice() {
        Process crashed = new Process();
        crashed.create("x");
        crashed.change("x", "2");
        List<Outbox.Pending> pending = crashed.things.sweep(10);
        crashed.publisher.database().eventLog().append(pending.getFirst().events());

        Process restarted = new Process().subscribe(this::note).start();
        until(() -> restarted.things.sweep(10).isEmpty());
        restarted.change("x", "3");
        until(() -> applied.size() >= 3);
        assertThat(applied).containsExactly("things/x#1", "things/x#2", "things/x#3");
        assertThat(restarted.publisher.database().eventLog().after(0, 10)).extracting(PositionedEvent::position)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void twoRelaysThatAppendTogetherLeaveEachEventOnceAndInOrder() throws Exception {
        Process process = new Process();
        for (int i = 0; i < 20; i++) {
            process.create("t" + i);
            process.change("t" + i, "2");
        }
        List<Event> events = process.things.sweep(100).stream().flatMap(one -> one.events().stream()).toList();
        EventLog first = process.publisher.database().eventLog();
        EventLog second = process.publisher.database().eventLog();
        Thread a = Thread.ofVirtual().start(() -> events.forEach(event -> first.append(List.of(event))));
        Thread b = Thread.ofVirtual().start(() -> events.forEach(event -> second.append(List.of(event))));
        a.join();
        b.join();

        List<PositionedEvent> log = first.after(0, 1_000);
        assertThat(log).hasSize(40);
        for (int i = 0; i < 20; i++) {
            String aggregate = "things/t" + i;
            assertThat(log).filteredOn(one -> one.event().getAggregate().equals(aggregate))
                    .extracting(one -> one.event().getSequence()).containsExactly(1L, 2L);
        }
    }

    @Test
    void aRestartedSubscriberGoesOnAfterItsCursor() throws Exception {
        Process first = new Process().subscribe(this::note).start();
        first.create("x");
        until(() -> applied.size() == 1);
        until(() -> first.subscriber.database().cursors().get("test/customer/log") == 1);
        first.transport.close();
        first.publisher.close();

        Process second = new Process().subscribe(this::note).start();
        second.change("x", "2");
        until(() -> applied.size() == 2);
        assertThat(applied).containsExactly("things/x#1", "things/x#2");
    }

    @Test
    void aCursorFollowsWithoutAWriteForEachEvent() throws Exception {
        var written = new CopyOnWriteArrayList<Long>();
        var cursor = new EventCursor() {
            @Override
            public long position(String publisher, String stream) {
                return 0;
            }

            @Override
            public void advance(String publisher, String stream, long position) {
                written.add(position);
            }
        };
        Process process = new Process();
        process.publisher.subscribe(new Subscription("own", Set.of(), Set.of(), this::note, Optional.of(cursor)));
        process.start();
        long begin = System.nanoTime();
        process.create("x");
        for (int i = 2; i <= 40; i++) {
            process.change("x", Integer.toString(i));
            assertThat(process.publisher.awaitOwn("own", Duration.ofSeconds(10))).isTrue();
        }
        until(() -> !written.isEmpty() && written.getLast() == 40);
        long quarters = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 250;
        assertThat(written).isSorted().hasSizeLessThanOrEqualTo((int) quarters + 2);
        assertThat(applied).hasSize(40);
    }

    @Test
    void whatASubscriberNeedsMayBeDownAndNothingIsSkipped() {
        var down = new AtomicReference<>(true);
        Process process = new Process().subscribe(events -> {
            if (down.get()) {
                throw Failure.unavailable("index", null);
            }
            note(events);
        }).start();
        process.create("x");
        process.create("y");
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        assertThat(applied).isEmpty();
        down.set(false);
        until(() -> applied.size() == 2);
        assertThat(process.subscriber.parked()).isEmpty();
    }

    @Test
    void aPoisonedEventBlocksItsOwnAggregateAloneAndCanBeSentAgain() {
        var poisoned = new AtomicReference<>(true);
        Process process = new Process().subscribe(events -> {
            for (Event event : events) {
                if (poisoned.get() && event.getAggregate().equals("things/x") && event.getSequence() == 1) {
                    throw new IllegalStateException("cannot be processed");
                }
            }
            note(events);
        }).start();
        process.create("x");
        process.create("y");
        until(() -> !process.subscriber.parked().isEmpty());
        process.change("x", "2");
        process.change("y", "2");
        until(() -> process.subscriber.parked().size() == 2 && applied.size() >= 2);
        assertThat(applied).containsOnly("things/y#1", "things/y#2");
        assertThat(process.subscriber.parked()).extracting(parked -> parked.event().getSequence()).containsExactly(1L, 2L);

        assertThat(process.subscriber.resend("test", "org_1", "things/x")).isZero();
        poisoned.set(false);
        assertThat(process.subscriber.resend("test", "org_1", "things/x")).isEqualTo(2);
        process.change("x", "3");
        until(() -> applied.contains("things/x#3"));
        assertThat(applied).filteredOn(one -> one.startsWith("things/x"))
                .containsExactly("things/x#1", "things/x#2", "things/x#3");
        assertThat(process.subscriber.parked()).isEmpty();
    }

    @Test
    void aWriterCanWaitUntilItsOwnSubscriptionHasApplied() throws Exception {
        Process process = new Process();
        process.publisher.subscribe(Subscription.toTypes("own", Set.of(), this::note));
        process.start();
        for (int i = 0; i < 20; i++) {
            process.create("t" + i);
            assertThat(process.publisher.awaitOwn("own", Duration.ofSeconds(10))).isTrue();
            assertThat(applied).contains("things/t" + i + "#1");
        }
    }

    @Test
    void aModuleWhoseStoreIsALogPublishesFromItByStreams() {
        var transport = new InProcessEventTransport(InstantSource.system());
        opened.add(transport);
        var publisher = new ModuleEvents("transaction",
                new StoreProperties("transaction", copy.mongodbUri(LocalModule.TRANSACTION)), transport, InstantSource.system());
        var subscriber = new ModuleEvents("overview",
                new StoreProperties("overview", copy.mongodbUri(LocalModule.OVERVIEW)), transport, InstantSource.system());
        opened.add(publisher);
        opened.add(subscriber);
        Map<String, List<Event>> streams = Map.of("org_1", new CopyOnWriteArrayList<>(), "org_2", new CopyOnWriteArrayList<>());
        publisher.publishFrom(new EventSource() {
            @Override
            public Set<String> streams() {
                return streams.keySet();
            }

            @Override
            public List<PositionedEvent> after(String stream, long position, int limit) {
                List<Event> all = streams.get(stream);
                return IntStream.range((int) position, Math.min(all.size(), (int) position + limit))
                        .mapToObj(i -> new PositionedEvent(i + 1, all.get(i))).toList();
            }

            @Override
            public long lastPosition(String stream) {
                return streams.get(stream).size();
            }
        });
        subscriber.subscribe(Subscription.toTypes("test", Set.of(TYPE), this::note));
        transport.start();
        for (int i = 1; i <= 3; i++) {
            for (String stream : streams.keySet()) {
                streams.get(stream).add(Event.newBuilder().setOrganisation(stream).setAggregate(stream)
                        .setSequence(i).setType(i == 2 ? "other" : TYPE).build());
                publisher.published(stream);
            }
        }
        until(() -> applied.size() == 4);
        assertThat(applied).containsOnlyOnce("org_1#1", "org_1#3", "org_2#1", "org_2#3");
        assertThatThrownBy(() -> publisher.publishFrom(new EventLogSource(publisher.database().eventLog())))
                .isInstanceOf(IllegalStateException.class);
    }
}

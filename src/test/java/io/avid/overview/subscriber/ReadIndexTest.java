package io.avid.overview.subscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import io.avid.customer.v1.CustomerUpdated;
import io.avid.document.v1.DocumentCreated;
import io.avid.invoice.v1.InvoiceCreated;
import io.avid.invoice.v1.InvoiceIssued;
import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.overview.store.CustomerIndex;
import io.avid.overview.store.CustomerIndex.CustomerKey;
import io.avid.overview.store.IndexCollection;
import io.avid.overview.store.IndexCursor;
import io.avid.overview.store.ProcessIndex;
import io.avid.overview.store.ResourceOwners;
import io.avid.payment.v1.PaymentRequested;
import io.avid.payment.v1.PaymentSucceeded;
import io.avid.platform.event.EventSource;
import io.avid.platform.event.InProcessEventTransport;
import io.avid.platform.event.ModuleEvents;
import io.avid.platform.event.Subscription;
import io.avid.platform.process.v1.Process;
import io.avid.platform.process.v1.ProcessChanged;
import io.avid.platform.process.v1.ProcessState;
import io.avid.platform.store.ModuleDatabase;
import io.avid.platform.store.OutboxListener;
import io.avid.platform.store.PositionedEvent;
import io.avid.platform.store.StoreProperties;
import io.avid.platform.type.v1.Event;
import io.avid.transaction.v1.TransactionPosted;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Overview's read index over a real store: what events make of it, in whatever order they come. */
@Timeout(60)
class ReadIndexTest {
    private static final String ORG = "org_one";
    private static final String ANNA = "customers/anna";
    private static final String BERT = "customers/bert";

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Map<String, Long> sequences = new TreeMap<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    /** An index and whom it told of what. */
    private static final class Index {
        private final CustomerIndex customers;
        private final ProcessIndex processes;
        private final IndexCursor cursor;
        private final Set<String> told = new TreeSet<>();
        private final FollowChanges follow;

        Index(ModuleDatabase database) {
            var collection = new IndexCollection(database);
            var owners = new ResourceOwners(collection);
            customers = new CustomerIndex(collection);
            processes = new ProcessIndex(collection, owners);
            cursor = new IndexCursor(collection);
            follow = new FollowChanges(customers, processes, owners, (organisation, customer) -> told.add(organisation + " " + customer));
        }

        /** Names of the processes at work for a customer. */
        Set<String> running(String organisation, String customer) throws Exception {
            var names = new TreeSet<String>();
            for (byte[] message : processes.running(new CustomerKey(organisation, customer), 100)) {
                names.add(Process.parseFrom(message).getName());
            }
            return names;
        }

        long revision(String organisation, String customer) {
            return customers.revision(new CustomerKey(organisation, customer));
        }
    }

    private ModuleDatabase database() {
        var database = new ModuleDatabase(new StoreProperties("overview",
                TestSystem.shared().copy().mongodbUri(LocalModule.OVERVIEW)), InstantSource.system(), OutboxListener.none());
        opened.add(database);
        return database;
    }

    private Event event(String organisation, String aggregate, Message payload) {
        long sequence = sequences.merge(organisation + "/" + aggregate, 1L, Long::sum);
        return Event.newBuilder()
                .setId(organisation + aggregate + sequence)
                .setOrganisation(organisation)
                .setAggregate(aggregate)
                .setSequence(sequence)
                .setType(payload.getDescriptorForType().getFullName())
                .setPayload(payload.toByteString())
                .build();
    }

    private Event process(String organisation, String id, ProcessState state, Map<String, String> references) {
        return event(organisation, "processes/" + id, ProcessChanged.newBuilder()
                .setProcess(Process.newBuilder().setName("processes/" + id).setState(state).putAllReferences(references))
                .build());
    }

    @Test
    void everyEventThatNamesACustomerIsAChangeOfItAndOfNobodyElse() {
        Index index = new Index(database());
        List<Message> events = List.of(
                CustomerUpdated.newBuilder().setCustomer(ANNA).build(),
                TransactionPosted.newBuilder().setTransaction("transactions/t").setCustomer(ANNA).build(),
                InvoiceIssued.newBuilder().setInvoice("invoices/i").setCustomer(ANNA).build(),
                DocumentCreated.newBuilder().setDocument("documents/d").setCustomer(ANNA).build(),
                PaymentSucceeded.newBuilder().setPayment("payments/p").setCustomer(ANNA).build());
        long before = 0;
        for (Message payload : events) {
            index.told.clear();
            index.follow.apply(List.of(event(ORG, "things/" + before, payload)));
            assertThat(index.told).as(payload.getDescriptorForType().getName()).containsExactly(ORG + " " + ANNA);
            assertThat(index.revision(ORG, ANNA)).isGreaterThan(before);
            before = index.revision(ORG, ANNA);
        }
        assertThat(index.revision(ORG, BERT)).isZero();
        assertThat(index.revision("org_two", ANNA)).isZero();

        index.told.clear();
        index.follow.apply(List.of(event(ORG, "documents/import", DocumentCreated.newBuilder().setDocument("documents/x").build())));
        assertThat(index.told).as("a document of nobody").isEmpty();
    }

    @Test
    void aProcessBelongsToTheCustomerThatItsReferencesLeadToAndOnlyWhileItRuns() throws Exception {
        Index index = new Index(database());
        index.follow.apply(List.of(
                event(ORG, "invoices/1", InvoiceCreated.newBuilder().setInvoice("invoices/1").setCustomer(ANNA).build()),
                event(ORG, "payments/1", PaymentRequested.newBuilder().setPayment("payments/1").setCustomer(BERT).build()),
                process(ORG, "billing-a", ProcessState.RUNNING, Map.of("invoice", "invoices/1")),
                process(ORG, "billing-b", ProcessState.WAITING, Map.of("payment", "payments/1")),
                process(ORG, "statement-c", ProcessState.PENDING, Map.of("customer", ANNA)),
                process(ORG, "onboarding-d", ProcessState.RUNNING, Map.of("document", "documents/1")),
                process("org_two", "billing-e", ProcessState.RUNNING, Map.of("invoice", "invoices/1", "customer", BERT))));
        assertThat(index.running(ORG, ANNA)).containsExactly("processes/billing-a", "processes/statement-c");
        assertThat(index.running(ORG, BERT)).containsExactly("processes/billing-b");
        assertThat(index.running("org_two", ANNA)).isEmpty();
        assertThat(index.running("org_two", BERT)).containsExactly("processes/billing-e");

        index.follow.apply(List.of(process(ORG, "billing-a", ProcessState.SUCCEEDED, Map.of("invoice", "invoices/1"))));
        assertThat(index.running(ORG, ANNA)).containsExactly("processes/statement-c");
        assertThat(index.processes.latest(ORG, Optional.empty(), 10, Optional.empty()).messages()).hasSize(4);
    }

    @Test
    void inWhateverOrderTheStreamsComeAndHoweverOftenTheIndexEndsTheSame() throws Exception {
        List<Event> invoices = List.of(
                event(ORG, "invoices/1", InvoiceCreated.newBuilder().setInvoice("invoices/1").setCustomer(ANNA).build()),
                event(ORG, "invoices/2", InvoiceCreated.newBuilder().setInvoice("invoices/2").setCustomer(BERT).build()),
                event(ORG, "invoices/1", InvoiceIssued.newBuilder().setInvoice("invoices/1").setCustomer(ANNA).build()));
        List<Event> payments = List.of(
                event(ORG, "payments/1", PaymentRequested.newBuilder().setPayment("payments/1").setCustomer(ANNA).build()));
        List<Event> processes = List.of(
                process(ORG, "billing-a", ProcessState.PENDING, Map.of()),
                process(ORG, "billing-a", ProcessState.RUNNING, Map.of("invoice", "invoices/1")),
                process(ORG, "billing-b", ProcessState.RUNNING, Map.of("invoice", "invoices/2")),
                process(ORG, "billing-c", ProcessState.WAITING, Map.of("payment", "payments/1")),
                process(ORG, "billing-b", ProcessState.FAILED, Map.of("invoice", "invoices/2")));
        for (long seed = 0; seed < 20; seed++) {
            Index index = new Index(database());
            for (List<Event> batch : shuffled(List.of(invoices, payments, processes), new Random(seed))) {
                index.follow.apply(batch);
            }
            assertThat(index.running(ORG, ANNA)).as("seed %d", seed).containsExactly("processes/billing-a", "processes/billing-c");
            assertThat(index.running(ORG, BERT)).as("seed %d", seed).isEmpty();
        }
    }

    /** Batches of the streams in any order, each stream's own kept, some delivered twice. */
    private static List<List<Event>> shuffled(List<List<Event>> streams, Random random) {
        int[] at = new int[streams.size()];
        var batches = new ArrayList<List<Event>>();
        while (IntStream.range(0, at.length).anyMatch(i -> at[i] < streams.get(i).size())) {
            int stream = random.nextInt(at.length);
            List<Event> rest = streams.get(stream).subList(at[stream], streams.get(stream).size());
            if (!rest.isEmpty()) {
                List<Event> batch = rest.subList(0, 1 + random.nextInt(rest.size()));
                batches.add(batch);
                at[stream] += random.nextInt(4) == 0 ? 0 : batch.size();
            }
        }
        return batches;
    }

    @Test
    void anIndexThatIsDroppedFillsItselfFromTheFirstEventOnAtTheNextStart() throws Exception {
        String uri = TestSystem.shared().copy().mongodbUri(LocalModule.OVERVIEW);
        Map<String, List<Event>> logs = new LinkedHashMap<>();
        logs.put("invoice", new CopyOnWriteArrayList<>(List.of(
                event(ORG, "invoices/1", InvoiceCreated.newBuilder().setInvoice("invoices/1").setCustomer(ANNA).build()))));
        logs.put("billing", new CopyOnWriteArrayList<>(List.of(
                process(ORG, "billing-a", ProcessState.RUNNING, Map.of("invoice", "invoices/1")))));
        read(uri, logs, index -> {
            assertThat(index.running(ORG, ANNA)).containsExactly("processes/billing-a");
            assertThat(index.revision(ORG, ANNA)).isPositive();
        });

        logs.get("billing").add(process(ORG, "billing-b", ProcessState.RUNNING, Map.of("customer", ANNA)));
        read(uri, logs, index ->
                assertThat(index.running(ORG, ANNA)).containsExactly("processes/billing-a", "processes/billing-b"));

        try (var database = new ModuleDatabase(new StoreProperties("overview", uri), InstantSource.system(), OutboxListener.none())) {
            for (String name : database.template().getCollectionNames()) {
                if (name.startsWith("index")) {
                    database.template().getCollection(name).deleteMany(new Document());
                }
            }
        }
        read(uri, logs, index -> {
            assertThat(index.running(ORG, ANNA)).containsExactly("processes/billing-a", "processes/billing-b");
            assertThat(index.revision(ORG, ANNA)).isPositive();
        });
    }

    private interface Check {
        void on(Index index) throws Exception;
    }

    /** A process of Avid that reads the logs to their end, is checked, and ends. */
    private void read(String uri, Map<String, List<Event>> logs, Check check) throws Exception {
        var clock = InstantSource.system();
        try (var transport = new InProcessEventTransport(clock);
                var events = new ModuleEvents("overview", new StoreProperties("overview", uri), transport, clock)) {
            var index = new Index(events.database());
            logs.forEach((module, log) -> transport.publish(module, source(log)));
            events.subscribe(new Subscription("overview-index", Set.of(), FollowChanges.TYPES, index.follow, Optional.of(index.cursor)));
            events.start();
            transport.start();
            for (String module : logs.keySet()) {
                await().atMost(Duration.ofSeconds(20)).until(() ->
                        index.cursor.position(module, "log") == logs.get(module).size());
            }
            check.on(index);
        }
    }

    private static EventSource source(List<Event> log) {
        return new EventSource() {
            @Override
            public Set<String> streams() {
                return Set.of("log");
            }

            @Override
            public List<PositionedEvent> after(String stream, long position, int limit) {
                return IntStream.range((int) position, Math.min(log.size(), (int) position + limit))
                        .mapToObj(i -> new PositionedEvent(i + 1, log.get(i))).toList();
            }

            @Override
            public long lastPosition(String stream) {
                return log.size();
            }
        };
    }
}

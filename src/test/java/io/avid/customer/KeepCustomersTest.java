package io.avid.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.FieldMask;
import io.avid.customer.application.FindCustomers;
import io.avid.customer.application.ListCustomers;
import io.avid.customer.application.RegisterCustomers;
import io.avid.customer.application.ReviseCustomer;
import io.avid.customer.domain.CustomerProfile;
import io.avid.customer.event.CustomerEvents;
import io.avid.customer.grpc.CustomerGrpc;
import io.avid.customer.store.CustomerCodec;
import io.avid.customer.store.CustomerIndex;
import io.avid.customer.v1.Address;
import io.avid.customer.v1.BatchCreateCustomersRequest;
import io.avid.customer.v1.BatchCreateCustomersResponse;
import io.avid.customer.v1.BatchGetCustomersRequest;
import io.avid.customer.v1.CreateCustomerRequest;
import io.avid.customer.v1.Customer;
import io.avid.customer.v1.CustomerKind;
import io.avid.customer.v1.ExternalId;
import io.avid.customer.v1.GetCustomerRequest;
import io.avid.customer.v1.ListCustomersRequest;
import io.avid.customer.v1.ListCustomersResponse;
import io.avid.customer.v1.LookupCustomersRequest;
import io.avid.customer.v1.UpdateCustomerRequest;
import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.platform.error.Failure;
import io.avid.platform.event.EventTransport;
import io.avid.platform.event.InProcessEventTransport;
import io.avid.platform.event.ModuleEvents;
import io.avid.platform.identifier.DerivedId;
import io.avid.platform.search.AggregateIndex;
import io.avid.platform.search.ModuleSearch;
import io.avid.platform.search.SearchProperties;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.PageTokens;
import io.avid.platform.security.Principal;
import io.avid.platform.security.SigningSecret;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.CountingWriteHook;
import io.avid.platform.store.PositionedEvent;
import io.avid.platform.store.StoreProperties;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Customers against a real Elasticsearch node and a durable store. */
@Tag("slow")
class KeepCustomersTest {
    private static final Principal STAFF = Principal.staff("org_1", "auth0|a", Set.of("customers.read", "customers.write"));
    private static final Principal OTHER = Principal.staff("org_2", "auth0|b", Set.of("customers.read", "customers.write"));

    private final TestSystem.Copy copy = TestSystem.shared().copy();
    private final EventTransport transport = new InProcessEventTransport(InstantSource.system());
    private final ModuleEvents events = new ModuleEvents("customer",
            new StoreProperties("customer", copy.mongodbUri(LocalModule.CUSTOMER)), transport, InstantSource.system());
    private final ModuleSearch search = new ModuleSearch(new SearchProperties("customer",
            TestSystem.shared().elasticsearchUri(), copy.indexPrefix(LocalModule.CUSTOMER), Optional.empty()));
    private final AggregateStore<CustomerProfile> customers =
            events.database().aggregates("customers", new CustomerCodec());
    private final AggregateIndex index = AggregateIndex.following(events, () -> search, CustomerIndex.definition(customers));
    private final CustomerGrpc service = new CustomerGrpc(customers,
            new RegisterCustomers(customers, new CustomerEvents()), new ReviseCustomer(customers, new CustomerEvents()),
            new FindCustomers(customers), new ListCustomers(customers, new CustomerIndex(index)),
            new PageTokens(SigningSecret.of("a secret of the tests that is long enough")));
    private int requests;

    @BeforeEach
    void start() {
        events.start();
        transport.start();
    }

    @AfterEach
    void close() throws Exception {
        transport.close();
        events.close();
        search.close();
    }

    private static <Q, R> R call(Principal principal, BiConsumer<Q, StreamObserver<R>> method, Q request) {
        var answers = new ArrayList<R>();
        CurrentPrincipal.run(principal, () -> method.accept(request, new StreamObserver<>() {
            @Override
            public void onNext(R value) {
                answers.add(value);
            }

            @Override
            public void onError(Throwable error) {
                throw new IllegalStateException(error);
            }

            @Override
            public void onCompleted() {}
        }));
        return answers.getFirst();
    }

    private String next() {
        requests++;
        return "r" + requests;
    }

    private static Customer named(String name, String... externalIds) {
        Customer.Builder customer = Customer.newBuilder().setDisplayName(name);
        for (String id : externalIds) {
            customer.addExternalIds(ExternalId.newBuilder().setSystem("receivables").setValue(id));
        }
        return customer.build();
    }

    private Customer create(Principal principal, Customer customer) {
        return call(principal, service::createCustomer,
                CreateCustomerRequest.newBuilder().setCustomer(customer).setRequestId(next()).build());
    }

    private Customer get(Principal principal, String name) {
        return call(principal, service::getCustomer, GetCustomerRequest.newBuilder().setName(name).build());
    }

    private ListCustomersResponse list(Principal principal, String query, int pageSize, String token) {
        return call(principal, service::listCustomers, ListCustomersRequest.newBuilder().setQuery(query)
                .setPageSize(pageSize).setPageToken(token).build());
    }

    private List<String> found(Principal principal, String query) {
        return list(principal, query, 0, "").getCustomersList().stream().map(Customer::getDisplayName).toList();
    }

    private static void assertReason(Runnable call, String reason) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(Failure.class,
                failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    @Test
    void whatIsCreatedIsReadAndFoundAtOnceWithAllThatItHolds() {
        Customer given = named("Lighthouse Books", "0379-NEVHP").toBuilder()
                .setKind(CustomerKind.PERSON).setEmail("ada@example.org").setPhone("+49 30 1234")
                .setAddress(Address.newBuilder().addLines("Hafenstraße 3").setPostalCode("10999").setLocality("Berlin")
                        .setRegionCode("DE"))
                .addTags("vip").build();
        Customer created = create(STAFF, given);

        assertThat(get(STAFF, created.getName())).isEqualTo(created);
        assertThat(created.toBuilder().clearName().clearEtag().clearCreateTime().clearUpdateTime().build()).isEqualTo(given);
        for (String query : List.of("lighthouse", "books light", "LIGHTHOUSE boo", "0379-NEVHP", "ada@example.org", "hafenstrasse",
                "vip lighthouse", "10999", "berl")) {
            assertThat(found(STAFF, query)).as(query).containsExactly("Lighthouse Books");
        }
        assertThat(found(STAFF, "light books zebra")).isEmpty();
        assertThat(found(STAFF, "ighthouse")).isEmpty();
    }

    @Test
    void accentsAreFoldedBothWaysAndNamesComeBeforeMentions() {
        create(STAFF, named("Café Müller"));
        create(STAFF, named("Other").toBuilder().addTags("muller").build());

        assertThat(found(STAFF, "cafe mull")).containsExactly("Café Müller");
        assertThat(found(STAFF, "müller")).containsExactly("Café Müller", "Other");
    }

    @Test
    void anExternalIdIsFoundExactlyBeforeAllElse() {
        create(STAFF, named("A 17 Street", "9"));
        create(STAFF, named("B", "17"));
        assertThat(found(STAFF, "17").getFirst()).isEqualTo("B");
    }

    @Test
    void everyCustomerIsListedOnceInTheOrderOfNamesOverPages() {
        List<String> names = IntStream.range(0, 23).mapToObj(n -> (n % 2 == 0 ? "ä" : "B") + " %02d".formatted(n % 7)).toList();
        names.forEach(name -> create(STAFF, named(name)));
        for (String query : List.of("", "0")) {
            var seen = new ArrayList<Customer>();
            String token = "";
            do {
                ListCustomersResponse page = list(STAFF, query, 5, token);
                assertThat(page.getCustomersCount()).isLessThanOrEqualTo(5);
                seen.addAll(page.getCustomersList());
                token = page.getNextPageToken();
            } while (!token.isEmpty());
            assertThat(seen).as("query '%s'", query).hasSize(23).doesNotHaveDuplicates();
            if (query.isEmpty()) {
                assertThat(seen).extracting(customer -> customer.getDisplayName().replace('ä', 'a').toLowerCase(java.util.Locale.ROOT))
                        .isSorted();
            }
        }
        String token = list(STAFF, "", 5, "").getNextPageToken();
        assertReason(() -> list(STAFF, "other", 5, token), "PAGE_TOKEN_INVALID");
        assertReason(() -> list(OTHER, "", 5, token), "PAGE_TOKEN_INVALID");
    }

    @Test
    void anotherOrganisationFindsNothing() {
        Customer created = create(STAFF, named("Lighthouse", "1"));

        assertReason(() -> get(OTHER, created.getName()), "RESOURCE_NOT_FOUND");
        assertThat(found(OTHER, "")).isEmpty();
        assertThat(found(OTHER, "lighthouse")).isEmpty();
        assertThat(call(OTHER, service::batchGetCustomers,
                BatchGetCustomersRequest.newBuilder().addNames(created.getName()).build()).getCustomersCount()).isZero();
        assertThat(call(OTHER, service::lookupCustomers, LookupCustomersRequest.newBuilder()
                .addExternalIds(created.getExternalIds(0)).build()).getCustomersCount()).isZero();
        assertReason(() -> update(OTHER, created, "display_name"), "RESOURCE_NOT_FOUND");
        assertThat(create(OTHER, named("Its own", "1")).getName()).isNotEqualTo(created.getName());
    }

    @Test
    void aCustomersLoginSeesItselfAlone() {
        Customer own = create(STAFF, named("Own", "1"));
        Customer other = create(STAFF, named("Other", "2"));
        var login = new Principal("org_1", "auth0|c", Set.of(Principal.OWN_READ), Optional.of(own.getName()));

        assertThat(get(login, own.getName())).isEqualTo(own);
        assertReason(() -> get(login, other.getName()), "RESOURCE_NOT_FOUND");
        assertThat(found(login, "")).containsExactly("Own");
        assertThat(found(login, "other")).isEmpty();
        assertThat(call(login, service::batchGetCustomers, BatchGetCustomersRequest.newBuilder()
                .addNames(other.getName()).addNames(own.getName()).build()).getCustomersList()).containsExactly(own);
    }

    @Test
    void anExternalIdBelongsToOneCustomerAndTheRefusalNamesIt() {
        Customer first = create(STAFF, named("First", "1"));
        Customer second = create(STAFF, named("Second", "2"));

        assertThatThrownBy(() -> create(STAFF, named("Third", "1"))).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.reason()).isEqualTo("EXTERNAL_ID_TAKEN");
            assertThat(failure.metadata()).containsEntry("customer", first.getName())
                    .containsEntry("external_id", "receivables/1");
        });
        assertReason(() -> update(STAFF, second.toBuilder().clearExternalIds().addExternalIds(first.getExternalIds(0)).build(),
                "external_ids"), "EXTERNAL_ID_TAKEN");
        Customer moved = update(STAFF, first.toBuilder().clearExternalIds().build(), "external_ids");
        assertThat(moved.getExternalIdsCount()).isZero();
        assertThat(create(STAFF, named("Third", "1")).getDisplayName()).isEqualTo("Third");
    }

    private Customer update(Principal principal, Customer customer, String... paths) {
        return call(principal, service::updateCustomer, UpdateCustomerRequest.newBuilder().setCustomer(customer)
                .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(paths))).setRequestId(next()).build());
    }

    @Test
    void anUpdateChangesTheFieldsOfTheMaskAloneAndRefusesAStaleEtag() {
        Customer created = create(STAFF, named("Name", "1").toBuilder().setPhone("1").build());
        Customer onlyPhone = Customer.newBuilder().setName(created.getName()).setEtag(created.getEtag()).setPhone("2").build();

        Customer changed = update(STAFF, onlyPhone, "phone");

        assertThat(changed.getPhone()).isEqualTo("2");
        assertThat(changed.getDisplayName()).isEqualTo("Name");
        assertThat(changed.getEtag()).isNotEqualTo(created.getEtag());
        assertReason(() -> update(STAFF, onlyPhone, "phone"), "ETAG_STALE");
        assertReason(() -> update(STAFF, changed.toBuilder().clearDisplayName().build(), "display_name"), "FIELDS_INVALID");
        assertReason(() -> update(STAFF, changed.toBuilder().setEmail("no address").build(), "email"), "FIELDS_INVALID");
        assertReason(() -> update(STAFF, changed, "*"), "FIELDS_INVALID");
        assertReason(() -> update(STAFF, changed), "FIELDS_INVALID");
        update(STAFF, changed.toBuilder().setDisplayName("Renamed").build(), "display_name");
        assertThat(found(STAFF, "renamed")).containsExactly("Renamed");
        assertThat(found(STAFF, "name")).isEmpty();
    }

    @Test
    void aRepeatedRequestAnswersTheSameAndChangesNothing() {
        CreateCustomerRequest request = CreateCustomerRequest.newBuilder().setCustomer(named("A", "1")).setRequestId("same").build();
        Customer created = call(STAFF, service::createCustomer, request);
        UpdateCustomerRequest change = UpdateCustomerRequest.newBuilder()
                .setCustomer(created.toBuilder().setDisplayName("B"))
                .setUpdateMask(FieldMask.newBuilder().addPaths("display_name")).setRequestId("same").build();
        Customer changed = call(STAFF, service::updateCustomer, change);
        update(STAFF, changed.toBuilder().setDisplayName("C").build(), "display_name");

        assertThat(call(STAFF, service::createCustomer, request)).isEqualTo(created);
        assertThat(call(STAFF, service::updateCustomer, change)).isEqualTo(changed);
        assertThat(found(STAFF, "")).containsExactly("C");
        assertReason(() -> call(STAFF, service::createCustomer, request.toBuilder().setCustomer(named("X")).build()),
                "REQUEST_ID_REUSED");
        assertThat(created.getName()).isEqualTo("customers/"
                + DerivedId.of("org_1", "avid.customer.v1.CustomerService/CreateCustomer", "same"));
    }

    @Test
    void aBatchIsOneWritePerCustomerAndEachHasItsOutcome() {
        Customer existing = create(STAFF, named("Existing", "7"));
        BatchCreateCustomersRequest.Builder batch = BatchCreateCustomersRequest.newBuilder().setRequestId("batch");
        for (int i = 0; i < 500; i++) {
            batch.addRequests(CreateCustomerRequest.newBuilder().setCustomer(named("Customer " + i, Integer.toString(i)))
                    .setRequestId("item/" + i));
        }
        var writes = new ArrayList<String>();
        var responses = new ArrayList<BatchCreateCustomersResponse>();
        CountingWriteHook.observe(writes, () -> {
            responses.add(call(STAFF, service::batchCreateCustomers, batch.build()));
            responses.add(call(STAFF, service::batchCreateCustomers, batch.build()));
        });

        assertThat(responses.get(0)).isEqualTo(responses.get(1));
        assertThat(responses.getFirst().getOutcomes(7).getExisting()).isEqualTo(existing);
        assertThat(responses.getFirst().getOutcomesList()).filteredOn(outcome -> outcome.hasCreated()).hasSize(499)
                .allMatch(outcome -> outcome.getCreated().getBatchRequestId().equals(batch.getRequestId()));
        assertThat(existing.getBatchRequestId()).as("who was created by itself").isEmpty();
        assertThat(writes).filteredOn(write -> write.equals("mongodb/customer insert customers")).hasSize(2);
        assertThat(list(STAFF, "", 1000, "").getCustomersCount()).isEqualTo(500);
        assertThat(found(STAFF, "customer 499")).containsExactly("Customer 499");
    }

    @Test
    void aLostIndexIsBuiltAnewAndHoldsEverything() throws Exception {
        create(STAFF, named("Before"));
        assertThat(found(STAFF, "")).containsExactly("Before");
        String alias = search.index("customers");
        for (String lost : search.client().indices().getAlias(request -> request.name(alias)).aliases().keySet()) {
            search.client().indices().delete(request -> request.index(lost));
        }
        assertThat(found(STAFF, "")).containsExactly("Before");

        for (String lost : search.client().indices().getAlias(request -> request.name(alias)).aliases().keySet()) {
            search.client().indices().delete(request -> request.index(lost));
        }
        create(STAFF, named("After"));
        assertThat(found(STAFF, "")).containsExactly("After", "Before");
        index.rebuild();
        create(STAFF, named("Later"));
        assertThat(found(STAFF, "")).containsExactly("After", "Before", "Later");
        assertThat(search.client().indices().getAlias(request -> request.name(alias)).aliases()).hasSize(1);
    }

    @Test
    void eventsNameTheCustomerAndTheFieldsAndHoldNothingOfWhatIsInThem() throws Exception {
        Customer created = create(STAFF, named("Jane Doe", "1"));
        update(STAFF, created.toBuilder().setDisplayName("Mary Major").setPhone("555").build(), "display_name", "phone");
        found(STAFF, "");

        List<PositionedEvent> log = events.database().eventLog().after(0, 10);
        assertThat(log).extracting(one -> one.event().getType())
                .containsExactly("avid.customer.v1.CustomerCreated", "avid.customer.v1.CustomerUpdated");
        assertThat(io.avid.customer.v1.CustomerUpdated.parseFrom(log.get(1).event().getPayload()).getFieldsList())
                .containsExactlyInAnyOrder("display_name", "phone");
        assertThat(log).allSatisfy(one -> assertThat(one.event().toByteString().toStringUtf8())
                .doesNotContain("Jane", "Mary", "555"));
    }
}

package io.avid.invoice;

import io.avid.invoice.domain.Invoice;
import io.avid.invoice.store.InvoiceCodec;
import io.avid.invoice.store.InvoiceIndex;
import io.avid.invoice.store.MongoNumberRegister;
import io.avid.invoice.v1.CreateInvoiceRequest;
import io.avid.invoice.v1.InvoiceLine;
import io.avid.invoice.v1.IssueInvoiceRequest;
import io.avid.invoice.grpc.InvoiceGrpc;
import io.avid.local.LocalModule;
import io.avid.local.TestSystem;
import io.avid.platform.event.EventTransport;
import io.avid.platform.event.InProcessEventTransport;
import io.avid.platform.event.ModuleEvents;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.search.AggregateIndex;
import io.avid.platform.search.ModuleSearch;
import io.avid.platform.search.SearchProperties;
import io.avid.platform.security.CurrentPrincipal;
import io.avid.platform.security.PageTokens;
import io.avid.platform.security.Principal;
import io.avid.platform.security.SigningSecret;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.StoreProperties;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Module invoice with real stores, as a life of it: another life on the same copy finds what this one left. */
final class InvoicesUnderTest implements AutoCloseable {
    static final Principal STAFF = Principal.staff("org_1", "auth0|a", Set.of("invoices.read", "invoices.write"));

    private final EventTransport transport = new InProcessEventTransport(InstantSource.system());
    private final ModuleEvents events;
    private final ModuleSearch search;
    final AggregateStore<Invoice> invoices;
    final InvoiceGrpc service;

    InvoicesUnderTest(TestSystem.Copy copy, InstantSource clock) {
        events = new ModuleEvents("invoice", new StoreProperties("invoice", copy.mongodbUri(LocalModule.INVOICE)),
                transport, clock);
        search = new ModuleSearch(new SearchProperties("invoice", TestSystem.shared().elasticsearchUri(),
                copy.indexPrefix(LocalModule.INVOICE), Optional.empty()));
        invoices = events.database().aggregates("invoices", new InvoiceCodec());
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test",
                java.util.Map.of("avid.organisations.org_1.time-zone", "Pacific/Auckland")));
        service = InvoiceModule.service(invoices, new MongoNumberRegister(events.database()),
                new InvoiceIndex(AggregateIndex.following(events, () -> search, InvoiceIndex.definition(invoices))),
                new OrganisationProfiles(environment), clock,
                new PageTokens(SigningSecret.of("a secret of the tests that is long enough")));
    }

    /** Lets the index follow. */
    InvoicesUnderTest following() {
        events.start();
        transport.start();
        return this;
    }

    static <Q, R> R call(Principal principal, BiConsumer<Q, StreamObserver<R>> method, Q request) {
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

    static io.avid.invoice.v1.Invoice.Builder content() {
        return io.avid.invoice.v1.Invoice.newBuilder().setCustomer("customers/c1").setCurrencyCode("EUR")
                .addLines(InvoiceLine.newBuilder().setDescription("Work").setQuantity("1.5").setUnitPriceMinor(10_000)
                        .setTaxPercent("19"));
    }

    io.avid.invoice.v1.Invoice draft(String requestId, io.avid.invoice.v1.Invoice.Builder content) {
        return call(STAFF, service::createInvoice, CreateInvoiceRequest.newBuilder().setInvoice(content)
                .setRequestId(requestId).build());
    }

    io.avid.invoice.v1.Invoice issue(String name, String requestId) {
        return call(STAFF, service::issueInvoice,
                IssueInvoiceRequest.newBuilder().setName(name).setRequestId(requestId).build());
    }

    @Override
    public void close() throws Exception {
        transport.close();
        events.close();
        search.close();
    }
}

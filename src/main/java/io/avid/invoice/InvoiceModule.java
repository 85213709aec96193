package io.avid.invoice;

import io.avid.invoice.application.AssignNumber;
import io.avid.invoice.application.ChangeInvoice;
import io.avid.invoice.application.DraftInvoice;
import io.avid.invoice.application.FindInvoices;
import io.avid.invoice.application.InvoiceSearch;
import io.avid.invoice.application.IssueInvoice;
import io.avid.invoice.application.NumberRegister;
import io.avid.invoice.domain.Invoice;
import io.avid.invoice.event.InvoiceEvents;
import io.avid.invoice.grpc.InvoiceGrpc;
import io.avid.invoice.store.InvoiceCodec;
import io.avid.invoice.store.InvoiceIndex;
import io.avid.invoice.store.MongoNumberRegister;
import io.avid.platform.event.ModuleEvents;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.search.AggregateIndex;
import io.avid.platform.search.ModuleSearch;
import io.avid.platform.security.PageTokens;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.ModuleDatabase;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Module invoice: its parts. */
@Configuration(proxyBeanMethods = false)
public class InvoiceModule {
    @Bean
    AggregateStore<Invoice> invoices(ModuleDatabase database) {
        return database.aggregates("invoices", new InvoiceCodec());
    }

    @Bean
    NumberRegister numberRegister(ModuleDatabase database) {
        return new MongoNumberRegister(database);
    }

    @Bean
    InvoiceSearch invoiceSearch(AggregateStore<Invoice> invoices, ObjectProvider<ModuleSearch> search, ModuleEvents events) {
        return new InvoiceIndex(AggregateIndex.following(events, search::getObject, InvoiceIndex.definition(invoices)));
    }

    @Bean
    InvoiceGrpc invoiceGrpc(AggregateStore<Invoice> invoices, NumberRegister numbers, InvoiceSearch search,
            OrganisationProfiles organisations, InstantSource clock, PageTokens pageTokens) {
        return service(invoices, numbers, search, organisations, clock, pageTokens);
    }

    static InvoiceGrpc service(AggregateStore<Invoice> invoices, NumberRegister numbers, InvoiceSearch search,
            OrganisationProfiles organisations, InstantSource clock, PageTokens pageTokens) {
        var facts = new InvoiceEvents();
        var issueInvoice = new IssueInvoice(invoices, new AssignNumber(numbers), facts, organisations, clock,
                InvoiceGrpc.ISSUING_METHOD);
        return new InvoiceGrpc(invoices, new DraftInvoice(invoices, facts), new ChangeInvoice(invoices, issueInvoice, facts),
                issueInvoice, new FindInvoices(invoices, issueInvoice, search), pageTokens);
    }
}

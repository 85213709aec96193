package io.avid.billing;

import io.avid.billing.application.RaiseInvoice;
import io.avid.billing.client.InvoiceStubs;
import io.avid.billing.client.LedgerStubs;
import io.avid.billing.client.InvoicePapers;
import io.avid.billing.grpc.BillingGrpc;
import io.avid.billing.process.Ledger;
import io.avid.billing.process.RenderInvoice;
import io.avid.billing.process.RaiseInvoiceProcess;
import io.avid.platform.module.ModuleChannels;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.Processes;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Module billing: its parts. */
@Configuration(proxyBeanMethods = false)
public class BillingModule {
    @Bean
    InvoiceStubs invoices(ModuleChannels channels) {
        return new InvoiceStubs(channels.to("invoice"));
    }

    @Bean
    Ledger ledger(ModuleChannels channels) {
        return new LedgerStubs(channels.to("transaction"));
    }

    @Bean
    RenderInvoice renderInvoice(ModuleChannels channels, OrganisationProfiles organisations) {
        return new InvoicePapers(channels.to("customer"), channels.to("invoice"), channels.to("document"), organisations);
    }

    /** The platform closes it. */
    @Bean(destroyMethod = "")
    ProcessEngine processEngine(Processes processes, InvoiceStubs invoices, Ledger ledger, RenderInvoice renderInvoice) {
        return processes.engine(List.of(RaiseInvoiceProcess.definition(invoices, ledger, renderInvoice)));
    }

    @Bean
    BillingGrpc billingGrpc(InvoiceStubs invoices, ProcessEngine processes, OrganisationProfiles organisations) {
        return new BillingGrpc(invoices, new RaiseInvoice(invoices, processes, organisations), processes);
    }
}

package io.avid.billing;

import io.avid.billing.application.RaiseInvoice;
import io.avid.billing.application.RefundPayment;
import io.avid.billing.application.SaveMethodOfCustomer;
import io.avid.billing.application.StartForInvoice;
import io.avid.billing.client.CustomerStubs;
import io.avid.billing.client.InvoicePapers;
import io.avid.billing.client.InvoiceStubs;
import io.avid.billing.client.LedgerStubs;
import io.avid.billing.client.PaymentStubs;
import io.avid.billing.client.ReceiptPapers;
import io.avid.billing.grpc.BillingGrpc;
import io.avid.billing.process.ApplyDisputeProcess;
import io.avid.billing.process.ApplyMoney;
import io.avid.billing.process.ApplyPaymentProcess;
import io.avid.billing.process.ApplyRefundProcess;
import io.avid.billing.process.BillingIdentity;
import io.avid.billing.process.CollectInvoiceProcess;
import io.avid.billing.process.Customers;
import io.avid.billing.process.Ledger;
import io.avid.billing.process.Payments;
import io.avid.billing.process.RaiseInvoiceProcess;
import io.avid.billing.process.RefundPaymentProcess;
import io.avid.billing.process.RenderInvoice;
import io.avid.billing.process.RenderReceipt;
import io.avid.billing.process.SendPaymentLinkProcess;
import io.avid.billing.process.TellSettlement;
import io.avid.billing.process.UndoRefundProcess;
import io.avid.billing.process.VoidInvoiceProcess;
import io.avid.billing.subscriber.FollowLedger;
import io.avid.billing.subscriber.FollowPayments;
import io.avid.platform.event.ModuleEvents;
import io.avid.platform.event.Subscription;
import io.avid.platform.module.ModuleChannels;
import io.avid.platform.organisation.OrganisationProfiles;
import io.avid.platform.process.ProcessEngine;
import io.avid.platform.process.Processes;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Module billing: its parts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BillingSettings.class)
public class BillingModule {
    @Bean
    Customers customers(ModuleChannels channels) {
        return new CustomerStubs(channels.to("customer"));
    }

    @Bean
    InvoiceStubs invoices(ModuleChannels channels) {
        return new InvoiceStubs(channels.to("invoice"));
    }

    @Bean
    Ledger ledger(ModuleChannels channels) {
        return new LedgerStubs(channels.to("transaction"));
    }

    @Bean
    PaymentStubs payments(ModuleChannels channels) {
        return new PaymentStubs(channels.to("payment"));
    }

    @Bean
    RenderInvoice renderInvoice(ModuleChannels channels, OrganisationProfiles organisations) {
        return new InvoicePapers(channels.to("customer"), channels.to("invoice"), channels.to("document"), organisations);
    }

    @Bean
    RenderReceipt renderReceipt(ModuleChannels channels, OrganisationProfiles organisations) {
        return new ReceiptPapers(channels.to("customer"), channels.to("invoice"), channels.to("payment"),
                channels.to("document"), organisations);
    }

    @Bean
    TellSettlement tellSettlement(Ledger ledger, InvoiceStubs invoices) {
        return new TellSettlement(ledger, invoices);
    }

    @Bean
    ApplyMoney applyMoney(ObjectProvider<ProcessEngine> processes, Payments payments) {
        return new ApplyMoney(processes::getObject, payments);
    }

    /** The platform closes it. */
    @Bean(destroyMethod = "")
    ProcessEngine processEngine(Processes processes, InvoiceStubs invoices, Ledger ledger, Payments payments,
            RenderInvoice renderInvoice, RenderReceipt renderReceipt, TellSettlement tellSettlement, ApplyMoney applyMoney,
            OrganisationProfiles organisations, BillingSettings settings) {
        return processes.engine(Stream.of(
                RaiseInvoiceProcess.definition(invoices, ledger, renderInvoice),
                CollectInvoiceProcess.definition(invoices, ledger, payments, applyMoney, settings.authenticationPatience()),
                ApplyPaymentProcess.definition(payments, ledger, tellSettlement, renderReceipt),
                RefundPaymentProcess.definition(payments, ledger, applyMoney, tellSettlement),
                ApplyRefundProcess.definition(payments, ledger, applyMoney, tellSettlement, renderReceipt),
                UndoRefundProcess.definition(payments, ledger, applyMoney, organisations),
                ApplyDisputeProcess.definition(payments, ledger, applyMoney, tellSettlement),
                SendPaymentLinkProcess.definition(invoices, ledger, payments, applyMoney),
                VoidInvoiceProcess.definition(invoices, ledger, organisations))
                .map(definition -> definition.acting(BillingIdentity.PERMISSIONS)).toList());
    }

    @Bean
    BillingGrpc billingGrpc(Customers customers, InvoiceStubs invoices, PaymentStubs payments, ProcessEngine processes,
            OrganisationProfiles organisations, ApplyMoney applyMoney, TellSettlement tellSettlement, ModuleEvents events) {
        events.subscribe(new Subscription(FollowPayments.SUBSCRIPTION, Set.of("payment"), Set.of(),
                new FollowPayments(applyMoney, processes), Optional.empty()));
        events.subscribe(new Subscription(FollowLedger.SUBSCRIPTION, Set.of("transaction"), FollowLedger.TYPES,
                new FollowLedger(tellSettlement), Optional.empty()));
        return new BillingGrpc(invoices, payments, new RaiseInvoice(customers, invoices, processes, organisations),
                new StartForInvoice(invoices, processes), new RefundPayment(payments, processes),
                new SaveMethodOfCustomer(customers), processes);
    }
}

package io.avid.overview;

import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.document.v1.DocumentServiceGrpc;
import io.avid.invoice.v1.InvoiceServiceGrpc;
import io.avid.overview.application.CustomerWatchers;
import io.avid.overview.application.ListProcesses;
import io.avid.overview.application.OverviewProperties;
import io.avid.overview.application.ReportAgeing;
import io.avid.overview.application.RunningProcesses;
import io.avid.overview.application.ShowCustomer;
import io.avid.overview.application.WatchCustomer;
import io.avid.overview.client.Customers;
import io.avid.overview.client.Documents;
import io.avid.overview.client.Invoices;
import io.avid.overview.client.PartDeadline;
import io.avid.overview.client.Payments;
import io.avid.overview.client.Transactions;
import io.avid.overview.grpc.OverviewGrpc;
import io.avid.overview.store.CustomerIndex;
import io.avid.overview.store.IndexCollection;
import io.avid.overview.store.IndexCursor;
import io.avid.overview.store.ProcessIndex;
import io.avid.overview.store.ResourceOwners;
import io.avid.overview.subscriber.FollowChanges;
import io.avid.payment.v1.PaymentServiceGrpc;
import io.avid.platform.event.ModuleEvents;
import io.avid.platform.event.Subscription;
import io.avid.platform.module.ModuleChannels;
import io.avid.platform.module.PublishedServices;
import io.avid.platform.module.PublishedServices.PublishedService;
import io.avid.platform.module.ShutdownNotice;
import io.avid.platform.security.PageTokens;
import io.avid.transaction.v1.TransactionServiceGrpc;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Module overview: its parts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OverviewProperties.class)
public class OverviewModule {
    @Bean
    CustomerWatchers customerWatchers(OverviewProperties settings, ShutdownNotice shutdown, MeterRegistry metrics) {
        var watchers = new CustomerWatchers(settings);
        shutdown.before(watchers::end);
        Gauge.builder("avid.overview.watchers", watchers, CustomerWatchers::count)
                .description("Streams that watch a customer's page").register(metrics);
        return watchers;
    }

    @Bean
    OverviewGrpc overviewGrpc(ModuleChannels channels, PublishedServices services, ModuleEvents events,
            CustomerWatchers watchers, OverviewProperties settings, PageTokens pageTokens, InstantSource clock) {
        var deadline = new PartDeadline(settings.partMillis());
        var customers = new Customers(CustomerServiceGrpc.newBlockingStub(channels.to("customer")), deadline);
        var transactions = new Transactions(TransactionServiceGrpc.newBlockingStub(channels.to("transaction")), deadline);
        var index = new IndexCollection(events.database());
        var owners = new ResourceOwners(index);
        var processes = new ProcessIndex(index, owners);
        var customerIndex = new CustomerIndex(index);
        events.subscribe(new Subscription("overview-index", Set.of(), FollowChanges.TYPES,
                new FollowChanges(customerIndex, processes, owners, watchers::changed),
                Optional.of(new IndexCursor(index))));
        var showCustomer = new ShowCustomer(customers, transactions,
                new Invoices(InvoiceServiceGrpc.newBlockingStub(channels.to("invoice")), deadline),
                new Documents(DocumentServiceGrpc.newBlockingStub(channels.to("document")), deadline),
                new Payments(PaymentServiceGrpc.newBlockingStub(channels.to("payment")), deadline),
                new RunningProcesses(processes));
        boolean eventsMissing = !services.all().stream().allMatch(PublishedService::hosted);
        return new OverviewGrpc(new ReportAgeing(transactions, customers), showCustomer,
                new WatchCustomer(showCustomer, customerIndex, watchers, settings, eventsMissing, clock),
                new ListProcesses(processes, pageTokens));
    }
}

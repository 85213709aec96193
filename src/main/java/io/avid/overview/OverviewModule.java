package io.avid.overview;

import io.avid.customer.v1.CustomerServiceGrpc;
import io.avid.overview.application.ListProcesses;
import io.avid.overview.application.ReportAgeing;
import io.avid.overview.application.ShowCustomer;
import io.avid.overview.client.Customers;
import io.avid.overview.client.Transactions;
import io.avid.overview.grpc.OverviewGrpc;
import io.avid.overview.store.ProcessIndex;
import io.avid.overview.subscriber.FollowProcesses;
import io.avid.platform.event.ModuleEvents;
import io.avid.platform.event.Subscription;
import io.avid.platform.module.ModuleChannels;
import io.avid.platform.security.PageTokens;
import io.avid.transaction.v1.TransactionServiceGrpc;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Module overview: its parts. */
@Configuration(proxyBeanMethods = false)
public class OverviewModule {
    @Bean
    OverviewGrpc overviewGrpc(ModuleChannels channels, ModuleEvents events, PageTokens pageTokens) {
        var customers = new Customers(CustomerServiceGrpc.newBlockingStub(channels.to("customer")));
        var transactions = new Transactions(TransactionServiceGrpc.newBlockingStub(channels.to("transaction")));
        var processes = new ProcessIndex(events.database());
        events.subscribe(Subscription.toTypes("processes", Set.of(FollowProcesses.TYPE), new FollowProcesses(processes)));
        return new OverviewGrpc(new ReportAgeing(transactions, customers), new ShowCustomer(customers, transactions),
                new ListProcesses(processes, pageTokens));
    }
}

package io.avid.customer;

import io.avid.customer.application.CustomerSearch;
import io.avid.customer.application.FindCustomers;
import io.avid.customer.application.ListCustomers;
import io.avid.customer.application.RegisterCustomers;
import io.avid.customer.application.ReviseCustomer;
import io.avid.customer.domain.CustomerProfile;
import io.avid.customer.event.CustomerEvents;
import io.avid.customer.event.FollowCustomers;
import io.avid.customer.grpc.CustomerGrpc;
import io.avid.customer.store.CustomerCodec;
import io.avid.customer.store.CustomerIndex;
import io.avid.platform.event.ModuleEvents;
import io.avid.platform.event.Subscription;
import io.avid.platform.search.ModuleSearch;
import io.avid.platform.security.PageTokens;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.ModuleDatabase;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Module customer: its parts. */
@Configuration(proxyBeanMethods = false)
public class CustomerModule {
    @Bean
    AggregateStore<CustomerProfile> customers(ModuleDatabase database) {
        return database.aggregates("customers", new CustomerCodec());
    }

    @Bean
    CustomerSearch customerSearch(AggregateStore<CustomerProfile> customers, ModuleSearch search, ModuleEvents events) {
        return follow(customers, new CustomerIndex(customers, search, events), events);
    }

    /** Lets an index follow the module's events. */
    static CustomerIndex follow(AggregateStore<CustomerProfile> customers, CustomerIndex index, ModuleEvents events) {
        events.subscribe(new Subscription(CustomerIndex.SUBSCRIPTION, Set.of(events.module()), Set.of(),
                new FollowCustomers(customers::idOf, index::refresh), Optional.of(index)));
        return index;
    }

    @Bean
    CustomerGrpc customerGrpc(AggregateStore<CustomerProfile> customers, CustomerSearch search, PageTokens pageTokens) {
        var facts = new CustomerEvents();
        return new CustomerGrpc(customers, new RegisterCustomers(customers, facts), new ReviseCustomer(customers, facts),
                new FindCustomers(customers), new ListCustomers(customers, search), pageTokens);
    }
}

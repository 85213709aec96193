package io.avid.customer;

import io.avid.customer.application.CustomerSearch;
import io.avid.customer.application.FindCustomers;
import io.avid.customer.application.ListCustomers;
import io.avid.customer.application.RegisterCustomers;
import io.avid.customer.application.ReviseCustomer;
import io.avid.customer.domain.CustomerProfile;
import io.avid.customer.event.CustomerEvents;
import io.avid.customer.grpc.CustomerGrpc;
import io.avid.customer.store.CustomerCodec;
import io.avid.customer.store.CustomerIndex;
import io.avid.platform.event.ModuleEvents;
import io.avid.platform.search.AggregateIndex;
import io.avid.platform.search.ModuleSearch;
import io.avid.platform.security.PageTokens;
import io.avid.platform.store.AggregateStore;
import io.avid.platform.store.ModuleDatabase;
import org.springframework.beans.factory.ObjectProvider;
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
    CustomerSearch customerSearch(AggregateStore<CustomerProfile> customers, ObjectProvider<ModuleSearch> search, ModuleEvents events) {
        return new CustomerIndex(AggregateIndex.following(events, search::getObject, CustomerIndex.definition(customers)));
    }

    @Bean
    CustomerGrpc customerGrpc(AggregateStore<CustomerProfile> customers, CustomerSearch search, PageTokens pageTokens) {
        var facts = new CustomerEvents();
        return new CustomerGrpc(customers, new RegisterCustomers(customers, facts), new ReviseCustomer(customers, facts),
                new FindCustomers(customers), new ListCustomers(customers, search), pageTokens);
    }
}

package io.avid.overview.application;

import io.avid.customer.v1.Customer;
import io.avid.overview.client.Customers;
import io.avid.overview.client.Transactions;
import io.avid.overview.v1.GetAgeingRequest;
import io.avid.overview.v1.GetAgeingResponse;
import io.avid.overview.v1.NamedCustomerAgeing;
import io.avid.transaction.v1.Ageing;
import io.avid.transaction.v1.ComputeAgeingRequest;
import io.avid.transaction.v1.ComputeAgeingResponse;
import io.avid.transaction.v1.CustomerAgeing;
import java.util.List;
import java.util.Map;

/** Who owes what, how late, as of a day: the figures from transaction, the names from customer. */
public final class ReportAgeing {
    private final Transactions transactions;
    private final Customers customers;

    public ReportAgeing(Transactions transactions, Customers customers) {
        this.transactions = transactions;
        this.customers = customers;
    }

    /**
     * The report, with one page of customers where they are asked for; NOT_FOUND if the caller may not see the one customer
     * asked for.
     */
    public GetAgeingResponse report(GetAgeingRequest request) {
        if (!request.getCustomer().isEmpty()) {
            // A wrong name must not read as a customer that owes nothing.
            customers.get(request.getCustomer());
        }
        ComputeAgeingResponse computed = transactions.ageing(ComputeAgeingRequest.newBuilder()
                .setAsOfDate(request.getAsOfDate())
                .setCurrencyCode(request.getCurrencyCode())
                .setCustomer(request.getCustomer())
                .setAllowMissing(true)
                .setPerCustomer(request.getPerCustomer())
                .setPageSize(request.getPageSize())
                .setPageToken(request.getPageToken())
                .build());
        Ageing ageing = computed.getAgeing();
        var report = GetAgeingResponse.newBuilder()
                .setAsOfDate(ageing.getAsOfDate())
                .setCurrencyCode(ageing.getCurrencyCode())
                .setItems(ageing.getItems())
                .setCustomers(ageing.getCustomers())
                .setTotalMinor(ageing.getTotalMinor())
                .putAllBucketsMinor(ageing.getBucketsMinorMap())
                .addAllOtherCurrencyCodes(ageing.getOtherCurrencyCodesList())
                .setNextPageToken(computed.getNextPageToken());
        List<CustomerAgeing> page = computed.getByCustomerList();
        Map<String, Customer> known =
                customers.byName(page.stream().map(CustomerAgeing::getCustomer).toList());
        for (CustomerAgeing figures : page) {
            report.addByCustomer(named(figures, known.getOrDefault(figures.getCustomer(), Customer.getDefaultInstance())));
        }
        return report.build();
    }

    private static NamedCustomerAgeing named(CustomerAgeing figures, Customer customer) {
        return NamedCustomerAgeing.newBuilder()
                .setCustomer(figures.getCustomer())
                .setDisplayName(customer.getDisplayName())
                .addAllExternalIds(customer.getExternalIdsList())
                .setItems(figures.getItems())
                .setTotalMinor(figures.getTotalMinor())
                .putAllBucketsMinor(figures.getBucketsMinorMap())
                .build();
    }
}
